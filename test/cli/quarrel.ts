import type { ConflictKind } from '../../src/core/pair.ts'
import type { MemoryRequest } from '../../src/adapters/memory/memory-requests.ts'
import type { OpenQuestion } from '../../src/cli/inbox/criteria.ts'
import type { World, WorldOptions } from '../engine/world.ts'
import { DEFAULT_PRESET } from '../../src/core/policy/preset.ts'
import { assert } from '../../src/core/assert.ts'
import { makeWorld } from '../engine/world.ts'

/** A world in which exactly one question of a kind waits, about item/1. */
export interface Quarrel {
  readonly world: World
  readonly question: OpenQuestion
}

/** Everything that can be asked is asked. */
const ASKING = {
  ...DEFAULT_PRESET,
  presence: {
    ...DEFAULT_PRESET.presence,
    updatedDeleted: 'ask',
    deletedUpdated: 'ask',
  },
} as const

type Start = (options: WorldOptions) => Promise<World>

/** Two linked records that say the same. */
async function linked(options: WorldOptions): Promise<World & { ids: { a: string; b: string } }> {
  const world = makeWorld({ matchBy: ['name'], preset: ASKING, ...options })
  const a = world.a.users('items').create({ name: 'Ada', city: 'Paris' })
  const b = world.b.users('items').create({ name: 'Ada', city: 'Paris' })
  // Others, so that one deletion empties neither side.
  for (const name of ['Bob', 'Cyd']) world.a.users('items').create({ name, city: 'Rome' })
  await world.run()
  return { ...world, ids: { a, b } }
}

const STARTS: Readonly<Record<ConflictKind, Start>> = {
  'created/created': async (options) => {
    const world = makeWorld({ matchBy: ['name'], ...options })
    world.a.users('items').create({ name: 'Ada', city: 'Paris' })
    world.b.users('items').create({ name: 'Ada', city: 'Rome' })
    return world
  },
  'updated/updated': async (options) => {
    const { ids, ...world } = await linked(options)
    world.a.users('items').update(ids.a, { city: 'Lyon' })
    world.b.users('items').update(ids.b, { city: 'Oslo' })
    return world
  },
  'updated/deleted': async (options) => {
    const { ids, ...world } = await linked(options)
    world.a.users('items').update(ids.a, { city: 'Lyon' })
    world.b.users('items').delete(ids.b)
    return world
  },
  'deleted/updated': async (options) => {
    const { ids, ...world } = await linked(options)
    world.a.users('items').delete(ids.a)
    world.b.users('items').update(ids.b, { city: 'Oslo' })
    return world
  },
  presence: async (options) => {
    const presence = { ...ASKING.presence, created: { a: 'ask', b: 'propagate' } } as const
    const world = makeWorld({ matchBy: ['name'], preset: { ...ASKING, presence }, ...options })
    world.a.users('items').create({ name: 'Ada', city: 'Paris' })
    return world
  },
  ambiguous: async (options) => {
    const world = makeWorld({ matchBy: ['name'], ...options })
    world.a.users('items').create({ name: 'Ada', city: 'Paris' })
    for (const city of ['Paris', 'Rome']) world.b.users('items').create({ name: 'Ada', city })
    return world
  },
  'pending-create': async (options) => {
    const creates = { idempotencyKey: false, clientId: false, ifAbsent: false }
    const onRequestB = ({ operation }: MemoryRequest) =>
      operation === 'create' ? 'lose-answer' : 'pass'
    const world = makeWorld({ matchBy: ['name'], b: { creates }, onRequestB, ...options })
    world.a.users('items').create({ name: 'Ada', city: 'Paris' })
    return world
  },
}

/** Every kind of question. */
export const QUARRELS = Object.keys(STARTS) as readonly ConflictKind[]

/** Makes a world in which a question of this kind waits. */
export async function quarrel(kind: ConflictKind, options: WorldOptions = {}): Promise<Quarrel> {
  const world = await STARTS[kind](options)
  await world.run()
  return { world, question: await questionOf(world, 1) }
}

/** The question about a pair, as it is remembered now. */
export async function questionOf({ store }: World, no: number): Promise<OpenQuestion> {
  const [pair] = await store.getPairs('item', [no])
  assert(pair?.conflict !== undefined, 'the pair has a question')
  return { ...pair, conflict: pair.conflict }
}
