import type { CreatedBothPolicy } from '../../src/core/terms.ts'
import type { World } from './world.ts'
import { describe, expect, test } from 'vitest'
import { contents, makeWorld } from './world.ts'
import { DEFAULT_PRESET } from '../../src/core/policy/preset.ts'
import type { Preset } from '../../src/core/policy/preset.ts'

const NO_WRITES = { create: { a: 0, b: 0 }, update: { a: 0, b: 0 }, delete: { a: 0, b: 0 } }
const BOTH = ['Oslo', 'Rome'].map(
  (city) => expect.objectContaining({ name: 'Ada', city }) as unknown,
)

/** Two records of one name that differ in their city. */
function worldOfTwo(createdBoth: CreatedBothPolicy): World {
  const { presence } = DEFAULT_PRESET
  const preset: Preset = { ...DEFAULT_PRESET, presence: { ...presence, createdBoth } }
  const world = makeWorld({ matchBy: ['name'], preset })
  world.a.users('items').create({ name: 'Ada', city: 'Rome' })
  world.b.users('items').create({ name: 'Ada', city: 'Oslo' })
  return world
}

describe('two records that are to stay two', () => {
  test('[D8] each get a counterpart of their own, once', async () => {
    const world = worldOfTwo({ kind: 'both' })
    const report = await world.run()
    expect(report.entities[0]?.landed.create).toEqual({ a: 1, b: 1 })
    for (const system of [world.a, world.b])
      expect(contents(system)).toEqual(expect.arrayContaining(BOTH))
    expect((await world.run()).entities[0]?.landed).toEqual(NO_WRITES)
    expect(await world.store.countPairs({ entity: 'item' })).toBe(2)
  })
})
