import type { CollectionInfo, SystemCheck } from '../adapter.ts'
import type { SqlConnection, SqlSession } from './sql-session.ts'
import type { SqlSettings } from './sql-settings.ts'
import type { SqlSystemConfig } from './sql-config.ts'
import { primaryKey, quoteName, readSchema, tableNames, toFieldInfo } from './table/sql-schema.ts'
import type { SqlTable } from './table/sql-table.ts'
import { failedTest } from '../failed-test.ts'
import { toStampText } from './table/sql-stamp.ts'

/** Rows of which `check` looks at the stamps. */
const STAMPS_CHECKED_MAX = 10_000

/** Describes the collections configured, then every other table that has a primary key of one column. */
export function discoverTables(
  session: SqlSession,
  settings: ReadonlyMap<string, SqlSettings>,
): readonly CollectionInfo[] {
  const connection = session.connect()
  const configured = [...settings.keys()].map((name) => connection.table(name))
  const taken = new Set(configured.map(({ schema }) => schema.name))
  const others = tableNames(connection.db)
    .filter((name) => !taken.has(name))
    .map((name) => describeTable(connection, name))
  return [...configured.map(({ info }) => info), ...others].filter((info) => info !== undefined)
}

/** Checks the file, each collection and the right to write. Never throws for what it finds. */
export function checkSystem(
  config: SqlSystemConfig,
  session: SqlSession,
  settings: ReadonlyMap<string, SqlSettings>,
): readonly SystemCheck[] {
  const file = attempt('database file', () => {
    session.connect()
    return config.file
  })
  if (!file.ok) return [file]
  const tables = [...settings.keys()].map((name) =>
    attempt(name, () => describeState(session.connect().table(name))),
  )
  if (config.readOnly === true) return [file, ...tables]
  return [file, ...tables, attempt('writing', () => tryWriting(session.connect()))]
}

function attempt(name: string, look: () => string): SystemCheck {
  try {
    return { name, ok: true, detail: look() }
  } catch (error) {
    return { name, ...failedTest(error) }
  }
}

function describeTable({ db }: SqlConnection, name: string): CollectionInfo | undefined {
  const schema = readSchema(db, name)
  const idField = schema && primaryKey(schema)
  if (schema === undefined || idField === undefined) return undefined
  return {
    name,
    idField,
    uniqueKeys: schema.keys.map(({ column }) => [column]),
    fields: schema.columns.map((column) => toFieldInfo(column, column.name !== idField)),
  }
}

function describeState(table: SqlTable): string {
  const { settings, schema, idSql } = table
  const nameless = table.select(`WHERE ${idSql} IS NULL OR ${idSql} = '' LIMIT 1`).length
  if (nameless > 0)
    throw new Error(`Some rows of ${schema.name} have nothing in their id ${settings.id}`)
  if (settings.stamp !== undefined) checkStamps(table)
  return `table ${schema.name}, ${schema.columns.length} columns, id ${settings.id}, writes conditional on the ${settings.condition}`
}

/** A stamp in another format than configured would hide changes from `changes`. */
function checkStamps(table: SqlTable): void {
  const { stamp } = table.settings
  if (stamp === undefined) return
  const column = quoteName(stamp.column)
  const rows = table.select(`WHERE ${column} IS NOT NULL LIMIT ?`, STAMPS_CHECKED_MAX)
  const odd = rows.filter(
    (row) => toStampText(stamp.format, table.valueOf(row, stamp.column)) === undefined,
  )
  const [first] = odd
  if (first !== undefined)
    throw new Error(
      `${odd.length} of ${rows.length} rows have no time of format ${stamp.format} in ${stamp.column}, such as ${String(table.valueOf(first, stamp.column))}`,
    )
}

function tryWriting({ db }: SqlConnection): string {
  db.exec('BEGIN IMMEDIATE')
  db.exec('ROLLBACK')
  return 'a write transaction can be opened'
}
