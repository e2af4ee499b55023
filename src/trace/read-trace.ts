import type { TraceLine } from './trace-line.ts'
import { TRACE_VERSION } from './trace-line.ts'

/** What a text is: a trace, perhaps with a last line that was cut off, or none and why. */
export type ReadTrace =
  | { readonly kind: 'read'; readonly lines: readonly TraceLine[]; readonly isCut: boolean }
  | { readonly kind: 'unreadable'; readonly line: number; readonly why: string }

const KINDS = new Set<string>([
  'trace',
  'entity',
  'lease',
  'remembered',
  'page',
  'read',
  'search',
  'commit',
  'committed',
  'commit-failed',
  'request',
  'answer',
] satisfies TraceLine['kind'][])

/**
 * Reads the text of a trace. A last line without its end was being written when the run was killed, and is left out;
 * any other line that is none makes the text unreadable. Lines are numbered from 1.
 */
export function readTrace(text: string): ReadTrace {
  const rows = text.split('\n')
  const isCut = rows.pop() !== ''
  const lines: TraceLine[] = []
  for (const [at, row] of rows.entries()) {
    const line = parse(row)
    if (line === undefined)
      return { kind: 'unreadable', line: at + 1, why: 'it is not a line of a trace' }
    lines.push(line)
  }
  const [head] = lines
  if (head?.kind !== 'trace')
    return { kind: 'unreadable', line: 1, why: 'a trace begins with its version' }
  return head.version === TRACE_VERSION
    ? { kind: 'read', lines, isCut }
    : { kind: 'unreadable', line: 1, why: `its version is ${String(head.version)}, not 1` }
}

function parse(row: string): TraceLine | undefined {
  try {
    const line = JSON.parse(row) as { readonly kind?: unknown } | null
    return typeof line?.kind === 'string' && KINDS.has(line.kind) ? (line as TraceLine) : undefined
  } catch {
    return undefined
  }
}
