import { chmodSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../src/errors.ts'
import type { Store } from '../../../src/stores/store.ts'
import { isBilateralError } from '../../../src/errors.ts'
import { readMigrations } from '../../../src/stores/sqlite/migrate.ts'
import { openSqliteStore } from '../../../src/stores/sqlite/open-sqlite-store.ts'
import { checkFold } from '../../../src/testing/fold-journal.ts'
import {
  PEOPLE,
  agreement,
  birth,
  sampleConflict,
} from '../../../src/testing/store-suite/samples.ts'
import { NOW_MS, granted, transactionOf } from '../../../src/testing/store-suite/site.ts'
import { asOrdinaryUser, temporaryFolder } from './temporary-folder.ts'

// Read before a test gives up the right to read the sources.
const migrations = readMigrations()

const full = Array.from({ length: 50 }, (_, at) =>
  birth(at + 2, { a: `id ${at}` }, [
    { kind: 'agreed', base: agreement({ note: 'x'.repeat(2000) }) },
    { kind: 'disputed', conflict: sampleConflict() },
  ]),
)

/** Fails unless the promise rejects with this code, says that nothing was written, and names a command. */
async function troubled(promise: Promise<unknown>, code: ErrorCode, path: string): Promise<void> {
  const error: unknown = await promise.then(
    () => new Error(`expected ${code}, but it was done`),
    (reason: unknown) => reason,
  )
  expect(error).toMatchObject({ code })
  if (!isBilateralError(error)) return
  expect(error.message).toContain(path)
  expect(error.message).toContain('nothing was written')
  expect(error.next).toBeDefined()
}

async function filled(path: string): Promise<void> {
  const store = await openSqliteStore(path)
  await store.commit(await granted(store), transactionOf([...full, birth(1, { a: '1' })]))
  await store.close()
}

/** Changes a file behind the store's back. */
function tamper(path: string, sql: string): void {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}

describe('no room', () => {
  test('[S12] a commit that does not fit leaves nothing behind, and the store goes on', async () => {
    const path = join(temporaryFolder(), 'memory.db')
    const store = await openSqliteStore(path, { bytesMax: 150_000 })
    const lease = await granted(store)
    await store.commit(lease, transactionOf([birth(1, { a: '1' })]))
    await troubled(store.commit(lease, transactionOf(full, [], 'run-2')), 'STORE_FULL', path)
    await checkFold(store)
    expect(await store.countPairs({})).toBe(1)
    await store.commit(lease, transactionOf(full.slice(0, 5)))
    await checkFold(store)
    await store.close()
  })

  test('[S12] a memory that does not fit is not begun', async () => {
    const path = join(temporaryFolder(), 'memory.db')
    await troubled(openSqliteStore(path, { bytesMax: 8192 }), 'STORE_FULL', path)
    const store = await openSqliteStore(path)
    await checkFold(store)
    await store.close()
  })
})

describe('no right to write', () => {
  test('[S12] a protected file is read and not written', async () => {
    await asOrdinaryUser(async (folder) => {
      const path = join(folder, 'memory.db')
      const first = await openSqliteStore(path, { migrations })
      await first.commit(await granted(first), transactionOf([birth(1, { a: '1' })]))
      await first.close()
      chmodSync(path, 0o400)
      const store = await openSqliteStore(path, { migrations })
      expect(await store.countPairs({ entity: PEOPLE })).toBe(1)
      await troubled(store.acquireLease('all', 'first', 1, NOW_MS), 'STORE_READONLY', path)
      await store.close()
    })
  })

  test('[S12] a protected folder gets no memory', async () => {
    await asOrdinaryUser(async (folder) => {
      const closed = join(folder, 'closed')
      mkdirSync(closed, { mode: 0o500 })
      for (const path of [join(closed, 'memory.db'), join(closed, 'below', 'memory.db')])
        await troubled(openSqliteStore(path, { migrations }), 'STORE_READONLY', path)
      const below = join(closed, 'below', 'memory.db')
      await expect(openSqliteStore(below, { migrations })).rejects.toMatchObject({
        message: `The memory ${below} cannot be made: ${closed} may not be written; nothing was written.`,
        next: `ls -ld ${JSON.stringify(closed)}`,
      })
    })
  })

  test('[S12] a folder is no memory, and neither is what lies below a file', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    for (const path of [folder, join(folder, 'file', 'memory.db')])
      await troubled(openSqliteStore(path), 'STORE_READONLY', path)
  })
})

