import type { Collection, Listing, Page, WriteOutcome } from '../../src/adapters/adapter.ts'
import { describe, expect, test } from 'vitest'
import { AssertionError } from 'node:assert'
import type { Fields } from '../../src/core/value.ts'
import type { MemoryCollectionOptions } from '../../src/adapters/memory/memory-options.ts'
import type { SuiteWorld } from '../../src/testing/adapter-suite/world.ts'
import { adapterSuite } from '../../src/testing/adapter-suite.ts'
import { canonicalText } from '../../src/core/value.ts'
import { memoryWorld } from '../adapters/memory/memory-world.ts'

/** One way to break the contract, and the rule that has to notice. */
interface Liar {
  readonly rule: string
  readonly lie: string
  readonly options?: MemoryCollectionOptions
  readonly collection?: (honest: Collection, world: SuiteWorld) => Partial<Collection>
  readonly system?: (world: SuiteWorld) => Partial<SuiteWorld['system']>
}

/** Rewrites every page of a listing, and its end. */
async function* rewrite(
  listing: Listing,
  page: (records: Page['records']) => Page['records'],
  end: Partial<Awaited<ReturnType<Listing['next']>>['value']> = {},
): Listing {
  for (;;) {
    const step = await listing.next()
    if (step.done === true) return { ...step.value, ...end }
    yield { ...step.value, records: page(step.value.records) }
  }
}

const keep = (records: Page['records']): Page['records'] => records
const refused = (why: 'invalid' | 'stale', message: string): WriteOutcome => ({
  kind: 'refused',
  why,
  message,
})

