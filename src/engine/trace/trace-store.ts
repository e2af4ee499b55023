import type { Pair } from '../../core/pair.ts'
import type { Store, Transaction } from '../../stores/store.ts'
import type { Tracing } from './trace-collection.ts'
import { traceChange, traceIntent, tracePair } from './trace-events.ts'

/** The same memory, with a line when the right to write is granted, and two for each transaction that changes a pair. */
export function traceStore(store: Store, tracing: Tracing): Store {
  const { write } = tracing
  return {
    acquireLease: async (...request) => {
      const answer = await store.acquireLease(...request)
      if (answer.kind === 'granted') write({ kind: 'lease', epoch: answer.lease.epoch })
      return answer
    },
    renewLease: (...request) => store.renewLease(...request),
    releaseLease: (lease) => store.releaseLease(lease),
    findLease: (scope) => store.findLease(scope),
    findPairs: (...request) => store.findPairs(...request),
    getPairs: (...request) => store.getPairs(...request),
    listPairs: async (filter, page) => {
      const pairs = await store.listPairs(filter, page)
      if (filter.open === 'intent') for (const pair of pairs) traceOpen(pair, tracing)
      return pairs
    },
    countPairs: (filter) => store.countPairs(filter),
    lastNumber: (entity) => store.lastNumber(entity),
    facts: () => store.facts(),
    readJournal: (...request) => store.readJournal(...request),
    commit: (lease, transaction) =>
      transaction.pairs.length === 0
        ? store.commit(lease, transaction)
        : traceCommit(lease.epoch, transaction, tracing, () => store.commit(lease, transaction)),
    close: () => store.close(),
  }
}

function traceOpen(pair: Pair, { write, digest }: Tracing): void {
  const { entity, no, intent } = pair
  if (intent === undefined) return
  write({
    kind: 'remembered',
    entity,
    pair: no,
    state: tracePair(pair, digest),
    intent: traceIntent(intent, digest),
    left: intent.pending === true ? true : undefined,
  })
}

async function traceCommit(
  epoch: number,
  { run, pairs }: Transaction,
  { write, digest, number }: Tracing,
  commit: () => Promise<void>,
): Promise<void> {
  const no = number()
  const changes = pairs.map((change) => traceChange(change, digest))
  write({ kind: 'commit', no, epoch, run, changes })
  try {
    await commit()
  } catch (error) {
    write({ kind: 'commit-failed', no })
    throw error
  }
  write({ kind: 'committed', no })
}
