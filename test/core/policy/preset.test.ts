import { describe, expect, test } from 'vitest'
import { LINKED, agreedOn, holding, rule, termsWith } from '../sample.ts'
import { SITUATIONS, cellOf } from '../../../src/core/situation.ts'
import type { Cell, Situation } from '../../../src/core/situation.ts'
import { DEFAULT_PRESET, PRESETS } from '../../../src/core/policy/preset.ts'
import type { Decision } from '../../../src/core/decide/decision.ts'
import { MATRIX } from '../../../src/core/matrix.ts'
import type { Preset } from '../../../src/core/policy/preset.ts'
import type { EntityTerms, FieldRule } from '../../../src/core/terms.ts'
import type { Value } from '../../../src/core/value.ts'
import { decide } from '../../../src/core/decide/decide.ts'
import { mirrorTerms } from '../../../src/testing/mirror.ts'

type Table = Readonly<Partial<Record<Cell, string>>>

function termsOf({ field, presence }: Preset): EntityTerms {
  return termsWith({ fields: [rule('v', field)], presence })
}

/** What a side shows in a situation; the sides' changes differ. */
function valueIn(situation: Situation, changed: string): Value | undefined {
  if (situation === 'unchanged') return 'old'
  return situation === 'updated' ? changed : undefined
}

/** What the preset does in a cell, and whether a rule of it replaced what the matrix says there. */
function inCell(preset: Preset, a: Situation, b: Situation): string {
  const neverAgreed = a === 'missing' || b === 'missing'
  const pair = neverAgreed ? LINKED : agreedOn({ v: 'old' })
  const seen = { a: holding(valueIn(a, 'A')), b: holding(valueIn(b, 'B')) }
  const decision = decide(pair, seen, termsOf(preset))
  expect(decision.cell).toBe(cellOf(a, b))
  return `${decision.override === undefined ? '' : '*'}${actionOf(decision)}`
}

function actionOf(decision: Decision): string {
  if (decision.kind === 'create' || decision.kind === 'delete')
    return `${decision.kind}-${decision.side}`
  return decision.kind === 'update' ? `update-${Object.keys(decision.set).join('')}` : decision.kind
}

function tableOf(preset: Preset): Table {
  const cells = SITUATIONS.flatMap((a) =>
    SITUATIONS.map((b) => {
      const { reachable, action } = MATRIX[a][b]
      return [cellOf(a, b), reachable ? inCell(preset, a, b) : action] as const
    }),
  )
  return Object.fromEntries(cells)
}

/** Each preset's sixteen cells; `*` marks the cells in which a rule of the preset replaces the forced action. */
const TWO_WAY: Table = {
  'missing/missing': 'forget',
  'missing/unchanged': 'create-a',
  'missing/updated': 'create-a',
  'missing/deleted': 'forget',
  'unchanged/missing': 'create-b',
  'unchanged/unchanged': 'nothing',
  'unchanged/updated': 'update-a',
  'unchanged/deleted': 'delete-a',
  'updated/missing': 'create-b',
  'updated/unchanged': 'update-b',
  'updated/updated': 'conflict',
  'updated/deleted': 'create-b',
  'deleted/missing': 'forget',
  'deleted/unchanged': 'delete-b',
  'deleted/updated': 'create-a',
  'deleted/deleted': 'forget',
}

const A_MASTER: Table = {
  ...TWO_WAY,
  'missing/updated': '*hold',
  'unchanged/updated': '*update-b',
  'unchanged/deleted': '*create-b',
  'updated/updated': 'update-b',
  'deleted/updated': '*delete-b',
}

const TABLES: Readonly<Record<string, Table>> = {
  'two-way': TWO_WAY,
  'a-master': A_MASTER,
  'b-master': {
    ...TWO_WAY,
    'updated/missing': '*hold',
    'updated/unchanged': '*update-a',
    'deleted/unchanged': '*create-a',
    'updated/updated': 'update-a',
    'updated/deleted': '*delete-a',
  },
  mirror: { ...A_MASTER, 'missing/updated': '*delete-b' },
  contribute: { ...TWO_WAY, 'unchanged/deleted': '*hold', 'deleted/unchanged': '*hold' },
}

describe('presets', () => {
  for (const [name, preset] of Object.entries(PRESETS))
    test(`[D15] ${name} does in each of the sixteen cells what its table says`, () => {
      expect(tableOf(preset)).toEqual(TABLES[name])
    })

  test('[D15] every preset has a table, a name and a meaning', () => {
    expect(Object.keys(PRESETS)).toEqual(Object.keys(TABLES))
    for (const [name, preset] of Object.entries(PRESETS)) {
      expect(preset.name).toBe(name)
      expect(preset.meaning).toMatch(/^[A-Zab].+[.]$/)
    }
    expect(new Set(Object.values(PRESETS).map(({ meaning }) => meaning)).size).toBe(5)
  })

  test('[D15] the default is two-way, and asks what both sides changed', () => {
    expect(DEFAULT_PRESET).toBe(PRESETS['two-way'])
    expect(DEFAULT_PRESET.field.policy).toEqual({ kind: 'ask' })
  })

  test('[D15] [L5] one master is the mirror image of the other, and two-way and contribute are their own', () => {
    const imageOf = (name: string): Pick<Preset, 'presence'> & { readonly rule: FieldRule } => {
      const { presence, fields } = mirrorTerms(termsOf(presetNamed(name)))
      return { presence, rule: fields[0] ?? rule('none') }
    }
    const itself = (name: string): ReturnType<typeof imageOf> => {
      const { field, presence } = presetNamed(name)
      return { presence, rule: rule('v', field) }
    }
    expect(imageOf('a-master')).toEqual(itself('b-master'))
    expect(imageOf('two-way')).toEqual(itself('two-way'))
    expect(imageOf('contribute')).toEqual(itself('contribute'))
    expect(imageOf('mirror')).not.toEqual(itself('mirror'))
  })
})

function presetNamed(name: string): Preset {
  return PRESETS[name] ?? DEFAULT_PRESET
}
