import type { Collection, Listing, WriteOutcome } from '../src/adapters/adapter.ts'
import type { Store, Transaction } from '../src/stores/store.ts'
import type { Lease } from '../src/stores/store.ts'

/** A bug planted between the shipped parts, to see that the simulation finds it. */
export interface Weakness {
  readonly name: string
  readonly store?: ((store: Store) => Store) | undefined
  readonly collection?: ((collection: Collection) => Collection) | undefined
}

/** The product as it ships. */
export const SOUND: Weakness = { name: 'none' }

/** Bugs of the kind that systems like this one have had. Each is to be found within a few hundred seeds. */
export const PLANTED: readonly Weakness[] = [
  { name: 'forgets what was under way', store: forgetful },
  { name: 'acknowledges a commit before it is durable', store: hasty },
  { name: 'drops the condition of a write', collection: unconditional },
  { name: 'takes a refusal for done', collection: (each) => reading(each, refusalIsDone) },
  { name: 'takes silence for a refusal', collection: (each) => reading(each, silenceIsRefusal) },
  { name: 'believes every listing to be complete', collection: credulous },
  { name: 'takes an unreadable record for a deleted one', collection: blind },
]

function forgetful(store: Store): Store {
  return {
    ...store,
    listPairs: async (filter, page) =>
      filter.open === 'intent' ? [] : store.listPairs(filter, page),
  }
}

/** The last transaction is only in a buffer, and gone with the process. */
function hasty(store: Store): Store {
  let buffered: readonly [Lease, Transaction] | undefined
  const flush = async (): Promise<void> => {
    const last = buffered
    buffered = undefined
    if (last !== undefined) await store.commit(...last)
  }
  const after = async <T>(perform: () => Promise<T>): Promise<T> => {
    await flush()
    return perform()
  }
  return {
    acquireLease: (...args) => after(() => store.acquireLease(...args)),
    renewLease: (...args) => after(() => store.renewLease(...args)),
    releaseLease: (...args) => after(() => store.releaseLease(...args)),
    findLease: (...args) => after(() => store.findLease(...args)),
    findPairs: (...args) => after(() => store.findPairs(...args)),
    getPairs: (...args) => after(() => store.getPairs(...args)),
    listPairs: (...args) => after(() => store.listPairs(...args)),
    countPairs: (...args) => after(() => store.countPairs(...args)),
    lastNumber: (...args) => after(() => store.lastNumber(...args)),
    facts: () => after(() => store.facts()),
    readJournal: (...args) => after(() => store.readJournal(...args)),
    commit: async (lease, transaction) => {
      await flush()
      buffered = [lease, transaction]
    },
    close: () => after(() => store.close()),
  }
}

function unconditional(collection: Collection): Collection {
  const condition = { kind: 'none', because: 'planted' } as const
  return {
    ...collection,
    update: (id, body, options) => collection.update(id, body, { ...options, condition }),
    delete: (id, options) => collection.delete(id, { ...options, condition }),
  }
}

type Reading = (outcome: WriteOutcome, id: string) => WriteOutcome

function reading(collection: Collection, read: Reading): Collection {
  return {
    ...collection,
    create: async (body, options) => read(await collection.create(body, options), ''),
    update: async (id, body, options) => read(await collection.update(id, body, options), id),
    delete: async (id, options) => read(await collection.delete(id, options), id),
  }
}

function refusalIsDone(outcome: WriteOutcome, id: string): WriteOutcome {
  return outcome.kind === 'refused' && outcome.why === 'stale' ? { kind: 'written', id } : outcome
}

function silenceIsRefusal(outcome: WriteOutcome): WriteOutcome {
  return outcome.kind === 'unknown'
    ? { kind: 'refused', why: 'stale', message: outcome.message }
    : outcome
}

function credulous(collection: Collection): Collection {
  return { ...collection, list: (signal) => completed(collection.list(signal)) }
}

async function* completed(listing: Listing): Listing {
  return { ...(yield* listing), complete: true }
}

/** Whatever does not answer with the record is taken for its absence. */
function blind(collection: Collection): Collection {
  return {
    ...collection,
    get: (id, signal) => collection.get(id, signal).catch(() => ({ kind: 'not-found' })),
  }
}
