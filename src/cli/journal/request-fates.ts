import type { JournalEntry, Store } from '../../stores/store.ts'
import { JOURNAL_PAGE_LINES } from './read-backwards.ts'

/** What became of requests, by their names. */
export type Fates = ReadonlyMap<string, string>

/** What is said of a request that nobody answered yet. */
export const NO_ANSWER = 'no answer yet'

/** Reads from journal lines, in their order, what became of each request (C70); those without an answer are not in it. */
export function fatesIn(entries: readonly JournalEntry[]): Fates {
  const fates = new Map<string, string>()
  for (const { event } of entries) {
    if (event.kind === 'landed') fates.set(event.op, 'landed')
    if (event.kind === 'withdrawn') fates.set(event.op, `did nothing: ${event.why}`)
    if (event.kind === 'pending') fates.set(event.op, `waits for a person: ${event.why}`)
  }
  return fates
}

/**
 * What became of the requests in these lines, also where a later run found it out: pairs whose requests are not answered
 * within the lines are followed through the journal.
 */
export async function findFates(store: Store, entries: readonly JournalEntry[]): Promise<Fates> {
  const found = new Map(fatesIn(entries))
  for (const entry of entries) {
    if (entry.pair === undefined || entry.event.kind !== 'intended') continue
    const { op } = entry.event.intent
    if (found.has(op)) continue
    const filter = { entity: entry.entity, pair: entry.pair }
    const later = await store.readJournal(filter, { after: entry.seq, limit: JOURNAL_PAGE_LINES })
    found.set(op, fatesIn(later).get(op) ?? NO_ANSWER)
  }
  return found
}
