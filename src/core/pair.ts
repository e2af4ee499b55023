import type { Cell } from './situation.ts'
import type { Fields, Value } from './value.ts'
import type { Intent } from './operation.ts'
import type { BySide, Side } from './side.ts'

/** What one side said when the pair last agreed. A field that never agreed is absent. */
export interface SideBase {
  readonly fields: Fields
  /** Version at which the side said exactly `fields`; absent when no such version is known or trusted. */
  readonly token?: string | undefined
  /** The version before `token`: meeting it again means a stale read (W10). */
  readonly previous?: string | undefined
}

/** A field on which both sides moved apart, with all three values; `base` is absent for a field that never agreed. */
export interface FieldDispute {
  readonly field: string
  readonly a?: Value | undefined
  readonly b?: Value | undefined
  readonly baseA?: Value | undefined
  readonly baseB?: Value | undefined
}

/** Which policy cell, or which question about identity, waits for a person. */
export type ConflictKind =
  | 'created/created'
  | 'updated/updated'
  | 'updated/deleted'
  | 'deleted/updated'
  /** A record came or went on one side, and the user's rule is to ask. */
  | 'presence'
  /** Several records could be the counterpart, or the match rule asks for a review. */
  | 'ambiguous'
  /** An unanswered create that only a person can settle (W7). */
  | 'pending-create'

/** A question that waits in the inbox. It is asked again only when what was seen has changed. */
export interface Conflict {
  readonly kind: ConflictKind
  readonly cell: Cell
  /** The fields in dispute; empty when presence itself is. */
  readonly disputes: readonly FieldDispute[]
  /** The shared values that were seen when the question was asked; `null` for an absent record. */
  readonly seen: BySide<Fields | null>
  readonly sinceMs: number
  readonly reason: string
  /** Ids on the other side that could be meant, where identity is the question. */
  readonly candidates?: readonly string[] | undefined
}

/** A person's answer to a conflict: whose version stands, or a value of their own for each field. */
export type Resolution =
  | { readonly kind: 'take'; readonly side: Side }
  | { readonly kind: 'values'; readonly fields: Fields }
  | { readonly kind: 'both' }
  | { readonly kind: 'adopt'; readonly id: string }
  | { readonly kind: 'retry' }
  | { readonly kind: 'forget' }

/** A resolution that waits for the next run; it holds only while both sides still show what was in question. */
export interface Decree {
  readonly resolution: Resolution
  readonly conflict: Conflict
  readonly byWhom: string
}

/** Merged values on their way to both sides (W13). A field's bases stay until it was written on both. */
export interface Target {
  readonly fields: Fields
  /** What each side showed when the merge was made; a side that shows anything else ends the target. */
  readonly seen: BySide<Fields>
  /** What a side shows since it was written, in whatever form it keeps the merged values. */
  readonly given?: Readonly<Partial<Record<Side, Fields>>> | undefined
}

/** A write the target refused for its content; it is not sent again until what would be sent changes. */
export interface Parking {
  readonly side: Side
  readonly set: Fields
  readonly message: string
  readonly sinceMs: number
}

/** Everything remembered of one pair of records: the unit of synchronisation. */
export interface Pair {
  readonly entity: string
  /** Number within the entity, given once, never reused. */
  readonly no: number
  /** The link: each side's id, opaque text. A side without a record yet has none. */
  readonly ids: Readonly<Partial<Record<Side, string>>>
  /** Both sides' bases or neither: they commit in one transaction. */
  readonly base?: BySide<SideBase> | undefined
  readonly intent?: Intent | undefined
  readonly target?: Target | undefined
  readonly conflict?: Conflict | undefined
  readonly decree?: Decree | undefined
  readonly parking?: Parking | undefined
}
