import type { Collection, Listing } from '../../src/adapters/adapter.ts'
import type { World } from './world.ts'
import { expect, test } from 'vitest'
import { assert } from '../../src/core/assert.ts'
import { contents, makeWorld } from './world.ts'

/** The same world, with a listing of `b` that shows what it showed before. */
async function behind(world: World): Promise<Pick<World, 'run'>> {
  const [entity] = world.pairing.entities
  assert(entity !== undefined, 'the world has an entity')
  const { b } = entity.collections
  const listing = b.list(new AbortController().signal)
  const pages: Awaited<ReturnType<Listing['next']>>[] = []
  do pages.push(await listing.next())
  while (pages.at(-1)?.done !== true)
  async function* replay(): Listing {
    for (const page of pages) {
      if (page.done === true) return page.value
      yield page.value
    }
    throw new Error('the listing had no end')
  }
  const collection: Collection = { ...b, list: replay }
  const collections = { ...entity.collections, b: collection }
  return world.with({ ...world.pairing, entities: [{ ...entity, collections }] })
}

test('[L17] a value that a user puts back travels, also where versions recur with their content', async () => {
  const world = makeWorld({ matchBy: ['name'], a: { token: 'hash' } })
  const a = world.a.users('items').create({ name: 'Ada', city: 'Rome' })
  await world.run()
  for (const city of ['Oslo', 'Rome', 'Oslo']) {
    world.a.users('items').update(a, { city })
    expect((await world.run()).exitCode).toBe(0)
    expect(contents(world.b)).toMatchObject([{ name: 'Ada', city }])
  }
})

test('[L17] a listing that is behind our own write undoes nothing', async () => {
  const world = makeWorld({ matchBy: ['name'] })
  const a = world.a.users('items').create({ name: 'Ada', city: 'Rome' })
  await world.run()
  const stale = await behind(world)
  world.a.users('items').update(a, { city: 'Oslo' })
  await world.run()
  const report = await stale.run()
  expect(report.exitCode).toBe(0)
  for (const system of [world.a, world.b])
    expect(contents(system)).toMatchObject([{ city: 'Oslo' }])
})
