import type { Connection } from './connection.ts'
import type { Store } from '../store.ts'
import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { commit } from './commit.ts'
import { readFacts, readJournal } from './journal.ts'
import { acquireLease, findLease, releaseLease, renewLease } from './leases.ts'
import { migrate, readMigrations, type Migration } from './migrate.ts'
import { countPairs, entityRow, findPairs, getPairs, listPairs } from './pairs.ts'
import { asTrouble } from './trouble.ts'

/** How long a call waits for another process to finish writing before it gives up with `STORE_BUSY`. */
export const BUSY_MS = 5000

/** A memory that no file keeps: for tests, and for trying things out. */
export const IN_MEMORY = ':memory:'

/** The ways in which one opening of a store may differ from another. */
export interface SqliteOptions {
  /** How long to wait for another writer, {@link BUSY_MS} unless told. The process stands still meanwhile. */
  readonly busyMs?: number | undefined
  /** The file may not grow beyond this; a commit that would make it is refused with `STORE_FULL`. No limit unless told. */
  readonly bytesMax?: number | undefined
  /** The schema's history, for tests of migrations; the one that ships unless told. */
  readonly migrations?: readonly Migration[] | undefined
}

const OWNER_ONLY = 0o600
const FOLDER_OF_OWNER = 0o700

/**
 * Opens the memory kept in a SQLite file, which is made if it is not there, readable by its owner only. Several
 * processes may have it open; the lease decides who writes. The path `:memory:` keeps nothing.
 *
 * Rejects with `STORE_READONLY`, `STORE_FULL`, `STORE_BUSY`, `STORE_CORRUPT` (also for a database that is not ours) and
 * `STORE_NEWER_SCHEMA`; the file is then as it was.
 */
export async function openSqliteStore(path: string, options: SqliteOptions = {}): Promise<Store> {
  return attempt(path, () => {
    if (path !== IN_MEMORY) keepPrivate(path)
    const database = new DatabaseSync(path, { timeout: options.busyMs ?? BUSY_MS })
    try {
      const connection = { path, database, statements: new Map() }
      limit(database, options)
      migrate(connection, options.migrations ?? readMigrations())
      database.exec(PRAGMAS)
      return storeOn(connection)
    } catch (error) {
      database.close()
      throw error
    }
  })
}

/** SQLite gives its -wal and -shm files the mode of the file they belong to, so that this one decides for all three. */
function keepPrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: FOLDER_OF_OWNER })
  try {
    closeSync(openSync(path, 'wx', OWNER_ONLY))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    // By name: opening and closing a file that SQLite has open in this process would drop its locks.
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, OWNER_ONLY)
  }
}

/**
 * - WAL: readers never wait for the writer, and a commit is one sequential write.
 * - synchronous FULL: the log is on the disk before a commit returns. With NORMAL a power loss may take back commits
 *   that were acknowledged, and with them the note of a request that has left (W1).
 * - fullfsync: the same on macOS, where an ordinary fsync leaves the data in the drive's cache. Elsewhere it is ignored.
 * - wal_autocheckpoint: 16 MiB of log before it is copied into the file. Pages of an index that many commits touch are
 *   copied once instead of many times; the log's size on disk stays bounded by journal_size_limit.
 * - cache_size: 16 MiB, so that the pages a batch of 1,000 changes touches stay in memory until it commits.
 */
const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = ON;
  PRAGMA wal_autocheckpoint = 4096;
  PRAGMA journal_size_limit = 33554432;
  PRAGMA cache_size = -16384;
  PRAGMA trusted_schema = OFF;
`

function limit(database: DatabaseSync, { bytesMax }: SqliteOptions): void {
  if (bytesMax === undefined) return
  const pageBytes = Number(database.prepare('PRAGMA page_size').get()?.['page_size'])
  database.exec(`PRAGMA max_page_count = ${Math.floor(bytesMax / pageBytes)}`)
}

function storeOn(connection: Connection): Store {
  const on = async <T>(perform: () => T): Promise<T> => attempt(connection.path, perform)
  return {
    acquireLease: (scope, owner, ttlMs, nowMs) =>
      on(() =>
        acquireLease(connection, { scope, owner, epoch: 0, expiresMs: nowMs + ttlMs }, nowMs),
      ),
    renewLease: (lease, ttlMs, nowMs) => on(() => renewLease(connection, lease, nowMs + ttlMs)),
    releaseLease: (lease) => on(() => releaseLease(connection, lease)),
    findLease: (scope) => on(() => findLease(connection, scope)),
    findPairs: (entity, side, ids) => on(() => findPairs(connection, entity, { side, ids })),
    getPairs: (entity, numbers) => on(() => getPairs(connection, entity, numbers)),
    listPairs: (filter, page) => on(() => listPairs(connection, filter, page)),
    countPairs: (filter) => on(() => countPairs(connection, filter)),
    lastNumber: (entity) => on(() => entityRow(connection, entity)?.lastNumber ?? 0),
    facts: () => on(() => readFacts(connection)),
    readJournal: (filter, page) => on(() => readJournal(connection, filter, page)),
    commit: (lease, transaction) => on(() => commit(connection, lease, transaction)),
    close: () => on(() => close(connection)),
  }
}

function close({ database }: Connection): void {
  if (database.isOpen) database.close()
}

async function attempt<T>(path: string, perform: () => T): Promise<T> {
  try {
    return perform()
  } catch (error) {
    throw asTrouble(error, path)
  }
}
