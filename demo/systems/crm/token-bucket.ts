/** How many requests are allowed: `burst` at once, `perSecond` in the long run. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

export const DEFAULT_RATE: Rate = { perSecond: 2000, burst: 4000 }

/** Takes one token: 0 when there was one, else the milliseconds until there is. */
export type TokenBucket = () => number

/** A bucket that starts full. `nowMs` must not go backwards. */
export function createTokenBucket(rate: Rate, nowMs: () => number): TokenBucket {
  let tokens = rate.burst
  let filledAt = nowMs()
  return () => {
    const now = nowMs()
    tokens = Math.min(rate.burst, tokens + ((now - filledAt) / 1000) * rate.perSecond)
    filledAt = now
    if (tokens < 1) return Math.ceil(((1 - tokens) / rate.perSecond) * 1000)
    tokens -= 1
    return 0
  }
}
