import type { Clock } from '../clock.ts'

/** How often a read is tried, the first time included. */
export const READ_ATTEMPTS_MAX = 5
/** The first wait is at most this long; each further one at most twice as long as the one before. */
export const BACKOFF_FIRST_MS = 200
/** No wait is longer by itself; only the system may ask for longer. */
export const BACKOFF_MAX_MS = 30_000
/** A read is given up rather than waited for longer than this in all. */
export const READ_PATIENCE_MS = 300_000

/** How patiently reads are repeated, as configured. */
export interface RetryRules {
  readonly attempts?: number | undefined
  readonly firstMs?: number | undefined
  readonly maxMs?: number | undefined
  /** All waits together. */
  readonly patienceMs?: number | undefined
}

/** The waits of one read. */
export interface Backoff {
  /** How long to wait before the next try, at least what the system asked for; `undefined` to give up. */
  next(askedMs: number | undefined): number | undefined
  readonly attempts: number
}

/** Begins to count the tries of one read: exponential, with full jitter. */
export function startBackoff(rules: RetryRules, clock: Clock): Backoff {
  const most = rules.attempts ?? READ_ATTEMPTS_MAX
  const maxMs = rules.maxMs ?? BACKOFF_MAX_MS
  let ceilingMs = rules.firstMs ?? BACKOFF_FIRST_MS
  let leftMs = rules.patienceMs ?? READ_PATIENCE_MS
  let attempts = 1
  return {
    get attempts() {
      return attempts
    },
    next: (askedMs = 0) => {
      const delayMs = Math.ceil(Math.max(askedMs, clock.random() * Math.min(ceilingMs, maxMs)))
      if (attempts >= most || delayMs > leftMs) return undefined
      attempts += 1
      ceilingMs *= 2
      leftMs -= delayMs
      return delayMs
    },
  }
}
