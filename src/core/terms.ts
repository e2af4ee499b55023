import type { BySide, Side } from './side.ts'
import type { Value } from './value.ts'
import { assert } from './assert.ts'

/** Whose edits of a field travel. */
export type Owner = Side | 'both'

/** What becomes of an edit made on the side that does not own the field. */
export type OtherEdits = 'revert' | 'keep' | 'ask'

/** The rule for a field that both sides changed differently. */
export type FieldPolicy =
  | { readonly kind: 'ask' }
  | { readonly kind: 'take'; readonly side: Side }
  | { readonly kind: 'newest' }
  | { readonly kind: 'union' }
  | { readonly kind: 'max' }
  | { readonly kind: 'min' }

/** What the user said about one synchronised field. */
export interface FieldRule {
  readonly name: string
  readonly owner: Owner
  readonly otherEdits: OtherEdits
  readonly policy: FieldPolicy
  /** Fields of one group are decided together: an edit of any of them is an edit of all. */
  readonly group?: string | undefined
  /** The field's value is a reference to a record of this entity. */
  readonly refersTo?: string | undefined
  /** A record is not created across while this field has no value to write. */
  readonly required?: boolean | undefined
}

/** What happens across when a record is created on a side. */
export type CreatedRule = 'propagate' | 'keep' | 'ask' | 'remove'

/** What happens across when a record is deleted on a side. */
export type DeletedRule = 'propagate' | 'restore' | 'keep' | 'ask'

/** The rule for a record changed on one side and deleted on the other. */
export type UpdateDeletePolicy = 'ask' | 'keep-updated' | 'keep-deleted'

/** The rule for two records that prove to be one, never agreed, and differ: field by field, or one rule for the record. */
export type CreatedBothPolicy = FieldPolicy | { readonly kind: 'merge' } | { readonly kind: 'both' }

/** What the user said about records coming and going. */
export interface PresenceTerms {
  readonly created: BySide<CreatedRule>
  readonly deleted: BySide<DeletedRule>
  /** Cell `updated/deleted`: changed on `a`, deleted on `b`. */
  readonly updatedDeleted: UpdateDeletePolicy
  /** Cell `deleted/updated`: deleted on `a`, changed on `b`. */
  readonly deletedUpdated: UpdateDeletePolicy
  readonly createdBoth: CreatedBothPolicy
}

/** Which writes a side accepts: the configuration narrowed by the system's abilities. */
export interface Allowance {
  readonly create: boolean
  readonly update: boolean
  readonly delete: boolean
}

/** What is decided as one: a single field, or the fields of a group. All fields follow the first one's rule. */
export interface Aspect {
  readonly fields: readonly string[]
  readonly rule: FieldRule
}

/** What the user said about an entity, and what the two systems can do about it. */
export interface StatedTerms {
  readonly entity: string
  /** The users' names of the two systems, for reasons. */
  readonly names: BySide<string>
  /** In the order of the configuration; names are unique and pass `isFieldName`. */
  readonly fields: readonly FieldRule[]
  readonly presence: PresenceTerms
  readonly allow: BySide<Allowance>
  /** Whether an equal token proves unchanged content on this side (false: content alone decides). */
  readonly tokenCovers: BySide<boolean>
  /** A field's own equality, an equivalence; absent values are equal only to absent values. */
  readonly same: (field: string, left: Value | undefined, right: Value | undefined) => boolean
}

/** Everything a decision depends on besides the pair and what was observed; made once by `prepareTerms`. */
export interface EntityTerms extends StatedTerms {
  /** What is decided as one, in the order of the configuration. */
  readonly aspects: readonly Aspect[]
}

/** Works out, once for all pairs of an entity, what every decision needs. */
export function prepareTerms(stated: StatedTerms): EntityTerms {
  const names = new Set(stated.fields.map(({ name }) => name))
  assert(names.size === stated.fields.length, `${stated.entity} names no field twice`)
  assert([...names].every(isFieldName), `${stated.entity} has field names that can be looked up`)
  return { ...stated, aspects: aspectsOf(stated.fields) }
}

/** Tells whether a field may have this name: not empty, and not one that every object answers to (`constructor`). */
export function isFieldName(name: string): boolean {
  return name !== '' && !(name in Object.prototype)
}

function aspectsOf(fields: readonly FieldRule[]): readonly Aspect[] {
  const groups = Map.groupBy(fields, ({ name, group }) =>
    group === undefined ? `field ${name}` : `group ${group}`,
  )
  return [...groups.values()].flatMap((rules) =>
    rules.slice(0, 1).map((rule) => ({ fields: rules.map(({ name }) => name), rule })),
  )
}
