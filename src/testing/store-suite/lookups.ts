import type { PairChange, PairFilter, Store } from '../../stores/store.ts'
import { deepEqual, equal, rejects } from 'node:assert/strict'
import { changeOf, checkFold, listWholeEntity, plain } from '../fold-journal.ts'
import {
  ANIMALS,
  PEOPLE,
  birth,
  end,
  pairAfter,
  sampleConflict,
  sampleDecree,
  sampleIntent,
  sampleParking,
  sampleTarget,
} from './samples.ts'
import { refused, storeCase, transactionOf } from './site.ts'

const disputed = { kind: 'disputed', conflict: sampleConflict() } as const

/** Cases about links and of the ways to find a pair. */
export const LOOKUP_CASES = [
  storeCase('[S3] an id has one pair on its side', async ({ store, lease }) => {
    await store.commit(lease, transactionOf([birth(1, { a: 'x', b: 'y' })]))
    for (const ids of [{ a: 'x' }, { b: 'y' }, { a: 'z', b: 'y' }])
      await refused(store.commit(lease, transactionOf([birth(2, ids)])), 'LINK_TAKEN')
    const twins = [birth(2, { a: 'n' }), birth(3, { a: 'n' })]
    await refused(store.commit(lease, transactionOf(twins)), 'LINK_TAKEN')
    equal(await store.countPairs({}), 1)
    await checkFold(store)
  }),

  storeCase('[S3] the refusal of a second link names both pairs', async ({ store, lease }) => {
    await store.commit(lease, transactionOf([birth(4, { a: 'x', b: 'y' })]))
    await rejects(store.commit(lease, transactionOf([birth(9, { a: 'n', b: 'y' })])), {
      message: /"y" of people in the second system is linked in pair 4 .* pair 9/,
    })
  }),

  storeCase(
    '[S3] sides and entities do not share ids, and no id is not an id',
    async ({ store, lease }) => {
      const births = [
        birth(1, { a: 'x' }),
        birth(2, { b: 'x' }),
        birth(3, { a: 'y' }),
        birth(1, { a: 'x', b: 'x' }, [], ANIMALS),
      ]
      await store.commit(lease, transactionOf(births))
      equal(await store.countPairs({}), 4)
      await checkFold(store)
    },
  ),

  storeCase(
    '[S3] an id may pass from pair to pair within a transaction, in any order',
    async ({ store, lease }) => {
      const [one, two] = [birth(1, { a: '1' }), birth(2, { a: '2' })]
      await store.commit(lease, transactionOf([one, two]))
      const relink = (change: PairChange, id: string): PairChange =>
        changeOf(pairAfter(change), { kind: 'linked', ids: { a: id }, by: 'moved' })
      const swapped = [relink(one, '2'), relink(two, '1')]
      await store.commit(lease, transactionOf(swapped))
      await checkFold(store)
      const heirs = [birth(3, { a: '1' }), ...swapped.map(pairAfter).map(end), birth(4, { a: '2' })]
      await store.commit(lease, transactionOf(heirs))
      await checkFold(store)
      deepEqual((await store.findPairs(PEOPLE, 'a', ['1', '2'])).map(({ no }) => no).sort(), [3, 4])
    },
  ),

  storeCase('[S3] a forgotten pair frees its ids', async ({ store, lease }) => {
    const born = birth(1, { a: 'x', b: 'y' })
    await store.commit(lease, transactionOf([born]))
    await store.commit(lease, transactionOf([end(pairAfter(born))]))
    deepEqual(await store.findPairs(PEOPLE, 'a', ['x']), [])
    await store.commit(lease, transactionOf([birth(2, { a: 'x', b: 'y' })]))
    equal((await store.findPairs(PEOPLE, 'b', ['y']))[0]?.no, 2)
  }),

  storeCase('[S9] a page of ids finds its pairs, each once', async ({ store, lease }) => {
    const births = Array.from({ length: 1200 }, (_, at) =>
      birth(at + 1, { a: `${at}`, b: `-${at}` }),
    )
    await store.commit(lease, transactionOf(births))
    const ids = Array.from({ length: 1300 }, (_, at) => `${at}`)
    const found = await store.findPairs(PEOPLE, 'a', [...ids, '5', '5'])
    equal(found.length, 1200)
    equal(new Set(found.map(({ no }) => no)).size, 1200)
    deepEqual(await store.findPairs(PEOPLE, 'b', ids.slice(1)), [])
    deepEqual(await store.findPairs('plants', 'a', ids), [])
    deepEqual(await store.findPairs(PEOPLE, 'a', []), [])
  }),

  storeCase('[S9] pairs are found by number, each once', async ({ store, lease }) => {
    await store.commit(lease, transactionOf([birth(1, { a: '1' }), birth(3, { a: '3' })]))
    deepEqual((await store.getPairs(PEOPLE, [3, 2, 1, 3])).map(({ no }) => no).sort(), [1, 3])
    deepEqual(await store.getPairs('plants', [1]), [])
    deepEqual(await store.getPairs(PEOPLE, []), [])
  }),

  storeCase('[S9] a listing goes on where its last page ended', async ({ store, lease }) => {
    const births = [5, 3, 9, 1].map((no) => birth(no + 10, { a: `${no}` }))
    await store.commit(lease, transactionOf([...births, birth(2, { a: '1' }, [], ANIMALS)]))
    for (const limit of [1, 2, 3, 4, 5]) {
      const listed = await listWholeEntity(store, { entity: PEOPLE }, limit)
      deepEqual(
        listed.map(({ no }) => no),
        [11, 13, 15, 19],
        `pages of ${limit}`,
      )
    }
    const all = await store.listPairs({}, { limit: 3 })
    deepEqual(
      all.map(({ entity, no }) => `${entity} ${no}`),
      ['animals 2', 'people 11', 'people 13'],
    )
    await rejects(store.listPairs({}, { after: 2, limit: 3 }))
  }),

  storeCase('[S9] what waits is found and counted by its kind', async ({ store, lease }) => {
    const quiet = birth(1, { a: '1', b: '1' })
    const pair = pairAfter(quiet)
    const waiting = [
      birth(2, { a: '2' }, [{ kind: 'intended', intent: sampleIntent(pair, 'op'), before: null }]),
      birth(3, { a: '3' }, [disputed]),
      birth(4, { a: '4' }, [disputed, { kind: 'decreed', decree: sampleDecree() }]),
      birth(5, { a: '5' }, [{ kind: 'parked', parking: sampleParking() }]),
      birth(6, { a: '6' }, [{ kind: 'targeted', target: sampleTarget({ name: 'Ida' }) }]),
      birth(1, { a: '1' }, [disputed], ANIMALS),
    ]
    await store.commit(lease, transactionOf([quiet, ...waiting]))
    deepEqual(await waitingNumbers(store, { open: 'intent' }), ['people 2'])
    deepEqual(await waitingNumbers(store, { open: 'decree' }), ['people 4'])
    deepEqual(await waitingNumbers(store, { open: 'parking' }), ['people 5'])
    const conflicts = ['animals 1', 'people 3', 'people 4']
    deepEqual(await waitingNumbers(store, { open: 'conflict' }), conflicts)
    deepEqual(await waitingNumbers(store, { open: 'conflict', entity: PEOPLE }), conflicts.slice(1))
    deepEqual(await waitingNumbers(store, { open: 'conflict', entity: 'plants' }), [])
    const later = await listWholeEntity(store, { entity: PEOPLE, open: 'conflict' }, 1)
    deepEqual(
      later.map(({ no }) => no),
      [3, 4],
    )
    await store.commit(lease, transactionOf(waiting.map(pairAfter).map(end)))
    deepEqual(await waitingNumbers(store, { open: 'conflict' }), [])
  }),
]

/** Listed pairs by entity and number; the count must say as many. */
async function waitingNumbers(store: Store, filter: PairFilter): Promise<readonly string[]> {
  const listed = await store.listPairs(filter, { limit: 100 })
  equal(await store.countPairs(filter), listed.length)
  deepEqual(
    plain(listed),
    plain(listed.filter((pair) => filter.open === undefined || pair[filter.open])),
  )
  return listed.map(({ entity, no }) => `${entity} ${no}`)
}
