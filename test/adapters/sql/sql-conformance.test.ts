import type { SqlVariant } from './sql-world.ts'
import { conforms } from '../conformance.ts'
import { sqlWorld } from './sql-world.ts'

const FIELDS = `name TEXT NOT NULL, note TEXT, age INTEGER, weight REAL CHECK (weight > 0)`

const VARIANTS: Readonly<Record<string, SqlVariant>> = {
  'a table with integer ids, compared by content': {
    script: `CREATE TABLE person (no INTEGER PRIMARY KEY, ${FIELDS}, photo BLOB DEFAULT x'00ff')`,
    config: { id: 'no' },
  },
  'a table with a version raised by a trigger': {
    script: `CREATE TABLE person (no INTEGER PRIMARY KEY AUTOINCREMENT, ${FIELDS}, row_version INTEGER NOT NULL DEFAULT 1);
      CREATE TRIGGER person_version AFTER UPDATE ON person WHEN NEW.row_version = OLD.row_version
      BEGIN UPDATE person SET row_version = OLD.row_version + 1 WHERE no = NEW.no; END`,
    config: { id: 'no', version: { column: 'row_version' } },
  },
  'a table whose applications forget to raise the version': {
    script: `CREATE TABLE person (uuid TEXT PRIMARY KEY, ${FIELDS}, v INTEGER)`,
    config: { id: 'uuid', version: { column: 'v', bump: true }, clientId: true },
  },
  'a table with stamps of one millisecond set by a trigger': {
    script: `CREATE TABLE person (no INTEGER PRIMARY KEY, ${FIELDS},
        changed TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')));
      CREATE TRIGGER person_changed AFTER UPDATE ON person
      BEGIN UPDATE person SET changed = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE no = NEW.no; END`,
    config: {
      id: 'no',
      stamp: { column: 'changed', granularityMs: 1, trust: 'server' },
      condition: 'stamp',
    },
  },
  'a table whose applications set a stamp of one second': {
    script: `CREATE TABLE person (no INTEGER PRIMARY KEY, ref TEXT UNIQUE, ${FIELDS}, updated_at TEXT);
      CREATE INDEX person_updated ON person (updated_at)`,
    config: {
      id: 'no',
      stamp: { column: 'updated_at', granularityMs: 1000, format: 'sqlite', touch: true },
      externalKey: 'ref',
    },
    updates: `, updated_at = datetime('now')`,
    creates: { updated_at: `datetime('now')` },
  },
  'a table without row ids, its ids compared without case': {
    script: `CREATE TABLE person (code TEXT COLLATE NOCASE PRIMARY KEY, ${FIELDS}, at_ms INTEGER) WITHOUT ROWID`,
    config: {
      id: 'code',
      clientId: true,
      stamp: { column: 'at_ms', granularityMs: 1, format: 'epoch-ms', touch: true },
    },
    updates: `, at_ms = CAST(unixepoch('subsec') * 1000 AS INTEGER)`,
    creates: { at_ms: `CAST(unixepoch('subsec') * 1000 AS INTEGER)` },
  },
  'a strict table with write-ahead log': {
    script: `PRAGMA journal_mode = WAL;
      CREATE TABLE person (no INTEGER PRIMARY KEY, ${FIELDS}) STRICT`,
    config: { id: 'no' },
  },
  'a table that may only be read': {
    script: `CREATE TABLE person (no INTEGER PRIMARY KEY, ${FIELDS})`,
    config: { id: 'no', creates: false, updates: false, deletes: false },
  },
}

for (const [name, variant] of Object.entries(VARIANTS)) conforms(name, () => sqlWorld(variant))
