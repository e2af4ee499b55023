import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { readMigrations, type Migration } from '../../../src/stores/sqlite/migrate.ts'
import { openSqliteStore } from '../../../src/stores/sqlite/open-sqlite-store.ts'
import { checkFold } from '../../../src/testing/fold-journal.ts'
import { birth } from '../../../src/testing/store-suite/samples.ts'
import { granted, transactionOf } from '../../../src/testing/store-suite/site.ts'
import { temporaryFolder } from './temporary-folder.ts'

const shipped = readMigrations()
const next = shipped.length + 1

const later = (sql: string, checksum = sql): Migration => ({
  number: next,
  name: `000${next}-later.sql`,
  sql,
  checksum,
})

/** What a file says of its own schema. */
function describeSchema(path: string): unknown {
  const database = new DatabaseSync(path)
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'later%'").all()
  const applied = database.prepare('SELECT name FROM migrations ORDER BY number').all()
  const version = database.prepare('PRAGMA user_version').get()
  database.close()
  const names = (rows: readonly object[]): unknown[] =>
    rows.flatMap((row) => Object.values(row) as unknown[])
  return { tables: names(tables), applied: names(applied), version: version?.['user_version'] }
}

async function begun(): Promise<string> {
  const path = join(temporaryFolder(), 'memory.db')
  const store = await openSqliteStore(path)
  await store.commit(await granted(store), transactionOf([birth(1, { a: '1' })]))
  await store.close()
  return path
}

test('[S10] a memory is brought to the newest schema with all it holds, once', async () => {
  const path = await begun()
  const migrations = [...shipped, later('CREATE TABLE later_1 (x)')]
  for (let opening = 0; opening < 2; opening += 1) {
    const store = await openSqliteStore(path, { migrations })
    expect(await store.countPairs({})).toBe(1)
    await checkFold(store)
    await store.close()
  }
  expect(describeSchema(path)).toEqual({
    tables: ['later_1'],
    applied: migrations.map(({ name }) => name),
    version: next,
  })
})

test('[S10] a migration that fails leaves the memory as it was', async () => {
  const path = await begun()
  const migrations = [
    ...shipped,
    later('CREATE TABLE later_1 (x); INSERT INTO later_1 VALUES (1, 2)'),
  ]
  await expect(openSqliteStore(path, { migrations })).rejects.toThrow()
  expect(describeSchema(path)).toEqual({
    tables: [],
    applied: shipped.map(({ name }) => name),
    version: shipped.length,
  })
  const store = await openSqliteStore(path)
  await checkFold(store)
  await store.close()
})

test('[S10] a memory of a newer version is refused and left as it was', async () => {
  const path = await begun()
  const migrations = [...shipped, later('CREATE TABLE later_1 (x)')]
  await (await openSqliteStore(path, { migrations })).close()
  const before = readFileSync(path)
  await expect(openSqliteStore(path)).rejects.toMatchObject({
    code: 'STORE_NEWER_SCHEMA',
    message: expect.stringMatching(
      `schema ${next}, this version knows ${shipped.length}`,
    ) as string,
    next: 'npm install bilateral@latest',
  })
  expect(readFileSync(path)).toEqual(before)
})

test('[S10] a migration that was changed after it had been applied is noticed', async () => {
  const path = await begun()
  const open = (checksum: string) =>
    openSqliteStore(path, { migrations: [...shipped, later('CREATE TABLE later_1 (x)', checksum)] })
  await (await open('as released')).close()
  await expect(open('as edited')).rejects.toMatchObject({ code: 'STORE_CORRUPT' })
})

test('[S10] migrations are numbered without a gap', () => {
  const folder = temporaryFolder()
  const url = pathToFileURL(`${folder}/`)
  mkdirSync(join(folder, '0009-folder'))
  writeFileSync(join(folder, '0001-one.sql'), 'SELECT 1')
  writeFileSync(join(folder, 'notes.md'), '')
  expect(readMigrations(url).map(({ number, name }) => [number, name])).toEqual([
    [1, '0001-one.sql'],
  ])
  writeFileSync(join(folder, '0003-three.sql'), 'SELECT 3')
  expect(() => readMigrations(url)).toThrow('0003-three.sql')
})
