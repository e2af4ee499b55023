import type { Fields } from './value.ts'

/** Field name to the reason why its native value has no shared value. */
export type Refusals = Readonly<Record<string, string>>

/** One record as seen through the mapping: refused fields are absent from `fields`. */
export interface View {
  readonly fields: Fields
  readonly refused: Refusals
}

/** A record that was read. */
export interface Present extends View {
  readonly kind: 'present'
  /** Version of the whole record; absent when the system has none or when its stamp was not settled (W9). */
  readonly token?: string | undefined
  /** Server-set time of the last change, milliseconds since 1970; only where it may be compared (policy `newest`). */
  readonly stampMs?: number | undefined
  /** Set when the stamp may still hide a later change: a write conditional on it has to wait (W9). */
  readonly unsettled?: boolean | undefined
  /** Read by id rather than found in a listing: a version met before is then news, not a stale copy (W10). */
  readonly fresh?: boolean | undefined
}

/** What makes an absence certain (W8); `unlinked` is the absence of a record nobody ever linked. */
export type AbsenceProof = 'not-found' | 'gone' | 'tombstone' | 'unlinked'

/** What one side was seen to hold. Unknown is never absent. */
export type Observation =
  | Present
  | { readonly kind: 'absent'; readonly proof: AbsenceProof }
  | { readonly kind: 'moved'; readonly to: string }
  | { readonly kind: 'out-of-scope'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string }

/** The observation of a side on which the pair has no record and never had one. */
export const UNLINKED: Observation = Object.freeze({ kind: 'absent', proof: 'unlinked' })
