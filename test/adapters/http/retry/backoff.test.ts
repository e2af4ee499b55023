import { expect, test } from 'vitest'
import { fakeClock } from '../fake-clock.ts'
import { startBackoff } from '../../../../src/adapters/http/retry/backoff.ts'

test('[A55] waits grow twofold, by chance anywhere below their ceiling, and end with the tries', () => {
  const highest = startBackoff({ attempts: 5, firstMs: 100, maxMs: 500 }, fakeClock(0.999999))
  expect([1, 2, 3, 4, 5].map(() => highest.next(undefined))).toEqual([
    100,
    200,
    400,
    500,
    undefined,
  ])
  const lowest = startBackoff({ attempts: 3 }, fakeClock(0))
  expect([1, 2, 3].map(() => lowest.next(undefined))).toEqual([0, 0, undefined])
  expect(highest.attempts).toBe(5)
})

test('[A55] no wait is shorter than asked for, and one that asks for too much is not waited', () => {
  const backoff = startBackoff({ attempts: 9, patienceMs: 10_000 }, fakeClock())
  expect(backoff.next(4000)).toBe(4000)
  expect(backoff.next(7000)).toBeUndefined()
  expect(backoff.next(6000)).toBe(6000)
  expect(backoff.next(1)).toBeUndefined()
})
