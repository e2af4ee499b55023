import { DatabaseSync } from 'node:sqlite'

/** Columns that every collection has; what clients see stands in `document` as JSON. */
function collectionSchema(table: string): string {
  return `
    CREATE TABLE IF NOT EXISTS ${table} (
      id TEXT PRIMARY KEY,
      version INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      document TEXT NOT NULL CHECK (json_valid(document)),
      external_ref TEXT AS (document ->> '$.externalRef') VIRTUAL,
      email TEXT AS (document ->> '$.email') VIRTUAL,
      account_id TEXT AS (document ->> '$.accountId') VIRTUAL
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX IF NOT EXISTS ${table}_external_ref ON ${table} (external_ref);
    CREATE INDEX IF NOT EXISTS ${table}_email ON ${table} (email);
    CREATE INDEX IF NOT EXISTS ${table}_account_id ON ${table} (account_id);
    CREATE INDEX IF NOT EXISTS ${table}_updated_at ON ${table} (updated_at, id);
  `
}

const IDEMPOTENCY_SCHEMA = `
  CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY,
    request TEXT NOT NULL,
    record_id TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) WITHOUT ROWID;
`

/** Opens the CRM's own database and creates its tables where they are missing. */
export function openCrmDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000 })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  database.exec(collectionSchema('accounts') + collectionSchema('contacts') + IDEMPOTENCY_SCHEMA)
  return database
}

/** Runs `work` in one transaction: all of it is stored, or nothing when it throws. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}
