import { describe, expect, test } from 'vitest'
import { contents, makeWorld } from './world.ts'

describe('a run', () => {
  test('creates across what exists on one side only, both ways, and then writes nothing more', async () => {
    const world = makeWorld()
    world.a.users('items').create({ name: 'Ada', city: 'Paris' })
    world.b.users('items').create({ name: 'Bob', city: 'Rome' })
    const first = await world.run()
    expect(first.exitCode).toBe(0)
    expect(contents(world.a)).toEqual(contents(world.b))
    expect(contents(world.a).map(({ name }) => name)).toEqual(['Ada', 'Bob'])
    const second = await world.run()
    expect(second.exitCode).toBe(0)
    expect(second.requests.map(({ byOperation }) => Object.keys(byOperation).sort())).toEqual([
      ['identify', 'list'],
      ['identify', 'list'],
    ])
  })

  test('merges disjoint edits of one record and asks about the field both changed', async () => {
    const world = makeWorld({
      matchBy: ['name'],
      fields: [{ name: 'name' }, { name: 'city' }, { name: 'phone' }],
    })
    const a = world.a.users('items').create({ name: 'Ada', city: 'Paris', phone: '1' })
    const b = world.b.users('items').create({ name: 'Ada', city: 'Paris', phone: '1' })
    await world.run()
    world.a.users('items').update(a, { city: 'Lyon' })
    world.b.users('items').update(b, { phone: '2' })
    const merged = await world.run()
    expect(merged.exitCode).toBe(0)
    expect(world.a.users('items').read(a)).toMatchObject({ city: 'Lyon', phone: '2' })
    expect(world.b.users('items').read(b)).toMatchObject({ city: 'Lyon', phone: '2' })
    world.a.users('items').update(a, { city: 'Nice', phone: '3' })
    world.b.users('items').update(b, { city: 'Oslo' })
    const asked = await world.run()
    expect(asked.exitCode).toBe(3)
    expect(world.b.users('items').read(b)).toMatchObject({ city: 'Oslo', phone: '3' })
    const quiet = await world.run()
    expect(quiet.exitCode).toBe(3)
    expect(quiet.requests.map(({ byOperation }) => byOperation['update'] ?? 0)).toEqual([0, 0])
  })

  test('carries deletions across and forgets the pair', async () => {
    const world = makeWorld()
    const ids = ['Ada', 'Bob', 'Cem'].map((name) =>
      world.a.users('items').create({ name, city: 'X' }),
    )
    await world.run()
    world.a.users('items').delete(ids[1] ?? '')
    const report = await world.run()
    expect(report.exitCode).toBe(0)
    expect(contents(world.b).map(({ name }) => name)).toEqual(['Ada', 'Cem'])
    expect(await world.store.countPairs({ entity: 'item' })).toBe(2)
  })
})
