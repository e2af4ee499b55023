import type { BySide, Side } from '../../../core/side.ts'
import type { Column, Table } from '../column.ts'
import { SIDES, bySide } from '../../../core/side.ts'
import type { PairedTables } from './pair-tables.ts'
import { normalText } from '../column.ts'
import { likenessOf } from '../name/likeness.ts'

/** So many values have to be ids of the other collection, 0 to 1. */
export const REFERENCE_SHARE_MIN = 0.9

/** So many pairs of records have to refer to one pair, 0 to 1. */
export const REFERENCE_SURE_MIN = 0.6

/** Two columns that refer to the records of another entity. */
export interface ReferenceFinding {
  readonly a: Column
  readonly b: Column
  /** Position of the entity referred to. */
  readonly target: number
  /** Share of the pairs of records, as far as both targets are paired, that refer to one pair. */
  readonly share: number
  readonly checked: number
  readonly sure: boolean
}

/** Finds references from one entity to any other, by what the systems declare or by the ids they hold. Pure. */
export function findReferences(
  own: PairedTables,
  entities: readonly PairedTables[],
): readonly ReferenceFinding[] {
  return entities.flatMap((target, at) => {
    const columns = bySide((side) =>
      own.tables[side].columns.filter((column) => refers(column, target.tables[side])),
    )
    const findings = columns.a.flatMap((a) =>
      columns.b.map((b) => ({ a, b, target: at, ...measureReference(own, { a, b }, target) })),
    )
    const best = findings.toSorted((left, right) => right.share - left.share)[0]
    if (best === undefined || (best.share === 0 && best.checked > 0)) return []
    return [{ ...best, sure: best.checked > 0 && best.share >= REFERENCE_SURE_MIN }]
  })
}

function refers(column: Column, { sample }: Table): boolean {
  if (column.refersTo !== undefined) return column.refersTo === sample.info.name
  if (column.role !== 'data' || column.filled === 0) return false
  const ids = new Set(sample.records.map(({ id }) => id.toLowerCase()))
  const held = column.values.flatMap((value) => normalText(value) ?? [])
  const known = held.filter((text) => ids.has(text)).length
  if (known / held.length < REFERENCE_SHARE_MIN) return false
  // Small numbers are ids of everything: then the name has to speak too.
  const isCounted = held.every((text) => /^\d{1,9}$/.test(text))
  return !isCounted || likenessOf(column.leaf.replace(/_?id$/i, ''), sample.info.name) > 0
}

function measureReference(
  own: PairedTables,
  columns: BySide<Column>,
  target: PairedTables,
): { readonly share: number; readonly checked: number } {
  const positions = bySide((side) => positionsOf(target.tables[side]))
  const partner = new Map(target.pairs.map(([a, b]) => [a, b]))
  const known = own.pairs.flatMap(([left, right]) => {
    const at = (side: Side, row: number): number | undefined =>
      positions[side].get(normalText(columns[side].values[row]) ?? '')
    const [a, b] = [at(SIDES[0], left), at(SIDES[1], right)]
    const expected = a === undefined ? undefined : partner.get(a)
    return b === undefined || expected === undefined ? [] : [expected === b]
  })
  const same = known.filter(Boolean).length
  return { checked: known.length, share: known.length === 0 ? 0 : same / known.length }
}

function positionsOf({ sample }: Table): ReadonlyMap<string, number> {
  return new Map(sample.records.map(({ id }, at) => [id.toLowerCase(), at]))
}
