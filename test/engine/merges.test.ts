import type { MemoryCollectionOptions } from '../../src/adapters/memory/memory-options.ts'
import type { Value } from '../../src/core/value.ts'
import type { World } from './world.ts'
import { describe, expect, test } from 'vitest'
import { contents, makeWorld } from './world.ts'

/** Two linked records; then each side adds a tag of its own. */
async function divided(options: { readonly b?: MemoryCollectionOptions } = {}) {
  let between: (() => void) | undefined
  const world = makeWorld({
    ...options,
    matchBy: ['name'],
    fields: [{ name: 'name' }, { name: 'tags', policy: { kind: 'union' } }],
    // `b` is written first: a request to `a` is the second half of the merge.
    onRequestA: ({ operation }) => {
      if (operation === 'update') between?.()
      if (operation === 'update') between = undefined
      return 'pass'
    },
  })
  const a = world.a.users('items').create({ name: 'Ada', tags: ['p'] })
  const b = world.b.users('items').create({ name: 'Ada', tags: ['p'] })
  await world.run()
  world.a.users('items').update(a, { tags: ['p', 'x'] })
  world.b.users('items').update(b, { tags: ['p', 'y'] })
  const onSecondHalf = (edit: () => void): void => {
    between = edit
  }
  return { world, a, b, onSecondHalf }
}

function tagsOf({ a, b }: World): readonly unknown[] {
  return [a, b].map((system) => contents(system)[0]?.['tags'])
}

const MERGED = ['p', 'x', 'y']

describe('a merge of two sides', () => {
  test('[W13] reaches both, and the next run writes nothing', async () => {
    const { world } = await divided()
    await world.run()
    expect(tagsOf(world)).toEqual([MERGED, MERGED])
    expect((await world.run()).entities[0]?.landed).toEqual(NO_WRITES)
  })

  test('[W13] keeps what a user adds between its two writes, and what the first one brought', async () => {
    const { world, a, onSecondHalf } = await divided()
    onSecondHalf(() => {
      world.a.users('items').update(a, { tags: ['p', 'x', 'w'] })
    })
    await world.run()
    await world.run()
    const all = ['p', 'w', 'x', 'y']
    expect(tagsOf(world).map(sorted)).toEqual([all, all])
  })

  test('[W13] settles in the form the other side keeps it, and is not written again', async () => {
    const shout = (value: Value): Value =>
      Array.isArray(value) ? value.map((each) => String(each).toUpperCase()) : value
    const { world } = await divided({ b: { normalise: { tags: shout } } })
    const merging = await world.run()
    expect(merging.entities[0]?.landed.update).toEqual({ a: 1, b: 1 })
    expect((await world.run()).entities[0]?.landed).toEqual(NO_WRITES)
  })
})

const NO_WRITES = { create: { a: 0, b: 0 }, update: { a: 0, b: 0 }, delete: { a: 0, b: 0 } }

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.toSorted() : value
}
