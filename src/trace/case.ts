import type { Digests, LineOf, TracedBase, TracedIntent, TracedPair } from './trace-line.ts'
import type { AnswerKind, TracedRequest } from './trace-line.ts'
import type { BySide } from '../core/side.ts'
import type { Witness } from './witness.ts'
import { openWitness } from './witness.ts'

/** A request that is not settled, and what is known of it. */
export interface Pending {
  readonly intent: TracedIntent
  /** The line that made it durable. */
  readonly since: number
  /** What was sent first; every repetition has to be the same. */
  first?: TracedRequest | undefined
  /** The number of the request under way. */
  flying?: number | undefined
  /** The line of the last request that may have taken effect, or else of the intent; and of the one before it. */
  sentAt: number
  sentBefore: number
  answer?: (LineOf<'answer'> & { readonly answer: AnswerKind }) | undefined
  /** An earlier copy may have taken effect (W6). */
  doubt: boolean
  /** The line of the last search for what a create may have made. */
  searchedAt: number
  /** Left to a person (W7). */
  left: boolean
}

/** A pair as the trace tells it. */
export interface PairCase {
  readonly entity: string
  readonly no: number
  ids: TracedPair['ids']
  base?: BySide<TracedBase> | undefined
  target?: Digests | undefined
  decreed: boolean
  pending?: Pending | undefined
}

/** A transaction that began. */
export interface Begun {
  readonly line: LineOf<'commit'>
  readonly at: number
}

/** A transaction that a kill or an error left open: what it makes of its pairs, if it is durable. */
export interface Foreseen {
  readonly line: LineOf<'commit'>
  readonly pairs: ReadonlyMap<string, PairCase | undefined>
}

/** A sentence of the story. */
export interface Told {
  readonly line: number
  readonly text: string
}

/** A rule that a line of the trace breaks. */
export interface BrokenRule {
  /** As in `docs/spec.md`: `W5`. */
  readonly rule: string
  readonly line: number
  readonly message: string
  /** What led to it, oldest first. */
  readonly story: readonly Told[]
}

/** Everything the verifier knows while it reads. */
export interface Trial {
  readonly pairs: Map<string, PairCase>
  /** Of the run under way; the next one begins with another. */
  witness: Witness
  readonly entities: Map<string, LineOf<'entity'>>
  /** Transactions that began and of which nothing more is known. */
  readonly begun: Map<number, Begun>
  /** Those that a kill or an error left so: durable or not, as what follows tells. */
  uncertain: Foreseen[]
  /** Requests under way, by number. */
  readonly flying: Map<number, PairCase>
  /** The names of settled requests. */
  readonly settled: Set<string>
  /** Every id that a create chose, with the request that chose it. */
  readonly chosen: Map<string, string>
  /** Which pair holds a record. */
  readonly links: Map<string, number>
  epoch: number
  readonly broken: (Omit<BrokenRule, 'story'> & { readonly subject: string })[]
  readonly stories: Map<string, Told[]>
  readonly counts: {
    runs: number
    intents: number
    requests: number
    commits: number
    kills: number
  }
}

/** A trial before its first line. */
export function openTrial(): Trial {
  return {
    pairs: new Map(),
    witness: openWitness(),
    entities: new Map(),
    begun: new Map(),
    uncertain: [],
    flying: new Map(),
    settled: new Set(),
    chosen: new Map(),
    links: new Map(),
    epoch: 0,
    broken: [],
    stories: new Map(),
    counts: { runs: 0, intents: 0, requests: 0, commits: 0, kills: 0 },
  }
}

/** A pair as a key, and as people call it. */
export function pairKey({ entity, no }: { readonly entity: string; readonly no: number }): string {
  return `${entity}/${String(no)}`
}

/** Where the trial stands: the line that is judged, and the pair it is about. */
export interface Stand {
  readonly trial: Trial
  readonly at: number
  /** The key of a pair, or of a record that belongs to none. */
  readonly subject: string
}

/** Notes that the line breaks a rule. */
export function complain({ trial, at, subject }: Stand, rule: string, message: string): void {
  trial.broken.push({ rule, line: at, message, subject })
}

/** Adds a sentence to the story of a pair or a record. */
export function tell(trial: Trial, subject: string, told: Told): void {
  const story = trial.stories.get(subject)
  if (story === undefined) trial.stories.set(subject, [told])
  else story.push(told)
}
