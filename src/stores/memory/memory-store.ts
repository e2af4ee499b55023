import type {
  JournalEntry,
  JournalFilter,
  Lease,
  LeaseAnswer,
  PageRequest,
  PairFilter,
  Store,
} from '../store.ts'
import type { EntityMemory, Memory } from './memory.ts'
import type { Pair } from '../../core/pair.ts'
import { assert } from '../../core/assert.ts'
import { NO_FACTS } from '../../core/journal.ts'
import { acquireLease, findLease, releaseLease, renewLease } from './leases.ts'
import { commit } from './commit.ts'

/**
 * Opens a memory that lives as long as the process, for tests and trials: no clock, no chance, no file. What is committed
 * is frozen, so that nobody changes it by accident. Closing it does nothing: a test opens it again by using it again.
 * Two stores on the `memory` given are two processes.
 */
export function memoryStore(memory: Memory = emptyMemory()): Store {
  return {
    acquireLease: async (scope, owner, ttlMs, nowMs): Promise<LeaseAnswer> =>
      acquireLease(memory.leases, { scope, owner, epoch: 0, expiresMs: nowMs + ttlMs }, nowMs),
    renewLease: async (lease, ttlMs, nowMs): Promise<Lease> =>
      renewLease(memory.leases, lease, nowMs + ttlMs),
    releaseLease: async (lease) => releaseLease(memory.leases, lease),
    findLease: async (scope) => findLease(memory.leases, scope),
    findPairs: async (entity, side, ids) =>
      pick(memory.entities.get(entity), new Set(ids), (held, id) => held.byId[side].get(id)),
    getPairs: async (entity, numbers) =>
      pick(memory.entities.get(entity), new Set(numbers), (_, no) => no),
    listPairs: async (filter, page) => listPairs(memory, filter, page),
    countPairs: async (filter) => matchingPairs(memory, filter).length,
    lastNumber: async (entity) => memory.entities.get(entity)?.lastNumber ?? 0,
    facts: async () => memory.facts,
    readJournal: async (filter, page) => readJournal(memory.journal, filter, page),
    commit: async (lease, transaction) => commit(memory, lease, transaction),
    close: async () => undefined,
  }
}

function emptyMemory(): Memory {
  return { entities: new Map(), journal: [], leases: new Map(), facts: NO_FACTS }
}

function pick<Key>(
  held: EntityMemory | undefined,
  keys: ReadonlySet<Key>,
  numberOf: (held: EntityMemory, key: Key) => number | undefined,
): readonly Pair[] {
  if (held === undefined) return []
  return [...keys].flatMap((key) => {
    const no = numberOf(held, key)
    const pair = no === undefined ? undefined : held.pairs.get(no)
    return pair === undefined ? [] : [pair]
  })
}

function listPairs(memory: Memory, filter: PairFilter, page: PageRequest): readonly Pair[] {
  const { after, limit } = page
  if (after === undefined) return matchingPairs(memory, filter).slice(0, limit)
  assert(filter.entity !== undefined, 'a listing continues within one entity')
  return matchingPairs(memory, filter)
    .filter(({ no }) => no > after)
    .slice(0, limit)
}

function matchingPairs({ entities }: Memory, { entity, open }: PairFilter): readonly Pair[] {
  const names = entity === undefined ? [...entities.keys()].sort() : [entity]
  return names
    .flatMap((name) =>
      [...(entities.get(name)?.pairs.values() ?? [])].sort((left, right) => left.no - right.no),
    )
    .filter((pair) => open === undefined || pair[open] !== undefined)
}

function readJournal(
  journal: readonly JournalEntry[],
  filter: JournalFilter,
  { after = 0, limit }: PageRequest,
): readonly JournalEntry[] {
  assert(
    filter.pair === undefined || filter.entity !== undefined,
    'a pair is numbered within its entity',
  )
  const conditions = Object.entries(filter).filter(([, wanted]) => wanted !== undefined)
  return journal
    .slice(after)
    .filter((entry) =>
      conditions.every(([name, wanted]) => entry[name as keyof JournalFilter] === wanted),
    )
    .slice(0, limit)
}
