import type { BySide, Entity, Pairing, System } from '../../src/index.ts'
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
import type { Fields } from '../../src/core/value.ts'
import type { SuiteWorld } from '../../src/testing/adapter-suite/world.ts'
import { filesWorld } from '../adapters/files/files-world.ts'
import { memorySystem } from '../../src/testing/index.ts'
import { sqlWorld } from '../adapters/sql/sql-world.ts'

const NAMES = { a: 'here', b: 'there' }
const FIELDS = { name: { a: 'name', b: 'name' }, note: { a: 'note', b: 'note' } }
const KEY = { a: 'name', b: 'name' }
const NO_WRITES = { create: { a: 0, b: 0 }, update: { a: 0, b: 0 }, delete: { a: 0, b: 0 } }
const SETTLE_MS = 5

const WORLDS: Readonly<Record<string, () => SuiteWorld | Promise<SuiteWorld>>> = {
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

/** A memory system on side `a`, the system of a world on side `b`. */
function pairingOf(world: SuiteWorld) {
  const memory = memorySystem({ name: NAMES.a, collections: { people: {} } })
  const systems: BySide<System> = { a: memory, b: world.system }
  const collections = {
    a: memory.collection('people'),
    b: world.system.collection(world.collection),
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
      tokenCovers: { a: true, b: collections.b.can.token?.covers === 'all' },
      same: (field, left, right) => mapping.same(field, left, right),
    }),
    match: [{ name: 'name', then: 'link', ...compileKey({ on: KEY }, NAMES) }],
    guards: DEFAULT_GUARDS,
    meaning: 'people',
  }
  const pairing: Pairing = { name: 'both', systems, entities: [entity], store: memoryStore() }
  const run = async () => (await sync(pairing, plainRequest({ owner: 'a test' }))).entities[0]
  return { users: memory.users('people'), run }
}

describe.each(Object.entries(WORLDS))('with %s', (_name, make) => {
  test('[L7] a run right after a run that created, updated and deleted both ways writes nothing', async () => {
    const world = await make()
    onTestFinished(async () => {
      await world.system.close()
      await world.dispose?.()
    })
    const { users, run } = pairingOf(world)
    const { outside } = world
    const sample = (n: number): Fields => ({ name: `n${n}`, note: `note ${n}` })
    const ids = [0, 1, 2, 3].map((n) => users.create(sample(n)))
    const theirs = await outside.create({ ...world.body(4), ...sample(4) })
    expect((await run())?.landed.create).toEqual({ a: 1, b: 4 })
    expect((await run())?.landed).toEqual(NO_WRITES)

    users.update(ids[0] ?? '', { note: 'changed here' })
    users.delete(ids[1] ?? '')
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    await outside.update(theirs ?? '', { note: 'changed there' })
    const landed = (await run())?.landed
    expect(landed).toEqual({
      create: { a: 0, b: 0 },
      update: { a: 1, b: 1 },
      delete: { a: 0, b: 1 },
    })
    expect([...users.readAll().values()].map(({ note }) => note)).toContain('changed there')
    expect((await run())?.landed).toEqual(NO_WRITES)
  })
})
