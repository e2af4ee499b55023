import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Edit, HeldItem, Profile } from './item.ts'

const ID = {
  ids: 'id TEXT PRIMARY KEY DEFAULT (lower(hex(randomblob(8))))',
  keys: 'id INTEGER PRIMARY KEY AUTOINCREMENT',
} as const

/** Makes an empty database for the ERP; the version moves with every write, whoever writes. */
export function makeTable(path: string, profile: Profile): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
  withTable(path, (database) => {
    database.exec(`CREATE TABLE item (
      ${ID[profile]}, ref TEXT UNIQUE, name TEXT, city TEXT, phone TEXT,
      row_version INTEGER NOT NULL DEFAULT 1
    );
    CREATE TRIGGER moved AFTER UPDATE ON item WHEN new.row_version = old.row_version
    BEGIN UPDATE item SET row_version = row_version + 1 WHERE id = new.id; END`)
  })
}

/** Does what users of the ERP do. */
export function editTable(path: string, edits: readonly Edit[]): void {
  if (edits.length === 0) return
  withTable(path, (database) => {
    for (const edit of edits) editRow(database, edit)
  })
}

function editRow(database: DatabaseSync, edit: Edit): void {
  if (edit.verb === 'create') {
    const { name, city, phone } = edit.item
    const sql = 'INSERT INTO item (name, city, phone) VALUES (?, ?, ?)'
    database.prepare(sql).run(name, city, phone)
  } else if (edit.verb === 'delete')
    expectOne(database.prepare('DELETE FROM item WHERE name = ?').run(edit.name), edit.name)
  else {
    const { city = null, phone = null } = edit.set
    const sql = 'UPDATE item SET city = ifnull(?, city), phone = ifnull(?, phone) WHERE name = ?'
    expectOne(database.prepare(sql).run(city, phone, edit.name), edit.name)
  }
}

function expectOne({ changes }: { readonly changes: number | bigint }, name: string): void {
  if (Number(changes) !== 1) throw new Error(`the ERP holds ${name} ${changes} times`)
}

/** Everything the ERP holds. */
export function readTable(path: string): readonly HeldItem[] {
  return withTable(path, (database) => {
    const sql = `SELECT CAST(id AS TEXT) AS id, name, city, phone, row_version AS version
      FROM item ORDER BY id`
    return database.prepare(sql).all() as unknown as readonly HeldItem[]
  })
}

function withTable<T>(path: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(path, { timeout: 5000 })
  try {
    return work(database)
  } finally {
    database.close()
  }
}
