import type { Fault } from '../../src/adapters/memory/memory-requests.ts'
import type { MemoryCollectionOptions } from '../../src/adapters/memory/memory-options.ts'
import type { Value } from '../../src/core/value.ts'
import type { World } from './world.ts'
import { describe, expect, test } from 'vitest'
import { contents, makeWorld } from './world.ts'
import { crashingStore } from '../../src/testing/faulty-store.ts'

const NO_WRITES = { create: { a: 0, b: 0 }, update: { a: 0, b: 0 }, delete: { a: 0, b: 0 } }
const MERGED = ['p', 'x', 'y']

/** What becomes of each request; `b` is written first, so that an update of `a` is the second half of a merge. */
type Weather = (side: 'a' | 'b', operation: string) => Fault

const FAIR: Weather = () => 'pass'

/** Two linked records to which each side has since added a tag of its own. */
async function divided(b: MemoryCollectionOptions = {}, a: MemoryCollectionOptions = {}) {
  let weather = FAIR
  const world = makeWorld({
    a,
    b,
    matchBy: ['name'],
    fields: [{ name: 'name' }, { name: 'tags', policy: { kind: 'union' } }],
    onRequestA: ({ operation }) => weather('a', operation),
    onRequestB: ({ operation }) => weather('b', operation),
  })
  const ids = {
    a: world.a.users('items').create({ name: 'Ada', tags: ['p'] }),
    b: world.b.users('items').create({ name: 'Ada', tags: ['p'] }),
  }
  await world.run()
  world.a.users('items').update(ids.a, { tags: ['p', 'x'] })
  world.b.users('items').update(ids.b, { tags: ['p', 'y'] })
  const setWeather = (next: Weather): void => {
    weather = next
  }
  return { world, ids, setWeather }
}

function tagsOn(world: World, side: 'a' | 'b'): readonly string[] {
  return (contents(world[side])[0]?.['tags'] as readonly string[]).toSorted()
}

/** Runs that die at one point after another, until one ends before its point is reached. */
async function everyDeath(
  die: (scene: Awaited<ReturnType<typeof divided>>, at: number) => Promise<boolean>,
  afterwards: (scene: Awaited<ReturnType<typeof divided>>, at: number) => Promise<void>,
): Promise<number> {
  for (let at = 1; ; at++) {
    const scene = await divided()
    if (!(await die(scene, at))) return at - 1
    scene.setWeather(FAIR)
    await afterwards(scene, at)
  }
}

async function dieAtStore(
  { world }: Awaited<ReturnType<typeof divided>>,
  crashAt: number,
  how: 'before' | 'after',
): Promise<boolean> {
  const store = crashingStore(world.store, { crashAt, how })
  return endsFirst(world.withStore(store).run(), store.crashed)
}

async function dieAtRequest(
  { world, setWeather }: Awaited<ReturnType<typeof divided>>,
  deathAt: number,
  fault: 'hang-before' | 'hang-after',
): Promise<boolean> {
  const death = Promise.withResolvers<undefined>()
  let count = 0
  setWeather(() => {
    count += 1
    if (count !== deathAt) return 'pass'
    death.resolve(undefined)
    return fault
  })
  return endsFirst(world.run(), death.promise)
}

/** Whether the run died, and everything else that was in flight has come to its end. */
async function endsFirst(run: Promise<unknown>, death: Promise<unknown>): Promise<boolean> {
  const died = await Promise.race([run.then(() => false), death.then(() => true)])
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
  return died
}

describe('a merge of two sides', () => {
  test('[W13] reaches both, and the next run writes nothing', async () => {
    const { world } = await divided()
    await world.run()
    expect([tagsOn(world, 'a'), tagsOn(world, 'b')]).toEqual([MERGED, MERGED])
    expect((await world.run()).entities[0]?.landed).toEqual(NO_WRITES)
  })

  test('[W13] keeps what a user adds between its two writes, and what the first one brought', async () => {
    const { world, ids, setWeather } = await divided()
    setWeather((side, operation) => {
      if (side !== 'a' || operation !== 'update') return 'pass'
      world.a.users('items').update(ids.a, { tags: ['p', 'x', 'w'] })
      setWeather(FAIR)
      return 'pass'
    })
    await world.run()
    expect([tagsOn(world, 'a'), tagsOn(world, 'b')]).toEqual([
      ['p', 'w', 'x', 'y'],
      ['p', 'w', 'x', 'y'],
    ])
  })

  test('[W13] is decided again where its second record moves before its whole is read for the second write', async () => {
    const { world, ids, setWeather } = await divided({}, { style: 'replace' })
    setWeather((side, operation) => {
      if (side !== 'b' || operation !== 'update') return 'pass'
      world.a.users('items').update(ids.a, { tags: ['p', 'x', 'w'] })
      setWeather(FAIR)
      return 'pass'
    })
    await world.run()
    const all = ['p', 'w', 'x', 'y']
    expect([tagsOn(world, 'a'), tagsOn(world, 'b')]).toEqual([all, all])
  })

  test('[W13] settles in the form the other side keeps it, and is not written again', async () => {
    const shout = (value: Value): Value =>
      Array.isArray(value) ? value.map((each) => String(each).toUpperCase()) : value
    const { world } = await divided({ normalise: { tags: shout } })
    const merging = await world.run()
    expect(merging.entities[0]?.landed.update).toEqual({ a: 1, b: 1 })
    expect((await world.run()).entities[0]?.landed).toEqual(NO_WRITES)
  })
})

describe('a merge that is killed', () => {
  const WAYS: readonly (readonly [string, Parameters<typeof everyDeath>[0]])[] = [
    ['before every call to the store', (scene, at) => dieAtStore(scene, at, 'before')],
    ['after every call to the store', (scene, at) => dieAtStore(scene, at, 'after')],
    ['before every request takes effect', (scene, at) => dieAtRequest(scene, at, 'hang-before')],
    ['after every request took effect', (scene, at) => dieAtRequest(scene, at, 'hang-after')],
  ]

  test.for(WAYS)('[W13] [L15] %s is completed by the next run', async ([, die]) => {
    const deaths = await everyDeath(die, async ({ world }, at) => {
      await world.run()
      const tags = [tagsOn(world, 'a'), tagsOn(world, 'b')]
      expect(tags, String(at)).toEqual([MERGED, MERGED])
      expect((await world.run()).entities[0]?.landed, String(at)).toEqual(NO_WRITES)
    })
    expect(deaths).toBeGreaterThan(3)
  })

  test.for(WAYS)(
    '[W13] %s and edited before the next run loses nothing that anyone added',
    async ([, die]) => {
      for (const side of ['a', 'b'] as const)
        await everyDeath(die, async ({ world, ids }, at) => {
          const tags = [...tagsOn(world, side), 'w']
          world[side].users('items').update(ids[side], { tags })
          await world.run()
          await world.run()
          const all = ['p', 'w', 'x', 'y']
          expect([tagsOn(world, 'a'), tagsOn(world, 'b')], String(at)).toEqual([all, all])
        })
    },
  )
})
