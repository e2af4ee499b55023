import type { EntityTerms, FieldRule } from '../terms.ts'
import type { Pair, SideBase } from '../pair.ts'
import type { Present } from '../observation.ts'
import type { Side } from '../side.ts'

/** Tells whether the record's version proves that it says what its base says. */
export function isClean(side: Side, pair: Pair, record: Present, terms: EntityTerms): boolean {
  const token = pair.base?.[side].token
  return terms.tokenCovers[side] && token !== undefined && record.token === token
}

/** Tells whether a field can be read and says what it said when the pair last agreed. */
export function isAtBase(
  field: string,
  base: SideBase,
  record: Present,
  { same }: EntityTerms,
): boolean {
  const shown = record.fields[field]
  const known = base.fields[field]
  return shown !== undefined && (shown === known || same(field, shown, known))
}

/**
 * Fields that moved while both records are there: the law's *dirty*. A proof that nothing moved speaks for every field
 * that ever agreed; one that never agreed has yet to be compared with the other side.
 */
export function movedFields(
  base: SideBase,
  record: Present,
  clean: boolean,
  terms: EntityTerms,
): readonly FieldRule[] {
  return terms.fields.filter(
    ({ name }) => !(clean && hasAgreed(base, name)) && differs(name, base, record, terms),
  )
}

/**
 * Fields that moved on a record whose counterpart is gone. A proof that nothing moved speaks for fields that never
 * agreed; for the others content is looked at all the same, for a delete destroys (D7).
 */
export function touchedFields(
  base: SideBase,
  record: Present,
  clean: boolean,
  terms: EntityTerms,
): readonly FieldRule[] {
  return terms.fields.filter(
    ({ name }) => (hasAgreed(base, name) || !clean) && differs(name, base, record, terms),
  )
}

/** Tells whether the version of the whole record is known to have moved, private fields included. */
export function movedToken(base: SideBase, record: Present): boolean {
  return base.token !== undefined && record.token !== undefined && base.token !== record.token
}

/** Tells whether the field had a value on this side when the pair last agreed. */
export function hasAgreed(base: SideBase | undefined, field: string): boolean {
  return base?.fields[field] !== undefined
}

/** A refused value is one that moved away from what could be read; of a field that was not read nothing is known. */
function differs(field: string, base: SideBase, record: Present, { same }: EntityTerms): boolean {
  const shown = record.fields[field]
  if (shown !== undefined) return !same(field, shown, base.fields[field])
  return record.refused[field] !== undefined && hasAgreed(base, field)
}
