import { LATENESS_DEFAULT_MS } from './stamp.ts'
import type { NativeRecord } from '../../adapter.ts'
import type { RestStamp } from '../config.ts'

/** How far a `Date` header, written in whole seconds, may be from the clock that sets the stamps. */
export const CLOCK_ERROR_MS = 1_000

/** Earns the next cursor while a listing runs (O1). */
export interface CursorWatch {
  /** Told by the first page: the server's clock when it began to make it. */
  begin(serverTimeMs: number | undefined): void
  see(records: readonly NativeRecord[]): void
  /** `undefined` where neither the server nor any record tells a time. */
  cursor(): string | undefined
}

/** Watches a listing. From the cursor on nothing is missed; without a server's clock the newest stamp has to do. */
export function watchCursor(stamp: RestStamp | undefined): CursorWatch {
  let startMs: number | undefined
  let newestMs = -Infinity
  return {
    begin: (serverTimeMs) => (startMs = serverTimeMs),
    see: (records) => {
      if (startMs !== undefined || stamp === undefined) return
      for (const record of records)
        newestMs = Math.max(newestMs, Date.parse(record.stamp ?? '') || -Infinity)
    },
    cursor: () => {
      const fromMs = startMs ?? newestMs
      if (stamp === undefined || !Number.isFinite(fromMs)) return undefined
      return new Date(fromMs - overlapMs(stamp)).toISOString()
    },
  }
}

/** The moment a cursor stands for, in milliseconds since 1970; `undefined` for text that is no cursor of ours. */
export function fromCursor(cursor: string): number | undefined {
  const ms = Date.parse(cursor)
  return Number.isNaN(ms) || new Date(ms).toISOString() !== cursor ? undefined : ms
}

/** How far back of the server's time the next incremental read starts: K of O1. */
function overlapMs({ lateness = LATENESS_DEFAULT_MS, granularity }: RestStamp): number {
  return lateness + granularity + CLOCK_ERROR_MS
}
