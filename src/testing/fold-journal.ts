import type {
  JournalEntry,
  JournalFilter,
  PageRequest,
  PairChange,
  PairFilter,
  Store,
} from '../stores/store.ts'
import type { MemoryFacts, PairEvent } from '../core/journal.ts'
import type { Pair } from '../core/pair.ts'
import { deepEqual, equal, ok } from 'node:assert/strict'
import { NO_FACTS, foldFacts, foldPair } from '../core/journal.ts'

/** Entries and pairs asked for at once. */
export const PAGE_LENGTH = 1000

/** What a journal amounts to: pairs by entity and number, and what holds for the whole memory. */
export interface Folded {
  readonly pairs: ReadonlyMap<string, ReadonlyMap<number, Pair>>
  readonly facts: MemoryFacts
  /** The highest number given in each entity, ended pairs included. */
  readonly lastNumbers: ReadonlyMap<string, number>
}

/** A pair of which nothing is known yet: every journal begins with it. */
export function emptyPair(entity: string, no: number): Pair {
  return { entity, no, ids: {} }
}

/** The change that these events make to a pair. */
export function changeOf(before: Pair, ...events: readonly PairEvent[]): PairChange {
  return { before, events, after: foldEvents(before, events) }
}

/** Rejects unless the store's pairs, facts, counts and last numbers are exactly the fold of its journal (S1). */
export async function checkFold(store: Store): Promise<void> {
  const folded = foldJournal(await readWholeJournal(store))
  deepEqual(plain(await store.facts()), plain(folded.facts), 'facts differ from the journal')
  for (const [entity, pairs] of folded.pairs) {
    const expected = [...pairs.values()].sort((left, right) => left.no - right.no)
    const listed = await listWholeEntity(store, { entity })
    deepEqual(plain(listed), plain(expected), `pairs of ${entity} differ from the journal`)
    equal(await store.countPairs({ entity }), expected.length, `count of ${entity}`)
    equal(await store.lastNumber(entity), folded.lastNumbers.get(entity), `last of ${entity}`)
  }
  const total = [...folded.pairs.values()].reduce((sum, pairs) => sum + pairs.size, 0)
  equal(await store.countPairs({}), total, 'pairs that the journal does not know')
}

/** Folds journal entries, in their order, from nothing. */
export function foldJournal(entries: readonly JournalEntry[]): Folded {
  const pairs = new Map<string, Map<number, Pair>>()
  const lastNumbers = new Map<string, number>()
  let facts = NO_FACTS
  for (const entry of entries) {
    if (entry.pair === undefined) {
      facts = foldFacts(facts, entry.event)
      continue
    }
    const { entity, pair: no, event } = entry
    const known = pairs.get(entity) ?? new Map<number, Pair>()
    pairs.set(entity, known)
    lastNumbers.set(entity, Math.max(no, lastNumbers.get(entity) ?? 0))
    const after = foldEvents(known.get(no) ?? emptyPair(entity, no), [event])
    if (after === undefined) known.delete(no)
    else known.set(no, after)
  }
  return { pairs, facts, lastNumbers }
}

/** Every entry that matches, page by page; rejects when a page does not go on where the last one ended. */
export async function readWholeJournal(
  store: Store,
  filter: JournalFilter = {},
  limit = PAGE_LENGTH,
): Promise<readonly JournalEntry[]> {
  return readPages(
    (page) => store.readJournal(filter, page),
    ({ seq }) => seq,
    limit,
  )
}

/** Every pair of one entity that matches, page by page; rejects when a page does not go on where the last one ended. */
export async function listWholeEntity(
  store: Store,
  filter: PairFilter & { readonly entity: string },
  limit = PAGE_LENGTH,
): Promise<readonly Pair[]> {
  return readPages(
    (page) => store.listPairs(filter, page),
    ({ no }) => no,
    limit,
  )
}

/** The same value without members that say `undefined`, which no store has to tell from absent ones. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

async function readPages<T>(
  read: (page: PageRequest) => Promise<readonly T[]>,
  positionOf: (item: T) => number,
  limit: number,
): Promise<readonly T[]> {
  const items: T[] = []
  let after: number | undefined
  for (;;) {
    const page = await read({ after, limit })
    for (const item of page) {
      const position = positionOf(item)
      ok(
        after === undefined || position > after,
        `${position} is listed after ${after ?? 'nothing'}`,
      )
      after = position
    }
    items.push(...page)
    if (page.length < limit) return items
  }
}

function foldEvents(before: Pair, events: readonly PairEvent[]): Pair | undefined {
  return events.reduce<Pair | undefined>(
    (pair, event) => pair && foldPair<PairEvent['kind']>(pair, event),
    before,
  )
}
