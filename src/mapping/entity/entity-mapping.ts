import type { Refusals, View } from '../../core/observation.ts'
import type { BySide, Side } from '../../core/side.ts'
import type { Fields, Value } from '../../core/value.ts'

/** What is said about a mapped field, for people and for requests. */
export interface MappedField {
  readonly name: string
  /** The lens chain as a user would read it. */
  readonly lens: string
  /** Paths in the native record: one, or one for each member of a group in the order of the configuration. */
  readonly paths: BySide<readonly string[]>
  /** The smallest parts of a native record that hold those paths, without repetition: what a request asks for. */
  readonly stems: BySide<readonly string[]>
}

/** A change to one native record. Plain data: it can be stored and sent again. */
export interface Draft {
  /** The parts that change, nested as in the record; a list is always whole. */
  readonly set: Fields
  /** The paths of the parts in `set`, each once, in the order they were written. */
  readonly paths: readonly string[]
  /** Fields whose value this side cannot hold, and why; nothing of them is in `set` (M3). */
  readonly refused: Refusals
}

/** The meaning of one entity's fields on both sides. Compiled once; every call is pure and safe to repeat. */
export interface EntityMapping {
  /** In the order of the configuration. */
  readonly fields: readonly MappedField[]
  /**
   * The record as the mapping sees it: every field is either in `fields` or in `refused`. What the native
   * record lacks reads as `null`.
   */
  read(side: Side, native: Fields): View
  /**
   * What has to change in a native record so that it says these shared values; fields not given are left
   * alone, and so is what says them already (M1). Without `old` the record is written blindly: then a
   * place within a list is refused, because its neighbours would be lost. A bug if a field is not mapped.
   */
  write(side: Side, shared: Fields, old: Fields | undefined): Draft
  /** The shared values a new record gets for these: defaults stand in for what is `null` or not given (M7). */
  fill(side: Side, shared: Fields): Fields
  /** The content of a new record: `fill`, written over an empty one. */
  create(side: Side, shared: Fields): Draft
  /** The whole record once a draft is applied to the record it was made for, for systems that replace records. */
  merge(old: Fields, draft: Draft): Fields
  /** Whether two shared values of a field say the same; absent says the same only as absent (M4). */
  same(field: string, left: Value | undefined, right: Value | undefined): boolean
  /** The form of a shared value that is equal exactly when the values say the same: what a digest is made of. */
  fold(field: string, value: Value): Value
}
