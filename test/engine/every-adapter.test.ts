import type { BySide, Entity, Pairing } from '../../src/index.ts'
import {
  DEFAULT_GUARDS,
  DEFAULT_PRESET,
  compileEntity,
  compileKey,
  memoryStore,
  plainRequest,
  prepareTerms,
  sync,
} from '../../src/index.ts'
import { ITEMS, restWorld } from '../adapters/rest/rest-world.ts'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { MakeWorld, SuiteWorld } from '../../src/testing/adapter-suite/world.ts'
import { filesWorld } from '../adapters/files/files-world.ts'
import { memoryWorld } from '../adapters/memory/memory-world.ts'
import { sqlWorld } from '../adapters/sql/sql-world.ts'

const NAMES = { a: 'here', b: 'there' }
const FIELDS = { name: { a: 'name', b: 'name' }, note: { a: 'note', b: 'note' } }
const KEY = { a: 'name', b: 'name' }
const NO_WRITES = { create: { a: 0, b: 0 }, update: { a: 0, b: 0 }, delete: { a: 0, b: 0 } }
/** Longer than any of these systems needs to give the next edit another stamp. */
const SETTLE_MS = 5

const WORLDS: Readonly<Record<string, MakeWorld>> = {
  memory: () => memoryWorld({}),
  'a REST service': () => restWorld(ITEMS),
  'a SQLite table with versions': () =>
    sqlWorld({
      script:
        'CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT, note TEXT, age INTEGER, weight REAL, v INTEGER NOT NULL DEFAULT 1)',
      config: { id: 'id', clientId: true, version: { column: 'v', bump: true } },
      updates: ', v = v + 1',
    }),
  'a CSV file': () => filesWorld('people.csv'),
  'a JSON Lines file': () => filesWorld('people.jsonl'),
}

/** Every kind of system beside every kind, in both orders, its own kind included. */
const PAIRS = Object.entries(WORLDS).flatMap(([a, makeA]) =>
  Object.entries(WORLDS).map(([b, makeB]) => [a, b, { a: makeA, b: makeB }] as const),
)

function pairingOf(worlds: BySide<SuiteWorld>): Pairing {
  const { a, b } = worlds
  const systems = { a: { ...a.system, name: NAMES.a }, b: { ...b.system, name: NAMES.b } }
  const collections = {
    a: a.system.collection(a.collection),
    b: b.system.collection(b.collection),
  }
  const mapping = compileEntity({ fields: FIELDS }, NAMES)
  const may = { create: true, update: true, delete: true }
  const entity: Entity = {
    name: 'person',
    collections,
    mapping,
    terms: prepareTerms({
      entity: 'person',
      names: NAMES,
      fields: Object.keys(FIELDS).map((name) => ({ name, ...DEFAULT_PRESET.field })),
      presence: DEFAULT_PRESET.presence,
      allow: { a: may, b: may },
      tokenCovers: {
        a: collections.a.can.token?.covers === 'all',
        b: collections.b.can.token?.covers === 'all',
      },
      same: (field, left, right) => mapping.same(field, left, right),
    }),
    match: [{ name: 'name', then: 'link', ...compileKey({ on: KEY }, NAMES) }],
    guards: DEFAULT_GUARDS,
    meaning: 'people',
  }
  return { name: 'both', systems, entities: [entity], store: memoryStore() }
}

async function open(make: MakeWorld): Promise<SuiteWorld> {
  const world = await make()
  onTestFinished(async () => {
    await world.system.close()
    await world.dispose?.()
  })
  return world
}

/** Names and notes of everything a listing of the system shows, sorted. */
async function contents({ system, collection }: SuiteWorld): Promise<readonly string[]> {
  const told: string[] = []
  const { signal } = new AbortController()
  for await (const { records } of system.collection(collection).list(signal))
    for (const { fields } of records) {
      const { name, note } = fields as Readonly<Record<string, string>>
      told.push(`${name}: ${note}`)
    }
  return told.sort()
}

/** What users do on one side: the n-th edit of each kind differs from all others. */
function usersOf({ outside, body, settle }: SuiteWorld, from: number) {
  const ids: string[] = []
  return {
    create: async (count: number) => {
      for (let n = from; n < from + count; n++)
        ids.push((await outside.create({ ...body(n), name: `n${n}`, note: `note ${n}` })) ?? '')
    },
    change: async () => {
      await settle?.()
      await outside.update(ids[0] ?? '', { note: `changed ${from}` })
      await outside.delete(ids[1] ?? '')
    },
  }
}

describe.each(PAIRS)('between %s and %s', (_a, _b, make) => {
  test('[L7] a run right after a run that created, updated and deleted both ways writes nothing', async () => {
    const worlds = { a: await open(make.a), b: await open(make.b) }
    const pairing = pairingOf(worlds)
    const run = async () =>
      (await sync(pairing, plainRequest({ owner: 'a test' }))).entities[0]?.landed
    const users = { a: usersOf(worlds.a, 0), b: usersOf(worlds.b, 10) }
    await users.a.create(4)
    await users.b.create(3)
    expect(await run()).toEqual({ ...NO_WRITES, create: { a: 3, b: 4 } })
    expect(await run()).toEqual(NO_WRITES)

    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    await users.a.change()
    await users.b.change()
    expect(await run()).toEqual({ ...NO_WRITES, update: { a: 1, b: 1 }, delete: { a: 1, b: 1 } })
    const agreed = ['n0: changed 0', 'n10: changed 10', 'n12: note 12', 'n2: note 2', 'n3: note 3']
    expect(await contents(worlds.a)).toEqual(agreed)
    expect(await contents(worlds.b)).toEqual(agreed)
    expect(await run()).toEqual(NO_WRITES)
  })
})