const LIARS: readonly Liar[] = [
  {
    rule: 'A1',
    lie: 'lists the first record of a page twice',
    collection: (honest) => ({
      list: (signal) =>
        rewrite(honest.list(signal), (records) => [...records.slice(0, 1), ...records]),
    }),
  },
  {
    rule: 'A1',
    lie: 'leaves out the last record of each page',
    collection: (honest) => ({
      list: (signal) => rewrite(honest.list(signal), (records) => records.slice(0, -1)),
    }),
  },
  {
    rule: 'A1',
    lie: 'calls pages stable that shift when a record vanishes',
    options: { stability: 'offset' },
    collection: ({ can }) => ({ can: { ...can, list: { ...can.list, stability: 'keyset' } } }),
  },
  {
    rule: 'A2',
    lie: 'says a full listing is incomplete',
    collection: (honest) => ({
      list: (signal) => rewrite(honest.list(signal), keep, { complete: false }),
    }),
  },
  {
    rule: 'A2',
    lie: 'tells a count that is too low',
    collection: (honest) => ({
      list: (signal) => rewrite(honest.list(signal), keep, { count: 1 }),
    }),
  },
  {
    rule: 'A3',
    lie: 'reads any id as the first record',
    collection: (honest) => ({ get: (_, signal) => honest.get('people-1', signal) }),
  },
  {
    rule: 'A4',
    lie: 'answers a batch without the records that are not there',
    collection: (honest) => ({
      getMany: async (ids, signal) =>
        ((await honest.getMany?.(ids, signal)) ?? []).filter(({ kind }) => kind === 'found'),
    }),
  },
  {
    rule: 'A5',
    lie: 'finds only the first of many',
    collection: (honest) => ({
      findByKey: async (field, value, signal) =>
        ((await honest.findByKey?.(field, value, signal)) ?? []).slice(0, 1),
    }),
  },
  {
    rule: 'A6',
    lie: 'takes the cursor after the listing',
    collection: (honest) => ({
      list: (signal) => rewrite(honest.list(signal), keep, { cursor: String(Date.UTC(2027, 0)) }),
    }),
  },
  {
    rule: 'A7',
    lie: 'ends complete when it is stopped',
    collection: (honest) => ({
      list: (signal) => rewrite(honest.list(signal), keep, { complete: true }),
    }),
  },
  {
    rule: 'A7',
    lie: 'hears only before its first page that it is stopped',
    collection: (honest) => ({
      list: (signal) => honest.list(signal.aborted ? signal : new AbortController().signal),
    }),
  },
  {
    rule: 'A8',
    lie: 'is another system at every call',
    system: () => {
      let calls = 0
      return { identify: async () => ({ tenant: `tenant ${++calls}`, scope: 'people' }) }
    },
  },
  {
    rule: 'A8',
    lie: 'makes up collections',
    system: ({ system, collection }) => ({ collection: () => system.collection(collection) }),
  },
  {
    rule: 'A8',
    lie: 'describes half of its fields',
    collection: (honest) => ({
      describe: async (signal) => {
        const info = await honest.describe(signal)
        return { ...info, fields: info.fields.slice(0, 2) }
      },
    }),
  },
  {
    rule: 'A9',
    lie: 'counts no request',
    system: () => ({ usage: () => ({ requests: 0, byOperation: {} }) }),
  },
  {
    rule: 'A10',
    lie: 'empties the fields it was not given',
    collection: (honest) => ({
      update: (id, body, options) => honest.update(id, { note: null, ...body }, options),
    }),
  },
  {
    rule: 'A11',
    lie: 'refuses every update as stale',
    collection: () => ({ update: async () => refused('stale', 'no') }),
  },
  { rule: 'A12', lie: 'ignores conditions', options: { conditions: 'ignored' } },
  {
    rule: 'A12',
    lie: 'writes, then says stale',
    collection: (honest) => ({
      update: async (id, body, options) => {
        const condition = { kind: 'none', because: 'a lie' } as const
        const answer = await honest.update(id, body, options)
        if (answer.kind === 'written') return answer
        await honest.update(id, body, { ...options, condition })
        return answer
      },
    }),
  },
  {
    rule: 'A13',
    lie: 'declares that the token covers a field it does not',
    options: { unversioned: ['tags'] },
    collection: ({ can }) => ({
      can: { ...can, token: { kind: 'etag', inList: true, covers: 'all' } },
    }),
  },
  {
    rule: 'A14',
    lie: 'creates what it should update',
    collection: (honest) => ({
      update: async (id, body, options) => {
        const answer = await honest.update(id, body, options)
        if (answer.kind !== 'refused' || answer.why !== 'absent') return answer
        const condition = { kind: 'none', because: 'a lie' } as const
        return honest.create(body, { ...options, condition, identification: { kind: 'none' } })
      },
    }),
  },
  {
    rule: 'A15',
    lie: 'answers written for a record that is gone',
    collection: (honest) => ({
      delete: async (id, options) => {
        await honest.delete(id, options)
        return { kind: 'written', id }
      },
    }),
  },
  { rule: 'A16', lie: 'deletes on any condition', options: { conditions: 'ignored' } },
  {
    rule: 'A17',
    lie: 'answers with the token from before the write',
    collection: (honest) => ({
      update: async (id, body, options) => {
        const answer = await honest.update(id, body, options)
        const { condition } = options
        return answer.kind === 'written' && condition.kind === 'token'
          ? { ...answer, token: condition.token }
          : answer
      },
    }),
  },
  {
    rule: 'A17',
    lie: 'answers with what was sent, not with what was stored',
    options: { normalise: { name: (value) => `${canonicalText(value)}!` } },
    collection: (honest) => ({
      update: async (id, body, options) => {
        const answer = await honest.update(id, body, options)
        return answer.kind === 'written' && answer.after
          ? { ...answer, after: { ...answer.after, fields: body } }
          : answer
      },
    }),
  },
  { rule: 'A18', lie: 'takes any value', options: { refuse: {} } },
  {
    rule: 'A19',
    lie: 'answers an id of its own making',
    collection: (honest) => ({
      create: async (body, options) => ({ ...(await honest.create(body, options)), id: 'x' }),
    }),
  },
  {
    rule: 'A20',
    lie: 'replaces the record under a taken id',
    options: { creates: { clientId: true } },
    collection: (honest) => ({
      create: async (body, options) => {
        const answer = await honest.create(body, options)
        const { identification, op, signal } = options
        if (answer.kind !== 'refused' || identification.kind !== 'client-id') return answer
        const condition = { kind: 'none', because: 'a lie' } as const
        return honest.update(identification.id, body, { condition, op, signal })
      },
    }),
  },
  {
    rule: 'A21',
    lie: 'ignores idempotency keys',
    collection: (honest) => ({
      create: (body, options) =>
        honest.create(body, { ...options, identification: { kind: 'none' } }),
    }),
  },
  {
    rule: 'A22',
    lie: 'drops the external key',
    options: { creates: { externalKey: 'ref', idempotencyKey: false } },
    collection: (honest) => ({
      create: (body, options) =>
        honest.create(body, { ...options, identification: { kind: 'none' } }),
    }),
  },
  {
    rule: 'A23',
    lie: 'trims ids',
    options: { creates: { clientId: true } },
    collection: (honest) => ({
      get: (id, signal) => honest.get(id.trim(), signal),
      update: (id, body, options) => honest.update(id.trim(), body, options),
    }),
  },
  {
    rule: 'A24',
    lie: 'reads integers as doubles',
    collection: (honest) => ({
      get: async (id, signal) => {
        const found = await honest.get(id, signal)
        if (found.kind !== 'found') return found
        const fields = { ...found.record.fields, age: Number(found.record.fields['age']) }
        return { ...found, record: { ...found.record, fields } }
      },
    }),
  },
  {
    rule: 'A25',
    lie: 'takes null for "leave it"',
    collection: (honest) => ({
      update: (id, body, options) => honest.update(id, withoutNulls(body), options),
    }),
  },
  {
    rule: 'A26',
    lie: 'stores text as JSON',
    options: { normalise: { name: canonicalText } },
  },
  {
    rule: 'A27',
    lie: 'assigns fields by name',
    collection: (honest) => ({
      update: (id, body, options) => {
        const prototype = Object.getPrototypeOf({}) as { polluted?: boolean }
        if (Object.hasOwn(body, '__proto__')) prototype.polluted = true
        return honest.update(id, body, options)
      },
    }),
  },
  {
    rule: 'A28',
    lie: 'writes without the condition it cannot hold',
    options: { conditions: 'none' },
    collection: (honest) => ({
      update: (id, body, options) =>
        honest.update(id, body, { ...options, condition: { kind: 'none', because: 'a lie' } }),
    }),
  },
]

