import { describe, expect, test } from 'vitest'
import type { FakeClock } from './fake-clock.ts'
import type { Limiter, RateLimits } from '../../../src/adapters/http/limiter.ts'
import fc from 'fast-check'
import { fakeClock } from './fake-clock.ts'
import { PAUSE_MAX_MS, openLimiter } from '../../../src/adapters/http/limiter.ts'
import { toHttpDate } from '../../../src/adapters/http/header/http-date.ts'

interface Bench {
  readonly clock: FakeClock
  readonly limiter: Limiter
  readonly waits: number[]
  /** Sends one after the other and tells when each left. */
  readonly send: (count: number) => Promise<readonly number[]>
}

function bench(limits: RateLimits): Bench {
  const clock = fakeClock()
  const waits: number[] = []
  const limiter = openLimiter(limits, { clock, onWait: (delayMs) => waits.push(delayMs) })
  const { signal } = new AbortController()
  const send = async (count: number): Promise<readonly number[]> => {
    const times: number[] = []
    for (let sent = 0; sent < count; sent++) {
      await limiter.acquire(signal)
      times.push(clock.nowMs())
      limiter.release()
    }
    return times
  }
  return { clock, limiter, waits, send }
}

test('[A59] in no span of the window more requests leave than allowed', async () => {
  const limits = fc.record({
    requests: fc.integer({ min: 1, max: 8 }),
    perMs: fc.integer({ min: 1, max: 5000 }),
    keepFree: fc.constantFrom(0, 0.2, 0.5, 1),
  })
  await fc.assert(
    fc.asyncProperty(limits, fc.integer({ min: 1, max: 40 }), async (rate, count) => {
      const times = await bench(rate).send(count)
      const most = Math.max(1, Math.floor(rate.requests * (1 - rate.keepFree)))
      for (const [at, time] of times.entries())
        expect(time - (times[at - most] ?? -Infinity)).toBeGreaterThanOrEqual(rate.perMs)
    }),
  )
})

test('[A59] every wait is told before it begins, and nobody waits without need', async () => {
  const { send, waits, clock } = bench({ requests: 3, perMs: 1000 })
  await send(3)
  expect(waits).toEqual([])
  await send(1)
  expect(waits).toEqual([1000])
  expect(clock.slept).toEqual(waits)
})

test('[A59] no more requests are in flight than allowed, first come first served', async () => {
  const { limiter } = bench({ concurrency: 2 })
  const { signal } = new AbortController()
  const order: number[] = []
  const waiting = [0, 1, 2, 3].map((no) => limiter.acquire(signal).then(() => order.push(no)))
  await Promise.all(waiting.slice(0, 2))
  expect(order).toEqual([0, 1])
  limiter.release()
  await waiting[2]
  expect(order).toEqual([0, 1, 2])
  limiter.release()
  await waiting[3]
  expect(order).toEqual([0, 1, 2, 3])
})

test('whoever is stopped while waiting leaves the turn to the next', async () => {
  const { limiter } = bench({ concurrency: 1 })
  const stop = new AbortController()
  const { signal } = new AbortController()
  await limiter.acquire(signal)
  const first = limiter.acquire(stop.signal)
  const second = limiter.acquire(signal)
  stop.abort()
  await expect(first).rejects.toThrow()
  limiter.release()
  await second
  await expect(limiter.acquire(stop.signal)).rejects.toThrow()
})

test('[A59] a long pause that the system asked for is told rather than waited for, and takes no turn', async () => {
  const { limiter, send, waits, clock } = bench({ concurrency: 1 })
  const { signal } = new AbortController()
  limiter.pause(PAUSE_MAX_MS + 5_000)
  expect(await limiter.acquire(signal)).toBe(PAUSE_MAX_MS + 5_000)
  expect(await limiter.acquire(signal)).toBe(PAUSE_MAX_MS + 5_000)
  expect(waits).toEqual([])
  await clock.sleep(5_000, signal)
  await send(1)
  expect(waits).toEqual([PAUSE_MAX_MS])
})

describe('[A59] what answers tell about the quota is learned', () => {
  const BASE = { requests: 10, perMs: 60_000, remaining: 'X-Left', reset: 'X-Reset' } as const
  const now = fakeClock().nowMs()
  test.each([
    ['seconds', '7', 7000],
    ['epoch-s', String(now / 1000 + 7), 7000],
    ['epoch-ms', String(now + 7000), 7000],
    ['http-date', toHttpDate(now + 7000), 7000],
    ['seconds', 'nonsense', 0],
    ['seconds', '999999999', 3_600_000],
    ['seconds', '-5', 0],
  ] as const)('reset in %s: %s', async (resetIs, reset, waitMs) => {
    const { limiter, send, waits } = bench({ ...BASE, resetIs })
    limiter.learn({ 'x-left': '1', 'x-reset': reset })
    await send(1)
    expect(waits).toEqual([])
    limiter.learn({ 'x-left': '0', 'x-reset': reset })
    await send(1)
    expect(waits).toEqual(waitMs === 0 ? [] : [waitMs])
  })

  test('and what is to be kept free counts as used', async () => {
    const { limiter, send, waits } = bench({ ...BASE, keepFree: 0.3 })
    limiter.learn({ 'x-left': '4', 'x-reset': '5' })
    await send(1)
    expect(waits).toEqual([])
    limiter.learn({ 'x-left': '3', 'x-reset': '5' })
    await send(1)
    expect(waits).toEqual([5000])
  })

  test('and headers that were not declared teach nothing', async () => {
    const { limiter, send, waits } = bench({})
    limiter.learn({ 'x-left': '0', 'x-reset': '5' })
    await send(1)
    expect(waits).toEqual([])
  })
})
