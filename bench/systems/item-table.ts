import { DatabaseSync } from 'node:sqlite'

import type { Item } from '../item.ts'
import type { ItemEdit } from '../workload.ts'

/** Tags stand in one column, separated by `;`. Version and stamp move by trigger with every update. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS item (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    street TEXT NOT NULL,
    zip TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    company TEXT NOT NULL,
    title TEXT NOT NULL,
    note TEXT NOT NULL,
    balance REAL NOT NULL,
    tags TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS item_updated_at ON item (updated_at, id);
  CREATE TRIGGER IF NOT EXISTS item_changed AFTER UPDATE ON item
  WHEN NEW.version = OLD.version BEGIN
    UPDATE item SET version = OLD.version + 1,
      updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    WHERE id = NEW.id;
  END;
`

const COLUMNS =
  'id,name,email,phone,street,zip,city,country,company,title,note,balance,tags,updated_at'.split(
    ',',
  )

/** Opens the database of the SQL side and creates its table where it is missing. */
export function openItemTable(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000 })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  database.exec(SCHEMA)
  return database
}

/** Inserts records, all or none. */
export function fillTable(database: DatabaseSync, items: readonly Item[]): void {
  const marks = COLUMNS.map(() => '?').join(', ')
  const insert = database.prepare(`INSERT INTO item (${COLUMNS.join(', ')}) VALUES (${marks})`)
  database.exec('BEGIN')
  for (const item of items) {
    const { id, name, email, phone, street, zip, city, country, company, title, note } = item
    const texts = [id, name, email, phone, street, zip, city, country, company, title, note]
    insert.run(...texts, item.balance, item.tags.join(';'), item.updatedAt)
  }
  database.exec('COMMIT')
}

/** Does to the table what its users did. */
export function editTable(database: DatabaseSync, edits: readonly ItemEdit[]): void {
  const erase = database.prepare('DELETE FROM item WHERE id = ?')
  const created: Item[] = []
  database.exec('BEGIN')
  for (const edit of edits) {
    if (edit.kind === 'create') created.push(edit.item)
    else if (edit.kind === 'delete') erase.run(edit.id)
    else {
      const { tags, ...fields } = edit.fields
      const values = { ...fields, ...(tags && { tags: tags.join(';') }) }
      const setters = Object.keys(values).map((column) => `${column} = ?`)
      const update = database.prepare(`UPDATE item SET ${setters.join(', ')} WHERE id = ?`)
      update.run(...Object.values(values), edit.id)
    }
  }
  database.exec('COMMIT')
  fillTable(database, created)
}

/** Everything the table holds, as records of the workload, ordered by id. */
export function* readTable(database: DatabaseSync): Generator<Item> {
  const rows = database.prepare(`SELECT ${COLUMNS.join(', ')} FROM item ORDER BY id`).iterate()
  for (const row of rows) {
    const { tags, updated_at: updatedAt, ...fields } = row
    yield { ...fields, tags: String(tags).split(';'), updatedAt } as unknown as Item
  }
}
