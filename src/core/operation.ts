import type { Fields, Value } from './value.ts'
import type { BySide, Side } from './side.ts'

/** What one request does to one record. */
export type Verb = 'create' | 'update' | 'delete'

/** Under which condition the target accepts a write (W3). `none` has to say why, and the plan shows it. */
export type Condition =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'stamp'; readonly token: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'none'; readonly because: string }

/** How a create can be recognised when its answer is lost, best first (W7). */
export type Identification =
  | { readonly kind: 'client-id'; readonly id: string }
  | { readonly kind: 'external-key'; readonly field: string; readonly value: string }
  | { readonly kind: 'idempotency-key'; readonly key: string }
  | { readonly kind: 'none' }

/** What the decision saw of one side: its shared value and its token. */
export interface Seen {
  readonly fields: Fields
  readonly token?: string | undefined
}

/** One guarded write to one side of one pair, as planned: values are shared values. */
export interface Operation {
  readonly entity: string
  /** The pair's number within its entity. */
  readonly pair: number
  /** The side written to. */
  readonly side: Side
  readonly verb: Verb
  /** The target's id; absent on a create. */
  readonly id?: string | undefined
  /** Exactly the fields that flow (empty on a delete). */
  readonly set: Fields
  readonly condition: Condition
  /** What each side showed; absent where the side has no record. */
  readonly seen: BySide<Seen | undefined>
  /** Field values to record as base on each side once the write has landed, the written fields included (W4). */
  readonly agreed: BySide<Fields>
  /** Set on the write that completes a merge (W13). */
  readonly closesTarget?: boolean | undefined
  /** The cell and the rule that called for it, for people. */
  readonly reason: string
}

/** A durable note of one request about to be sent (W1); provisional until settled. */
export interface Intent extends Operation {
  /** Unique name of this request; the journal, the target's log and a retry all carry it. */
  readonly op: string
  readonly identification: Identification
  /** The native change to send, verbatim on every repetition (W6). */
  readonly body: Value
  /** When it was made durable, milliseconds since 1970. */
  readonly sinceMs: number
  /** Set once a person has to settle it (W7). */
  readonly pending?: boolean | undefined
}

/** Why a target refused a write before doing it: nothing was changed. */
export type RefusalKind =
  'stale' | 'absent' | 'exists' | 'ambiguous' | 'invalid' | 'forbidden' | 'unsupported'

/** What became of one request. `After` is how the answer describes the record. An unknown outcome is an answer too. */
export type Outcome<After> =
  | {
      readonly kind: 'written'
      readonly id: string
      /** The record after the write, where the answer told. Absent after a delete. */
      readonly after?: After | undefined
      readonly token?: string | undefined
      /** The server recognised a repetition and replayed its first answer. */
      readonly replay?: boolean | undefined
    }
  | {
      readonly kind: 'refused'
      readonly why: RefusalKind
      readonly message: string
      readonly field?: string | undefined
    }
  | { readonly kind: 'later'; readonly afterMs: number; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }
