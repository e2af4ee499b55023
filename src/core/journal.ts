import type { BySide, Side } from './side.ts'
import type { Conflict, Decree, Pair, Parking, SideBase, Target } from './pair.ts'
import type { Fields } from './value.ts'
import type { Intent } from './operation.ts'
import { unreachable } from './assert.ts'

/** One thing that became true of a pair. The pair is the fold of its events, nothing else. */
export type PairEvent =
  /** The pair came into being, or gained the id it lacked. `by` names the match rule or the write. */
  | { readonly kind: 'linked'; readonly ids: Pair['ids']; readonly by: string }
  /** Both sides agree without a remote write: the bases move (adopt, token refresh). */
  | { readonly kind: 'agreed'; readonly base: BySide<SideBase> }
  /**
   * A request is about to leave (W1); `before` holds the shared values it may overwrite, `record` the whole native
   * record that a delete destroys.
   */
  | {
      readonly kind: 'intended'
      readonly intent: Intent
      readonly before: Fields | null
      readonly record?: Fields | undefined
    }
  /** The request landed (W4); a landed delete is told by `forgotten` in the same transaction. */
  | {
      readonly kind: 'landed'
      readonly op: string
      readonly ids: Pair['ids']
      readonly base: BySide<SideBase> | null
    }
  /** The request certainly did nothing, and is not repeated (W5). */
  | { readonly kind: 'withdrawn'; readonly op: string; readonly why: string }
  /** Values we wrote that nobody acknowledged and the target no longer shows (W6): kept here only. */
  | { readonly kind: 'unacknowledged'; readonly side: Side; readonly fields: Fields }
  /** A create whose fate only a person can tell (W7). */
  | { readonly kind: 'pending'; readonly op: string; readonly why: string }
  /** A merged value is on its way to both sides (W13). */
  | { readonly kind: 'targeted'; readonly target: Target }
  /** The merged value arrived on both sides, or a side moved on. */
  | { readonly kind: 'untargeted'; readonly why: string }
  | { readonly kind: 'disputed'; readonly conflict: Conflict }
  /** Both sides settled the question by themselves, or the decree was carried out. */
  | { readonly kind: 'undisputed'; readonly why: string }
  | { readonly kind: 'decreed'; readonly decree: Decree }
  /** A person took an answer back before it was carried out: the question is open again. */
  | { readonly kind: 'recalled'; readonly byWhom: string }
  | { readonly kind: 'parked'; readonly parking: Parking }
  | { readonly kind: 'unparked'; readonly why: string }
  /** The memory was caught being wrong: tokens and bases are dropped (repair). */
  | { readonly kind: 'distrusted'; readonly why: string }
  /** The record is gone on both sides, or was never completed: the pair ends. */
  | { readonly kind: 'forgotten'; readonly why: string }

type EventOf<K extends PairEvent['kind']> = Extract<PairEvent, { kind: K }>

const FOLDS: {
  readonly [K in PairEvent['kind']]: (pair: Pair, event: EventOf<K>) => Pair | undefined
} = {
  linked: (pair, event) => ({ ...pair, ids: { ...pair.ids, ...event.ids } }),
  agreed: (pair, event) => ({ ...pair, base: event.base }),
  intended: (pair, event) => ({ ...pair, intent: event.intent, parking: undefined }),
  landed: (pair, event) => ({
    ...pair,
    intent: undefined,
    ids: { ...pair.ids, ...event.ids },
    base: event.base ?? pair.base,
  }),
  withdrawn: (pair) => ({ ...pair, intent: undefined }),
  unacknowledged: (pair) => pair,
  pending: (pair) => ({ ...pair, intent: pair.intent && { ...pair.intent, pending: true } }),
  targeted: (pair, event) => ({ ...pair, target: event.target }),
  untargeted: (pair) => ({ ...pair, target: undefined }),
  disputed: (pair, event) => ({ ...pair, conflict: event.conflict, decree: undefined }),
  undisputed: (pair) => ({ ...pair, conflict: undefined, decree: undefined }),
  decreed: (pair, event) => ({ ...pair, decree: event.decree }),
  recalled: (pair) => ({ ...pair, decree: undefined }),
  parked: (pair, event) => ({ ...pair, parking: event.parking }),
  unparked: (pair) => ({ ...pair, parking: undefined }),
  distrusted: (pair) => ({ ...pair, base: undefined, target: undefined, parking: undefined }),
  forgotten: () => undefined,
}

