import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Effect, EffectiveCell } from '../../../src/core/policy/effective-matrix.ts'
import type { EntityTerms, FieldRule, PresenceTerms } from '../../../src/core/terms.ts'
import type { BySide, Side } from '../../../src/core/side.ts'
import type { Cell } from '../../../src/core/situation.ts'
import type { Decision } from '../../../src/core/decide/decision.ts'
import type { Fields } from '../../../src/core/value.ts'
import type { Observation } from '../../../src/core/observation.ts'
import type { Pair } from '../../../src/core/pair.ts'
import { DEFAULT_PRESET, PRESETS } from '../../../src/core/policy/preset.ts'
import { MATRIX } from '../../../src/core/matrix.ts'
import { SITUATIONS, cellOf } from '../../../src/core/situation.ts'
import { decide } from '../../../src/core/decide/decide.ts'
import { effectiveMatrix } from '../../../src/core/policy/effective-matrix.ts'
import { prepareTerms } from '../../../src/core/terms.ts'
import { sameValue } from '../../../src/core/value.ts'

const ALL = { create: true, update: true, delete: true }

function termsOf(stated: {
  readonly fields?: readonly FieldRule[]
  readonly presence?: PresenceTerms
  readonly allow?: EntityTerms['allow']
}): EntityTerms {
  return prepareTerms({
    entity: 'item',
    names: { a: 'crm', b: 'erp' },
    fields: stated.fields ?? [{ name: 'name', ...DEFAULT_PRESET.field }],
    presence: stated.presence ?? DEFAULT_PRESET.presence,
    allow: stated.allow ?? { a: ALL, b: ALL },
    tokenCovers: { a: false, b: false },
    same: (_field, left, right) => sameValue(left, right),
  })
}

function cellIn(cells: readonly EffectiveCell[], name: string): EffectiveCell {
  const cell = cells.find((candidate) => candidate.cell === name)
  if (cell === undefined) throw new Error(`there is no cell ${name}`)
  return cell
}

describe('the matrix of an entity', () => {
  test('[C58] has the sixteen cells of the law, in its order, with its words', () => {
    const cells = effectiveMatrix(termsOf({}))
    expect(
      cells.map(({ cell, action, reachable, reason }) => ({ cell, action, reachable, reason })),
    ).toEqual(
      SITUATIONS.flatMap((a) => SITUATIONS.map((b) => ({ cell: cellOf(a, b), ...MATRIX[a][b] }))),
    )
  })

  test('[C58] is the law itself where no rule says otherwise', () => {
    const cells = effectiveMatrix(termsOf({}))
    expect(cells.filter(({ overriddenBy }) => overriddenBy.length > 0)).toEqual([])
    for (const { action, effects } of cells)
      if (action !== 'policy') expect(effects.map((effect) => effect.action)).toEqual([action])
    expect(cellIn(cells, 'updated/deleted').effects).toEqual([
      { action: 'create-b', rules: [{ kind: 'updatedDeleted' }], givesUp: undefined },
    ])
  })

  test('[C58] names a policy whose answer depends on the values by what it is', () => {
    for (const kind of ['newest', 'union', 'max', 'min'] as const) {
      const fields = [{ name: 'name', ...DEFAULT_PRESET.field, policy: { kind } }]
      const { effects } = cellIn(effectiveMatrix(termsOf({ fields })), 'updated/updated')
      expect(effects).toEqual([
        { action: kind, fields: ['name'], rules: [{ kind: 'policy', field: 'name' }] },
      ])
    }
  })

  test('[C58] names the rule that replaces an action, and what it gives up', () => {
    const { field, presence } = PRESETS['a-master'] ?? DEFAULT_PRESET
    const cells = effectiveMatrix(termsOf({ fields: [{ name: 'name', ...field }], presence }))
    expect(cellIn(cells, 'missing/updated')).toMatchObject({
      effects: [{ action: 'hold', givesUp: 'convergence' }],
      overriddenBy: [{ kind: 'created', side: 'b' }],
    })
    expect(cellIn(cells, 'unchanged/updated')).toMatchObject({
      effects: [{ action: 'update-b', fields: ['name'], givesUp: 'edit' }],
      overriddenBy: [
        { kind: 'owner', field: 'name' },
        { kind: 'otherEdits', field: 'name' },
      ],
    })
    expect(cellIn(cells, 'unchanged/deleted')).toMatchObject({
      effects: [{ action: 'create-b', givesUp: 'deletion' }],
    })
    expect(cellIn(cells, 'updated/missing').overriddenBy).toEqual([])
  })

  test('[C58] a side that accepts no write is the rule that leaves the difference', () => {
    const closed = { create: false, update: false, delete: false }
    const cells = effectiveMatrix(termsOf({ allow: { a: ALL, b: closed } }))
    for (const [name, verb] of [
      ['updated/missing', 'create'],
      ['updated/unchanged', 'update'],
      ['deleted/unchanged', 'delete'],
    ] as const)
      expect(cellIn(cells, name)).toMatchObject({
        effects: [{ action: 'hold' }],
        overriddenBy: [{ kind: 'allow', side: 'b', verb }],
      })
  })

  test('[C58] puts fields together to which the same happens', () => {
    const rule = DEFAULT_PRESET.field
    const fields = [
      { name: 'name', ...rule },
      { name: 'credit', ...rule, owner: 'b', otherEdits: 'keep' },
      { name: 'limit', ...rule, owner: 'b', otherEdits: 'keep' },
      { name: 'phone', ...rule, policy: { kind: 'take', side: 'a' } },
    ] as const
    const cells = effectiveMatrix(termsOf({ fields }))
    const told = (name: string) =>
      cellIn(cells, name).effects.map(({ action, fields: own }) => [action, own])
    expect(told('updated/unchanged')).toEqual([
      ['update-b', ['name', 'phone']],
      ['hold', ['credit', 'limit']],
    ])
    expect(told('updated/updated')).toEqual([
      ['ask', ['name']],
      ['update-a', ['credit', 'limit']],
      ['update-b', ['phone']],
    ])
  })
})

