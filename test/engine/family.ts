import type { Entity, Pairing } from '../../src/engine/pairing.ts'
import type { MemoryCollectionOptions } from '../../src/adapters/memory/memory-options.ts'
import type { MemorySystem, MemorySystemOptions } from '../../src/adapters/memory/memory-system.ts'
import type { Fields } from '../../src/core/value.ts'
import type { FieldRule } from '../../src/core/terms.ts'
import type { RunReport } from '../../src/engine/report.ts'
import { DEFAULT_GUARDS } from '../../src/core/plan/guard.ts'
import { DEFAULT_PRESET } from '../../src/core/policy/preset.ts'
import { compileEntity } from '../../src/mapping/entity/compile-entity.ts'
import { makeWorld } from './world.ts'
import { memoryStore } from '../../src/stores/memory/memory-store.ts'
import { memorySystem } from '../../src/adapters/memory/memory-system.ts'
import { prepareTerms } from '../../src/core/terms.ts'
import { sameValue } from '../../src/core/value.ts'

/** One field of an entity of a family; `a` and `b` are its native names where they differ. */
export type FamilyField = Partial<FieldRule> & {
  readonly name: string
  readonly a?: string
  readonly b?: string
}

/** Entities that refer to each other, in the order they run; records are matched by `name`. */
export interface FamilyOptions {
  readonly entities: Readonly<Record<string, readonly FamilyField[]>>
  readonly a?: MemoryCollectionOptions
  readonly b?: MemoryCollectionOptions
  readonly onRequestB?: MemorySystemOptions['onRequest']
}

/** Two memory systems with a collection for each entity. */
export interface Family {
  readonly a: MemorySystem
  readonly b: MemorySystem
  readonly pairing: Pairing
  run(): Promise<RunReport>
  /** Every request to a system since the last call, e.g. `create company 7`. */
  writesTo(side: 'a' | 'b'): readonly string[]
}

/** Makes a family. */
export function makeFamily(options: FamilyOptions): Family {
  const names = Object.keys(options.entities)
  const open = (side: 'a' | 'b'): MemorySystem =>
    memorySystem({
      name: side === 'a' ? 'crm' : 'erp',
      collections: Object.fromEntries(names.map((name) => [name, options[side] ?? {}])),
      keepLog: true,
      onRequest: side === 'b' ? options.onRequestB : undefined,
    })
  const systems = { a: open('a'), b: open('b') }
  const entities = Object.entries(options.entities).map(([name, fields]) =>
    entityOf(name, fields, systems),
  )
  const pairing = { name: 'crm-erp', systems, entities, store: memoryStore() }
  const { run } = makeWorld().with(pairing)
  const told = { a: 0, b: 0 }
  return {
    ...systems,
    pairing,
    run: () => run(),
    writesTo: (side) => {
      const { log } = systems[side]
      const recent = log.slice(told[side])
      told[side] = log.length
      return recent
        .filter(({ operation }) => ['create', 'update', 'delete'].includes(operation))
        .map(({ operation, collection = '', ids, body }) =>
          [operation, collection, operation === 'create' ? textOf(body) : ids?.join()].join(' '),
        )
    },
  }
}

function textOf(body: Fields = {}): string {
  const { name } = body
  return typeof name === 'string' ? name : 'without a name'
}

function entityOf(
  name: string,
  fields: readonly FamilyField[],
  systems: { readonly a: MemorySystem; readonly b: MemorySystem },
): Entity {
  const paths = fields.map((field) => [
    field.name,
    { a: field.a ?? field.name, b: field.b ?? field.name },
  ])
  const rules = fields.map((rule): FieldRule => ({ ...DEFAULT_PRESET.field, ...rule }))
  const allow = { create: true, update: true, delete: true }
  return {
    name,
    collections: { a: systems.a.collection(name), b: systems.b.collection(name) },
    mapping: compileEntity(
      { fields: Object.fromEntries(paths) as Record<string, { a: string; b: string }> },
      { a: 'crm', b: 'erp' },
    ),
    terms: prepareTerms({
      entity: name,
      names: { a: 'crm', b: 'erp' },
      fields: rules,
      presence: DEFAULT_PRESET.presence,
      allow: { a: allow, b: allow },
      tokenCovers: { a: true, b: true },
      same: (_field, left, right) => sameValue(left, right),
    }),
    match: [{ name: 'name', then: 'link', textOf: (_side, native) => native['name'] as string }],
    guards: { ...DEFAULT_GUARDS, updates: { ratioMax: 2, countFloor: 1_000 } },
    meaning: 'test',
  }
}
