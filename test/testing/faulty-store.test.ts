import { expect, test } from 'vitest'
import type { Lease, Store } from '../../src/stores/store.ts'
import { crashingStore, failingStore } from '../../src/testing/faulty-store.ts'
import { PEOPLE, birth } from '../../src/testing/store-suite/samples.ts'
import { granted, transactionOf } from '../../src/testing/store-suite/site.ts'
import { memoryStore } from '../../src/stores/memory/memory-store.ts'

const two = transactionOf([birth(1, { a: '1' }), birth(2, { a: '2' })])

async function leased(): Promise<{ readonly store: Store; readonly lease: Lease }> {
  const store = memoryStore()
  return { store, lease: await granted(store) }
}

test.each([
  { how: 'before', written: 0 },
  { how: 'after', written: 2 },
  { how: 'torn', written: 1 },
] as const)('a commit that fails $how leaves $written of 2 pairs', async ({ how, written }) => {
  const { store, lease } = await leased()
  const faulty = failingStore(store, { failAt: 2, how })
  expect(await faulty.lastNumber(PEOPLE)).toBe(0)
  await expect(faulty.commit(lease, two)).rejects.toMatchObject({ code: 'STORE_FULL' })
  expect(faulty.calls()).toBe(2)
  expect(await faulty.countPairs({})).toBe(written)
})

test('another operation than a commit is not torn', async () => {
  const { store } = await leased()
  const faulty = failingStore(store, { failAt: 1, how: 'torn' })
  await expect(faulty.facts()).rejects.toMatchObject({ code: 'STORE_FULL' })
  expect(await faulty.facts()).toEqual(await store.facts())
})

test.each([
  { how: 'before', written: 0 },
  { how: 'after', written: 2 },
] as const)('a process that dies $how a commit leaves $written of 2 pairs', async (row) => {
  const { store, lease } = await leased()
  const crashing = crashingStore(store, { crashAt: 1, how: row.how })
  const answers: string[] = []
  void crashing.commit(lease, two).then(() => answers.push('commit'))
  await crashing.crashed
  void crashing.facts().then(() => answers.push('facts'))
  await crashing.close()
  expect(answers).toEqual([])
  expect(await store.countPairs({})).toBe(row.written)
})
