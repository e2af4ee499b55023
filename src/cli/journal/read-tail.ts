import type { JournalEntry, JournalFilter, Store } from '../../stores/store.ts'
import { readBackwards } from './read-backwards.ts'

/** How far back to read: at most so many lines, and none older than a moment. */
export interface Reach {
  readonly limit: number
  /** Milliseconds since 1970, our clock. */
  readonly sinceMs?: number | undefined
}

/** The last lines of a journal, newest last, and whether older ones were left out for their number. */
export interface Tail {
  readonly entries: readonly JournalEntry[]
  readonly hasOlder: boolean
}

/** Reads the last lines that match, without reading those before. */
export async function readTail(
  store: Store,
  filter: JournalFilter,
  { limit, sinceMs = 0 }: Reach,
): Promise<Tail> {
  let entries: readonly JournalEntry[] = []
  for await (const page of readBackwards(store, filter)) {
    const recent = page.filter(({ atMs }) => atMs >= sinceMs)
    entries = [...recent, ...entries]
    if (entries.length > limit || recent.length < page.length) break
  }
  return { entries: entries.slice(-limit), hasOlder: entries.length > limit }
}
