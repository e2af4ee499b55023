import type { Clock } from '../../src/engine/clock.ts'

/** A clock by which every look takes so long that an exploration gets one round, and no more. */
export function hastyClock(): Clock {
  let nowMs = 1_700_000_000_000
  return { nowMs: () => (nowMs += 1_400), sleep: async () => undefined }
}
