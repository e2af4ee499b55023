import type { Collection, System, Usage } from '../adapter.ts'
import type { MemoryContents, MemorySnapshot } from './memory-contents.ts'
import type { MemoryRequest, OnRequest } from './memory-requests.ts'
import { copyContents, emptyContents } from './memory-contents.ts'
import { openGate, readExchange } from './memory-requests.ts'
import { BilateralError } from '../../errors.ts'
import type { IdentityFact } from '../../core/journal.ts'
import type { MemoryBehaviour, MemoryCollectionOptions } from './memory-options.ts'
import type { MemoryScene } from './memory-table.ts'
import type { MemoryUsers } from './memory-users.ts'
import { memoryCollection } from './memory-collection.ts'
import { memoryUsers } from './memory-users.ts'
import { toBehaviour } from './memory-options.ts'

/** What a memory system is made of. */
export interface MemorySystemOptions {
  /** Default `memory`. */
  readonly name?: string | undefined
  /** How each collection behaves, by name. */
  readonly collections: Readonly<Record<string, MemoryCollectionOptions>>
  /** The system's clock in milliseconds since 1970; without one it moves by 1 ms with every request and edit. */
  readonly clock?: (() => number) | undefined
  /** Decides the fate of each request. */
  readonly onRequest?: OnRequest | undefined
  /** Keeps every request in `log`. */
  readonly keepLog?: boolean | undefined
}

/** A system in memory, with the handles a test needs: its users, its clock, its past and its late requests. */
export interface MemorySystem extends System {
  /** Who works in a collection without Bilateral. Throws `CONFIG_INVALID` for a name the system does not have. */
  users(collection: string): MemoryUsers
  /** Moves the system's own clock; without effect on a clock it was given. */
  advance(byMs: number): void
  snapshot(): MemorySnapshot
  /** Puts the system back to a moment, as a restored backup does. */
  restore(snapshot: MemorySnapshot): void
  /** Performs the delayed requests, oldest first, and tells how many there were. */
  deliver(): number
  /** Every request so far, with `keepLog`. */
  readonly log: readonly MemoryRequest[]
}

/** Makes a system in memory. It repeats exactly: ids, versions and its own clock are counted, never drawn. */
export function memorySystem(options: MemorySystemOptions): MemorySystem {
  const { name = 'memory' } = options
  const names = Object.keys(options.collections)
  const behaviours = new Map(
    Object.entries(options.collections).map(([key, one]) => [key, toBehaviour(one)]),
  )
  let data: MemoryContents = emptyContents(names)
  const tick = (): MemoryContents => {
    data.nowMs += 1
    return data
  }
  const gate = openGate(tick, options)
  const scene = (collection: string, at: MemorySnapshot): MemoryScene =>
    sceneOf(behaviours, collection, { at, nowMs: options.clock?.() ?? at.nowMs })
  const collections = new Map(
    [...behaviours].map(([key, { can }]) => [
      key,
      memoryCollection({ name: key, gate, scene: (at) => scene(key, at) }, can),
    ]),
  )
  const identity: IdentityFact = { tenant: name, scope: names.join(',') }
  const collection = (key: string): Collection =>
    collections.get(key) ?? unknownCollection(name, key, names)
  return {
    name,
    identify: () => gate.ask(readExchange({ operation: 'identify' }, () => identity)),
    test: async () => [{ name: 'reachable', ok: true, detail: 'in memory' }],
    discover: (signal) => Promise.all([...collections.values()].map((one) => one.describe(signal))),
    collection,
    usage: () => usageOf(gate.counts),
    close: async () => undefined,
    users: (key) =>
      memoryUsers(
        () => scene(collection(key).name, data),
        () => scene(collection(key).name, tick()),
      ),
    advance: (byMs) => void (data.nowMs += byMs),
    snapshot: () => copyContents(data),
    restore: (snapshot) => void (data = copyContents(snapshot)),
    deliver: () => gate.deliver(),
    log: gate.log,
  }
}

function sceneOf(
  behaviours: ReadonlyMap<string, MemoryBehaviour>,
  name: string,
  moment: { readonly at: MemorySnapshot; readonly nowMs: number },
): MemoryScene {
  const behaviour = behaviours.get(name)
  const table = moment.at.tables.get(name)
  if (behaviour === undefined || table === undefined)
    throw new Error(`Bug: a snapshot of another system has no collection ${name}`)
  return { name, behaviour, table, nowMs: moment.nowMs }
}

function unknownCollection(system: string, name: string, names: readonly string[]): never {
  throw new BilateralError(
    'CONFIG_INVALID',
    `${system} has no collection ${JSON.stringify(name)}, only ${names.join(', ')}`,
  )
}

function usageOf(counts: ReadonlyMap<string, number>): Usage {
  let requests = 0
  for (const count of counts.values()) requests += count
  return { requests, byOperation: Object.fromEntries(counts) }
}