function withoutNulls(body: Fields): Fields {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
}

function worldOf({ options = {}, collection, system }: Liar): SuiteWorld {
  const world = memoryWorld(options)
  const honest = world.system.collection(world.collection)
  const lying = { ...honest, ...collection?.(honest, world) }
  const bySystem = { ...world.system, collection: collectionOf(world, lying) }
  return { ...world, system: { ...bySystem, ...system?.(world) } }
}

function collectionOf(world: SuiteWorld, lying: Collection): (name: string) => Collection {
  return (name) => (name === world.collection ? lying : world.system.collection(name))
}

describe('the suite notices a system that', () => {
  test.each(LIARS)('$lie ($rule)', async (liar) => {
    const failed: string[] = []
    for (const { title, run } of adapterSuite(() => worldOf(liar)))
      await run().catch((error: unknown) => {
        expect(error, title).toBeInstanceOf(AssertionError)
        failed.push(title)
      })
    Reflect.deleteProperty(Object.prototype, 'polluted')
    expect(failed.join('\n')).toContain(`[${liar.rule}]`)
  })

  test('breaks any rule: every rule of the suite has its liar', () => {
    const rules = adapterSuite(() => memoryWorld({})).map(({ title }) => /A\d+/.exec(title)?.[0])
    expect(rules.filter((rule) => !LIARS.some((liar) => liar.rule === rule))).toEqual([])
  })
})
