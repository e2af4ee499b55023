import type { MemoryEvent } from '../../core/journal.ts'
import type { PairChange, Store } from '../../stores/store.ts'
import { deepEqual, equal, rejects } from 'node:assert/strict'
import { bySide } from '../../core/side.ts'
import { changeOf, checkFold, listWholeEntity, plain, readWholeJournal } from '../fold-journal.ts'
import { drawTransaction, newHistory, seededDraw } from './history.ts'
import {
  ANIMALS,
  ODD_FIELDS,
  ODD_IDS,
  PEOPLE,
  agreement,
  birth,
  end,
  pairAfter,
  sampleIntent,
} from './samples.ts'
import { NOW_MS, refused, storeCase, transactionOf } from './site.ts'

const HISTORIES = 8
const TRANSACTIONS_EACH = 12

const configured: MemoryEvent = { kind: 'configured', entity: PEOPLE, meaning: 'm1' }

/** Cases about what a commit leaves: rows, journal, facts, numbers. */
export const ROW_CASES = [
  storeCase('[S1] an empty memory holds nothing', async ({ store }) => {
    deepEqual(await readWholeJournal(store), [])
    deepEqual(plain(await store.facts()), { identities: {}, cursors: {}, meanings: {} })
    deepEqual(await store.listPairs({}, { limit: 10 }), [])
    equal(await store.lastNumber(PEOPLE), 0)
    equal(await store.countPairs({ entity: PEOPLE }), 0)
    await checkFold(store)
  }),

  ...Array.from({ length: HISTORIES }, (_, seed) =>
    storeCase(
      `[S1] after every commit of random history ${seed} the rows are the fold of the journal`,
      async ({ store, lease }) => {
        const state = newHistory()
        const draw = seededDraw(seed)
        for (let left = TRANSACTIONS_EACH; left > 0; left -= 1) {
          await store.commit(lease, drawTransaction(state, draw))
          await checkFold(store)
        }
        equal(await store.countPairs({}), state.pairs.size)
      },
    ),
  ),

  storeCase(
    '[S1] a pair that occurs twice in a transaction is left by its last change',
    async ({ store, lease }) => {
      const born = birth(1, { a: '1', b: '1' })
      const second = birth(2, { a: '2', b: '2' })
      const agreed = changeOf(pairAfter(born), { kind: 'agreed', base: agreement({ name: 'Ada' }) })
      await store.commit(lease, transactionOf([born, second, agreed, end(pairAfter(second))]))
      await checkFold(store)
      deepEqual(plain(await store.getPairs(PEOPLE, [1, 2])), plain([agreed.after]))
    },
  ),

  storeCase('[S1] another handle sees what was committed', async ({ store, lease, reopen }) => {
    const other = await reopen()
    const born = birth(1, { a: '1' })
    await store.commit(lease, transactionOf([born], [configured]))
    deepEqual(plain(await other.findPairs(PEOPLE, 'a', ['1'])), plain([born.after]))
    deepEqual((await other.facts()).meanings, { [PEOPLE]: 'm1' })
    await checkFold(other)
  }),

  storeCase('[S2] a refused transaction leaves nothing behind', async ({ store, lease }) => {
    await store.commit(lease, transactionOf([birth(1, { a: '1', b: '1' })]))
    const before = await snapshot(store)
    const changes = [birth(2, { a: '2' }), birth(3, { b: '3' }, [], ANIMALS), birth(4, { a: '1' })]
    await refused(store.commit(lease, transactionOf(changes, [configured], 'run-2')), 'LINK_TAKEN')
    deepEqual(await snapshot(store), before)
    await checkFold(store)
    await store.commit(lease, transactionOf(changes.slice(0, 2), [configured], 'run-2'))
    await checkFold(store)
  }),

  storeCase('[S2] a transaction of a thousand changes is one', async ({ store, lease }) => {
    const births = Array.from({ length: 1000 }, (_, at) =>
      birth(at + 1, { a: `a${at}`, b: `b${at}` }, [
        { kind: 'agreed', base: agreement({ name: `name ${at}` }) },
      ]),
    )
    await refused(
      store.commit(lease, transactionOf([...births, birth(1001, { a: 'a0' })])),
      'LINK_TAKEN',
    )
    equal(await store.countPairs({}), 0)
    await store.commit(lease, transactionOf(births))
    await checkFold(store)
  }),

  storeCase('[S4] the last number outlives its pair', async ({ store, lease }) => {
    const born = birth(7, { a: '7' })
    await store.commit(lease, transactionOf([born]))
    await store.commit(lease, transactionOf([end(pairAfter(born))]))
    equal(await store.lastNumber(PEOPLE), 7)
    equal(await store.lastNumber(ANIMALS), 0)
    equal(await store.countPairs({ entity: PEOPLE }), 0)
    await checkFold(store)
  }),

  storeCase('[S4] a number is not given a second time', async ({ store, lease }) => {
    const born = birth(7, { a: '7' })
    await store.commit(lease, transactionOf([born]))
    await store.commit(lease, transactionOf([end(pairAfter(born))]))
    const before = await snapshot(store)
    await rejects(store.commit(lease, transactionOf([birth(8, { a: '8' }), birth(7, { a: '9' })])))
    deepEqual(await snapshot(store), before)
    await store.commit(lease, transactionOf([birth(7, { a: '7' }, [], ANIMALS)]))
    equal(await store.lastNumber(ANIMALS), 7)
  }),

  storeCase('[S7] ids are told apart and come back as they were', async ({ store, lease }) => {
    const births = ODD_IDS.map((id, at) =>
      birth(at + 1, { a: id, b: `${id}!` }, [
        { kind: 'agreed', base: bySide(() => ({ fields: {}, token: id, previous: `${id}?` })) },
      ]),
    )
    await store.commit(lease, transactionOf(births))
    deepEqual(plain(await listWholeEntity(store, { entity: PEOPLE })), plain(births.map(pairAfter)))
    for (const [at, id] of ODD_IDS.entries()) {
      const found = await store.findPairs(PEOPLE, 'a', [id])
      deepEqual(plain(found), plain([births[at]?.after]), `looked up by ${JSON.stringify(id)}`)
    }
    equal((await store.findPairs(PEOPLE, 'a', ODD_IDS)).length, ODD_IDS.length)
  }),

  storeCase('[S7] every value comes back as it was', async ({ store, lease }) => {
    const one = agreement(ODD_FIELDS)
    const two = { a: one.a, b: { fields: { ...ODD_FIELDS, yes: 'no' }, previous: '' } }
    const born = birth(1, { a: '1', b: '1' }, [{ kind: 'agreed', base: one }])
    const changes: readonly PairChange[] = [
      born,
      birth(2, { a: '2', b: '2' }, [{ kind: 'agreed', base: two }]),
      changeOf(pairAfter(born), {
        kind: 'intended',
        intent: sampleIntent(pairAfter(born), 'op-1', ODD_FIELDS),
        before: ODD_FIELDS,
      }),
    ]
    await store.commit(lease, transactionOf(changes))
    const expected = [changes[2], changes[1]].map((change) => change?.after)
    deepEqual(plain(await listWholeEntity(store, { entity: PEOPLE })), plain(expected))
    const events = (await readWholeJournal(store)).map(({ event }) => event)
    deepEqual(plain(events), plain(changes.flatMap((change) => change.events)))
  }),

  storeCase('[S8] the journal is told in the order it happened', async ({ store, lease }) => {
    const born = birth(1, { a: '1' })
    const other = birth(1, { b: '1' }, [], ANIMALS)
    await store.commit(lease, transactionOf([born, other], [configured]))
    await store.commit(lease, transactionOf([end(pairAfter(born))], [configured], 'run-2'))
    const entries = await readWholeJournal(store, {}, 2)
    deepEqual(
      entries.map(({ run, atMs, entity, pair, event }) => [run, atMs, entity, pair, event.kind]),
      [
        ['run-1', NOW_MS, PEOPLE, 1, 'linked'],
        ['run-1', NOW_MS, ANIMALS, 1, 'linked'],
        ['run-1', NOW_MS, undefined, undefined, 'configured'],
        ['run-2', NOW_MS, PEOPLE, 1, 'forgotten'],
        ['run-2', NOW_MS, undefined, undefined, 'configured'],
      ],
    )
    const positions = entries.map(({ seq }) => seq)
    deepEqual(
      positions,
      [...new Set(positions)].sort((left, right) => left - right),
    )
  }),

  storeCase('[S8] the journal is read by entity, pair and run', async ({ store, lease }) => {
    const born = [birth(1, { a: '1' }), birth(2, { a: '2' }), birth(1, { a: '1' }, [], ANIMALS)]
    await store.commit(lease, transactionOf(born, [configured]))
    await store.commit(lease, transactionOf(born.map(pairAfter).map(end), [], 'run-2'))
    const kinds = async (filter: Parameters<Store['readJournal']>[0]): Promise<string[]> =>
      (await readWholeJournal(store, filter, 1)).map(
        ({ entity, pair, event }) => `${entity ?? '-'} ${pair ?? '-'} ${event.kind}`,
      )
    deepEqual(await kinds({ entity: PEOPLE, pair: 1 }), ['people 1 linked', 'people 1 forgotten'])
    deepEqual(await kinds({ entity: ANIMALS }), ['animals 1 linked', 'animals 1 forgotten'])
    deepEqual(await kinds({ run: 'run-2', entity: PEOPLE }), [
      'people 1 forgotten',
      'people 2 forgotten',
    ])
    deepEqual((await kinds({ run: 'run-1' })).length, 4)
    deepEqual(await kinds({ run: 'run-3' }), [])
    deepEqual(await kinds({ entity: 'plants' }), [])
  }),
]

/** Everything a store tells, for comparing before with after. */
async function snapshot(store: Store): Promise<unknown> {
  return plain([
    await store.listPairs({}, { limit: 100 }),
    await readWholeJournal(store),
    await store.facts(),
    await store.lastNumber(PEOPLE),
    await store.lastNumber(ANIMALS),
  ])
}
