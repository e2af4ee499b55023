import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Value } from '../../../src/core/value.ts'
import { CATALOGUE, NOT_OFFERED } from '../../../src/mapping/lenses/catalogue.ts'
import { STEP_LENGTH_MAX } from '../../../src/mapping/notation/call.ts'
import { describeChain, lensOf } from '../../../src/mapping/notation/lens-chain.ts'
import { CHAIN_LENGTH_MAX, parseLensChain } from '../../../src/mapping/notation/parse-lens-chain.ts'
import { findNearest } from '../../../src/mapping/notation/nearest.ts'
import { describeProblem } from '../../../src/mapping/problem.ts'
import type { Problem } from '../../../src/mapping/problem.ts'

const SIDES = { a: 'crm', b: 'erp' }

function problems(as: Value, members?: readonly string[]): readonly Problem[] {
  const chain = parseLensChain(as, { sides: SIDES, members })
  return chain.ok ? [] : chain.problems
}

function describeAs(as: Value | undefined): string {
  const chain = parseLensChain(as, { sides: SIDES })
  if (!chain.ok) throw new Error(chain.problems.map(describeProblem).join('; '))
  return describeChain(chain.value)
}

function read(as: Value, side: 'a' | 'b', native: Value, member?: string): unknown {
  const members = member === undefined ? undefined : ['street', 'country']
  const chain = parseLensChain(as, { sides: SIDES, members })
  if (!chain.ok) throw new Error(chain.problems.map(describeProblem).join('; '))
  const reading = lensOf(chain.value, side, member).get(native)
  return reading.ok ? reading.value : reading.reason
}

describe('what is written in different ways means the same', () => {
  test.each<[string, readonly (Value | undefined)[]]>([
    ['json', [undefined, [], 'json', { json: true }]],
    ['decimal(2)', ['decimal(2)', 'decimal( 2 )', 'decimal(places=2)', { decimal: 2 }, { decimal: [2] }, { decimal: { places: 2 } }, ['decimal(2)']]], // prettier-ignore
    ['decimal(2, text)', ['decimal(2, text)', 'decimal(text, 2)', { decimal: [2, 'text'] }, { decimal: 2, text: true }, { decimal: { places: 2, text: true } }]], // prettier-ignore
    ['text(trim, max=100)', ['text(trim, max=100)', 'text(max=100, trim)', 'text(100, trim)', { text: ['trim', 100] }, { text: { trim: true, max: 100, lower: false } }]], // prettier-ignore
    ['bool("Y", "N")', ['bool(Y, N)', 'bool("Y", \'N\')', { bool: ['Y', 'N'] }, { bool: { yes: 'Y', no: 'N' } }]], // prettier-ignore
    ['bool(false, true)', ['bool(false, true)', { bool: { yes: false, no: true } }]],
    ['date("dd.MM.yyyy")', ['date("dd.MM.yyyy")', 'date(dd.MM.yyyy)', { date: 'dd.MM.yyyy' }]],
    ['set(text(trim), text(lower))', [{ set: ['trim', 'lower'] }]],
    ['set(decimal(2))', ['set(decimal(2))', { set: 'decimal(2)' }, { set: { decimal: 2 } }]],
    ['set', ['set', { set: true }]],
    ['split ";"', ['split(";")', { split: ';' }]],
  ])('%s', (name, spellings) => {
    for (const as of spellings) expect(describeAs(as)).toBe(name)
  })

  test('the arguments of datetime are told apart by their looks, in any order', () => {
    const spellings = [
      'datetime(Europe/Berlin, PT1S)',
      'datetime(PT1S, Europe/Berlin)',
      'datetime(zone=Europe/Berlin, precision=PT1S)',
    ]
    for (const as of spellings)
      expect(read(as, 'a', '2024-07-01T12:00:00')).toBe('2024-07-01T10:00:00Z')
  })

  test('a step with a side applies to that side only', () => {
    const as = [{ side: 'crm', split: ';' }, { set: true }]
    expect(read(as, 'a', 'b;a')).toEqual(['a', 'b'])
    expect(read(as, 'b', ['b', 'a'])).toEqual(['a', 'b'])
  })

  test('a step for members applies to those only', () => {
    for (const step of [{ upper: ['country'] }, { upper: true, member: 'country' }]) {
      const as = [{ trim: true }, step]
      expect(read(as, 'a', ' de ', 'country')).toBe('DE')
      expect(read(as, 'a', ' weg ', 'street')).toBe('weg')
    }
  })

  test('the default is given in the form of its place in the chain', () => {
    const chain = parseLensChain([{ side: 'erp', default: 'Retail' }, 'lower'], { sides: SIDES })
    if (!chain.ok) throw new Error('no chain')
    expect(lensOf(chain.value, 'b').initial).toBe('retail')
    expect(lensOf(chain.value, 'a').initial).toBeUndefined()
  })
})