/** Adds one event to a pair. Pure; folding a pair's events in order gives the pair as remembered (S1). */
export function foldPair<K extends PairEvent['kind']>(
  pair: Pair,
  event: EventOf<K>,
): Pair | undefined {
  // The table is indexed by the event's own kind, which the compiler cannot correlate for a union.
  const fold = FOLDS[event.kind] as (pair: Pair, event: EventOf<K>) => Pair | undefined
  return fold(pair, event)
}

/** Where the next incremental read of one collection starts, in the server's clock (O1). */
export interface Cursor {
  readonly text: string
  /** When the listing that earned it began, milliseconds since 1970, our clock: for people only. */
  readonly takenMs: number
}

/** Who a system said it was (O5); a change stops the run before any write. */
export interface IdentityFact {
  readonly tenant: string
  readonly incarnation?: string | undefined
  readonly scope: string
}

/** One thing that became true of the whole memory rather than of one pair. */
export type MemoryEvent =
  | {
      readonly kind: 'cursor-moved'
      readonly entity: string
      readonly side: Side
      readonly cursor: Cursor | null
    }
  | { readonly kind: 'identified'; readonly side: Side; readonly identity: IdentityFact }
  | { readonly kind: 'configured'; readonly entity: string; readonly meaning: string }
  | {
      readonly kind: 'run-started'
      readonly run: string
      readonly command: string
      readonly atMs: number
    }
  | {
      readonly kind: 'run-ended'
      readonly run: string
      readonly exitCode: number
      readonly summary: Readonly<Record<string, number>>
      readonly atMs: number
    }

/** What the memory holds besides pairs: the fold of the memory events. */
export interface MemoryFacts {
  readonly identities: Readonly<Partial<Record<Side, IdentityFact>>>
  /** Cursor by `entity/side`. */
  readonly cursors: Readonly<Record<string, Cursor>>
  /** Semantic hash of scope, match and mapping by entity. */
  readonly meanings: Readonly<Record<string, string>>
  readonly lastRun?: RunFact | undefined
}

/** The last run that was started; without an end it was cut off. */
export interface RunFact {
  readonly run: string
  readonly command: string
  readonly startedMs: number
  readonly ended?:
    | {
        readonly exitCode: number
        readonly summary: Readonly<Record<string, number>>
        readonly atMs: number
      }
    | undefined
}

/** The memory before anything happened. */
export const NO_FACTS: MemoryFacts = Object.freeze({ identities: {}, cursors: {}, meanings: {} })

/** Adds one memory event. Pure. */
export function foldFacts(facts: MemoryFacts, event: MemoryEvent): MemoryFacts {
  switch (event.kind) {
    case 'cursor-moved':
      return { ...facts, cursors: moveCursor(facts.cursors, event) }
    case 'identified':
      return { ...facts, identities: { ...facts.identities, [event.side]: event.identity } }
    case 'configured':
      return { ...facts, meanings: { ...facts.meanings, [event.entity]: event.meaning } }
    case 'run-started':
      return {
        ...facts,
        lastRun: { run: event.run, command: event.command, startedMs: event.atMs },
      }
    case 'run-ended':
      return facts.lastRun?.run === event.run
        ? {
            ...facts,
            lastRun: {
              ...facts.lastRun,
              ended: { exitCode: event.exitCode, summary: event.summary, atMs: event.atMs },
            },
          }
        : facts
    default:
      return unreachable(event)
  }
}

function moveCursor(
  cursors: MemoryFacts['cursors'],
  moved: Extract<MemoryEvent, { kind: 'cursor-moved' }>,
): MemoryFacts['cursors'] {
  const key = `${moved.entity}/${moved.side}`
  const others = Object.entries(cursors).filter(([name]) => name !== key)
  return Object.fromEntries(moved.cursor === null ? others : [...others, [key, moved.cursor]])
}
