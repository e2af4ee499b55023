import type { BySide } from '../../../core/side.ts'
import type { KeyChoice } from '../key/choose-keys.ts'
import type { KeyFinding } from '../key/find-keys.ts'
import type { RowPair } from '../key/find-keys.ts'
import type { Table } from '../column.ts'
import { chooseKeys } from '../key/choose-keys.ts'
import { findKeys } from '../key/find-keys.ts'
import { likenessOf } from '../name/likeness.ts'

/** Two collections that hold records of one kind. */
export interface PairedTables {
  readonly tables: BySide<Table>
  readonly keys: KeyChoice
  readonly pairs: readonly RowPair[]
  /** How alike the names of the collections are, 0 to 1. */
  readonly likeness: number
  /** False when nothing but the names speaks for it. */
  readonly sure: boolean
}

/** Pairs collections whose records share keys, or at least their names; each collection is used once. Pure. */
export function pairTables(a: readonly Table[], b: readonly Table[]): readonly PairedTables[] {
  const ranked = a
    .flatMap((left) => b.map((right) => weigh(left, right)))
    .filter(({ weight }) => weight > 0)
    .sort((left, right) => right.weight - left.weight)
  const chosen: PairedTables[] = []
  for (const { paired } of ranked)
    if (chosen.every(({ tables }) => tables.a !== paired.tables.a && tables.b !== paired.tables.b))
      chosen.push(paired)
  return a.flatMap((table) => chosen.filter(({ tables }) => tables.a === table))
}

interface Weighed {
  readonly paired: PairedTables
  readonly weight: number
}

function weigh(a: Table, b: Table): Weighed {
  const findings = findKeys(a, b)
  const keys = chooseKeys(findings)
  const likeness = likenessOf(a.sample.info.name, b.sample.info.name)
  const best = [...keys.sure, ...keys.doubtful].reduce(
    (most, finding) => Math.max(most, evidenceOf(finding)),
    0,
  )
  const sure = keys.sure.length > 0 && best > 0
  const weight = best + likeness
  return { paired: { tables: { a, b }, keys, pairs: keys.pairs, likeness, sure }, weight }
}

/** A key that nothing else confirms is worth less than one that other columns bear out. */
function evidenceOf({ share, witnesses }: KeyFinding): number {
  return share * (1 + Math.min(witnesses, 6))
}