const side = fc.constantFrom<Side>('a', 'b')
const bySides = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<BySide<T>> =>
  fc.record({ a: values, b: values })
const policy = fc.oneof(
  fc.constantFrom<FieldRule['policy']>({ kind: 'ask' }, { kind: 'max' }, { kind: 'min' }),
  side.map((each) => ({ kind: 'take', side: each }) as const),
)
const rule = fc.record({
  owner: fc.constantFrom<FieldRule['owner']>('a', 'b', 'both'),
  otherEdits: fc.constantFrom<FieldRule['otherEdits']>('revert', 'keep', 'ask'),
  policy,
})
const fate = fc.constantFrom('ask', 'keep-updated', 'keep-deleted')
const presence = fc.record({
  created: bySides(fc.constantFrom('propagate', 'keep', 'ask', 'remove')),
  deleted: bySides(fc.constantFrom('propagate', 'restore', 'keep', 'ask')),
  updatedDeleted: fate,
  deletedUpdated: fate,
  createdBoth: fc.oneof(
    policy,
    fc.constantFrom<PresenceTerms['createdBoth']>({ kind: 'merge' }, { kind: 'both' }),
  ),
}) as fc.Arbitrary<PresenceTerms>
const allow = bySides(
  fc.record({ create: fc.boolean(), update: fc.boolean(), delete: fc.boolean() }),
)
const anyTerms = fc
  .record({ rules: fc.tuple(rule, rule), presence, allow })
  .map(({ rules, ...rest }) =>
    termsOf({ ...rest, fields: rules.map((each, at) => ({ ...each, name: `f${String(at)}` })) }),
  )

const OLD: Fields = { f0: '5', f1: '5' }
const ABSENT: Observation = { kind: 'absent', proof: 'not-found' }
const shows = (fields: Fields): Observation => ({ kind: 'present', fields, refused: {} })

