import type { CollectionInfo, NativeRecord } from '../../adapter.ts'
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import type { SqlColumn, SqlKey, SqlTableSchema } from './sql-schema.ts'
import { quoteName, toFieldInfo } from './sql-schema.ts'
import { toFields, toIdText } from './sql-value.ts'
import { Buffer } from 'node:buffer'
import { BilateralError } from '../../../errors.ts'
import type { RawRow } from './sql-value.ts'
import type { SqlSettings } from '../sql-settings.ts'
import { checkTable } from './table-check.ts'
import { hash } from 'node:crypto'
import { nowExpression, toStampText } from './sql-stamp.ts'

/** Rows a search by key returns at most: more than anyone can choose from. */
export const SQL_FOUND_MAX = 1000

/** Different sets of columns for which a prepared update is kept. */
const STATEMENTS_MAX = 100

/** One table of one open database, ready to be read and written. */
export interface SqlTable {
  readonly settings: SqlSettings
  readonly schema: SqlTableSchema
  readonly info: CollectionInfo
  readonly columnOf: ReadonlyMap<string, SqlColumn>
  /** Columns the database or the configuration keeps for itself. */
  readonly kept: ReadonlySet<string>
  /** Quoted, with the collation under which ids are unique. */
  readonly idSql: string
  readonly stampSql: string
  /** The name under which a new row is found whatever its id became; none in tables without row ids. */
  readonly rowIdSql: readonly string[]
  /** Prepares a statement whose rows come as lists of all columns, integers without loss. Each text once. */
  prepare(sql: string): StatementSync
  /** Rows that match, in the order given: `SELECT <all columns> FROM <table> <rest>`. */
  select(rest: string, ...values: readonly SQLInputValue[]): readonly RawRow[]
  /** The row with exactly this id. */
  find(id: string): RawRow | undefined
  toNative(row: RawRow): NativeRecord
  /** The version of a row as a condition names it. */
  tokenOf(row: RawRow): string
  /** The value of one column. */
  valueOf(row: RawRow, column: string): SQLOutputValue
}

/** Prepares a collection's table. Throws `CONFIG_INVALID` when the table is not what the configuration says. */
export function prepareTable(
  db: DatabaseSync,
  schema: SqlTableSchema,
  settings: SqlSettings,
): SqlTable {
  const key = checkTable(schema, settings)
  const { columns } = schema
  const position = new Map(columns.map(({ name }, at) => [name, at]))
  const kept = keptColumns(settings)
  const prepare = statementCache(db)
  const names = columns.map(({ name }) => quoteName(name)).join(', ')
  const from = `SELECT ${names} FROM ${quoteName(schema.name)}`
  const select = (rest: string, ...values: readonly SQLInputValue[]): readonly RawRow[] =>
    prepare(`${from} ${rest}`).all(...values) as unknown as readonly RawRow[]
  const valueOf = (row: RawRow, column: string): SQLOutputValue =>
    row[position.get(column) ?? -1] ?? null
  const idSql = collated(key)
  const tokenOf = toToken(settings, valueOf)
  return {
    settings,
    schema,
    info: toInfo(schema, settings, kept),
    columnOf: new Map(columns.map((column) => [column.name, column])),
    kept,
    idSql,
    rowIdSql: rowIdOf(schema),
    stampSql: quoteName(settings.stamp?.column ?? settings.id),
    prepare,
    select,
    find: (id) =>
      select(`WHERE ${idSql} = ?`, id).find((row) => toIdText(valueOf(row, settings.id)) === id),
    toNative: (row) => ({
      id: idOf(settings, valueOf(row, settings.id)),
      fields: toFields(columns, row),
      token: tokenOf(row),
      stamp:
        settings.stamp && toStampText(settings.stamp.format, valueOf(row, settings.stamp.column)),
      state: 'live',
    }),
    tokenOf,
    valueOf,
  }
}

/** Prepares each statement once; a schema that changes makes a new table, and a new cache. */
function statementCache(db: DatabaseSync): SqlTable['prepare'] {
  const statements = new Map<string, StatementSync>()
  return (sql) => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    if (statements.size >= STATEMENTS_MAX) statements.clear()
    const statement = db.prepare(sql)
    statement.setReadBigInts(true)
    statement.setReturnArrays(true)
    statements.set(sql, statement)
    return statement
  }
}

/** SQL that the table's own bookkeeping adds to an update, such as `"version" = "version" + 1`. */
export function bookkeeping({
  version,
  stamp,
}: SqlSettings): readonly (readonly [string, string])[] {
  const raised = version?.bump === true ? quoteName(version.column) : undefined
  const touched = stamp?.touch === true ? quoteName(stamp.column) : undefined
  return [
    ...(raised === undefined ? [] : [[raised, `coalesce(${raised}, 0) + 1`] as const]),
    ...(touched === undefined || !stamp ? [] : [[touched, nowExpression(stamp)] as const]),
  ]
}

function rowIdOf({ withoutRowId, columns }: SqlTableSchema): readonly string[] {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()))
  const free = ['rowid', 'oid', '_rowid_'].filter((name) => !taken.has(name))
  return withoutRowId ? [] : free.slice(0, 1)
}

function collated({ column, collation }: SqlKey): string {
  return quoteName(column) + (collation === undefined ? '' : ` COLLATE ${quoteName(collation)}`)
}

function idOf({ collection, id }: SqlSettings, raw: SQLOutputValue): string {
  const text = toIdText(raw)
  if (text !== undefined) return text
  throw new BilateralError(
    'SYSTEM_ANSWER',
    `${collection}: a row has ${raw instanceof Uint8Array ? 'binary data' : 'nothing'} in its id column ${id}; nothing was concluded from the table`,
  )
}

function keptColumns({ version, stamp }: SqlSettings): ReadonlySet<string> {
  return new Set([version?.column, stamp?.column].filter((name) => name !== undefined))
}

function toInfo(
  schema: SqlTableSchema,
  settings: SqlSettings,
  kept: ReadonlySet<string>,
): CollectionInfo {
  return {
    name: settings.collection,
    idField: settings.id,
    uniqueKeys: schema.keys.map(({ column }) => [column]),
    fields: schema.columns.map((column) =>
      toFieldInfo(column, !kept.has(column.name) && column.name !== settings.id),
    ),
  }
}

function toToken(
  { condition, version, stamp }: SqlSettings,
  valueOf: SqlTable['valueOf'],
): (row: RawRow) => string {
  if (condition === 'stamp' && stamp) return (row) => String(valueOf(row, stamp.column))
  if (condition === 'version' && version && version.bump !== true)
    return (row) => String(valueOf(row, version.column))
  return (row) => hash('sha256', JSON.stringify(row.map(typed)), 'base64url')
}

/** Keeps apart what JSON would not: 1 and '1', text and binary data. */
function typed(raw: SQLOutputValue): string | number | null {
  if (typeof raw === 'bigint') return `i${raw}`
  if (raw instanceof Uint8Array) return `b${Buffer.from(raw).toString('base64')}`
  if (typeof raw === 'string') return `t${raw}`
  return raw === null || Number.isFinite(raw) ? raw : `r${raw}`
}