describe('busy', () => {
  test('[S12] a commit waits for another writer, but not for ever', async () => {
    const path = join(temporaryFolder(), 'memory.db')
    const store = await openSqliteStore(path, { busyMs: 30 })
    const lease = await granted(store)
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    const change = transactionOf([birth(1, { a: '1' })])
    await troubled(store.commit(lease, change), 'STORE_BUSY', path)
    expect(await store.countPairs({})).toBe(0)
    other.exec('ROLLBACK')
    other.close()
    await store.commit(lease, change)
    await checkFold(store)
    await store.close()
  })
})

describe('damage', () => {
  test('[S12] what is not a memory is refused and left as it was', async () => {
    const path = join(temporaryFolder(), 'memory.db')
    for (const content of ['id,name\n1,Ada\n'.repeat(500), 'short', '\u0000'.repeat(4096)]) {
      writeFileSync(path, content)
      await troubled(openSqliteStore(path), 'STORE_CORRUPT', path)
      expect(readFileSync(path, 'utf8')).toBe(content)
    }
  })

  test("[S12] somebody else's database is refused and left as it was", async () => {
    const path = join(temporaryFolder(), 'crm.db')
    tamper(path, 'CREATE TABLE pairs (no); INSERT INTO pairs VALUES (1)')
    const before = readFileSync(path)
    await troubled(openSqliteStore(path), 'STORE_CORRUPT', path)
    expect(readFileSync(path)).toEqual(before)
  })

  test('[S12] a file that ends in the middle is noticed', async () => {
    const path = join(temporaryFolder(), 'memory.db')
    await filled(path)
    truncateSync(path, 40_960)
    await troubled(openSqliteStore(path), 'STORE_CORRUPT', path)
  })

  test('[S12] a damaged page is noticed when it is read', async () => {
    const path = join(temporaryFolder(), 'memory.db')
    await filled(path)
    const bytes = readFileSync(path)
    writeFileSync(path, bytes.fill(0xff, 4096 * 2))
    const store = await openSqliteStore(path)
    await troubled(store.listPairs({}, { limit: 100 }), 'STORE_CORRUPT', path)
    await store.close()
  })

  test.each<[string, string, (store: Store) => Promise<unknown>]>([
    [
      'pair 2 of people',
      `UPDATE pairs SET fields_a = '{"note":' WHERE no = 2`,
      (store) => store.getPairs(PEOPLE, [1, 2]),
    ],
    [
      'pair 3 of people',
      `UPDATE pairs SET conflict = '[]' WHERE no = 3`,
      (store) => store.listPairs({ open: 'conflict' }, { limit: 100 }),
    ],
    [
      'line 4 of the journal',
      `UPDATE journal SET body = 'null' WHERE seq = 4`,
      (store) => store.readJournal({}, { limit: 10 }),
    ],
    [
      'what holds for the whole memory',
      `INSERT INTO facts VALUES (1, 'x')`,
      (store) => store.facts(),
    ],
    [
      'refuses pair 90 of people for no reason',
      "UPDATE pairs SET token_a = 'a' || no; CREATE UNIQUE INDEX meddling ON pairs (token_a)",
      async (store) => {
        const born = birth(90, { a: '90' }, [{ kind: 'agreed', base: agreement({}) }])
        return store.commit(await granted(store), transactionOf([born]))
      },
    ],
    ['no such table: runs', 'DROP TABLE runs', (store) => store.readJournal({}, { limit: 10 })],
  ])('[S12] damage is told where it is met: %s', async (place, sql, read) => {
    const path = join(temporaryFolder(), 'memory.db')
    await filled(path)
    tamper(path, sql)
    const store = await openSqliteStore(path)
    await troubled(read(store), 'STORE_CORRUPT', path)
    await expect(read(store)).rejects.toThrow(place)
    await store.close()
  })
})
