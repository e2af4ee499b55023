import type { Collection, WriteOutcome } from '../../src/adapters/adapter.ts'
import type { Store } from '../../src/stores/store.ts'
import type { World } from './world.ts'
import { describe, expect, test } from 'vitest'
import { CHANGES_PER_COMMIT, LEASE_MS, openLedger } from '../../src/engine/ledger.ts'
import { BilateralError } from '../../src/errors.ts'
import { contents, countingClock, makeWorld } from './world.ts'
import { failingStore } from '../../src/testing/index.ts'
import { memoryStore } from '../../src/stores/memory/memory-store.ts'
import { setTimeout as sleep } from 'node:timers/promises'

/** The same world with another collection in front of side `b`. */
function withB(world: World, change: (b: Collection) => Collection): Pick<World, 'run'> {
  const entities = world.pairing.entities.map((entity) => ({
    ...entity,
    collections: { a: entity.collections.a, b: change(entity.collections.b) },
  }))
  return world.with({ ...world.pairing, entities })
}

const REFUSED = new BilateralError(
  'SYSTEM_AUTH',
  'erp refuses the credentials; nothing was written',
)

/** Twelve new records of `a`, of which `b` takes some slowly while another one is refused for its credentials. */
async function expiring(world: World): Promise<{ error: unknown; landed: () => number }> {
  for (let no = 0; no < 12; no++) world.a.users('items').create({ name: `r${no}`, city: 'x' })
  let landed = 0
  const slow = (b: Collection): Collection => ({
    ...b,
    create: async (body, options): Promise<WriteOutcome> => {
      if (body['name'] === 'r3') throw REFUSED
      await sleep(10)
      landed += 1
      return b.create(body, options)
    },
  })
  const error = await withB(world, slow)
    .run()
    .catch((reason: unknown) => reason)
  return { error, landed: () => landed }
}

describe('a run whose credentials are refused in the middle', () => {
  test('[E3] ends with that error when everything in flight is answered and saved', async () => {
    const world = makeWorld()
    const { error, landed } = await expiring(world)
    expect(error).toBe(REFUSED)
    const landedThen = landed()
    await sleep(30)
    expect(landed()).toBe(landedThen)
    expect(await world.store.countPairs({ open: 'intent' })).toBe(1)
    expect(contents(world.b)).toHaveLength(11)
  })

  test('[E3] is completed by the next one, without a duplicate', async () => {
    const world = makeWorld()
    await expiring(world)
    const report = await world.run()
    expect(report.exitCode).toBe(0)
    expect(contents(world.b)).toEqual(contents(world.a))
  })
})

test('[E3] a side that cannot be listed ends the reading of the other', async () => {
  const world = makeWorld({ a: { pageSize: 1 } })
  for (let no = 0; no < 50; no++) world.a.users('items').create({ name: `r${no}`, city: 'x' })
  const unlistable = withB(world, (b) => ({
    ...b,
    list: async function* () {
      throw new BilateralError('SYSTEM_UNAVAILABLE', 'erp cannot be reached')
    },
  }))
  await expect(unlistable.run()).rejects.toThrow('erp cannot be reached')
  const asked = world.a.usage().requests
  expect(asked).toBeLessThan(10)
  await sleep(10)
  expect(world.a.usage().requests).toBe(asked)
})

test('[E4] reads before deletes keep to the concurrency of the collection', async () => {
  const world = makeWorld({ b: { concurrency: 2 } })
  for (let no = 0; no < 9; no++) world.a.users('items').create({ name: `r${no}`, city: 'x' })
  await world.run()
  const ids = [...world.a.users('items').readAll().keys()]
  for (const id of ids.slice(1)) world.a.users('items').delete(id)
  let [now, most] = [0, 0]
  const counting = withB(world, (b) => ({
    ...b,
    getMany: undefined as never,
    get: async (id, signal) => {
      most = Math.max(most, (now += 1))
      await sleep(1)
      now -= 1
      return b.get(id, signal)
    },
  }))
  expect((await counting.run()).exitCode).toBe(0)
  expect(most).toBe(2)
  expect(contents(world.b)).toHaveLength(1)
})

test('[E4] a listing that takes longer than a lease lasts does not lose it', async () => {
  const world = makeWorld({ a: { pageSize: 1 } })
  for (let no = 0; no < 8; no++) world.a.users('items').create({ name: `r${no}`, city: 'x' })
  const clock = countingClock()
  const renewed: number[] = []
  const store: Store = {
    ...world.store,
    renewLease: (lease, ttlMs, nowMs) => {
      expect(nowMs).toBeLessThan(lease.expiresMs)
      renewed.push(nowMs)
      return world.store.renewLease(lease, ttlMs, nowMs)
    },
  }
  const report = await world.withStore(store).run({
    clock,
    listener: (event) => {
      if (event.type === 'page') void clock.sleep(LEASE_MS / 2, new AbortController().signal)
    },
  })
  expect(report.exitCode).toBe(0)
  expect(renewed.length).toBeGreaterThan(3)
})

test('[E8] facts are durable with the last of the changes that earn them', async () => {
  const changes = Array.from({ length: CHANGES_PER_COMMIT + 1 }, (_, no) => {
    const before = { entity: 'item', no: no + 1, ids: {} }
    const ids = { a: `a${no}` }
    const event = { kind: 'linked', ids, by: 'alone' } as const
    return { before, events: [event], after: { ...before, ids } }
  })
  const fact = { kind: 'configured', entity: 'item', meaning: 'm' } as const
  const holder = { scope: 's', owner: 'o', run: 'r' }
  const half = memoryStore()
  // The lease, the first 500, then the one that is left.
  const failing = failingStore(half, { failAt: 3, how: 'before' })
  const broken = await openLedger(failing, countingClock(), holder)
  await expect(broken.commit(changes, [fact])).rejects.toThrow('planted')
  expect(await half.countPairs({})).toBe(CHANGES_PER_COMMIT)
  expect((await half.facts()).meanings).toEqual({})
  const whole = memoryStore()
  const ledger = await openLedger(whole, countingClock(), holder)
  await ledger.commit(changes, [fact])
  expect((await whole.facts()).meanings).toEqual({ item: 'm' })
})
