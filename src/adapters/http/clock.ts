import { setTimeout as delay } from 'node:timers/promises'

/** Time and chance, as an argument: tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970; never goes back. */
  nowMs(): number
  /** Rejects with the signal's reason once it is aborted. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>
  /** Calls once after the delay, unless the function that it answers is called before. */
  after(delayMs: number, act: () => void): () => void
  /** At least 0 and less than 1. */
  random(): number
}

/** The machine's own time and chance. */
export const systemClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  sleep: (delayMs, signal) => delay(delayMs, undefined, { signal }),
  after: (delayMs, act) => {
    const timer = setTimeout(act, delayMs)
    return () => clearTimeout(timer)
  },
  random: Math.random,
}
