import { RETRY_AFTER_MAX_MS } from './header/retry-after.ts'
import type { AnswerHeaders } from './header/answer-headers.ts'
import type { Clock } from './clock.ts'
import { headerOf } from './header/answer-headers.ts'
import { parseHttpDate } from './header/http-date.ts'

/** Requests in flight at once, unless configured. */
export const CONCURRENCY_DEFAULT = 4

/** What a system allows, as configured; headers teach the rest. */
export interface RateLimits {
  /** Requests in any span of `perMs`. */
  readonly requests?: number | undefined
  readonly perMs?: number | undefined
  /** Requests in flight at once (default 4). */
  readonly concurrency?: number | undefined
  /** Share of the quota, 0 to 1, left to others who use it (default 0). */
  readonly keepFree?: number | undefined
  /** Header that tells how many requests are left, such as `X-RateLimit-Remaining`. */
  readonly remaining?: string | undefined
  /** Header that tells when the quota is full again, and how it says so (default `seconds` from now). */
  readonly reset?: string | undefined
  readonly resetIs?: 'seconds' | 'epoch-s' | 'epoch-ms' | 'http-date' | undefined
}

/** Keeps one system's requests within its limits. */
export interface Limiter {
  readonly concurrency: number
  /**
   * Resolves with 0 when one request may leave: pair it with `release`. A pause longer than `PAUSE_MAX_MS` is not waited
   * for: what is left of it is answered, and nothing is to be released. Rejects when the signal is aborted first.
   */
  acquire(signal: AbortSignal): Promise<number>
  release(): void
  /** Nothing leaves for so long. */
  pause(delayMs: number): void
  /** Reads from an answer how much is left. */
  learn(headers: AnswerHeaders): void
}

/** The longest pause asked for by the system that is waited for; a longer one is left to the next run. */
export const PAUSE_MAX_MS = 60_000

/** What a limiter needs of the world. */
export interface LimiterWorld {
  readonly clock: Clock
  /** Called before every wait for the quota, with its length. */
  readonly onWait: (delayMs: number) => void
}

/** Opens the limiter of one system. */
export function openLimiter(limits: RateLimits, { clock, onWait }: LimiterWorld): Limiter {
  const concurrency = limits.concurrency ?? CONCURRENCY_DEFAULT
  const slots = openSlots(concurrency)
  const window = openWindow(limits)
  let pausedUntilMs = 0
  let exhaustedUntilMs = 0
  const later = (untilMs: number, delayMs: number): number =>
    Math.max(untilMs, clock.nowMs() + Math.min(delayMs, RETRY_AFTER_MAX_MS))
  const turn = async (signal: AbortSignal): Promise<number> => {
    for (;;) {
      const nowMs = clock.nowMs()
      if (pausedUntilMs - nowMs > PAUSE_MAX_MS) return pausedUntilMs - nowMs
      const freeMs = Math.max(pausedUntilMs, exhaustedUntilMs, window.freeAtMs())
      const delayMs = Math.ceil(freeMs - nowMs)
      if (delayMs <= 0) {
        window.add(nowMs)
        return 0
      }
      onWait(delayMs)
      await clock.sleep(delayMs, signal)
    }
  }
  return {
    concurrency,
    acquire: async (signal) => {
      await slots.take(signal)
      try {
        const leftMs = await turn(signal)
        if (leftMs > 0) slots.give()
        return leftMs
      } catch (error) {
        slots.give()
        throw error
      }
    },
    release: () => slots.give(),
    pause: (delayMs) => {
      pausedUntilMs = later(pausedUntilMs, delayMs)
    },
    learn: (headers) => {
      const delayMs = exhaustedForMs(limits, headers, clock.nowMs())
      if (delayMs > 0) exhaustedUntilMs = later(exhaustedUntilMs, delayMs)
    },
  }
}

interface Slots {
  take(signal: AbortSignal): Promise<void>
  give(): void
}

/** So many at once, in the order they came. */
function openSlots(count: number): Slots {
  const waiting = new Set<() => void>()
  let free = count
  const give = (): void => {
    const [next] = waiting
    if (next === undefined) free += 1
    else next()
  }
  const take = (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted()
    if (free > 0) {
      free -= 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        waiting.delete(enter)
        reject(new Error('stopped while waiting for a turn'))
      }
      const enter = (): void => {
        waiting.delete(enter)
        signal.removeEventListener('abort', onAbort)
        resolve()
      }
      waiting.add(enter)
      signal.addEventListener('abort', onAbort, { once: true })
    })
  }
  return { take, give }
}

interface Window {
  freeAtMs(): number
  add(nowMs: number): void
}

/** A sliding window: never more than its count in any span of its length, however a fixed window would fall. */
function openWindow({ requests, perMs = 0, keepFree = 0 }: RateLimits): Window {
  if (requests === undefined || perMs <= 0) return { freeAtMs: () => 0, add: () => undefined }
  const count = Math.max(1, Math.floor(requests * (1 - keepFree)))
  const sentMs = new Array<number>(count).fill(-Infinity)
  let oldest = 0
  return {
    freeAtMs: () => (sentMs[oldest] ?? 0) + perMs,
    add: (nowMs) => {
      sentMs[oldest] = nowMs
      oldest = (oldest + 1) % count
    },
  }
}

/** How long until the quota is full again, if what is left of it belongs to others. */
function exhaustedForMs(limits: RateLimits, headers: AnswerHeaders, nowMs: number): number {
  if (limits.remaining === undefined || limits.reset === undefined) return 0
  const left = Number.parseFloat(headerOf(headers, limits.remaining) ?? '')
  const reserve = Math.ceil((limits.requests ?? 0) * (limits.keepFree ?? 0))
  if (!(left <= reserve)) return 0
  return untilReset(headerOf(headers, limits.reset), limits.resetIs ?? 'seconds', nowMs)
}

function untilReset(
  text: string | undefined,
  meaning: NonNullable<RateLimits['resetIs']>,
  nowMs: number,
): number {
  if (meaning === 'http-date') return (parseHttpDate(text) ?? nowMs) - nowMs
  const number = Number.parseFloat(text ?? '')
  if (!Number.isFinite(number)) return 0
  if (meaning === 'seconds') return number * 1000
  return (meaning === 'epoch-s' ? number * 1000 : number) - nowMs
}
