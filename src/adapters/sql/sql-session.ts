import type { SqlSettings } from './sql-settings.ts'
import type { SqlSystemConfig } from './sql-config.ts'
import { BilateralError } from '../../errors.ts'
import { DatabaseSync } from 'node:sqlite'
import type { IdentityFact } from '../../core/journal.ts'
import type { SqlTable } from './table/sql-table.ts'
import { hash } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { prepareTable } from './table/sql-table.ts'
import { readSchema, tableNames } from './table/sql-schema.ts'
import { statSync } from 'node:fs'
import { toError, toFailure } from './sql-failure.ts'

/** How long a statement waits for another connection before it gives up; the event loop waits with it. */
const BUSY_TIMEOUT_MS = 100

/** An open database file, and the tables in it as they were when its schema was last read. */
export interface SqlConnection {
  readonly db: DatabaseSync
  /** Tells this file from any other that ever stands under the same path. */
  readonly inode: bigint
  readonly schemaVersion: number
  /** Digest of what the configured tables are made of. */
  readonly scope: string
  table(collection: string): SqlTable
  /** The database's own clock, milliseconds since 1970. */
  now(): number
}

/** The one connection of a system, opened when it is first needed. */
export interface SqlSession {
  /**
   * The open database, checked to be still the one that was identified. Throws `SYSTEM_UNAVAILABLE` for a missing
   * file, `CONFIG_INVALID` for tables that are not as configured, `IDENTITY_CHANGED` for another file or schema.
   */
  connect(): SqlConnection
  /** Accepts the database as it is now. */
  identify(): IdentityFact
  close(): void
}

/** Prepares a session; touches nothing yet. */
export function sqlSession(
  config: SqlSystemConfig,
  settings: ReadonlyMap<string, SqlSettings>,
): SqlSession {
  let open: SqlConnection | undefined
  let identified: Pick<SqlConnection, 'inode' | 'scope'> | undefined
  const close = (): void => {
    open?.db.close()
    open = undefined
  }
  const refresh = (): SqlConnection => {
    const inode = inodeOf(config)
    if (open !== undefined && open.inode !== inode) close()
    open ??= openDatabase(config, settings, inode)
    if (schemaVersionOf(open.db) !== open.schemaVersion) open = describe(open.db, settings, inode)
    return open
  }
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      const failure = toFailure(error)
      throw failure === undefined ? error : toError(failure, `${config.name} (${config.file})`)
    }
  }
  const connect = (): SqlConnection => {
    const connection = attempt(refresh)
    if (identified !== undefined && identified.inode !== connection.inode)
      return changed(config, 'another file stands in its place')
    if (identified !== undefined && identified.scope !== connection.scope)
      return changed(config, 'the columns of its tables changed')
    return connection
  }
  return {
    connect,
    identify: () => {
      const connection = attempt(refresh)
      identified = connection
      return attempt(() => toIdentity(config, connection))
    },
    close,
  }
}

function changed({ name, file }: SqlSystemConfig, what: string): never {
  throw new BilateralError(
    'IDENTITY_CHANGED',
    `${name} (${file}) is not the database this run began with: ${what}; nothing more was written`,
    { next: 'bilateral check' },
  )
}

function inodeOf({ name, file }: SqlSystemConfig): bigint {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
  if (stats?.isFile() === true) return stats.ino
  throw new BilateralError(
    'SYSTEM_UNAVAILABLE',
    `${name}: there is no database file ${file}; nothing was read or written`,
    { next: 'bilateral check' },
  )
}

/** Opens an existing file, never creates one. */
function openDatabase(
  config: SqlSystemConfig,
  settings: ReadonlyMap<string, SqlSettings>,
  inode: bigint,
): SqlConnection {
  const readOnly = config.readOnly ?? false
  const url = pathToFileURL(config.file)
  url.searchParams.set('mode', readOnly ? 'ro' : 'rw')
  const db = new DatabaseSync(url, { readOnly, timeout: BUSY_TIMEOUT_MS })
  try {
    return describe(db, settings, inode)
  } catch (error) {
    db.close()
    throw error
  }
}

/** Reads the schema. Every table is prepared when it is first used. */
function describe(
  db: DatabaseSync,
  settings: ReadonlyMap<string, SqlSettings>,
  inode: bigint,
): SqlConnection {
  const schemaVersion = schemaVersionOf(db)
  const schemas = new Map(
    [...settings].map(([collection, { table }]) => [collection, readSchema(db, table)]),
  )
  const shape = [...schemas].map(([collection, schema]) => [
    collection,
    schema?.name,
    settings.get(collection)?.id,
    schema?.columns.map(({ name, declared }) => `${name} ${declared}`).sort(),
  ])
  const tables = new Map<string, SqlTable>()
  const prepare = (collection: string): SqlTable => {
    const one = settings.get(collection)
    if (one === undefined) throw new Error(`Bug: no collection ${collection}`)
    const schema = schemas.get(collection)
    if (schema === undefined)
      throw new BilateralError(
        'CONFIG_INVALID',
        `${collection}: the database has no table ${one.table}, only ${tableNames(db).join(', ')}`,
      )
    return prepareTable(db, schema, one)
  }
  const clock = db.prepare(`SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now`)
  return {
    db,
    inode,
    schemaVersion,
    now: () => Number(clock.get()?.['now']),
    scope: hash('sha256', JSON.stringify(shape.sort()), 'base64url').slice(0, 22),
    table: (collection) => {
      const table = tables.get(collection) ?? prepare(collection)
      tables.set(collection, table)
      return table
    },
  }
}

function toIdentity(config: SqlSystemConfig, { db, inode, scope }: SqlConnection): IdentityFact {
  return {
    tenant: config.tenant ?? `sqlite application ${pragma(db, 'PRAGMA application_id')}`,
    incarnation: config.pinFile === false ? undefined : `file ${inode}`,
    scope,
  }
}

function schemaVersionOf(db: DatabaseSync): number {
  return Number(pragma(db, 'PRAGMA schema_version'))
}

/** The one value a statement answers. */
function pragma(db: DatabaseSync, sql: string): string {
  return String(Object.values(db.prepare(sql).get() ?? {})[0])
}