/** A pair in a cell, of which one field at most has moved. */
function situate(cell: Cell, field: string): { pair: Pair; seen: BySide<Observation> } {
  const [a, b] = cell.split('/')
  const isNew = a === 'missing' || b === 'missing'
  const base = { a: { fields: OLD }, b: { fields: OLD } }
  const pair: Pair = {
    entity: 'item',
    no: 1,
    ids: isNew ? {} : { a: '1', b: '2' },
    base: isNew ? undefined : base,
  }
  const see = (situation: string | undefined, value: string): Observation => {
    if (situation === 'missing') return { kind: 'absent', proof: 'unlinked' }
    if (situation === 'deleted') return ABSENT
    return shows(situation === 'updated' ? { ...OLD, [field]: value } : OLD)
  }
  return { pair, seen: { a: see(a, '7'), b: see(b, '3') } }
}

const WORDS = {
  conflict: 'ask',
  hold: 'hold',
  nothing: 'nothing',
  forget: 'forget',
  split: 'both',
} as const

/** A decision in the matrix's words. */
function actionOf(decision: Decision): Effect['action'] {
  const { kind, notes } = decision
  if (kind === 'create' || kind === 'delete') return `${kind}-${decision.side}`
  if (kind === 'update') return decision.set.a === undefined ? 'update-b' : 'update-a'
  // Fields that agree are remembered beside one whose difference is left.
  if (kind === 'adopt' && notes.some((note) => note.kind === 'held')) return 'hold'
  if (kind in WORDS) return WORDS[kind as keyof typeof WORDS]
  throw new Error(`${kind} is no effect of a cell`)
}

/** What `max` and `min` come to for the values of `situate`. */
function foreseen({ action }: Effect, { allow: { a, b } }: EntityTerms): Effect['action'] {
  if (action === 'max') return b.update ? 'update-b' : 'hold'
  if (action === 'min') return a.update ? 'update-a' : 'hold'
  return action
}

const CELLS = SITUATIONS.flatMap((a) =>
  SITUATIONS.map((b) => ({ cell: cellOf(a, b), ...MATRIX[a][b] })),
)
const DECIDED = CELLS.filter(({ cell, reachable }) => reachable && cell !== 'missing/missing')

describe('the matrix and the decision', () => {
  test.each(DECIDED)('[C58] agree in $cell, whatever the rules', ({ cell, action }) => {
    fc.assert(
      fc.property(anyTerms, fc.constantFrom('f0', 'f1'), (terms, field) => {
        const { effects, overriddenBy } = cellIn(effectiveMatrix(terms), cell)
        const { pair, seen } = situate(cell, field)
        const decision = decide(pair, seen, terms)
        expect(decision.cell).toBe(cell)
        const exact = effects.filter(({ when }) => when !== 'never-agreed')
        const effect =
          exact.find(({ fields }) => fields?.includes(field) === true) ??
          exact.find(({ fields }) => fields === undefined)
        expect(actionOf(decision)).toBe(foreseen(effect!, terms))
        if (action === 'policy') expect(overriddenBy).toEqual([])
        else expect(decision.override !== undefined).toBe(effect!.rules.length > 0)
      }),
      { numRuns: 500 },
    )
  })

  test('[C58] agree when two records meet for the first time', () => {
    fc.assert(
      fc.property(anyTerms, fc.constantFrom('f0', 'f1'), (terms, field) => {
        const { effects } = cellIn(effectiveMatrix(terms), 'updated/updated')
        const pair: Pair = { entity: 'item', no: 1, ids: { a: '1', b: '2' } }
        const seen = { a: shows({ ...OLD, [field]: '7' }), b: shows({ ...OLD, [field]: '3' }) }
        const own = effects.filter(({ fields }) => fields?.includes(field) === true)
        const effect = own.find(({ when }) => when === 'never-agreed') ?? own[0]
        const decision = decide(pair, seen, terms)
        // An owner's rule may leave a question of its own, which keeps both records where that is the rule.
        const asked = effect!.action === 'ask' && terms.presence.createdBoth.kind === 'both'
        expect(actionOf(decision)).toBe(asked ? 'both' : foreseen(effect!, terms))
      }),
      { numRuns: 500 },
    )
  })
})
