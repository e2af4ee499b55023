import type { JournalFilter } from '../../stores/store.ts'
import type { KeySearching } from './search-keys.ts'
import type { OpenPairing } from '../world.ts'
import type { Pair } from '../../core/pair.ts'
import type { Reference } from '../record/read-reference.ts'
import type { Side } from '../../core/side.ts'
import { BilateralError } from '../../errors.ts'
import { bySide } from '../../core/side.ts'
import { findPairs, referenceTo } from '../record/find-pairs.ts'
import { lookEverywhere } from './look-everywhere.ts'
import { onlyOne } from '../record/only-one.ts'
import { pairName, recordName } from '../describe/record.ts'
import { searchJournal } from '../journal/search-journal.ts'
import { searchKeys } from './search-keys.ts'
import { typed } from '../options/typed.ts'

/** A record of one system that no pair holds yet. */
export interface UnknownRecord {
  readonly entity: string
  readonly side: Side
  readonly id: string
}

/** What an explanation is about. `looked` says where it was looked for, and what was seen there. */
export type Subject =
  | { readonly kind: 'pair'; readonly pair: Pair }
  | { readonly kind: 'record'; readonly record: UnknownRecord }
  /** A pair that ended: only its journal is left. */
  | { readonly kind: 'ended'; readonly filter: JournalFilter; readonly looked: readonly string[] }
  | {
      readonly kind: 'unknown'
      readonly looked: readonly string[]
      /** Why a system could not be asked, if so. */
      readonly trouble?: BilateralError | undefined
    }

/**
 * Finds what a person means (C71): in the memory, then by asking both systems for the id, then in the journal, then by its
 * match key in both listings. Rejects with `USAGE` where it can mean several.
 */
export async function findSubject(
  text: string,
  pairing: OpenPairing,
  searching: KeySearching,
): Promise<Subject> {
  const reference = referenceTo(text, pairing)
  const [pair, ...others] = await findPairs(reference, pairing)
  if (pair !== undefined) {
    const asking = { text, command: 'explain', pairing }
    return { kind: 'pair', pair: onlyOne([pair, ...others], asking) }
  }
  const looks = await lookEverywhere(reference, pairing, searching.signal)
  const there = looks.filter(({ isThere }) => isThere)
  const record = onlyRecord(there, text, pairing)
  if (record !== undefined) return { kind: 'record', record }
  const looked = [...memoryLooks(reference), ...looks.map(({ says }) => says)]
  const filter = await findEnded(reference, pairing)
  if (filter !== undefined) return { kind: 'ended', filter, looked }
  const keys = await searchKeys(text, pairing, searching)
  const matched = await findMatched(keys.matches, text, pairing)
  const trouble = looks.find((look) => look.trouble !== undefined)?.trouble
  return matched ?? { kind: 'unknown', looked: [...looked, JOURNAL_LOOK, ...keys.looked], trouble }
}

const JOURNAL_LOOK = 'no line of the journal is about it'

function memoryLooks({ pair, ids }: Reference): readonly string[] {
  const what = pair === undefined ? 'no linked record has this id' : 'no pair has this number now'
  return ids.length === 0 ? [] : [`${what}, as far as the memory knows`]
}

/** The one record that is meant, if any. */
function onlyRecord(
  records: readonly UnknownRecord[],
  text: string,
  pairing: OpenPairing,
): UnknownRecord | undefined {
  const [record, ...others] = records
  if (record === undefined || others.length === 0) return record
  const names = bySide((side) => pairing.systems[side].name)
  const told = records.map(({ entity, side, id }) => `${recordName(names, side, id)} (${entity})`)
  throw new BilateralError(
    'USAGE',
    `${JSON.stringify(text)} can mean ${String(records.length)} records: ${told.slice(0, NAMED_MAX).join(', ')}`,
    {
      next: `bilateral explain ${typed(recordName(names, record.side, record.id))} --entity ${typed(record.entity)}`,
    },
  )
}

/** Records named when a text can mean several. */
const NAMED_MAX = 5

/** The journal of a pair that is no more, found by its number or by an id it had. */
async function findEnded(
  reference: Reference,
  { store }: OpenPairing,
): Promise<JournalFilter | undefined> {
  const { pair, text } = reference
  if (pair !== undefined && pair.no <= (await store.lastNumber(pair.entity)))
    return { entity: pair.entity, pair: pair.no }
  const found = await searchJournal(store, reference)
  if (found?.run === undefined) return found
  throw new BilateralError('USAGE', `${JSON.stringify(text)} is a run, and no record`, {
    next: `bilateral log ${typed(found.run)}`,
  })
}

/** What records with a match key belong to: their one pair, or the one record that no pair holds. */
async function findMatched(
  matches: readonly UnknownRecord[],
  text: string,
  pairing: OpenPairing,
): Promise<Subject | undefined> {
  const pairs = new Map<string, Pair>()
  const free: UnknownRecord[] = []
  for (const match of matches) {
    const [pair] = await pairing.store.findPairs(match.entity, match.side, [match.id])
    if (pair === undefined) free.push(match)
    else pairs.set(pairName(pair), pair)
  }
  const [pair, ...others] = pairs.values()
  if (pair !== undefined) {
    const asking = { text, command: 'explain', pairing }
    return { kind: 'pair', pair: onlyOne([pair, ...others], asking) }
  }
  const record = onlyRecord(free, text, pairing)
  return record === undefined ? undefined : { kind: 'record', record }
}
