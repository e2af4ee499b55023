import type { BySide, Side } from '../src/core/side.ts'
import type { Collection, System } from '../src/adapters/adapter.ts'
import type { Entity, Pairing } from '../src/engine/pairing.ts'
import type { Fate, Stage } from './stage.ts'
import type { GuardName } from '../src/core/plan/guard.ts'
import type { MemoryFacts } from '../src/core/journal.ts'
import type { Profile } from '../test/protocol/world/profile.ts'
import type { Store } from '../src/stores/store.ts'
import type { SyncRequest } from '../src/engine/sync.ts'
import type { World } from '../test/protocol/world/world.ts'
import { DEFAULT_GUARDS } from '../src/core/plan/guard.ts'
import { breach } from '../test/protocol/world/world.ts'
import { bySide } from '../src/core/side.ts'
import { collectionOf } from './collection.ts'
import { compileEntity } from '../src/mapping/entity/compile-entity.ts'
import { CALM, openWatch } from './stage.ts'
import { mayAnswer } from './boundary.ts'
import { isBilateralError } from '../src/errors.ts'
import { storeOf } from './store.ts'
import { sync } from '../src/engine/sync.ts'
import { termsOf } from '../test/protocol/world/profile.ts'

/** What a mutant changes around the engine; the shipped engine changes nothing. */
export interface Mutation {
  readonly collection?: ((collection: Collection, side: Side) => Collection) | undefined
  readonly store?: ((store: Store) => Store) | undefined
  /** What a new process finds of what the last one remembered. */
  readonly found?: ((world: World) => World) | undefined
  /** What the engine is told of the profile's rules. */
  readonly profile?: ((profile: Profile) => Profile) | undefined
}

/** Makes a mutation for the stage it is to play on. */
export type Mutate = (stage: Stage) => Mutation

/** The real engine between two systems in memory, to be run as often as anybody likes. */
export interface Shell {
  readonly stage: Stage
  /** Runs it once from a world in which nothing is under way, and answers the world it leaves. */
  run(world: World, fate: Fate): Promise<World>
  /** Runs so far. */
  readonly runs: () => number
}

/** Sets up the engine for a profile. */
export function openShell(profile: Profile, world: World, mutate: Mutate = () => ({})): Shell {
  const stage: Stage = {
    profile,
    world,
    watch: openWatch(),
    fate: CALM,
    isDead: false,
    onDeath: () => undefined,
    requests: 0,
    writes: 0,
  }
  const mutation = mutate(stage)
  const pairing = pairingOf(stage, mutation)
  let runs = 0
  return {
    stage,
    runs: () => runs,
    async run(start, fate) {
      runs += 1
      stage.world = mutation.found?.(start) ?? start
      stage.watch = openWatch()
      stage.fate = fate
      stage.isDead = false
      mayAnswer(stage)
      const death = new Promise<undefined>((resolve) => {
        stage.onDeath = () => resolve(undefined)
      })
      const store = storeOf(stage, FACTS)
      const mutated = mutation.store?.(store) ?? store
      const names = namesFrom(stage.world.ops)
      const request: SyncRequest = { ...REQUEST, names: names.names }
      await Promise.race([death, attempt({ ...pairing, store: mutated }, request, stage)])
      // Whatever is left of the run waits for ever.
      stage.isDead = true
      stage.world = { ...stage.world, ops: names.given() }
      return stage.world
    },
  }
}

/** A run may fail for want of a system, and for nothing else. */
async function attempt(pairing: Pairing, request: SyncRequest, stage: Stage): Promise<void> {
  try {
    await sync(pairing, request)
  } catch (error) {
    if (isBilateralError(error, 'SYSTEM_UNAVAILABLE')) return
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    stage.world = breach(stage.world, 'run', { detail, writes: -1 })
  }
}

function pairingOf(stage: Stage, mutation: Mutation): Omit<Pairing, 'store'> {
  const collections = bySide((side) => {
    const collection = collectionOf(stage, side)
    return mutation.collection?.(collection, side) ?? collection
  })
  const told = mutation.profile?.(stage.profile) ?? stage.profile
  return {
    name: 'a-b',
    systems: bySide((side) => systemOf(side, collections[side])),
    entities: [entityOf(told, collections)],
  }
}

const IDENTITY = { tenant: 'replay', scope: 'items' }

/** The systems have met before: who they are is remembered. */
const FACTS: MemoryFacts = {
  identities: { a: IDENTITY, b: IDENTITY },
  cursors: {},
  meanings: {},
}

const USAGE = { requests: 0, byOperation: {} }

function systemOf(name: Side, collection: Collection): System {
  return {
    name,
    identify: () => Promise.resolve(IDENTITY),
    test: () => Promise.resolve([]),
    discover: () => Promise.resolve([]),
    collection: () => collection,
    usage: () => USAGE,
    close: () => Promise.resolve(),
  }
}

function entityOf(profile: Profile, collections: BySide<Collection>): Entity {
  const fields = Object.fromEntries(profile.fields.map((name) => [name, { a: name, b: name }]))
  const keyed = { name: 'key', then: 'link', textOf: () => 'key' } as const
  return {
    name: 'e',
    collections,
    mapping: compileEntity({ fields }, { a: 'a', b: 'b' }),
    terms: termsOf(profile),
    match: profile.keyed ? [keyed] : [],
    guards: DEFAULT_GUARDS,
    meaning: 'replay',
  }
}

const GUARDS = [
  'deletes',
  'updates',
  'all-changed',
  'creates',
  'empty-side',
  'records-min',
  'empty-field',
] as const satisfies readonly GuardName[]

const REQUEST: Omit<SyncRequest, 'names'> = {
  command: 'sync',
  owner: 'replay',
  clock: { nowMs: () => 0, sleep: () => Promise.resolve() },
  listener: () => undefined,
  stop: new AbortController().signal,
  abort: new AbortController().signal,
  // One record on each side is all there is: no change of it is an accident.
  allowed: Object.fromEntries(GUARDS.map((guard) => [guard, Number.POSITIVE_INFINITY])),
  accepted: [],
}

/** Names that no two runs of one history share; `~` marks them, so that what differs only in names is the same. */
function namesFrom(first: number): {
  readonly names: SyncRequest['names']
  readonly given: () => number
} {
  let given = first
  return {
    names: { unique: () => `~${(given += 1)}`, chance: () => 0.5 },
    given: () => given,
  }
}
