import type { Lease, Store } from '../../stores/store.ts'
import { deepEqual, equal } from 'node:assert/strict'
import { checkFold, readWholeJournal } from '../fold-journal.ts'
import { PEOPLE, birth } from './samples.ts'
import { NOW_MS, TTL_MS, granted, refused, storeCase, transactionOf } from './site.ts'

const EXPIRED_MS = NOW_MS + TTL_MS

/** Cases about the only right to write. */
export const LEASE_CASES = [
  storeCase('[S5] a writer who was replaced writes nothing', async ({ store, lease, reopen }) => {
    await store.commit(lease, transactionOf([birth(1, { a: '1' })]))
    const rival = await reopen()
    const taken = await grantedAt(rival, 'second', EXPIRED_MS)
    await refused(store.commit(lease, transactionOf([birth(2, { a: '2' })])), 'STORE_FENCED')
    await refused(store.commit(lease, transactionOf([])), 'STORE_FENCED')
    await refused(store.renewLease(lease, TTL_MS, EXPIRED_MS), 'STORE_FENCED')
    await store.releaseLease(lease)
    equal((await readWholeJournal(store)).length, 1)
    equal(await store.lastNumber(PEOPLE), 1)
    await rival.commit(taken, transactionOf([birth(2, { a: '2' })]))
    await checkFold(store)
  }),

  storeCase('[S5] the same owner replaces itself', async ({ store, lease }) => {
    const fresh = await granted(store)
    equal(fresh.epoch, lease.epoch + 1)
    await refused(store.commit(lease, transactionOf([birth(1, { a: '1' })])), 'STORE_FENCED')
    await store.commit(fresh, transactionOf([birth(1, { a: '1' })]))
  }),

  storeCase('[S5] a lease that was given back writes nothing', async ({ store, lease }) => {
    await store.releaseLease(lease)
    await store.releaseLease(lease)
    await refused(store.commit(lease, transactionOf([birth(1, { a: '1' })])), 'STORE_FENCED')
    await refused(store.renewLease(lease, TTL_MS, NOW_MS), 'STORE_FENCED')
    equal(await store.countPairs({}), 0)
  }),

  storeCase('[S5] a lease nobody gave writes nothing', async ({ store, lease }) => {
    const forged: readonly Lease[] = [
      { ...lease, epoch: lease.epoch + 1 },
      { ...lease, owner: 'second' },
      { ...lease, scope: 'shard 2' },
    ]
    for (const one of forged)
      await refused(store.commit(one, transactionOf([birth(1, { a: '1' })])), 'STORE_FENCED')
    deepEqual(await readWholeJournal(store), [])
  }),

  storeCase(
    '[S5] an expired lease still writes until another takes it over',
    async ({ store, lease }) => {
      await store.commit(lease, { ...transactionOf([birth(1, { a: '1' })]), atMs: EXPIRED_MS + 1 })
      const renewed = await store.renewLease(lease, TTL_MS, EXPIRED_MS + 1)
      deepEqual(renewed, { ...lease, expiresMs: EXPIRED_MS + 1 + TTL_MS })
      await store.commit(renewed, transactionOf([birth(2, { a: '2' })]))
      await store.commit(lease, transactionOf([birth(3, { a: '3' })]))
    },
  ),

  storeCase('[S6] a lease is held until it expires', async ({ lease, reopen }) => {
    const rival = await reopen()
    const held = { kind: 'held', owner: 'first', expiresMs: lease.expiresMs }
    equal(lease.expiresMs, EXPIRED_MS)
    deepEqual(await rival.acquireLease('all', 'second', TTL_MS, NOW_MS), held)
    deepEqual(await rival.acquireLease('all', 'second', TTL_MS, EXPIRED_MS - 1), held)
    const taken = await grantedAt(rival, 'second', EXPIRED_MS)
    deepEqual(taken, {
      scope: 'all',
      owner: 'second',
      epoch: lease.epoch + 1,
      expiresMs: EXPIRED_MS + TTL_MS,
    })
  }),

  storeCase('[S6] a renewed lease is held for longer', async ({ store, lease }) => {
    const renewed = await store.renewLease(lease, TTL_MS, EXPIRED_MS - 1)
    equal(renewed.epoch, lease.epoch)
    const answer = await store.acquireLease('all', 'second', TTL_MS, EXPIRED_MS)
    deepEqual(answer, { kind: 'held', owner: 'first', expiresMs: EXPIRED_MS - 1 + TTL_MS })
  }),

  storeCase('[S6] a lease that was given back is free at once', async ({ store, lease }) => {
    await store.releaseLease(lease)
    const taken = await granted(store, 'all', 'second')
    equal(taken.epoch, lease.epoch + 1)
    await store.releaseLease(lease)
    await store.commit(taken, transactionOf([birth(1, { a: '1' })]))
  }),

  storeCase(
    '[S6] who holds a lease is told without touching it',
    async ({ store, lease, reopen }) => {
      const onlooker = await reopen()
      deepEqual(await onlooker.findLease('all'), lease)
      equal(await onlooker.findLease('shard 2'), undefined)
      const renewed = await store.renewLease(lease, TTL_MS, EXPIRED_MS - 1)
      deepEqual(await onlooker.findLease('all'), renewed)
      await store.commit(renewed, transactionOf([birth(1, { a: '1' })]))
      await store.releaseLease(renewed)
      equal(await onlooker.findLease('all'), undefined)
    },
  ),

  storeCase('[S6] scopes are leased apart', async ({ store, lease }) => {
    const other = await granted(store, 'shard 2', 'second')
    equal(other.epoch, 1)
    await store.commit(lease, transactionOf([birth(1, { a: '1' })]))
    await store.commit(other, transactionOf([birth(2, { a: '2' })]))
  }),
]

async function grantedAt(store: Store, owner: string, nowMs: number): Promise<Lease> {
  const answer = await store.acquireLease('all', owner, TTL_MS, nowMs)
  equal(answer.kind, 'granted')
  return answer.lease
}
