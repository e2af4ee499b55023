import type { KeptBase } from './base-columns.ts'
import type { BySide } from '../../../core/side.ts'
import type { JournalEntry } from '../../store.ts'
import type { MemoryEvent, PairEvent } from '../../../core/journal.ts'
import type { Row } from '../connection.ts'
import type { SideBase } from '../../../core/pair.ts'
import { readBase, writeBase } from './base-columns.ts'
import { parseColumn } from './json-column.ts'

/** An event as it was written, without its kind. */
interface Read {
  readonly base?: Parameters<typeof readBase>[0] | null
}

/** The columns `entryFrom` reads, in its order, of the journal with the names of runs and entities. */
export const ENTRY_COLUMNS =
  'journal.seq, runs.name, journal.at_ms, entities.name, journal.pair, journal.kind, journal.body'

type EntryRow = readonly [
  seq: number,
  run: string,
  atMs: number,
  entity: string | null,
  pair: number | null,
  kind: string,
  body: string,
]

/** An event as JSON, without its kind, which has a column, and with its bases as they are kept. */
export function bodyFrom(
  event: PairEvent | MemoryEvent,
  keep: (base: BySide<SideBase>) => KeptBase,
): string {
  if (!('base' in event) || event.base === null)
    return JSON.stringify({ ...event, kind: undefined })
  const rest = JSON.stringify({ ...event, kind: undefined, base: undefined })
  const comma = rest === '{}' ? '' : ','
  return `{"base":${writeBase(keep(event.base))}${comma}${rest.slice(1)}`
}

/** The line of a row; throws `STORE_CORRUPT` for a row nobody could have written. */
export function entryFrom(path: string, row: Row): JournalEntry {
  const [seq, run, atMs, entity, pair, kind, body] = row as EntryRow
  const place = `line ${seq} of the journal`
  const read = parseColumn(body, { path, place }) as Read
  const event = { ...read, ...(read.base && { base: readBase(read.base) }), kind }
  const about = entity === null || pair === null ? {} : { entity, pair }
  // Kind and body were written from one event, and only events of pairs have an entity and a pair.
  return { seq, run, atMs, ...about, event } as JournalEntry
}
