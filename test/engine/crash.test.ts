import type { MemoryCollectionOptions } from '../../src/adapters/memory/memory-options.ts'
import type { Fault } from '../../src/adapters/memory/memory-requests.ts'
import type { MemoryUsers } from '../../src/adapters/memory/memory-users.ts'
import type { StoreCrash } from '../../src/testing/index.ts'
import type { World } from './world.ts'
import { checkFold, crashingStore } from '../../src/testing/index.ts'
import { contents, makeWorld } from './world.ts'
import { describe, expect, test } from 'vitest'
import { memoryStore } from '../../src/stores/memory/memory-store.ts'

/** The process dies at one request of one system; what happens to the request itself is the other half of the point. */
interface CrashPoint {
  readonly side: 'a' | 'b'
  readonly at: number
  readonly fault: 'hang-before' | 'hang-after'
}

/** A door that lets everything pass until it is armed, then lets the n-th request hang for ever. */
class Door {
  #armed: CrashPoint | undefined
  #seen = 0
  #crashed = Promise.withResolvers<undefined>()

  readonly side: 'a' | 'b'
  constructor(side: 'a' | 'b') {
    this.side = side
  }

  arm(point: CrashPoint | undefined): void {
    this.#armed = point
    this.#seen = 0
    this.#crashed = Promise.withResolvers<undefined>()
  }

  get seen(): number {
    return this.#seen
  }

  get crashed(): Promise<undefined> {
    return this.#crashed.promise
  }

