import { BilateralError } from '../../../errors.ts'
import type { DatabaseSync } from 'node:sqlite'
import type { FieldInfo } from '../../adapter.ts'

/** How SQLite converts what is stored in a column. */
export type Affinity = 'integer' | 'real' | 'text' | 'numeric' | 'blob'

/** One column as the database declares it. */
export interface SqlColumn {
  readonly name: string
  /** The declared type in capitals; empty when there is none. */
  readonly declared: string
  readonly affinity: Affinity
  /** Holds 0 and 1 that mean false and true. */
  readonly boolean: boolean
  readonly notNull: boolean
  readonly hasDefault: boolean
  /** Computed by the database. */
  readonly generated: boolean
  readonly references: string | undefined
}

/** A unique key of one column, and the collation under which it is unique; none for an integer row id. */
export interface SqlKey {
  readonly column: string
  readonly collation: string | undefined
  readonly primary: boolean
}

/** One table as the database declares it. */
export interface SqlTableSchema {
  readonly name: string
  readonly withoutRowId: boolean
  readonly columns: readonly SqlColumn[]
  readonly keys: readonly SqlKey[]
  /** The text of each trigger on the table. */
  readonly triggers: readonly string[]
}

/** Quotes a name for SQL: the only way a name of the configuration ever enters a statement. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** The names of all ordinary tables, in order. */
export function tableNames(db: DatabaseSync): readonly string[] {
  return rowsOf(
    db,
    `SELECT name FROM pragma_table_list
     WHERE schema = 'main' AND type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name`,
  ).map(({ name }) => String(name))
}

/** Reads how one table is declared; `undefined` when there is no such table. Throws `CONFIG_INVALID` for a view. */
export function readSchema(db: DatabaseSync, table: string): SqlTableSchema | undefined {
  const listed = rowsOf(
    db,
    `SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND lower(name) = lower(?)`,
    table,
  )[0]
  if (listed === undefined) return undefined
  if (listed['type'] !== 'table')
    throw new BilateralError(
      'CONFIG_INVALID',
      `${table} is a ${String(listed['type'])}; name the table under it, whose ids are unique by declaration`,
    )
  const name = String(listed['name'])
  const references = new Map(
    rowsOf(db, 'SELECT "from", "table", seq FROM pragma_foreign_key_list(?)', name).map((row) => [
      String(row['from']),
      String(row['table']),
    ]),
  )
  const declared = rowsOf(db, 'SELECT * FROM pragma_table_xinfo(?) ORDER BY cid', name)
  const withoutRowId = listed['wr'] === 1
  return {
    name,
    withoutRowId,
    columns: declared
      .filter(({ hidden }) => hidden !== 1)
      .map((row) => toColumn(row, references.get(String(row['name'])))),
    keys: readKeys(db, name, withoutRowId ? [] : declared),
    triggers: rowsOf(
      db,
      `SELECT sql FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = lower(?)`,
      name,
    ).map(({ sql }) => String(sql)),
  }
}

/** The key that identifies rows best when nobody chose one: the primary key, if it is one column. */
export function primaryKey(schema: SqlTableSchema): string | undefined {
  return schema.keys.find(({ primary }) => primary)?.column
}

/** Describes a column to the engine and to people. */
export function toFieldInfo(column: SqlColumn, writable: boolean): FieldInfo {
  const length = /^(?:N?VAR)?N?CHAR(?:ACTER)?\s*\((\d+)\)/.exec(column.declared)?.[1]
  return {
    name: column.name,
    type: typeOf(column),
    required: column.notNull && !column.hasDefault && !column.generated,
    writable: writable && !column.generated && column.declared !== 'BLOB',
    maxLength: length === undefined ? undefined : Number(length),
    refersTo: column.references,
  }
}

type Row = Readonly<Record<string, unknown>>

function rowsOf(db: DatabaseSync, sql: string, ...values: readonly string[]): readonly Row[] {
  return db.prepare(sql).all(...values)
}

function toColumn(row: Row, references: string | undefined): SqlColumn {
  const declared = String(row['type']).toUpperCase()
  return {
    name: String(row['name']),
    declared,
    affinity: affinityOf(declared),
    boolean: declared.startsWith('BOOL'),
    notNull: row['notnull'] === 1,
    hasDefault: row['dflt_value'] !== null,
    generated: row['hidden'] === 2 || row['hidden'] === 3,
    references,
  }
}

/** SQLite's own rule, in its own order. */
function affinityOf(declared: string): Affinity {
  if (declared.includes('INT')) return 'integer'
  if (/CHAR|CLOB|TEXT/.test(declared)) return 'text'
  if (declared === '' || declared.includes('BLOB') || declared === 'ANY') return 'blob'
  return /REAL|FLOA|DOUB/.test(declared) ? 'real' : 'numeric'
}

function typeOf({ affinity, boolean, declared }: SqlColumn): FieldInfo['type'] {
  if (boolean) return 'boolean'
  if (/DATETIME|TIMESTAMP/.test(declared)) return 'datetime'
  if (declared.startsWith('DATE')) return 'date'
  if (/^(DEC|NUMERIC)/.test(declared)) return 'decimal'
  const byAffinity = {
    integer: 'integer',
    real: 'decimal',
    text: 'string',
    numeric: 'unknown',
    blob: 'unknown',
  } as const
  return byAffinity[affinity]
}

function readKeys(
  db: DatabaseSync,
  table: string,
  rowIdColumns: readonly Row[],
): readonly SqlKey[] {
  const indexed = rowsOf(
    db,
    `SELECT i.origin, x.name, x.coll, i.name AS "index"
     FROM pragma_index_list(?) i JOIN pragma_index_xinfo(i.name) x
     WHERE i."unique" = 1 AND i.partial = 0 AND x.key = 1`,
    table,
  )
  const byIndex = [...Map.groupBy(indexed, (row) => row['index']).values()]
  const keys = byIndex
    .filter((columns) => columns.length === 1)
    .flat()
    .filter(({ name }) => name !== null)
    .map((row) => ({
      column: String(row['name']),
      collation: String(row['coll']),
      primary: row['origin'] === 'pk',
    }))
  const alias = rowIdAlias(rowIdColumns)
  const isIndexed = keys.some(({ primary }) => primary)
  if (alias === undefined || isIndexed) return keys
  return [{ column: alias, collation: undefined, primary: true }, ...keys]
}

/** The column that is the row id itself: the whole primary key, declared exactly `INTEGER`. */
function rowIdAlias(columns: readonly Row[]): string | undefined {
  const primary = columns.filter(({ pk }) => pk !== 0)
  const [only] = primary
  if (only === undefined || primary.length > 1) return undefined
  return String(only['type']).toUpperCase() === 'INTEGER' ? String(only['name']) : undefined
}
