import { expect, test } from 'vitest'
import type { Lease, Store, Transaction } from '../../src/stores/store.ts'
import { isBilateralError } from '../../src/errors.ts'
import { memoryStore } from '../../src/stores/memory/memory-store.ts'
import { storeSuite } from '../../src/testing/store-suite.ts'

/** A store that breaks one rule: what it does otherwise than the honest one. */
type Lie = (honest: Store) => Partial<Store>

/** Commits what no store may: the first half of a transaction it refuses. */
const commitHalf = async (honest: Store, lease: Lease, transaction: Transaction): Promise<void> => {
  try {
    await honest.commit(lease, transaction)
  } catch (error) {
    const pairs = transaction.pairs.slice(0, transaction.pairs.length >> 1)
    await honest.commit(lease, { ...transaction, pairs, facts: [] })
    throw error
  }
}

const LIES: readonly (readonly [rule: string, what: string, lie: Lie])[] = [
  [
    'S1',
    'forgets bases in its rows',
    (honest) => ({
      commit: (lease, { pairs, ...rest }) =>
        honest.commit(lease, {
          ...rest,
          pairs: pairs.map((change) => ({
            ...change,
            after: change.after && { ...change.after, base: undefined },
          })),
        }),
    }),
  ],
  [
    'S1',
    'counts one pair too many',
    (honest) => ({ countPairs: async (filter) => (await honest.countPairs(filter)) + 1 }),
  ],
  [
    'S1',
    'never tells facts',
    (honest) => ({ facts: () => memoryStore().facts(), close: () => honest.close() }),
  ],
  [
    'S2',
    'writes half of what it refuses',
    (honest) => ({ commit: (lease, transaction) => commitHalf(honest, lease, transaction) }),
  ],
  [
    'S3',
    'accepts a second link in silence',
    (honest) => ({
      commit: async (lease, transaction) => {
        await honest.commit(lease, transaction).catch((error: unknown) => {
          if (!isBilateralError(error, 'LINK_TAKEN')) throw error
        })
      },
    }),
  ],
  [
    'S4',
    'forgets the numbers of pairs that ended',
    (honest) => ({
      lastNumber: async (entity) =>
        (await honest.listPairs({ entity }, { limit: 5000 })).at(-1)?.no ?? 0,
    }),
  ],
  [
    'S5',
    'lets every writer write',
    (honest) => {
      let newest: Lease | undefined
      return {
        acquireLease: async (...request) => {
          const answer = await honest.acquireLease(...request)
          if (answer.kind === 'granted') newest = answer.lease
          return answer
        },
        commit: (lease, transaction) => honest.commit(newest ?? lease, transaction),
      }
    },
  ],
  [
    'S6',
    'takes leases that are held',
    (honest) => ({
      acquireLease: (scope, owner, ttlMs) => honest.acquireLease(scope, owner, ttlMs, Infinity),
    }),
  ],
  [
    'S7',
    'takes ids that look alike for the same',
    (honest) => ({
      findPairs: (entity, side, ids) =>
        honest.findPairs(
          entity,
          side,
          ids.map((id) => id.normalize().toWellFormed()),
        ),
    }),
  ],
  [
    'S8',
    'tells the journal backwards',
    (honest) => ({
      readJournal: async (filter, page) => (await honest.readJournal(filter, page)).toReversed(),
    }),
  ],
  [
    'S8',
    'does not tell runs apart',
    (honest) => ({
      readJournal: ({ entity, pair }, page) => honest.readJournal({ entity, pair }, page),
    }),
  ],
  [
    'S9',
    'lists the last pair of a page again',
    (honest) => ({
      listPairs: (filter, { after, limit }) =>
        honest.listPairs(filter, { limit, after: after === undefined ? after : after - 1 }),
    }),
  ],
  [
    'S9',
    'answers an id as often as it is asked',
    (honest) => ({
      findPairs: async (entity, side, ids) =>
        (await Promise.all(ids.map((id) => honest.findPairs(entity, side, [id])))).flat(),
    }),
  ],
]

test.each(LIES)('the suite notices by its rule %s a store that %s', async (rule, _what, lie) => {
  const create = async () => {
    const honest = memoryStore()
    const store = { ...honest, ...lie(honest) }
    return { open: async () => store, dispose: async () => undefined }
  }
  const cases = storeSuite(create).filter(({ title }) => title.startsWith(`[${rule}]`))
  const failures = await Promise.all(
    cases.map(({ run }) =>
      run().then(
        () => 'held',
        (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
      ),
    ),
  )
  expect(failures).toContain('AssertionError')
})
