import { expect, test } from 'vitest'
import { LEASE_MS, openLedger } from '../../src/engine/ledger.ts'
import { countingClock } from './world.ts'
import { memoryStore } from '../../src/stores/memory/memory-store.ts'

test('a lease is refused while its holder may live, and taken over at once when it is gone', async () => {
  const store = memoryStore()
  const clock = countingClock()
  const scope = 'crm-erp'
  const dead = await openLedger(store, clock, { scope, owner: 'dead', run: 'r1' })
  await expect(openLedger(store, clock, { scope, owner: 'next', run: 'r2' })).rejects.toThrow(
    expect.objectContaining({ code: 'STORE_BUSY', retryable: true }),
  )
  const isGone = (owner: string): boolean => owner === 'dead'
  const next = await openLedger(store, clock, { scope, owner: 'next', run: 'r2', isGone })
  await expect(
    openLedger(store, clock, { scope, owner: 'third', run: 'r3', isGone }),
  ).rejects.toThrow('another run is under way (next)')
  await next.commit([])
  await expect(dead.commit([])).rejects.toThrow(expect.objectContaining({ code: 'STORE_FENCED' }))
  const lease = await store.findLease(scope)
  expect(lease?.expiresMs).toBeGreaterThan(clock.nowMs() + LEASE_MS / 2)
})
