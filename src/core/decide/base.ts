import type { BySide } from '../side.ts'
import type { EntityTerms } from '../terms.ts'
import type { Fields } from '../value.ts'
import type { Seen } from '../operation.ts'
import type { SideBase } from '../pair.ts'
import { NO_FIELDS, sameFields } from '../value.ts'
import { bySide } from '../side.ts'

/** The base of a side that never agreed on anything. */
export const EMPTY_BASE: SideBase = Object.freeze({ fields: NO_FIELDS })

/**
 * Moves both bases to what now agrees. `seen` is what each side showed, at its version if that was told; a side that was
 * written to and whose version after it is not known has none.
 */
export function advanceBase(
  base: BySide<SideBase> | undefined,
  agreed: BySide<Fields>,
  seen: BySide<Seen | undefined>,
  terms: EntityTerms,
): BySide<SideBase> {
  return bySide((side) => advanceSide(base?.[side] ?? EMPTY_BASE, agreed[side], seen[side], terms))
}

function advanceSide(
  base: SideBase,
  agreed: Fields,
  seen: Seen | undefined,
  terms: EntityTerms,
): SideBase {
  const fields = Object.keys(agreed).length === 0 ? base.fields : { ...base.fields, ...agreed }
  const token = tokenOf(fields, base, seen, terms)
  return { fields, token, previous: previousOf(token, base, seen) }
}

/**
 * The version at which the side says exactly its base (L17): the one seen, if it shows just that; the one remembered,
 * if the record moved on but its base did not; otherwise none.
 */
function tokenOf(
  fields: Fields,
  base: SideBase,
  seen: Seen | undefined,
  terms: EntityTerms,
): string | undefined {
  if (seen === undefined) return undefined
  if (seen.token !== undefined && showsExactly(seen.fields, fields, terms)) return seen.token
  return sameFields(fields, base.fields) ? base.token : undefined
}

/** The last version that is known to have been replaced: not one that is still shown. */
function previousOf(
  token: string | undefined,
  base: SideBase,
  seen: Seen | undefined,
): string | undefined {
  if (base.token === undefined || token === base.token) return base.previous
  return seen?.token === base.token ? base.previous : base.token
}

/** Tells whether a record shows every field of its base as it is there, and no other. */
function showsExactly(shown: Fields, base: Fields, { fields, same }: EntityTerms): boolean {
  return fields.every(({ name }) => same(name, shown[name], base[name]))
}

/** Tells whether two bases would lead to the same decisions. */
export function sameBase(left: BySide<SideBase> | undefined, right: BySide<SideBase>): boolean {
  return left !== undefined && sameSide(left.a, right.a) && sameSide(left.b, right.b)
}

function sameSide(left: SideBase, right: SideBase): boolean {
  return left.token === right.token && sameFields(left.fields, right.fields)
}
