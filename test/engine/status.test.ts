import { expect, test } from 'vitest'
import { openPairs, readStatus } from '../../src/engine/status.ts'
import { makeWorld } from './world.ts'

test('a pairing that never ran says so, and asking contacts nobody', async () => {
  const world = makeWorld()
  expect(await readStatus(world.pairing)).toEqual({
    pairing: 'crm-erp',
    systems: { a: 'crm', b: 'erp' },
    lastRun: undefined,
    lease: undefined,
    entities: [
      {
        entity: 'item',
        linked: 0,
        conflicts: 0,
        decrees: 0,
        intents: 0,
        pendingCreates: 0,
        parked: 0,
        cursors: {},
      },
    ],
  })
  expect(world.a.usage().requests + world.b.usage().requests).toBe(0)
})

test('what is open is counted by its kind, and each pair is listed once', async () => {
  const world = makeWorld({
    matchBy: ['name'],
    b: { refuse: { city: (city) => (city === 'Nowhere' ? 'there is no such city' : undefined) } },
  })
  const ids = ['Ada', 'Bob', 'Cem', 'Dora'].map((name) =>
    world.a.users('items').create({ name, city: 'Paris' }),
  )
  await world.run()
  const pairs = await world.store.listPairs({ entity: 'item' }, { limit: 10 })
  world.a.users('items').update(ids[0]!, { city: 'Lyon' })
  world.b
    .users('items')
    .update(pairs.find((pair) => pair.ids.a === ids[0])?.ids.b ?? '', { city: 'Oslo' })
  world.a.users('items').update(ids[1]!, { city: 'Nowhere' })
  for (const city of ['Rome', 'Bern']) world.b.users('items').create({ name: 'Eve', city })
  world.a.users('items').create({ name: 'Eve', city: 'Wien' })
  await world.run()
  const { entities, lastRun } = await readStatus(world.pairing)
  expect(entities).toMatchObject([
    { linked: 4, conflicts: 4, decrees: 0, intents: 0, pendingCreates: 0, parked: 1 },
  ])
  expect(lastRun?.ended?.exitCode).toBe(4)
  const open = []
  for await (const pair of openPairs(world.store, 'item')) open.push(pair.no)
  expect(new Set(open).size).toBe(open.length)
  expect(open.length).toBe(5)
})
