import type { Change } from '../describe/change.ts'
import type { Fates } from './request-fates.ts'
import type { JournalEntry } from '../../stores/store.ts'
import type { Names } from '../describe/record.ts'
import { describeEvent } from '../describe/event.ts'
import { describeFact } from '../describe/fact.ts'
import { pairName } from '../describe/record.ts'
import { timestamp } from '../output/relative-time.ts'

/** One line of the journal as people and machines are told it; without anything that does not apply. */
export interface ToldEntry {
  readonly seq: number
  /** RFC 3339, UTC. */
  readonly at: string
  readonly run: string
  /** The pair it is about, as it is typed. */
  readonly record?: string | undefined
  readonly kind: JournalEntry['event']['kind']
  readonly says: string
  readonly why?: string | undefined
  /** The name of the request, which the system that was written to has noted too. */
  readonly request?: string | undefined
  readonly system?: string | undefined
  readonly changes?: readonly Change[] | undefined
  /** What became of the request. */
  readonly outcome?: string | undefined
}

/** Tells one line of the journal (C70). Pure. */
export function tellEntry(entry: JournalEntry, names: Names, fates: Fates): ToldEntry {
  const { seq, atMs, run, event } = entry
  const head = { seq, at: timestamp(atMs), run }
  if (entry.pair === undefined)
    return { ...head, kind: event.kind, says: describeFact(entry.event, names) }
  const { sentence, why, request, side, changes } = describeEvent(entry.event, names)
  return {
    ...head,
    record: pairName({ entity: entry.entity, no: entry.pair }),
    kind: event.kind,
    says: sentence,
    why,
    request,
    system: side && names[side],
    changes: changes.length === 0 ? undefined : changes,
    outcome: entry.event.kind === 'intended' ? fates.get(entry.event.intent.op) : undefined,
  }
}
