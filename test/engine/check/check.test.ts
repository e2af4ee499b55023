import { describe, expect, test } from 'vitest'
import type { BySide } from '../../../src/core/side.ts'
import type { CheckReport } from '../../../src/engine/check/check.ts'
import { DISTINCT_VALUES_MAX } from '../../../src/engine/check/value-tally.ts'
import type { EntitySpec } from '../../../src/mapping/entity/parse-entity.ts'
import type { FieldCheck } from '../../../src/engine/check/check-field.ts'
import type { Fields } from '../../../src/core/value.ts'
import type { Pairing } from '../../../src/engine/pairing.ts'
import type { World, WorldOptions } from '../world.ts'
import { check } from '../../../src/engine/check/check.ts'
import { compileEntity } from '../../../src/mapping/entity/compile-entity.ts'
import { makeWorld } from '../world.ts'

const QUIET = { listener: () => undefined, signal: new AbortController().signal }

/** A world whose collections hold these records. */
function filled(records: BySide<readonly Fields[]>, options: WorldOptions = {}): World {
  const world = makeWorld({ matchBy: ['name'], ...options })
  for (const fields of records.a) world.a.users('items').create(fields)
  for (const fields of records.b) world.b.users('items').create(fields)
  return world
}

/** The pairing of a world, its two fields read through other lenses. */
function mapped({ pairing }: World, fields: EntitySpec['fields']): Pairing {
  const mapping = compileEntity({ fields }, { a: 'crm', b: 'erp' })
  return { ...pairing, entities: pairing.entities.map((entity) => ({ ...entity, mapping })) }
}

function kinds({ findings }: CheckReport): readonly string[] {
  return findings.map(({ kind, severity, field }) => `${severity} ${kind} ${field ?? ''}`.trim())
}

function fieldOf({ entities }: CheckReport, name: string): FieldCheck {
  const field = entities[0]?.fields.find((candidate) => candidate.name === name)
  if (field === undefined) throw new Error(`no field ${name} was checked`)
  return field
}

const NAME = { a: 'name', b: 'name' }

