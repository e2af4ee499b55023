import { existsSync } from 'node:fs'
import type { System } from '../adapters/adapter.ts'
import type { ProbeRequest, ProbedCollection } from '../adapters/rest/probe/probe.ts'
import type { RestOptions } from '../adapters/rest/connect.ts'
import { bySide } from '../core/side.ts'
import type { BySide } from '../core/side.ts'
import type { Entity, Pairing } from '../engine/pairing.ts'
import { compileEntity } from '../mapping/entity/compile-entity.ts'
import { compileKey } from '../mapping/entity/match-key.ts'
import type { Store } from '../stores/store.ts'
import type { Config, EntityConfig, MemoryConfig, SystemConfig } from './config.ts'
import { meaningOf } from './meaning.ts'
import { placeError, placeFaults } from './place-error.ts'
import { resolveTerms } from './resolve-terms.ts'
import type { Fault } from './resolve-terms.ts'

/** A collection to look at. */
export type ProbedTarget = ProbeRequest['targets'][number]

/** What looking at a collection brought. */
export type Probed = ProbedCollection

/** What a pairing tells while it works. */
export interface ComposeOptions {
  /** Told before every wait: for a quota, or before a read is repeated. */
  readonly onWait?: RestOptions['onWait']
  /** Makes no memory where there is none: whoever only looks finds an empty one, and leaves none behind. */
  readonly lookOnly?: boolean | undefined
}

/** An entity that is ready to run, and what the configuration says of it. */
export interface ComposedEntity extends Entity {
  /** Its `allow` is narrowed to what the systems can do; the system is then named as the reason. */
  readonly said: EntityConfig
}

/** A pairing that is ready to run. */
export interface Composed extends Pairing {
  readonly entities: readonly ComposedEntity[]
  /** Gives an error about something the file says its line there; every other one comes back as it is. */
  readonly placeError: (error: unknown) => unknown
  /** Ends every connection and closes the memory; safe to repeat. */
  readonly close: () => Promise<void>
}

/**
 * Turns a configuration into systems, entities and their memory. The only place that knows which kinds of system and
 * memory there are; it loads those that are used and no other (C21). Nothing is sent, and nothing is opened but the
 * memory, which is made if it is not there. Rejects with `ConfigError` for what the systems cannot do (C18, C19), and
 * as the store does; whatever was opened is then closed.
 */
export async function compose(config: Config, options: ComposeOptions = {}): Promise<Composed> {
  const opened: { close(): Promise<void> }[] = []
  const close = (): Promise<void> => closeAll(opened.splice(0))
  try {
    const a = await openSystem(config.systems.a, options)
    opened.push(a)
    const b = await openSystem(config.systems.b, options)
    opened.push(b)
    const systems = { a, b }
    const entities = composeEntities(config, systems)
    const store = await openStore(config.memory, options)
    opened.push(store)
    const place = (error: unknown): unknown => placeError(config, error)
    return { name: config.name, systems, entities, store, placeError: place, close }
  } catch (error) {
    await close().catch(() => undefined)
    throw placeError(config, error)
  }
}

/** Closes everything even if some of it fails, then rejects with the first failure. */
async function closeAll(opened: readonly { close(): Promise<void> }[]): Promise<void> {
  const ends = await Promise.allSettled(opened.toReversed().map((each) => each.close()))
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** Looks at collections of a system that is asked over HTTP; nothing for a system of another kind. Only reads. */
export async function probeSystem(
  config: SystemConfig,
  request: ProbeRequest,
): Promise<readonly ProbedCollection[]> {
  if (config.type !== 'rest') return []
  const { probe } = await import('../adapters/rest/probe/probe.ts')
  return probe(config.name, config, request)
}

/** Loads the adapter of one kind of system, and no other. Sends nothing. */
export async function openSystem(
  config: SystemConfig,
  { onWait }: ComposeOptions,
): Promise<System> {
  switch (config.type) {
    case 'rest': {
      const { restSystem } = await import('../adapters/rest/system.ts')
      return restSystem(config.name, config, { onWait })
    }
    case 'sql': {
      const { sqlSystem } = await import('../adapters/sql/sql-system.ts')
      return sqlSystem({ ...config, file: config.database })
    }
    case 'files': {
      const { filesSystem } = await import('../adapters/files/files-system.ts')
      return filesSystem(config)
    }
  }
}

async function openStore(
  { file }: MemoryConfig,
  { lookOnly = false }: ComposeOptions,
): Promise<Store> {
  if (lookOnly && !existsSync(file)) {
    const { memoryStore } = await import('../stores/memory/memory-store.ts')
    return memoryStore()
  }
  const { openSqliteStore } = await import('../stores/sqlite/open-sqlite-store.ts')
  return openSqliteStore(file)
}

function composeEntities(config: Config, systems: BySide<System>): readonly ComposedEntity[] {
  const names = bySide((side) => config.systems[side].name)
  const faults: Fault[] = []
  const entities = config.entities.map((entity) => {
    const collections = bySide((side) => systems[side].collection(entity.collections[side]))
    const fields = Object.fromEntries(entity.fields.map(({ name, spec }) => [name, spec]))
    const mapping = compileEntity({ fields }, names)
    const can = bySide((side) => collections[side].can)
    const { terms, said, faults: found } = resolveTerms(entity, { names, mapping, can })
    faults.push(...found)
    return {
      name: entity.name,
      collections,
      mapping,
      terms,
      match: entity.match.map(({ name, then, key }) => ({ name, then, ...compileKey(key, names) })),
      guards: {
        deletes: said.guards.deletes.value,
        updates: said.guards.updates.value,
        creates: said.guards.creates.value,
        recordsMin: said.guards.recordsMin.value,
      },
      meaning: meaningOf(entity),
      said,
    }
  })
  if (faults.length > 0) throw placeFaults(config, faults)
  return entities
}
