import type { Random } from './random.ts'

/** When a record was made and last changed, in seconds since 1970, and how often it was written. */
export interface Stamp {
  readonly createdAt: number
  readonly updatedAt: number
  readonly version: number
}

const FIRST_SECOND = Date.UTC(2021, 0, 4) / 1000
const LAST_SECOND = Date.UTC(2025, 11, 19) / 1000

/** A history that lies wholly in the past, whatever the clock says when the demo runs. */
export function createStamp(random: Random): Stamp {
  const createdAt = FIRST_SECOND + random.whole(LAST_SECOND - FIRST_SECOND)
  const version = 1 + random.whole(9)
  const updatedAt = version === 1 ? createdAt : createdAt + random.whole(LAST_SECOND - createdAt)
  return { createdAt, updatedAt, version }
}
