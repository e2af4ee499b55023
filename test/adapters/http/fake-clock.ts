import type { Clock } from '../../../src/adapters/http/clock.ts'

/** A clock that moves only by sleeping, and chance that is always the same. */
export interface FakeClock extends Clock {
  readonly slept: number[]
}

/** Starts at a fixed moment. */
export function fakeClock(random = 0.5): FakeClock {
  let nowMs = Date.UTC(2026, 0, 1)
  const slept: number[] = []
  return {
    slept,
    nowMs: () => nowMs,
    after: () => () => undefined,
    random: () => random,
    sleep: async (delayMs, signal) => {
      signal.throwIfAborted()
      slept.push(delayMs)
      nowMs += delayMs
    },
  }
}
