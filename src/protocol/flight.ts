import type { Identification, Intent, Operation, Outcome, Seen } from '../core/operation.ts'
import type { EntityTerms } from '../core/terms.ts'
import type { Observation } from '../core/observation.ts'
import type { Pair } from '../core/pair.ts'
import type { PairEvent } from '../core/journal.ts'
import type { Fields, Value } from '../core/value.ts'
import { assert } from '../core/assert.ts'

/** What a look for an unanswered create brought: the records that carry our identification, as far as one can search. */
export type Search =
  | { readonly kind: 'searched'; readonly matches: readonly Match[] }
  /** The id we chose is known to have existed and to be gone. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'unknown'; readonly why: string }

/** A record that may be the one we asked for. */
export interface Match {
  readonly id: string
}

/** What the outside world tells the protocol about one pair. A crash is no event: the next one is `reopened`. */
export type StepEvent =
  /** The plan's operation is about to be carried out (W1). */
  | {
      readonly kind: 'armed'
      readonly operation: Operation
      readonly op: string
      readonly identification: Identification
      /** The native change, built once and sent verbatim ever after. */
      readonly body: Value
      /** The whole native record that a delete is about to destroy. */
      readonly record?: Fields | undefined
      readonly atMs: number
    }
  /** A run begins and finds an intent (W6). */
  | { readonly kind: 'reopened'; readonly atMs: number }
  | { readonly kind: 'answered'; readonly outcome: Outcome<Seen>; readonly atMs: number }
  /** A fresh read of the target, as asked for by `look`. */
  | { readonly kind: 'looked'; readonly target: Observation }
  /** A search for an unanswered create, as asked for by `search`. */
  | { readonly kind: 'searched'; readonly search: Search }

/** What has to be done next for the pair, after the events are durable. */
export type Next =
  /** Send the intent's request, verbatim. */
  | { readonly kind: 'send' }
  /** Read this record of the target freshly and answer with `looked`; a created one has its id from the answer. */
  | { readonly kind: 'look'; readonly id: string }
  /** Search for the record the create may have made and answer with `searched`. */
  | { readonly kind: 'search' }
  /** Wait, then send. */
  | { readonly kind: 'later'; readonly afterMs: number; readonly why: string }
  /** The intent is settled; the pair has to be observed and decided anew. */
  | { readonly kind: 'again'; readonly why: string }
  /** Nothing more in this run; an intent that is still open is taken up by the next one. */
  | { readonly kind: 'rest'; readonly why: string }
  /** The write landed. */
  | { readonly kind: 'done' }

/** What is known of the request in flight and forgotten in a crash. */
export interface Progress {
  readonly phase: 'probing' | 'sending' | 'recovering' | 'reading-back'
  /** An earlier copy of the request may have taken effect: a refusal proves nothing any more. */
  readonly doubt: boolean
  readonly sends: number
  /** The answer that made us look, where it was a refusal. */
  readonly refusal?: Extract<Outcome<Seen>, { kind: 'refused' }> | undefined
  /** The answer whose record is being read back (W11). */
  readonly written?: Extract<Outcome<Seen>, { kind: 'written' }> | undefined
}

/** A pair on its way through one write: what is durable, and what a crash forgets. */
export interface Flight {
  readonly pair: Pair
  readonly progress: Progress
}

/** What a step needs to know besides the pair: terms, and how long keys are remembered. */
export interface StepTerms {
  readonly terms: EntityTerms
  readonly idempotencyTtlMs: number
  /** Whether a write whose answer shows no record is read back (W11). */
  readonly readBack: boolean
}

/** One step: first make the events durable (`W1`: before anything is sent), then do what is next. */
export interface Step {
  readonly events: readonly PairEvent[]
  /** The pair after the events; `undefined` when it ended. */
  readonly pair: Pair | undefined
  readonly progress: Progress
  readonly next: Next
}

/** Events and what is next, before they are folded. */
export interface Move {
  readonly events: readonly PairEvent[]
  readonly next: Next
  readonly progress?: Progress | undefined
}

/** Asks for a fresh read of the record that an update or a delete is for. */
export function lookAt({ id, op }: Intent): Next {
  assert(id !== undefined, `${op} is for a record that has an id`)
  return { kind: 'look', id }
}

/** The intent of a pair that is being written; its absence is a bug of the caller. */
export function intentOf(pair: Pair): Intent {
  const { intent } = pair
  assert(intent !== undefined, `pair ${pair.entity}/${String(pair.no)} has an intent`)
  return intent
}
