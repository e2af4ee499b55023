import type { Example } from './value-tally.ts'
import type { Side } from '../../core/side.ts'

/** What is wrong, by a name that machines can rely on. */
export type FindingKind =
  | 'test-failed'
  | 'listing-incomplete'
  | 'listed-twice'
  | 'nothing-readable'
  | 'unreadable-values'
  | 'unrepresentable-values'
  | 'never-read'
  | 'never-filled'
  | 'dangling-references'
  | 'ambiguous-matches'
  | 'duplicate-keys'
  | 'nothing-matches'
  | 'unconditional-write'
  | 'unrecognisable-create'

/** Something that a person should know before the first run. An `error` keeps something from working at all. */
export interface Finding {
  readonly severity: 'error' | 'warning'
  readonly kind: FindingKind
  readonly entity?: string | undefined
  readonly field?: string | undefined
  readonly side?: Side | undefined
  /** What was found and what follows, as a sentence without a full stop, in the user's names. */
  readonly text: string
  readonly examples: readonly Example[]
}
