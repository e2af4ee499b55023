import { randomUUID } from 'node:crypto'
import type { Clock, Names } from '../clock.ts'

/** The clock of the machine. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (delayMs, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve()
        return
      }
      const end = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, delayMs)
      signal.addEventListener('abort', end)
    }),
}

/** Names by chance. */
export const randomNames: Names = { unique: () => randomUUID(), chance: () => Math.random() }
