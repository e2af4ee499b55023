import type { Fault, MemoryRequest } from '../../src/adapters/memory/memory-requests.ts'
import { contents, makeWorld } from './world.ts'
import { describe, expect, test } from 'vitest'
import type { MemoryCollectionOptions } from '../../src/adapters/memory/memory-options.ts'

type Creates = MemoryCollectionOptions['creates']

/** A record on `a` whose create on `b` landed, unanswered; what the next reads by id or key come to is up to the test. */
async function unanswered(creates: Creates) {
  const faults = new Map<string, Fault>([['create', 'lose-answer']])
  const onRequestB = ({ operation }: MemoryRequest): Fault => faults.get(operation) ?? 'pass'
  const world = makeWorld({ b: { creates }, onRequestB })
  world.a.users('items').create({ name: 'Ada', city: 'Paris' })
  for (const operation of ['get', 'find']) faults.set(operation, 'lose-request')
  await world.run()
  faults.delete('create')
  return { world, recover: () => faults.clear() }
}

const NAMELESS: Creates = { idempotencyKey: false, clientId: false, ifAbsent: false }

describe('a create that is not settled yet', () => {
  test.each<[string, Creates]>([
    ['an id of our choice', { clientId: true, ifAbsent: true }],
    ['a unique key', { clientId: false, externalKey: 'ref' }],
  ])('[W7] has made nobody’s new record: %s', async (_, creates) => {
    const { world, recover } = await unanswered(creates)
    expect(contents(world.b)).toHaveLength(1)
    await world.run()
    expect(contents(world.a)).toHaveLength(1)
    recover()
    expect((await world.run()).exitCode).toBe(0)
    expect(contents(world.a)).toHaveLength(1)
    expect(contents(world.b)).toHaveLength(1)
  })

  test('[W7] leaves a record alone that shows what was sent, until a person has answered', async () => {
    const { world, recover } = await unanswered(NAMELESS)
    recover()
    await world.run()
    expect(contents(world.a)).toHaveLength(1)
    expect(contents(world.b)).toHaveLength(1)
  })

  test('[W7] does not keep other records waiting', async () => {
    const { world, recover } = await unanswered(NAMELESS)
    recover()
    world.b.users('items').create({ name: 'Bob', city: 'Rome' })
    await world.run()
    expect(contents(world.a).map(({ name }) => name)).toEqual(['Ada', 'Bob'])
  })
})
