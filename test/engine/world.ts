import type { Clock, Names } from '../../src/engine/clock.ts'
import type { Entity, MatchRule, Pairing } from '../../src/engine/pairing.ts'
import type { Fields, Value } from '../../src/core/value.ts'
import type { MemoryCollectionOptions } from '../../src/adapters/memory/memory-options.ts'
import type { MemorySystem, MemorySystemOptions } from '../../src/adapters/memory/memory-system.ts'
import type { EntityMapping } from '../../src/mapping/entity/entity-mapping.ts'
import type { EntityTerms, FieldRule } from '../../src/core/terms.ts'
import type { Preset } from '../../src/core/policy/preset.ts'
import type { RunEvent } from '../../src/engine/events.ts'
import type { RunReport } from '../../src/engine/report.ts'
import type { Watch } from './watch.ts'
import type { Store } from '../../src/stores/store.ts'
import type { SyncRequest } from '../../src/engine/sync.ts'
import { DEFAULT_GUARDS } from '../../src/core/plan/guard.ts'
import { DEFAULT_PRESET } from '../../src/core/policy/preset.ts'
import { memoryStore } from '../../src/stores/memory/memory-store.ts'
import { openWatch } from './watch.ts'
import { memorySystem } from '../../src/adapters/memory/memory-system.ts'
import { compileEntity } from '../../src/mapping/entity/compile-entity.ts'
import { sameValue } from '../../src/core/value.ts'
import { prepareTerms } from '../../src/core/terms.ts'
import { sync } from '../../src/engine/sync.ts'

/** What one test world is made of; everything has a default. */
export interface WorldOptions {
  readonly a?: MemoryCollectionOptions
  readonly b?: MemoryCollectionOptions
  readonly onRequestA?: MemorySystemOptions['onRequest']
  readonly onRequestB?: MemorySystemOptions['onRequest']
  readonly fields?: readonly (Partial<FieldRule> & { readonly name: string })[]
  readonly preset?: Preset
  readonly matchBy?: readonly string[]
  readonly guards?: Entity['guards']
  readonly store?: Store
}

/** Two memory systems with one collection each, a memory, and a run at hand. */
export interface World {
  readonly pairing: Pairing
  readonly a: MemorySystem
  readonly b: MemorySystem
  readonly store: Store
  readonly events: RunEvent[]
  /** The trace of every run so far. */
  readonly watch: Watch
  run(overrides?: Partial<SyncRequest>): Promise<RunReport>
  /** The same systems with another memory in front of them. */
  withStore(store: Store): World
  /** Another pairing run by this world. */
  with(pairing: Pairing): Pick<World, 'run'>
}

/** Makes a world; ids, clocks and names repeat exactly. */
export function makeWorld(options: WorldOptions = {}): World {
  const a = memorySystem({
    name: 'crm',
    collections: { items: options.a ?? {} },
    onRequest: options.onRequestA,
    keepLog: true,
  })
  const b = memorySystem({
    name: 'erp',
    collections: { items: options.b ?? {} },
    onRequest: options.onRequestB,
    keepLog: true,
  })
  return assemble(options, { a, b }, options.store ?? memoryStore(), openWatch())
}

function assemble(
  options: WorldOptions,
  { a, b }: { a: MemorySystem; b: MemorySystem },
  store: Store,
  watch: Watch,
): World {
  const entity = makeEntity(options, { a, b })
  const pairing: Pairing = { name: 'crm-erp', systems: { a, b }, entities: [entity], store }
  const events: RunEvent[] = []
  // Every run of every test is judged by what passed its doors, together with the runs before it.
  const runOf = (watched: Pairing): World['run'] => {
    const traced = watch.trace(watched)
    return (overrides = {}) =>
      sync(traced, { ...makeRequest(events), ...overrides }).finally(() => watch.judge())
  }
  return {
    pairing,
    a,
    b,
    store,
    events,
    watch,
    run: runOf(pairing),
    withStore: (other) => assemble(options, { a, b }, other, watch),
    with: (other) => ({ run: runOf(other) }),
  }
}

function makeEntity(options: WorldOptions, { a, b }: { a: MemorySystem; b: MemorySystem }): Entity {
  const preset = options.preset ?? DEFAULT_PRESET
  const rules = (options.fields ?? [{ name: 'name' }, { name: 'city' }]).map((rule): FieldRule => ({
    ...preset.field,
    ...rule,
  }))
  const collections = { a: a.collection('items'), b: b.collection('items') }
  const match = (options.matchBy ?? []).map((name): MatchRule => ({
    name,
    then: 'link',
    textOf: (_side, native) => keyText(native[name]),
  }))
  const terms: EntityTerms = prepareTerms({
    entity: 'item',
    names: { a: 'crm', b: 'erp' },
    fields: rules,
    presence: preset.presence,
    allow: {
      a: { create: true, update: true, delete: true },
      b: { create: true, update: true, delete: true },
    },
    tokenCovers: {
      a: collections.a.can.token?.covers === 'all',
      b: collections.b.can.token?.covers === 'all',
    },
    same: (_field, left, right) => sameValue(left, right),
  })
  return {
    name: 'item',
    collections,
    mapping: plainMapping(rules),
    terms,
    match,
    guards: options.guards ?? DEFAULT_GUARDS,
    meaning: 'test',
  }
}

/** Fields of the same name on both sides, no translation: mapping has tests of its own. */
function plainMapping(rules: readonly FieldRule[]): EntityMapping {
  const fields: Record<string, { a: string; b: string }> = {}
  for (const { name } of rules) fields[name] = { a: name, b: name }
  return compileEntity({ fields }, { a: 'crm', b: 'erp' })
}

function keyText(value: Value | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined
}

function makeRequest(events: RunEvent[]): SyncRequest {
  return {
    command: 'sync',
    owner: 'test',
    clock: countingClock(),
    names: countingNames(),
    listener: (event) => void events.push(event),
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    allowed: {},
    accepted: [],
  }
}

let nowMs = 1_700_000_000_000

/** A clock that moves by itself, a millisecond a look, and sleeps by jumping. */
export function countingClock(): Clock {
  return {
    nowMs: () => ++nowMs,
    sleep: async (delayMs) => {
      nowMs += delayMs
    },
  }
}

let given = 0

/** Names in counting order. */
export function countingNames(): Names {
  return { unique: () => `name-${String(++given)}`, chance: () => 0.5 }
}

/** What both systems hold, sorted by name, private fields included. */
export function contents(system: MemorySystem): readonly Fields[] {
  return [...system.users('items').readAll().values()].toSorted((left, right) =>
    nameOf(left).localeCompare(nameOf(right)),
  )
}

function nameOf({ name }: Fields): string {
  return typeof name === 'string' ? name : ''
}
