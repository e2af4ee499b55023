import type { JournalEntry, JournalFilter, Store } from '../../stores/store.ts'
import type { PairEvent } from '../../core/journal.ts'
import type { RecordId } from '../record/read-reference.ts'
import { readBackwards } from './read-backwards.ts'

/** Fewest characters of a run's name that stand for the whole. */
export const RUN_PREFIX_LENGTH_MIN = 6

/** What to look for: a record by an id it once had, a run by its name or how that begins. */
export interface Wanted {
  readonly text: string
  readonly ids: readonly RecordId[]
}

/**
 * Looks through the journal, newest lines first, for a pair that once held an id, ended ones included, or for a run.
 * Answers the filter for its lines. Reads every line if there is nothing to be found.
 */
export async function searchJournal(
  store: Store,
  wanted: Wanted,
): Promise<JournalFilter | undefined> {
  const [named] = await store.readJournal({ run: wanted.text }, { limit: 1 })
  if (named !== undefined) return { run: named.run }
  for await (const page of readBackwards(store, {}))
    for (const entry of page.toReversed()) {
      const found = match(entry, wanted)
      if (found !== undefined) return found
    }
  return undefined
}

function match(entry: JournalEntry, { text, ids }: Wanted): JournalFilter | undefined {
  if (text.length >= RUN_PREFIX_LENGTH_MIN && entry.run.startsWith(text)) return { run: entry.run }
  if (entry.pair === undefined) return undefined
  const held = idsIn(entry.event)
  const isHeld = ids.some(({ side, id }) => held?.[side] === id)
  return isHeld ? { entity: entry.entity, pair: entry.pair } : undefined
}

function idsIn(event: PairEvent): Extract<PairEvent, { kind: 'linked' }>['ids'] | undefined {
  return event.kind === 'linked' || event.kind === 'landed' ? event.ids : undefined
}
