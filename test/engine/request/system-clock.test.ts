import { expect, test } from 'vitest'
import { randomNames, systemClock } from '../../../src/engine/request/system-clock.ts'

test('a sleep ends when its time has passed, or at once when it is interrupted', async () => {
  const interrupt = new AbortController()
  const startedMs = performance.now()
  await systemClock.sleep(20, interrupt.signal)
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(19)
  const sleep = systemClock.sleep(60_000, interrupt.signal)
  interrupt.abort()
  await sleep
  await systemClock.sleep(60_000, interrupt.signal)
  expect(performance.now() - startedMs).toBeLessThan(5_000)
})

test('the clock tells the time, and no name is given twice', () => {
  expect(Math.abs(systemClock.nowMs() - Date.now())).toBeLessThan(1_000)
  expect(new Set(Array.from({ length: 100 }, () => randomNames.unique())).size).toBe(100)
  expect(randomNames.chance()).toBeLessThan(1)
})
