import { describe, expect, test } from 'vitest'
import { contents, makeWorld } from '../world.ts'
import { EMPTIED_VALUES_MIN } from '../../../src/engine/paths/empty-field.ts'
import type { Fields } from '../../../src/core/value.ts'
import type { RunReport } from '../../../src/engine/report.ts'
import type { SyncRequest } from '../../../src/engine/sync.ts'
import type { World } from '../world.ts'
import { compileEntity } from '../../../src/mapping/entity/compile-entity.ts'

/** Records of a system that leaves out what is empty, as many REST services do. */
const PEOPLE: readonly Fields[] = [
  { name: 'Ada', city: 'Paris' },
  { name: 'Bob', city: 'Lyon' },
]

function worldOf(records: readonly Fields[] = PEOPLE): World {
  const world = makeWorld({ matchBy: ['name'] })
  for (const fields of records) world.a.users('items').create(fields)
  return world
}

/** A run whose mapping looks for the city of `crm` at another path. */
function run(world: World, path: string, request: Partial<SyncRequest> = {}): Promise<RunReport> {
  const fields = { name: { a: 'name', b: 'name' }, city: { a: path, b: 'city' } }
  const mapping = compileEntity({ fields }, { a: 'crm', b: 'erp' })
  const entities = world.pairing.entities.map((entity) => ({ ...entity, mapping }))
  return world.with({ ...world.pairing, entities }).run(request)
}

/** Moves every record of `crm`, so that each is decided again. */
function touchAll(world: World): void {
  for (const [id] of world.a.users('items').readAll())
    world.a.users('items').update(id, { note: 'seen' })
}

function tripsOf({ trips }: RunReport): readonly string[] {
  return trips.map(({ guard, message }) => `${guard}: ${message}`)
}

describe('a field whose path not one record has', () => {
  test('[L21] stops a first run when records have a name much like it', async () => {
    const world = worldOf()
    const report = await run(world, 'ctiy')
    expect(tripsOf(report)).toEqual([
      'empty-field: not one record has "ctiy", and 2 records would be written without city; did you mean "city"?',
    ])
    expect([report.exitCode, contents(world.b)]).toEqual([5, []])
  })

  test('[L21] lets a first run go on when records have no name like it, or have it empty', async () => {
    for (const [path, more] of [
      ['fax', {}],
      ['ctiy', { ctiy: null }],
    ] as const) {
      const world = worldOf(PEOPLE.map((fields) => ({ ...fields, ...more })))
      expect((await run(world, path)).exitCode, path).toBe(0)
      expect(contents(world.b)).toHaveLength(PEOPLE.length)
    }
  })

  test('[L21] stops a later run that would empty values because of it, whatever it is called', async () => {
    const world = worldOf()
    await run(world, 'city')
    touchAll(world)
    const report = await run(world, 'location')
    expect(tripsOf(report)).toEqual([
      'empty-field: not one record has "location", and 2 records would lose their city',
    ])
    expect(contents(world.b).map(({ city }) => city)).toEqual(['Paris', 'Lyon'])
  })

  test('[L21] is carried across when a person says so', async () => {
    const world = worldOf()
    await run(world, 'city')
    touchAll(world)
    const report = await run(world, 'location', { allowed: { 'empty-field': Infinity } })
    expect([report.exitCode, contents(world.b).map(({ city }) => city)]).toEqual([0, [null, null]])
  })

  test('[L21] may be the last value that somebody emptied', async () => {
    expect(EMPTIED_VALUES_MIN).toBe(2)
    const world = worldOf(PEOPLE.slice(0, 1))
    await run(world, 'city')
    touchAll(world)
    expect((await run(world, 'location')).trips).toEqual([])
  })

  test('[L21] is told in every run that it does not stop, if a name is much like it', async () => {
    const world = worldOf()
    await run(world, 'city')
    await run(world, 'ctiy')
    const warnings = world.events.flatMap((event) =>
      event.type === 'warning' ? [event.message] : [],
    )
    expect(warnings).toEqual(['item: not one record of crm items has "ctiy"; did you mean "city"?'])
  })
})
