import type { BySide, Side } from '../core/side.ts'
import type { Condition, Identification, Verb } from '../core/operation.ts'
import type { Owner } from '../core/terms.ts'

/** The form of a trace; a file of another version is refused. */
export const TRACE_VERSION = 1

/** What stands for a value: equal values have equal digests under one key, and nothing else is told of them. */
export type Digest = string

/** The digests of a record's fields, by name. */
export type Digests = Readonly<Record<string, Digest>>

/** A side's base, as digests. */
export interface TracedBase {
  readonly fields: Digests
  readonly token?: string | undefined
  readonly previous?: string | undefined
}

/** A pair as the memory is said to hold it. */
export interface TracedPair {
  readonly ids: Readonly<Partial<Record<Side, string>>>
  readonly base?: BySide<TracedBase> | undefined
  /** The request that is not settled. */
  readonly op?: string | undefined
  /** Set while a person's answer waits to be carried out. */
  readonly decreed?: true | undefined
}

/** What the plan saw of one side. */
export interface TracedSeen {
  readonly fields: Digests
  readonly token?: string | undefined
}

/** An intent, as digests. */
export interface TracedIntent {
  readonly op: string
  readonly side: Side
  readonly verb: Verb
  readonly id?: string | undefined
  readonly cell: string
  readonly set: Digests
  readonly condition: Condition
  readonly identification: Identification
  readonly seen: Readonly<Partial<Record<Side, TracedSeen>>>
  readonly agreed: BySide<Digests>
  readonly body: Digest
}

/** What happened to a pair, where nothing more is asked than that it did. */
export interface BareEvent {
  readonly kind:
    | 'untargeted'
    | 'disputed'
    | 'undisputed'
    | 'decreed'
    | 'recalled'
    | 'parked'
    | 'unparked'
    | 'distrusted'
    | 'forgotten'
}

/** What happened to a pair, as far as the rules of writing ask. */
export type TracedEvent =
  | { readonly kind: 'linked'; readonly ids: TracedPair['ids'] }
  | { readonly kind: 'agreed'; readonly base: BySide<TracedBase> }
  | {
      readonly kind: 'intended'
      readonly intent: TracedIntent
      readonly before: Digests | null
      readonly record?: Digest | undefined
    }
  | {
      readonly kind: 'landed'
      readonly op: string
      readonly ids: TracedPair['ids']
      readonly base: BySide<TracedBase> | null
    }
  | { readonly kind: 'withdrawn'; readonly op: string }
  | { readonly kind: 'unacknowledged'; readonly side: Side; readonly fields: Digests }
  | { readonly kind: 'pending'; readonly op: string }
  | { readonly kind: 'targeted'; readonly fields: Digests }
  | BareEvent

/** What one transaction does to one pair. */
export interface TracedChange {
  readonly entity: string
  readonly pair: number
  readonly before: TracedPair
  readonly events: readonly TracedEvent[]
}

/** A request to a system, exactly as it was handed to the adapter. */
export interface TracedRequest {
  readonly entity: string
  readonly side: Side
  readonly verb: Verb
  readonly op: string
  readonly id?: string | undefined
  readonly condition: Condition
  readonly identification?: Identification | undefined
  readonly body: Digest
}

/** How a request was answered; `failed` is a request that the adapter could not make. */
export type AnswerKind = 'written' | 'refused' | 'later' | 'unknown' | 'failed'

/** One line of a trace: what passed a run's two doors, the memory and the systems, in the order in which it did. */
export type TraceLine =
  | { readonly kind: 'trace'; readonly version: number; readonly key: string }
  /** What the configuration says of an entity. */
  | {
      readonly kind: 'entity'
      readonly entity: string
      readonly systems: BySide<string>
      readonly fields: Readonly<
        Record<string, { readonly owner: Owner; readonly group?: string | undefined }>
      >
    }
  /** A run got the right to write: what was known before is read anew. */
  | { readonly kind: 'lease'; readonly epoch: number }
  /** The memory holds a request that an earlier run left open. */
  | {
      readonly kind: 'remembered'
      readonly entity: string
      readonly pair: number
      readonly state: TracedPair
      readonly intent: TracedIntent
      /** Set once it was left to a person (W7). */
      readonly left?: true | undefined
    }
  /** A page of a listing: id, token and whether the record is positively deleted. */
  | {
      readonly kind: 'page'
      readonly entity: string
      readonly side: Side
      readonly records: readonly (readonly [
        id: string,
        token: string | null,
        state: 'live' | 'deleted',
      ])[]
    }
  /** A record was read by its id. */
  | {
      readonly kind: 'read'
      readonly entity: string
      readonly side: Side
      readonly id: string
      readonly answer: 'found' | 'deleted' | 'gone' | 'not-found' | 'moved' | 'hidden'
      readonly token?: string | undefined
      readonly record?: Digest | undefined
    }
  /** Records were searched by the value of a field. */
  | {
      readonly kind: 'search'
      readonly entity: string
      readonly side: Side
      readonly field: string
      readonly value: string
      readonly ids: readonly string[]
    }
  /** A transaction begins; it is durable once `committed` says so. */
  | {
      readonly kind: 'commit'
      readonly no: number
      readonly epoch: number
      readonly run: string
      readonly changes: readonly TracedChange[]
    }
  | { readonly kind: 'committed'; readonly no: number }
  /** The memory answered with an error: what became of the transaction shows later. */
  | { readonly kind: 'commit-failed'; readonly no: number }
  | ({ readonly kind: 'request'; readonly no: number } & TracedRequest)
  | {
      readonly kind: 'answer'
      readonly no: number
      readonly answer: AnswerKind
      readonly why?: string | undefined
      readonly id?: string | undefined
      readonly token?: string | undefined
      /** Whether the answer showed the record. */
      readonly shown?: boolean | undefined
      readonly replay?: boolean | undefined
    }

/** A line of one kind. */
export type LineOf<K extends TraceLine['kind']> = Extract<TraceLine, { readonly kind: K }>