describe('[M8] what cannot work is refused with its place, a reason and a suggestion', () => {
  test.each<[Value, string, string | undefined]>([
    ['decimals(2)', 'there is no lens "decimals"', 'decimal(2)'],
    ['decimal', 'decimal needs places (a whole number from 0 to 20)', 'decimal(2)'],
    ['text(trim, colapse)', 'text does not understand "colapse": it takes trim, collapse, lower, upper, nfc, ignore-case, max (a whole number from 1 to 1000000)', 'collapse'], // prettier-ignore
    ['decimal(two)', 'decimal does not understand "two": it takes places (a whole number from 0 to 20), text', 'decimal(2)'], // prettier-ignore
    ['decimal(2, 3)', 'decimal does not understand 3: it takes text', 'decimal(2)'],
    ['decimal(21)', 'decimal does not understand 21', 'decimal(2)'],
    ['decimal(plces=2)', 'decimal has no argument "plces"', 'places'],
    ['decimal(places=x)', 'places has to be a whole number from 0 to 20, not "x"', undefined],
    ['decimal(2, places=2)', 'places is given twice', undefined],
    ['trim(x)', 'trim does not understand "x": it takes no further argument', 'trim'],
    ['decimal(2', '"decimal(2" is half a step', undefined],
    [
      'max=100)',
      '"max=100)" is half a step; within [ ] a step with a comma needs quotes',
      undefined,
    ],
    ['trim, lower', '"trim, lower" is not a step', '[trim, lower]'],
    ['trim lower', '"trim lower" is not a step', '[trim, lower]'],
    ['', '"" is not a step', undefined],
    ['Trim', '"Trim" is not a step', undefined],
    [{}, 'the step says where it applies but not what it does', undefined],
    [{ side: 'crm' }, 'the step says where it applies but not what it does', undefined],
    [{ side: 'cmr', split: ';' }, '"cmr" is not a system here; the systems are crm and erp', 'crm'], // prettier-ignore
    [{ trim: false }, 'trim has no argument; a step that does nothing is left out', undefined],
    [{ trim: null }, 'trim has no argument', undefined],
    [{ upper: ['country'] }, 'the field has no members', undefined],
    [{ trim: true, lower: true }, 'trim has no argument "lower"', undefined],
    [{ side: 'crm', trim: true }, 'text(trim) cannot have a side: it belongs to both sides', 'text(trim)'], // prettier-ignore
    [{ side: 'crm', 'ignore-case': true }, 'text(ignore-case) cannot have a side', undefined],
    ['text(lower, upper)', 'a text is either in lower or in upper case', undefined],
    ['truncate(100)', 'there is no truncate: a cut text differs from the other side on every run', '{ max: 100 }'], // prettier-ignore
    ['round(2)', 'there is no round: a rounded number differs', 'decimal(2)'],
    ['regex', 'there is no regex: a pattern can be read but not written back', undefined],
    ['bool(1)', 'bool needs both spellings, or none', undefined],
    ['bool(1, 1)', '1 cannot mean both yes and no', undefined],
    [{ map: { A: 'x', B: 'x' } }, '"x" is spelled "A" or "B"; back has to say once which to write', 'back: { x: A }'], // prettier-ignore
    [{ map: { A: 'x', B: 'x' }, back: { x: 'C' } }, '"C" in back does not mean "x"', undefined],
    [{ map: { A: 'x' }, back: { y: 'A' } }, 'nothing in the map means "y"', undefined],
    [{ map: { A: ['x'] } }, 'map does not understand an object', undefined],
    [{ map: [['A', 1], ['A', 2]] }, '"A" is in the map twice', undefined], // prettier-ignore
    [{ map: {} }, 'map does not understand an object', undefined],
    ['date(dd.MM.yy)', 'a year has four digits', 'date("dd.MM.yyyy")'],
    ['date(DD.MM.YYYY)', 'DD is no part of a time', 'date("dd.MM.yyyy")'],
    ['date(MM.yyyy)', 'the format "MM.yyyy" does not show the day', undefined],
    ['date(dMyyyy)', 'lets digits run together: write dd, MM and HH', undefined],
    ['date("dd.MM.yyyy dd")', 'shows the day twice', undefined],
    ['date("dd.MM.yyyy HH:mm")', 'a date has no time of day', 'datetime(PT1M)'],
    ['date("dd.MM.yyyy\'")', 'a single quote in the format is not closed', undefined],
    ['date(dd.MM.yyyy, number)', 'only yyyyMMdd can be a number', 'date(yyyyMMdd, number)'],
    ['datetime', 'datetime needs precision', 'datetime(Europe/Berlin, PT1S)'],
    ['datetime(PT2S)', 'datetime does not understand "PT2S"', undefined],
    ['datetime(Europe/Berln, PT1S)', 'there is no time zone "Europe/Berln"', 'Europe/Berlin'],
    ['datetime(PT1M, "dd.MM.yyyy HH:mm")', 'a local time such as dd.MM.yyyy HH:mm needs a zone', undefined], // prettier-ignore
    ['datetime(PT1M, local)', 'the format local needs a zone', undefined],
    ['datetime(PT1S, UTC, "dd.MM.yyyy HH:mm")', 'the format keeps PT1M', 'precision=PT1M'],
    ['datetime(PT1S, UTC, "dd.MM.yyyy HH")', 'the format keeps PT1H', 'precision=PT1H'],
    ['datetime(PT1S, UTC, "dd.MM.yyyy ss")', 'shows the second without the minute', undefined],
    ['datetime(PT1S, UTC, yyyy-MM-dd)', 'the format yyyy-MM-dd shows no time of day', undefined],
    ['datetime(PT0.001S, epoch-s)', 'the format keeps PT1S', 'precision=PT1S'],
    ['datetime(PT0.000001S, UTC, "yyyy-MM-dd HH:mm:ss.SSS")', 'the format keeps PT0.001S', 'precision=PT0.001S'], // prettier-ignore
    ['datetime(PT1S, epoch-s, UTC)', 'epoch-s counts the same in every zone', undefined],
    ['datetime(PT1S, text)', 'only epoch-s and epoch-ms can be written as a text', undefined],
    ['datetime(PT1S, prefer=later)', 'prefer decides about the local times of a zone', undefined],
    [{ split: '' }, 'split does not understand ""', undefined],
    [{ set: 'trm' }, 'within set: there is no lens "trm"', 'trim'],
    [{ set: 'ignore-case' }, 'a set cannot ignore case', '{ set: lower }'],
    [{ set: { side: 'crm', max: 3 } }, 'within set: a step within a set cannot have a side', undefined], // prettier-ignore
    [{ empty: 'same-as-null' }, 'empty: same-as-null stands beside as, not within it', undefined],
    [{ default: null }, 'default has no argument', undefined],
    [[{ default: 'x' }, 'decimal(2)'], 'the steps after default "x" do not understand its value', undefined], // prettier-ignore
  ])('%j', (as, reason, suggestion) => {
    const [first] = problems(as)
    expect(first).toMatchObject({ at: 'as', reason: expect.stringContaining(reason) as string })
    if (suggestion !== undefined) expect(first?.suggestion).toBe(suggestion)
  })

  test.each<[Value, string]>([
    [['trim', 'lowr'], 'as[1]: there is no lens "lowr" (did you mean lower?)'],
    [['trim', 5], 'as[1]: 5 is a number, not a step, which is a text or an object'],
    [[['trim']], 'as[0]: a list is not a step, which is a text or an object'],
  ])('%j names the step', (as, line) => {
    expect(problems(as).map(describeProblem)).toEqual([line])
  })

  test('a step for a member the group does not have', () => {
    expect(problems({ upper: ['contry'] }, ['street', 'country'])).toEqual([
      { at: 'as', reason: 'the group has no member "contry"', suggestion: 'country' },
    ])
  })

  test.each<[string, Value, string]>([
    ['a step is given what it cannot read', ['bool', 'lower'], 'text(lower) reads a text, but bool(true, false) before it gives a boolean'], // prettier-ignore
    [
      'a set is made of a text',
      ['text', 'set'],
      'set reads a list, but text before it gives a text',
    ],
    ['a number is read twice', ['decimal(2)', 'integer'], 'integer reads a text, but decimal(2)'],
    ['two precisions', [{ side: 'crm', decimal: 2 }, { side: 'erp', decimal: 3 }], 'crm comes to decimal(2) and erp to decimal(3)'], // prettier-ignore
    ['a day and an instant', [{ side: 'crm', date: true }, { side: 'erp', datetime: 'PT1S' }], 'crm comes to date and erp to datetime(PT1S)'], // prettier-ignore
    ['one side exact, the other as it is', { side: 'crm', decimal: 2 }, 'erp is taken as it is, while the other side comes to decimal(2)'], // prettier-ignore
  ])('%s', (_title, as, reason) => {
    expect(problems(as)).toMatchObject([{ reason: expect.stringContaining(reason) as string }])
  })

  test('every problem of a chain is found, not only the first', () => {
    expect(problems(['trm', 'lower', 'decimals']).map(({ at }) => at)).toEqual(['as[0]', 'as[2]'])
  })

  test('what is not offered says why and names no lens', () => {
    const names = new Set(CATALOGUE.map(({ name }) => name))
    for (const [name] of NOT_OFFERED) {
      expect(names.has(name)).toBe(false)
      expect(problems(name)).toMatchObject([
        { reason: expect.stringContaining(`there is no ${name}: `) as string },
      ])
    }
  })
})

