import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CliContext } from '../context.ts'
import type { BrokenRule } from '../../trace/case.ts'
import type { ExitCode } from '../../errors.ts'
import type { TraceLine } from '../../trace/trace-line.ts'
import type { TraceVerdict } from '../../trace/verify-trace.ts'
import { BilateralError, EXIT_CODES } from '../../errors.ts'
import { readTrace } from '../../trace/read-trace.ts'
import { verifyTrace } from '../../trace/verify-trace.ts'

/** Broken rules that are told in words; `--json` tells all of them. */
export const BROKEN_SHOWN_MAX = 20

/** Judges a trace by the rules of writing and says what came of it. Throws `NOT_FOUND` and `USAGE`. */
export async function showVerdict({ cwd, output }: CliContext, name: string): Promise<ExitCode> {
  const text = await readFile(resolve(cwd, name), 'utf8').catch((cause: unknown) => {
    throw new BilateralError('NOT_FOUND', `the trace ${name} cannot be read; nothing was judged`, {
      cause,
      next: `bilateral sync --trace ${name}`,
    })
  })
  const trace = readTrace(text)
  if (trace.kind === 'unreadable') throw refuse(name, `line ${String(trace.line)}: ${trace.why}`)
  const verdict = judge(trace.lines, name)
  const isKept = verdict.broken.length === 0
  if (output.json) output.document({ file: name, kept: isKept, cut: trace.isCut, ...verdict })
  else for (const line of wordsOf(verdict)) output.print(line)
  return isKept ? EXIT_CODES.done : EXIT_CODES.failed
}

function judge(lines: readonly TraceLine[], name: string): TraceVerdict {
  try {
    return verifyTrace(lines)
  } catch (cause) {
    if (cause instanceof TypeError) throw refuse(name, 'a line lacks what its kind requires', cause)
    throw cause
  }
}

function refuse(name: string, why: string, cause?: unknown): BilateralError {
  return new BilateralError('USAGE', `${name} is no trace; ${why}; nothing was judged`, {
    cause,
    next: 'bilateral sync --trace with another file',
  })
}

function wordsOf(verdict: TraceVerdict): readonly string[] {
  const { broken } = verdict
  const seen = summaryOf(verdict)
  if (broken.length === 0) return [`Every rule of writing was kept: ${seen}.`]
  const rest = broken.length - BROKEN_SHOWN_MAX
  return [
    ...broken.slice(0, BROKEN_SHOWN_MAX).flatMap(storyOf),
    ...(rest > 0 ? [`… and ${String(rest)} more; --json tells all of them`] : []),
    `${count(broken.length, 'rule')} broken: ${seen}.`,
  ]
}

function storyOf({ rule, line, message, story }: BrokenRule): readonly string[] {
  const told = story.map((each) => `  ${String(each.line).padStart(6)}  ${each.text}`)
  return [`line ${String(line)} breaks ${rule}: ${message}`, ...told, '']
}

function summaryOf({ runs, kills, intents, requests, commits, lines }: TraceVerdict): string {
  const cut = kills === 0 ? '' : `, ${String(kills)} of them cut off`
  return [
    `${count(runs, 'run')}${cut}`,
    count(intents, 'intent'),
    count(requests, 'request'),
    count(commits, 'transaction'),
    count(lines, 'line'),
  ].join(', ')
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`
}