describe('check', () => {
  test('[C90] writes nothing to either system and nothing to the memory', async () => {
    const world = filled({ a: [{ name: 'Ada', city: 'Rome' }], b: [{ name: 'Bob', city: 'Oslo' }] })
    const before = await world.store.facts()
    await check(world.pairing, QUIET)
    for (const { log } of [world.a, world.b])
      expect(log.filter(({ operation }) => /create|update|delete/.test(operation))).toEqual([])
    expect(await world.store.facts()).toEqual(before)
    expect(await world.store.lastNumber('item')).toBe(0)
    expect(await world.store.readJournal({}, { limit: 1 })).toEqual([])
  })

  test('[C90] a system that fails a test is an error, and nothing more is read', async () => {
    const world = filled({ a: [], b: [] })
    const failing = async () => [{ name: 'reachable', ok: false, detail: 'it is down' }]
    const systems = { ...world.pairing.systems, b: { ...world.b, test: failing } }
    const report = await check({ ...world.pairing, systems }, QUIET)
    expect(kinds(report)).toEqual(['error test-failed'])
    expect(report.findings[0]?.text).toBe('erp fails its test "reachable": it is down')
    expect(report.entities).toEqual([])
  })

  test('[C90] two empty collections are nothing to warn about', async () => {
    const report = await check(filled({ a: [], b: [] }).pairing, QUIET)
    expect(report.findings).toEqual([])
    expect(report.entities[0]?.sides.a).toMatchObject({ records: 0, complete: true })
  })

  test('[C91] values that cannot be read are counted, with three examples; reading none is an error', async () => {
    const world = filled({
      a: ['1', '2', 'x', 'y', 'z', 'w'].map((city) => ({ name: city, city })),
      b: [{ name: 'Ada', city: 'many' }],
    })
    const fields = { name: NAME, city: { a: 'city', b: 'city', as: 'integer' } }
    const report = await check(mapped(world, fields), QUIET)
    expect(fieldOf(report, 'city').sides.a).toMatchObject({ filled: 2, refused: 4, distinct: 2 })
    const [nothing, some] = report.findings.filter(({ field }) => field === 'city')
    expect(nothing).toMatchObject({ severity: 'error', kind: 'nothing-readable', side: 'b' })
    expect(some).toMatchObject({ severity: 'warning', kind: 'unreadable-values', side: 'a' })
    expect(some?.examples.map(({ reason }) => reason)).toEqual([
      '"x" is not a number',
      '"y" is not a number',
      '"z" is not a number',
    ])
  })

  test('[C91] every different value is tried on the other side, unless it never flows there', async () => {
    const records = {
      a: ['no', 'maybe', 'maybe'].map((city, at) => ({ name: `n${String(at)}`, city })),
      b: [],
    }
    const as = { side: 'erp', map: { N: 'no', Y: 'yes' } }
    const fields = { name: NAME, city: { a: 'city', b: 'city', as } }
    const report = await check(mapped(filled(records), fields), QUIET)
    expect(fieldOf(report, 'city').sides.a.across).toMatchObject({ values: 1, records: 2 })
    expect(kinds(report)).toEqual(['warning unrepresentable-values city'])
    const owned = filled(records, { fields: [{ name: 'name' }, { name: 'city', owner: 'b' }] })
    expect(kinds(await check(mapped(owned, fields), QUIET))).toEqual([])
  })

  test('[C91] spellings that mean the same are counted, and are no warning', async () => {
    const cities = ['Rome', ' rome', 'ROME', 'Oslo']
    const world = filled({ a: cities.map((city, at) => ({ name: `n${String(at)}`, city })), b: [] })
    const fields = { name: NAME, city: { a: 'city', b: 'city', as: 'text(trim, lower)' } }
    const report = await check(mapped(world, fields), QUIET)
    expect(fieldOf(report, 'city').sides.a).toMatchObject({
      distinct: 2,
      collisions: { values: 1, spellings: 3 },
    })
    expect(report.findings).toEqual([])
  })

  test('[C91] no more different values are kept than the limit, and the report says so', async () => {
    const records = Array.from({ length: DISTINCT_VALUES_MAX + 1 }, (_, at) => ({
      name: `n${String(at)}`,
      city: 'Rome',
    }))
    const report = await check(filled({ a: records, b: [] }).pairing, QUIET)
    expect(fieldOf(report, 'name').sides.a).toMatchObject({
      filled: DISTINCT_VALUES_MAX + 1,
      distinct: DISTINCT_VALUES_MAX,
      capped: true,
    })
  })

  test('[C91] a field that is empty on one side only makes one doubt its path', async () => {
    const world = filled({ a: [{ name: 'Ada', city: 'Rome' }], b: [{ name: 'Ada', city: null }] })
    expect(kinds(await check(world.pairing, QUIET))).toEqual(['warning never-filled city'])
  })

  test('[C91] a path that not one record has is a warning, with the name that was probably meant', async () => {
    const home = { street: 'Rue 1', city: 'Rome' }
    const world = filled({ a: [{ name: 'Ada', home }], b: [{ name: 'Ada', city: 'Rome' }] })
    const texts = async (a: string) => {
      const fields = { name: NAME, city: { a, b: 'city' } }
      const { findings } = await check(mapped(world, fields), QUIET)
      return findings.map(({ kind, text }) => `${kind}: ${text}`)
    }
    expect(await texts('home.city')).toEqual([])
    expect(await texts('home.ctiy')).toEqual([
      'never-read: not one record in crm has "home.ctiy": did you mean "home.city"?',
    ])
    expect(await texts('fax')).toEqual([
      'never-read: not one record in crm has "fax": is the path right?',
    ])
  })

  test('[C92] what check would link is what the next run links', async () => {
    const named = (names: readonly string[]) => names.map((name) => ({ name, city: 'Rome' }))
    const world = filled({
      a: named(['Ada', 'Bob', 'Cem', 'Cem', 'Eve']),
      b: named(['ada', 'Bob', 'Cem', 'Dora']),
    })
    const { entities, findings } = await check(world.pairing, QUIET)
    expect(entities[0]?.match).toMatchObject({
      linked: 0,
      wouldLink: 2,
      rules: [{ name: 'name', links: 2, duplicates: { a: 2, b: 0 } }],
      ambiguous: { a: 2, b: 1 },
      alone: { a: 1, b: 1 },
    })
    expect(findings.map(({ kind }) => kind)).toEqual([
      'ambiguous-matches',
      'duplicate-keys',
      'ambiguous-matches',
    ])
    await world.run()
    const after = await check(world.pairing, QUIET)
    expect(after.entities[0]?.match).toMatchObject({
      linked: 4,
      wouldLink: 0,
      alone: { a: 0, b: 0 },
    })
  })

  test('[C93] a write without a condition and a create that cannot be recognised are warnings', async () => {
    const options = { token: 'none', creates: { idempotencyKey: false } } as const
    const report = await check(makeWorld({ a: options }).pairing, QUIET)
    expect(kinds(report)).toEqual(['warning unconditional-write', 'warning unrecognisable-create'])
    expect(report.findings[0]?.text).toContain('read just before it is written and read back after')
  })

  test('[C93] a write that nobody may do needs no guard', async () => {
    const nothing = { creates: { allowed: false }, updates: false, deletes: false }
    const { pairing } = makeWorld({ a: { token: 'none', ...nothing } })
    const entities = pairing.entities.map((entity) => ({
      ...entity,
      terms: {
        ...entity.terms,
        allow: { ...entity.terms.allow, a: { create: false, update: false, delete: false } },
      },
    }))
    expect(kinds(await check({ ...pairing, entities }, QUIET))).toEqual([])
  })
})