describe('the catalogue', () => {
  test('names every lens once', () => {
    const names = CATALOGUE.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  test.each(CATALOGUE.map((entry) => [entry.name, entry] as const))(
    '%s says in one sentence what it means, and its example parses',
    (name, { meaning, example, parameters }) => {
      expect(meaning).toMatch(/^[A-Z].*\.$/)
      expect(parameters.every(({ wants }) => wants !== '')).toBe(true)
      expect(example).toContain(name)
      expect(problems(parseYaml(example) as Value)).toEqual([])
    },
  )
})

describe('[M11] limits', () => {
  test('a chain has at most so many steps', () => {
    const steps = Array.from({ length: CHAIN_LENGTH_MAX + 1 }, () => 'trim')
    expect(problems(steps)).toMatchObject([{ reason: 'a chain has at most 16 steps' }])
    expect(problems(steps.slice(1))).toEqual([])
  })

  test('a step has at most so many characters', () => {
    const step = `split("${'x'.repeat(STEP_LENGTH_MAX)}")`
    expect(problems(step)).toMatchObject([{ reason: 'a step is longer than 500 characters' }])
  })

  test('a format and a separator have at most so many characters', () => {
    expect(problems({ date: `yyyy-MM-dd${' '.repeat(60)}` })).toMatchObject([
      { reason: 'the format is longer than 60 characters' },
    ])
    expect(problems({ split: '---------' })).toHaveLength(1)
  })
})

test('a name that nearly matches is offered, another is not', () => {
  expect(findNearest('lowr', ['upper', 'lower'])).toBe('lower')
  expect(findNearest('LOWER', ['upper', 'lower'])).toBe('lower')
  expect(findNearest('xyz', ['upper', 'lower'])).toBeUndefined()
})
