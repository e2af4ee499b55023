import type { DatabaseSync } from 'node:sqlite'
import type { Connection } from './connection.ts'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { assert } from '../../core/assert.ts'
import { BilateralError } from '../../errors.ts'
import { execute, rowsOf, transact } from './connection.ts'
import { corrupt } from './trouble.ts'

/** Marks a file as a memory of Bilateral: "bila" as a number, where SQLite looks for whose file it is. */
export const APPLICATION_ID = 0x62_69_6c_61

/** One numbered change of the schema. */
export interface Migration {
  readonly number: number
  /** `0001-init.sql` */
  readonly name: string
  readonly sql: string
  /** SHA-256 of the text, to notice a file that was changed after it had been applied. */
  readonly checksum: string
}

const FOLDER = new URL('migrations/', import.meta.url)
const NAME = /^(\d{4})-[a-z0-9-]+\.sql$/

/** The migrations this version knows, in order; a gap in their numbers is a bug. */
export function readMigrations(folder: URL = FOLDER): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => NAME.test(name))
  return names.sort().map((name, at) => {
    const sql = readFileSync(new URL(name, folder), 'utf8')
    const number = Number(NAME.exec(name)?.[1])
    assert(number === at + 1, `migration ${name} follows number ${at}`)
    return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

/**
 * Brings a file to the newest schema, each migration in a transaction of its own; safe to repeat, and for several
 * processes at once. Throws `STORE_NEWER_SCHEMA` for a file of a newer version and `STORE_CORRUPT` for one that is no
 * memory of ours or was made by other migrations; such a file is left as it was.
 */
export function migrate(connection: Connection, migrations: readonly Migration[]): void {
  refuseStrangers(connection)
  refuseNewer(connection, migrations)
  refuseAltered(connection, migrations)
  for (const migration of migrations)
    if (schemaOf(connection.database) < migration.number) apply(connection, migration)
}

function apply(connection: Connection, { number, name, sql, checksum }: Migration): void {
  const { database } = connection
  transact(connection, () => {
    // Another process may have been faster since we looked.
    if (schemaOf(database) >= number) return
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
    database.exec(
      'CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL) STRICT',
    )
    database.exec(sql)
    execute(connection, 'INSERT INTO migrations VALUES (?, ?, ?)', number, name, checksum)
    database.exec(`PRAGMA user_version = ${number}`)
  })
}

/** A file with anything in it is either ours or somebody's whom we must not overwrite. */
function refuseStrangers({ database, path }: Connection): void {
  const objects = valueOf(database, 'SELECT count(*) AS value FROM sqlite_schema')
  const owner = valueOf(database, 'SELECT application_id AS value FROM pragma_application_id')
  if (objects > 0 && owner !== APPLICATION_ID)
    throw corrupt(path, 'is a database, but not one of Bilateral')
}

function refuseNewer({ database, path }: Connection, migrations: readonly Migration[]): void {
  const schema = schemaOf(database)
  if (schema <= migrations.length) return
  throw new BilateralError(
    'STORE_NEWER_SCHEMA',
    `The memory ${path} was written by a newer version of Bilateral (schema ${schema}, this version knows ` +
      `${migrations.length}); nothing was written to it.`,
    { next: 'npm install bilateral@latest' },
  )
}

function refuseAltered(connection: Connection, migrations: readonly Migration[]): void {
  if (schemaOf(connection.database) === 0) return
  for (const [number, name, checksum] of rowsOf(connection, 'SELECT * FROM migrations')) {
    const known = migrations.find((migration) => migration.number === number)
    if (known?.checksum !== checksum)
      throw corrupt(connection.path, `was made with another ${String(name)} than this version has`)
  }
}

function schemaOf(database: DatabaseSync): number {
  return valueOf(database, 'SELECT user_version AS value FROM pragma_user_version')
}

function valueOf(database: DatabaseSync, sql: string): number {
  return Number(database.prepare(sql).get()?.['value'])
}
