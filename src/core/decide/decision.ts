import type { BySide, Side } from '../side.ts'
import type { Cell } from '../situation.ts'
import type { ConflictKind, FieldDispute, SideBase } from '../pair.ts'
import type { Fields } from '../value.ts'

/** What is said about one field that neither agrees nor flows. */
export interface FieldNote {
  readonly field: string
  /** `held`: the user's rule keeps both values; `waiting`: a value cannot be read; `parked`: the target refused it. */
  readonly kind: 'held' | 'waiting' | 'parked'
  readonly reason: string
}

/** What every decision tells, whatever it calls for. */
export interface Finding {
  readonly cell: Cell
  /** One sentence, with the systems' names. */
  readonly reason: string
  /** The rule of the user that replaced the cell's forced action, if one did. */
  readonly override?: string | undefined
  readonly notes: readonly FieldNote[]
}

/** What one pair calls for. Writing kinds are turned into operations by `protocol/`. */
export type Decision = Finding &
  (
    | { readonly kind: 'nothing' }
    /** Both sides agree, or agree as far as they can: the bases move, nothing is written. */
    | { readonly kind: 'adopt'; readonly base: BySide<SideBase> }
    /** The record is created on `side`; `renew` when it was deleted there before. */
    | {
        readonly kind: 'create'
        readonly side: Side
        readonly set: Fields
        readonly renew: boolean
      }
    /** Fields flow; `disputes` stay behind for a person while the rest is written. */
    | {
        readonly kind: 'update'
        readonly set: Readonly<Partial<Record<Side, Fields>>>
        /** Values that agree without a write and are not in the bases yet. */
        readonly agreed: BySide<Fields>
        readonly disputes: readonly FieldDispute[]
        /** Values that take a write to each side, and are completed rather than decided again in between (W13). */
        readonly merged?: Fields | undefined
      }
    | { readonly kind: 'delete'; readonly side: Side }
    | { readonly kind: 'forget' }
    | {
        readonly kind: 'conflict'
        readonly conflict: ConflictKind
        readonly disputes: readonly FieldDispute[]
        readonly candidates?: readonly string[] | undefined
        /** What does agree is recorded all the same; absent where a record is missing. */
        readonly base?: BySide<SideBase> | undefined
      }
    /** Neither side changed and yet they differ: the memory or a token lied. */
    | { readonly kind: 'repair' }
    /** Both records stay as two: each is linked to a new counterpart of its own. */
    | { readonly kind: 'split' }
    /** The user's rule leaves the difference as it is. */
    | { readonly kind: 'hold' }
    /** Too little is known to act; a fresh read by id of the sides in `unread` may settle it. */
    | { readonly kind: 'wait'; readonly unread?: readonly Side[] | undefined }
  )

/** Which decision kinds exist; the tables of the plan and the console are keyed by it. */
export type DecisionKind = Decision['kind']
