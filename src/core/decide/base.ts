import type { BySide } from '../side.ts'
import type { EntityTerms } from '../terms.ts'
import type { Fields } from '../value.ts'
import type { Seen } from '../operation.ts'
import type { SideBase } from '../pair.ts'
import { bySide } from '../side.ts'
import { sameFields } from '../value.ts'

/** The base of a side that never agreed on anything. */
export const EMPTY_BASE: SideBase = Object.freeze({ fields: Object.freeze({}) })

/**
 * Moves both bases to what now agrees. A token is kept only where the record seen with it says exactly what the new
 * base says: meeting that token again then proves that nothing changed since (L17). `seen` is absent for a side that
 * was not looked at: its token stays unknown.
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
  const token =
    seen?.token !== undefined && showsExactly(seen.fields, fields, terms) ? seen.token : undefined
  const previous = token === base.token ? base.previous : base.token
  return { fields, token, previous }
}

/** Tells whether every field that could be read has the value of the base; refused fields are not in `shown`. */
function showsExactly(shown: Fields, base: Fields, terms: EntityTerms): boolean {
  return Object.keys(shown).every(
    (field) => Object.hasOwn(base, field) && terms.same(field, shown[field], base[field]),
  )
}

/** Tells whether two bases would lead to the same decisions. */
export function sameBase(left: BySide<SideBase> | undefined, right: BySide<SideBase>): boolean {
  return left !== undefined && sameSide(left.a, right.a) && sameSide(left.b, right.b)
}

function sameSide(left: SideBase, right: SideBase): boolean {
  return left.token === right.token && sameFields(left.fields, right.fields)
}
