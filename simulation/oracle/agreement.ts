import type { BySide, Side } from '../../src/core/side.ts'
import type { Ghost } from './ghost.ts'
import type { Row, Table } from '../system/table.ts'
import type { Setup } from '../setup/setup.ts'
import { SIDES, otherSide } from '../../src/core/side.ts'
import { spelling } from '../system/table.ts'

/** What both systems hold when everything has come to rest, and what may explain a difference. */
export interface Rest {
  readonly setup: Setup
  readonly tables: BySide<Table>
  readonly ghost: Ghost
  /** Keys of records about which a question waits that only a look at the systems answers. */
  readonly asked: ReadonlySet<string>
}

/** One thing that should not be so. */
export interface Difference {
  readonly property: string
  readonly key: string
  readonly detail: string
}

/** Compares both systems by themselves: the same records, once each, saying the same (P1, P6), as far as the rules want it. */
export function findDifferences(rest: Rest): readonly Difference[] {
  const keys = new Set(SIDES.flatMap((side) => rowsOf(rest.tables[side]).map(({ key }) => key)))
  return [...keys].sort().flatMap((key) => {
    const rows = { a: ofKey(rest.tables.a, key), b: ofKey(rest.tables.b, key) }
    const found = differenceOf(key, rows, rest)
    return found === undefined || isExcused(found, rest) ? [] : [found]
  })
}

/** What a person made a second time may be there twice, and is asked about; nothing excuses that linked records differ. */
function isExcused({ key, property }: Difference, { ghost, asked }: Rest): boolean {
  if (ghost.has(key, 'twin') && asked.has(key)) return true
  return property === 'P6' && ghost.causeOf(key, property) !== undefined
}

function rowsOf({ rows }: Table): readonly Row[] {
  return [...rows.values()]
}

function ofKey(table: Table, key: string): readonly Row[] {
  return rowsOf(table).filter((row) => row.key === key)
}

function differenceOf(
  key: string,
  { a, b }: BySide<readonly Row[]>,
  rest: Rest,
): Difference | undefined {
  if (a.length > 1 || b.length > 1) {
    const detail = `${String(a.length)} records on a, ${String(b.length)} on b`
    return { property: 'P6', key, detail }
  }
  const [left] = a
  const [right] = b
  if (left === undefined || right === undefined)
    return mayBeAlone(left === undefined ? 'b' : 'a', key, rest)
      ? undefined
      : { property: 'P1', key, detail: `only on ${left === undefined ? 'b' : 'a'}` }
  const field = rest.setup.fields.find(
    (name) => spelling(left.contents[name] ?? null) !== spelling(right.contents[name] ?? null),
  )
  if (field === undefined) return undefined
  const says = (row: Row): string => row.contents[field] ?? 'nothing'
  return { property: 'P1', key, detail: `${field} is ${says(left)} on a and ${says(right)} on b` }
}

/** Rules under which a record stays on one side only. */
function mayBeAlone(side: Side, key: string, { setup, tables }: Rest): boolean {
  const across = [...tables[otherSide(side)].gone.values()].some(({ row }) => row.key === key)
  switch (setup.rules.preset) {
    case 'two-way':
    case 'mirror':
      return false
    case 'contribute':
      return across
    case 'a-master':
      return side === 'b'
    case 'b-master':
      return side === 'a'
  }
}
