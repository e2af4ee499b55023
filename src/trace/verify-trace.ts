import type { BrokenRule, Told, Trial } from './case.ts'
import type { LineOf, TraceLine } from './trace-line.ts'
import { SIDES } from '../core/side.ts'
import { complain, openTrial } from './case.ts'
import { judgeCommit, leaveOpen, noteRemembered, orphan, settleUncertain } from './judge-commit.ts'
import { judgeRequest, noteAnswer, noteSearch } from './judge-request.ts'
import { openWitness, placeKey } from './witness.ts'
import { tellLine } from './tell-line.ts'

/** Sentences of a story at most; the newest ones count. */
export const STORY_SENTENCES_MAX = 16

/** What a trace comes to. */
export interface TraceVerdict {
  /** Empty if every rule was kept. */
  readonly broken: readonly BrokenRule[]
  readonly lines: number
  readonly runs: number
  /** Runs that ended with a request or a transaction under way. */
  readonly kills: number
  readonly commits: number
  readonly intents: number
  readonly requests: number
}

/**
 * Replays a trace through the rules of writing (docs/spec.md: W1–W8, W10, W12, W13, D1, L17, S1, S3, S5). It knows
 * nothing of how the engine works: only what was durable when, what left, and what came back. Lines are counted from
 * 1. Content is judged by its digests. Throws `TypeError` for lines that are no lines of a trace.
 */
export function verifyTrace(lines: readonly TraceLine[]): TraceVerdict {
  const trial = openTrial()
  for (const [index, line] of lines.entries()) readLine(trial, line, index + 1)
  const cut = isCut(trial) ? 1 : 0
  for (const begun of trial.begun.values()) judgeCommit(trial, begun)
  const { runs, kills, commits, intents, requests } = trial.counts
  return {
    broken: trial.broken.map(({ rule, line, message, subject }) => ({
      rule,
      line,
      message: `${subject}: ${message}`,
      story: storyOf(trial, subject, line),
    })),
    lines: lines.length,
    runs,
    kills: kills + cut,
    ...{ commits, intents, requests },
  }
}

function readLine(trial: Trial, line: TraceLine, at: number): void {
  if (line.kind === 'request') settleBefore(trial, line.op)
  tellLine(trial, line, at)
  read(trial, line, at)
}

type Reader<K extends TraceLine['kind']> = (trial: Trial, line: LineOf<K>, at: number) => void

const READERS: { readonly [K in TraceLine['kind']]: Reader<K> } = {
  trace: () => undefined,
  entity: (trial, line) => trial.entities.set(line.entity, line),
  lease: beginRun,
  remembered: noteRemembered,
  page: ({ witness }, line) => witness.page(line),
  read(trial, line, at) {
    trial.witness.read(line, at)
    noteSearch(trial, line, at)
  },
  search: noteSearch,
  commit: (trial, line, at) => trial.begun.set(line.no, { line, at }),
  committed: endCommit,
  'commit-failed': endCommit,
  request: judgeRequest,
  answer: noteAnswer,
}

function read<K extends TraceLine['kind']>(trial: Trial, line: LineOf<K>, at: number): void {
  // The table is indexed by the line's own kind, which the compiler cannot correlate for a union.
  const reader = READERS[line.kind] as Reader<K>
  reader(trial, line, at)
}

function endCommit(
  trial: Trial,
  { no, kind }: LineOf<'committed' | 'commit-failed'>,
  at: number,
): void {
  const begun = trial.begun.get(no)
  trial.begun.delete(no)
  if (begun === undefined)
    complain({ trial, at, subject: String(no) }, 'S2', 'a transaction ends that never began')
  else if (kind === 'committed') {
    trial.counts.commits += 1
    judgeCommit(trial, begun)
  } else leaveOpen(trial, begun)
}

/** A request of a later run tells that the transaction with its intent was durable. */
function settleBefore(trial: Trial, op: string): void {
  for (const { pairs } of trial.uncertain)
    for (const [key, pair] of pairs)
      if (pair?.pending?.intent.op === op)
        settleUncertain(trial, key, (found) => found?.pending?.intent.op === op)
}

/** A run begins: the one before is over, however it ended, and nothing it saw counts any more. */
function beginRun(trial: Trial, { epoch }: LineOf<'lease'>): void {
  if (isCut(trial)) trial.counts.kills += 1
  for (const begun of trial.begun.values()) leaveOpen(trial, begun)
  trial.counts.runs += 1
  // Every grant has the next epoch (S6): any other is of another memory, or follows what this trace does not tell.
  if (epoch !== trial.epoch + 1) forgetMemory(trial)
  trial.epoch = epoch
  trial.begun.clear()
  trial.flying.clear()
  trial.witness = openWitness()
  for (const { pending } of trial.pairs.values()) if (pending !== undefined) orphan(pending)
}

function forgetMemory(trial: Trial): void {
  trial.pairs.clear()
  trial.links.clear()
  trial.begun.clear()
  trial.uncertain = []
}

function isCut({ begun, flying }: Trial): boolean {
  return begun.size > 0 || flying.size > 0
}

function storyOf(trial: Trial, subject: string, until: number): readonly Told[] {
  const pair = trial.pairs.get(subject)
  const places = SIDES.flatMap((side) => {
    const id = pair?.ids[side]
    return pair === undefined || id === undefined
      ? []
      : [placeKey({ entity: pair.entity, side, id })]
  })
  return [subject, ...places]
    .flatMap((key) => trial.stories.get(key) ?? [])
    .filter(({ line }) => line <= until)
    .toSorted((left, right) => left.line - right.line)
    .slice(-STORY_SENTENCES_MAX)
}
