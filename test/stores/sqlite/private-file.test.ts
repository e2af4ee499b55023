import { chmodSync, existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { umask } from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import { expect, test, vi } from 'vitest'
import { IN_MEMORY, openSqliteStore } from '../../../src/stores/sqlite/open-sqlite-store.ts'
import { birth } from '../../../src/testing/store-suite/samples.ts'
import { granted, transactionOf } from '../../../src/testing/store-suite/site.ts'
import { temporaryFolder } from './temporary-folder.ts'

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

test('[S11] only their owner may read the files of a memory, whatever the umask', async () => {
  const folder = join(temporaryFolder(), 'a', 'b')
  const path = join(folder, 'memory.db')
  const before = umask(0)
  try {
    const store = await openSqliteStore(path)
    await store.commit(await granted(store), transactionOf([birth(1, { a: '1' })]))
    expect(modeOf(folder)).toBe('700')
    expect(['', '-wal', '-shm'].map((end) => modeOf(path + end))).toEqual(['600', '600', '600'])
    await store.close()
  } finally {
    umask(before)
  }
})

test('[S11] a file that others may read is closed to them', async () => {
  const path = join(temporaryFolder(), 'memory.db')
  writeFileSync(path, '')
  chmodSync(path, 0o644)
  const store = await openSqliteStore(path)
  await store.commit(await granted(store), transactionOf([birth(1, { a: '1' })]))
  expect(['', '-wal', '-shm'].map((end) => modeOf(path + end))).toEqual(['600', '600', '600'])
  await store.close()
})

test('[S2] a commit waits until the disk has it', async () => {
  const exec = vi.spyOn(DatabaseSync.prototype, 'exec')
  const store = await openSqliteStore(join(temporaryFolder(), 'memory.db'))
  const database = exec.mock.contexts[0] as DatabaseSync
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
  expect(database.prepare('PRAGMA fullfsync').get()).toEqual({ fullfsync: 1 })
  await store.close()
})

test('closing a memory twice is closing it once, and leaves one file', async () => {
  const path = join(temporaryFolder(), 'memory.db')
  const store = await openSqliteStore(path)
  await store.commit(await granted(store), transactionOf([birth(1, { a: '1' })]))
  await store.close()
  await store.close()
  expect([path, `${path}-wal`, `${path}-shm`].map((file) => existsSync(file))).toEqual([
    true,
    false,
    false,
  ])
})

test('a memory without a file is empty every time', async () => {
  const store = await openSqliteStore(IN_MEMORY)
  await store.commit(await granted(store), transactionOf([birth(1, { a: '1' })]))
  expect(await store.countPairs({})).toBe(1)
  await store.close()
  const again = await openSqliteStore(IN_MEMORY)
  expect(await again.countPairs({})).toBe(0)
  await again.close()
})
