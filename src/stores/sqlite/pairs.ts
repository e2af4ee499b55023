import type { Connection } from './connection.ts'
import type { PageRequest, PairFilter } from '../store.ts'
import type { Pair } from '../../core/pair.ts'
import type { Side } from '../../core/side.ts'
import { assert } from '../../core/assert.ts'
import { rowOf, rowsOf, streamOf } from './connection.ts'
import { toText } from './rows/id-text.ts'
import { PAIR_COLUMNS, pairFrom } from './rows/pair-row.ts'

/** What is known of an entity by its name. */
export interface EntityRow {
  readonly no: number
  readonly lastNumber: number
}

// A page of keys comes in as one JSON text, so that a page of any length is one statement. CROSS JOIN makes SQLite go
// from the keys to the index; left to choose, it reads the whole table for each key.
const BY_KEY = {
  a: byKey('id_a'),
  b: byKey('id_b'),
  no: byKey('no'),
} as const

// An index that is named is used, or the statement fails: no filter silently reads every row.
const WAITING = {
  intent: waiting('intent'),
  conflict: waiting('conflict'),
  decree: waiting('decree'),
  parking: waiting('parking'),
} as const
const ALL = { from: 'pairs', where: '1' } as const

/** Pairs that hold one of these ids, each once. */
export function findPairs(
  connection: Connection,
  entity: string,
  { side, ids }: { readonly side: Side; readonly ids: readonly string[] },
): readonly Pair[] {
  return lookUp(connection, entity, { sql: BY_KEY[side], keys: new Set(ids.map(toText)) })
}

/** Pairs with one of these numbers, each once. */
export function getPairs(
  connection: Connection,
  entity: string,
  numbers: readonly number[],
): readonly Pair[] {
  return lookUp(connection, entity, { sql: BY_KEY.no, keys: new Set(numbers) })
}

/** A page of pairs in ascending number, entities in name order. */
export function listPairs(
  connection: Connection,
  { entity, open }: PairFilter,
  { after = 0, limit }: PageRequest,
): readonly Pair[] {
  assert(after === 0 || entity !== undefined, 'a listing continues within one entity')
  const { from, where } = open === undefined ? ALL : WAITING[open]
  const sql = `SELECT ${PAIR_COLUMNS} FROM ${from} WHERE entity = ? AND no > ? AND ${where} ORDER BY no LIMIT ?`
  const pairs: Pair[] = []
  for (const name of entity === undefined ? entityNames(connection) : [entity]) {
    const no = entityRow(connection, name)?.no
    if (no === undefined || pairs.length === limit) continue
    for (const row of streamOf(connection, sql, no, after, limit - pairs.length))
      pairs.push(pairFrom(connection.path, name, row))
  }
  return pairs
}

/** How many pairs match, from an index alone. */
export function countPairs(connection: Connection, { entity, open }: PairFilter): number {
  const { from, where } = open === undefined ? ALL : WAITING[open]
  const sql = `SELECT count(*) FROM ${from} WHERE ${where}`
  if (entity === undefined) return Number(rowOf(connection, sql)?.[0])
  const no = entityRow(connection, entity)?.no
  return no === undefined ? 0 : Number(rowOf(connection, `${sql} AND entity = ?`, no)?.[0])
}

/** Number and last pair number of an entity the memory knows. */
export function entityRow(connection: Connection, name: string): EntityRow | undefined {
  const row = rowOf(connection, 'SELECT no, last_number FROM entities WHERE name = ?', name)
  return row && { no: Number(row[0]), lastNumber: Number(row[1]) }
}

function entityNames(connection: Connection): readonly string[] {
  return rowsOf(connection, 'SELECT name FROM entities')
    .map(([name]) => String(name))
    .sort()
}

function lookUp(
  connection: Connection,
  entity: string,
  { sql, keys }: { readonly sql: string; readonly keys: ReadonlySet<string | number> },
): readonly Pair[] {
  const no = keys.size === 0 ? undefined : entityRow(connection, entity)?.no
  if (no === undefined) return []
  return rowsOf(connection, sql, JSON.stringify([...keys]), no).map((row) =>
    pairFrom(connection.path, entity, row),
  )
}

function byKey(column: string): string {
  return `SELECT ${PAIR_COLUMNS} FROM json_each(?) AS wanted CROSS JOIN pairs ON entity = ? AND ${column} = wanted.value`
}

function waiting(column: string): { readonly from: string; readonly where: string } {
  return { from: `pairs INDEXED BY pairs_with_${column}`, where: `${column} IS NOT NULL` }
}