  readonly onRequest = (): Fault => {
    this.#seen += 1
    if (this.#armed?.side !== this.side || this.#armed.at !== this.#seen) return 'pass'
    this.#crashed.resolve(undefined)
    return this.#armed.fault
  }
}

interface Scene {
  readonly world: World
  readonly doors: { readonly a: Door; readonly b: Door }
}

/** Both systems agree on twelve records; then people make edits that come to twenty operations. */
async function makeScene(behaviour: MemoryCollectionOptions): Promise<Scene> {
  const doors = { a: new Door('a'), b: new Door('b') }
  const world = makeWorld({
    a: behaviour,
    b: behaviour,
    onRequestA: doors.a.onRequest,
    onRequestB: doors.b.onRequest,
    fields: [{ name: 'name' }, { name: 'city' }, { name: 'phone' }],
    matchBy: ['name'],
    guards: GENEROUS,
  })
  const a = world.a.users('items')
  const b = world.b.users('items')
  for (let no = 0; no < 12; no++) {
    const record = { name: `r${String(no).padStart(2, '0')}`, city: 'c0', phone: 'p0', private: no }
    a.create(record)
    b.create({ ...record, private: -no })
  }
  expect((await world.run()).exitCode).toBe(0)
  editTwenty(a, b)
  return { world, doors }
}

/** Edits that come to twenty operations: four disjoint merges, four plain updates, three deletes, five creates. */
function editTwenty(a: MemoryUsers, b: MemoryUsers): void {
  const idsA = [...a.readAll().keys()]
  const idsB = [...b.readAll().keys()]
  const idA = (no: number): string => idsA[no] ?? ''
  const idB = (no: number): string => idsB[no] ?? ''
  for (const no of [0, 1, 2, 3]) {
    a.update(idA(no), { city: 'c1' })
    b.update(idB(no), { phone: 'p1' })
  }
  for (const no of [4, 5]) a.update(idA(no), { city: 'c2' })
  for (const no of [6, 7]) b.update(idB(no), { city: 'c3', phone: 'p3' })
  for (const no of [8, 9]) a.delete(idA(no))
  b.delete(idB(10))
  for (const name of ['x1', 'x2']) a.create({ name, city: 'new', phone: 'new' })
  for (const name of ['y1', 'y2', 'y3']) b.create({ name, city: 'new', phone: 'new' })
}

const GENEROUS = {
  deletes: { ratioMax: 1, countFloor: 100 },
  updates: { ratioMax: 1, countFloor: 100 },
  creates: { ratioMax: 100, countFloor: 100 },
  recordsMin: 0,
}

const OPERATIONS = 20

/** Shared fields only, by name: what both systems have to end with. */
function sharedOf(world: World, side: 'a' | 'b'): readonly object[] {
  return contents(world[side]).map(({ name, city, phone }) => ({ name, city, phone }))
}

async function expectedEnd(behaviour: MemoryCollectionOptions): Promise<readonly object[]> {
  const { world } = await makeScene(behaviour)
  const report = await world.run()
  const landed = report.entities.flatMap(({ landed: { create, update, delete: gone } }) => [
    create.a + create.b,
    update.a + update.b,
    gone.a + gone.b,
  ])
  expect(landed.reduce((sum, count) => sum + count, 0)).toBe(OPERATIONS)
  expect(sharedOf(world, 'a')).toEqual(sharedOf(world, 'b'))
  return sharedOf(world, 'a')
}

async function expectRecovered(
  world: World,
  expected: readonly object[],
  what: string,
): Promise<void> {
  const first = await world.run()
  expect(first.exitCode, what).toBe(0)
  expect(sharedOf(world, 'a'), what).toEqual(expected)
  expect(sharedOf(world, 'b'), what).toEqual(expected)
  const again = await world.run()
  expect(again.entities[0]?.landed, `${what}, then quiet`).toEqual({
    create: { a: 0, b: 0 },
    update: { a: 0, b: 0 },
    delete: { a: 0, b: 0 },
  })
}

const PROFILES: Readonly<Record<string, MemoryCollectionOptions>> = {
  'versions and idempotency keys': { token: 'etag', creates: { idempotencyKey: true } },
  'versions and client ids': {
    token: 'counter',
    creates: { clientId: true, ifAbsent: true, idempotencyKey: false },
  },
  'versions and an external key': {
    token: 'hash',
    creates: { externalKey: 'ref', idempotencyKey: false },
  },
  'stamps, no representation': { token: 'stamp', representation: false, granularityMs: 1 },
}

/** Runs until the door hangs; tells whether the point was reached before the run ended. */
async function dieAtRequest({ world, doors }: Scene, point: CrashPoint): Promise<boolean> {
  doors.a.arm(point)
  doors.b.arm(point)
  const reached = await Promise.race([
    world.run().then(() => false),
    doors[point.side].crashed.then(() => true),
  ])
  doors.a.arm(undefined)
  doors.b.arm(undefined)
  await flush()
  return reached
}

async function dieAtStore({ world }: Scene, point: StoreCrash): Promise<boolean> {
  const store = crashingStore(world.store, point)
  const reached = await Promise.race([
    world
      .withStore(store)
      .run()
      .then(() => false),
    store.crashed.then(() => true),
  ])
  await flush()
  return reached
}

/** Tries `die` at 1, 2, 3 … until a run ends before its point is reached; tells how many points there were. */
async function enumerate(
  behaviour: MemoryCollectionOptions,
  expected: readonly object[],
  die: (scene: Scene, at: number) => Promise<boolean>,
): Promise<number> {
  for (let at = 1; ; at++) {
    const scene = await makeScene(behaviour)
    if (!(await die(scene, at))) return at - 1
    await expectRecovered(scene.world, expected, `point ${String(at)}`)
    await checkFold(scene.world.store)
  }
}

describe.each(Object.entries(PROFILES))('a run of 20 operations with %s', (_name, behaviour) => {
  test.for([
    ['a', 'hang-before'],
    ['a', 'hang-after'],
    ['b', 'hang-before'],
    ['b', 'hang-after'],
  ] as const)(
    '[L15] killed at every request to %s (%s), then run again, ends as if never killed',
    async ([side, fault]) => {
      const expected = await expectedEnd(behaviour)
      const points = await enumerate(behaviour, expected, (scene, at) =>
        dieAtRequest(scene, { side, at, fault }),
      )
      expect(points).toBeGreaterThan(OPERATIONS / 2)
    },
  )

  test.for(['before', 'after'] as const)(
    '[L15] killed %s every call to the store, then run again, ends as if never killed',
    async (how) => {
      const expected = await expectedEnd(behaviour)
      const points = await enumerate(behaviour, expected, (scene, crashAt) =>
        dieAtStore(scene, { crashAt, how }),
      )
      expect(points).toBeGreaterThan(10)
    },
  )
})

/** Lets everything that does not hang come to its end: other requests of the batch were in flight as well. */
async function flush(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
}

test('a memory that is lost costs questions, never records', async () => {
  const { world } = await makeScene({ token: 'etag' })
  await world.run()
  const before = sharedOf(world, 'a')
  const amnesiac = world.withStore(memoryStore())
  const report = await amnesiac.run()
  expect(report.exitCode).toBe(0)
  expect(sharedOf(world, 'a')).toEqual(before)
  expect(sharedOf(world, 'b')).toEqual(before)
})
