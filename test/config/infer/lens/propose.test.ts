import { expect, test } from 'vitest'
import type { Propose } from '../../../../src/config/infer/lens/candidate.ts'
import type { Row } from '../../../../src/config/infer/agreement.ts'
import type { Value } from '../../../../src/core/value.ts'
import { findFields } from '../../../../src/config/infer/entity/find-fields.ts'
import { proposeBoolean } from '../../../../src/config/infer/lens/propose-boolean.ts'
import { proposeDate } from '../../../../src/config/infer/lens/propose-date.ts'
import { proposeList } from '../../../../src/config/infer/lens/propose-list.ts'
import { proposeMap } from '../../../../src/config/infer/lens/propose-map.ts'
import { proposeNumber } from '../../../../src/config/infer/lens/propose-number.ts'
import { proposeText } from '../../../../src/config/infer/lens/propose-text.ts'
import { tableOf } from '../../../../src/config/infer/column.ts'
import { sampleOf } from '../sample-of.ts'

const names = { a: 'crm', b: 'erp' }

/** Rows from two lists of the same length. */
function rows(a: readonly Value[], b: readonly Value[]): readonly Row[] {
  return a.map((value, at) => ({ a: value, b: b[at] ?? null }))
}

/** What would be chosen for two columns of records that are one. */
function chosen(a: readonly Value[], b: readonly Value[]) {
  const tables = {
    a: tableOf(
      sampleOf(
        'left',
        a.map((it) => ({ it })),
      ),
    ),
    b: tableOf(
      sampleOf(
        'right',
        b.map((it) => ({ it })),
      ),
    ),
  }
  const [field] = findFields(
    tables,
    a.map((_, at) => [at, at] as const),
    names,
  )
  return field && { as: field.as, empty: field.empty, sure: field.sure }
}

test.each<readonly [string, readonly Value[], readonly Value[], Value | undefined]>([
  ['equal texts', ['Ada', 'Bob', 'Cem'], ['Ada', 'Bob', 'Cem'], 'text'],
  ['space at the ends', ['Ada', 'Bob', 'Cem'], [' Ada', 'Bob ', 'Cem'], 'text(trim)'],
  [
    'case',
    ['A@x.org', 'b@x.org', 'c@x.org'],
    ['a@x.org', 'B@x.org', 'c@x.org'],
    'text(trim, lower)',
  ],
  ['whole numbers', [1, 20, 300], [1, 20, 300], 'integer'],
  ['decimals', [1.5, 20.25, 300], [1.5, 20.25, 300], 'decimal(2)'],
  [
    'euros and cents',
    [1.5, 20.25, 300],
    [150, 2025, 30_000],
    [
      { side: 'erp', scale: 100 },
      { side: 'crm', decimal: 2 },
    ],
  ],
  ['digits and numbers', ['12', '7', '400'], [12, 7, 400], 'id'],
  ['truth and digits', [true, false, true, false], [1, 0, 1, 0], [{ side: 'erp', bool: [1, 0] }]],
  [
    'yes and letters',
    ['yes', 'no', 'yes', 'no'],
    ['A', 'L', 'A', 'L'],
    [
      { side: 'crm', bool: ['yes', 'no'] },
      { side: 'erp', bool: ['A', 'L'] },
    ],
  ],
  [
    'days',
    ['2001-02-03', '1999-12-31', '1980-01-17'],
    ['03.02.2001', '31.12.1999', '17.01.1980'],
    [
      { side: 'crm', date: 'yyyy-MM-dd' },
      { side: 'erp', date: 'dd.MM.yyyy' },
    ],
  ],
  [
    'American days',
    ['2001-02-03', '1999-12-31', '1980-01-17'],
    ['02/03/2001', '12/31/1999', '01/17/1980'],
    [
      { side: 'crm', date: 'yyyy-MM-dd' },
      { side: 'erp', date: 'MM/dd/yyyy' },
    ],
  ],
  [
    'instants',
    ['2026-01-01T10:00:00Z', '2026-02-01T10:00:00Z', '2026-03-01T10:00:00Z'],
    ['2026-01-01T11:00:00+01:00', '2026-02-01T11:00:00+01:00', '2026-03-01T11:00:00+01:00'],
    'datetime(PT1S)',
  ],
  [
    'a list and a text',
    [['a', 'b'], ['c'], ['b', 'd']],
    ['b;a', 'c', 'd;b'],
    [{ side: 'erp', split: ';' }, 'set'],
  ],
])('[C94] %s are recognised, by the simplest reading under which they agree', (_, a, b, as) => {
  expect(chosen(a, b)).toMatchObject({ as, sure: true })
})

test('[C94] codes that meet words become a map; a rare code that means what another does is left out', () => {
  const words = [
    'open',
    'done',
    'open',
    'done',
    'late',
    'late',
    'open',
    'open',
    'done',
    'late',
    'open',
    'open',
  ]
  const codes = ['O', 'D', 'O', 'D', 'L', 'L', 'O', 'O', 'D', 'L', 'Z', 'Z']
  const [candidate] = proposeMap({ rows: rows(words, codes), names })
  expect(candidate?.as).toEqual({ side: 'erp', map: { O: 'open', D: 'done', L: 'late' } })
  expect(candidate?.evidence).toContain('Z')
})

test('[C94] numeric codes are mapped as pairs, and of several spellings the most frequent one is written', () => {
  const words = [
    ...Array.from({ length: 24 }, () => 'open'),
    ...Array.from({ length: 8 }, () => 'done'),
  ]
  const codes = words.map((word, at) => (word === 'done' ? 3 : at % 12 < 7 ? 1 : 2))
  const [candidate] = proposeMap({ rows: rows(words, codes), names })
  expect(candidate?.as).toEqual({
    side: 'erp',
    map: [
      [1, 'open'],
      [2, 'open'],
      [3, 'done'],
    ],
    back: [['open', 1]],
  })
})

test.each<readonly [string, Propose, readonly Value[], readonly Value[]]>([
  ['text', proposeText, [1, 2], ['1', '2']],
  ['number', proposeNumber, ['007', '08'], [7, 8]],
  ['boolean', proposeBoolean, ['red', 'blue', 'green'], ['r', 'b', 'g']],
  ['map', proposeMap, ['a', 'b'], ['c', 'd']],
  ['date', proposeDate, ['Ada', 'Bob'], ['2001-02-03', '1999-12-31']],
  ['list', proposeList, ['Ada Lovelace', 'Bob, Jr.'], ['Ada Lovelace', 'Bob, Jr.']],
])('[C94] nothing is proposed as a %s that does not look so', (_, propose, a, b) => {
  expect(propose({ rows: rows(a, b), names })).toEqual([])
})

test('[C94] what agrees by chance alone is no field, and what nothing holds is none either', () => {
  const many = Array.from({ length: 40 }, (_, at) => at)
  expect(
    chosen(
      many.map(() => 'x'),
      many.map(() => 'y'),
    ),
  ).toBeUndefined()
  expect(
    chosen(
      many.map((at) => at % 2 === 0),
      many.map((at) => (at % 3 === 0 ? 1 : 0)),
    ),
  ).toBeUndefined()
  expect(
    chosen(
      many.map(() => null),
      many.map(() => null),
    ),
  ).toBeUndefined()
})

test('[C94] an empty text where the other side has nothing says the same as nothing', () => {
  const field = chosen(['Ada', '', 'Cem', ''], ['Ada', null, 'Cem', null])
  expect(field).toMatchObject({ empty: 'same-as-null' })
})
