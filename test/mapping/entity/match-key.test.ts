import { describe, expect, test } from 'vitest'
import type { Fields, Value } from '../../../src/core/value.ts'
import { KEY_PARTS_MAX, checkKey, compileKey } from '../../../src/mapping/entity/match-key.ts'
import type { KeySpec } from '../../../src/mapping/entity/match-key.ts'
import { describeProblem } from '../../../src/mapping/problem.ts'

const SIDES = { a: 'crm', b: 'erp' }

function meets(spec: KeySpec, a: Fields, b: Fields): boolean {
  const key = compileKey(spec, SIDES)
  const text = key.textOf('a', a)
  return text !== undefined && text === key.textOf('b', b)
}

const BY_NUMBER: KeySpec = { on: { a: 'properties.number', b: 'no' } }

describe('[M12] two records have one key', () => {
  test.each<[string, KeySpec, Fields, Fields]>([
    ['with the same text', BY_NUMBER, { properties: { number: 'K1' } }, { no: 'K1' }],
    ['with a number and its digits', BY_NUMBER, { properties: { number: 7 } }, { no: '7' }],
    ['after normalisation', { on: { a: 'm', b: 'm' }, as: ['trim', 'lower'] }, { m: ' A@X' }, { m: 'a@x' }], // prettier-ignore
    ['ignoring case', { on: { a: 'm', b: 'm' }, as: 'ignore-case' }, { m: 'STRASSE' }, { m: 'Straße' }], // prettier-ignore
    ['in every part', { on: { a: ['f', 'l'], b: ['x', 'y'] } }, { f: 'A', l: 'B' }, { x: 'A', y: 'B' }], // prettier-ignore
    ['in different formats', { on: { a: 'd', b: 'd' }, as: [{ side: 'crm', date: 'dd.MM.yyyy' }, { side: 'erp', date: true }] }, { d: '29.02.2024' }, { d: '2024-02-29' }], // prettier-ignore
  ])('%s', (_title, spec, a, b) => {
    expect(meets(spec, a, b)).toBe(true)
  })
})

describe('[M12] a record has no key', () => {
  test.each<[string, Value]>([
    ['if a part is missing', {}],
    ['if a part is null', { no: null }],
    ['if a part is empty', { no: '' }],
    ['if a part is blank', { no: '  ' }],
    ['if a part is an empty list', { no: [] }],
    ['if a part is refused', { no: 2 ** 60 }],
  ])('%s', (_title, native) => {
    const key = compileKey(BY_NUMBER, SIDES)
    expect(key.textOf('b', native as Fields)).toBeUndefined()
    const pair = compileKey({ on: { a: ['no', 'ok'], b: ['no', 'ok'] } }, SIDES)
    expect(pair.textOf('b', { ...(native as Fields), ok: 'x' })).toBeUndefined()
  })

  test('where the path leads astray', () => {
    expect(compileKey(BY_NUMBER, SIDES).textOf('a', { properties: 'x' })).toBeUndefined()
  })
})

test('[M12] parts do not run together', () => {
  const spec: KeySpec = { on: { a: ['x', 'y'], b: ['x', 'y'] } }
  expect(meets(spec, { x: 'a', y: 'b,c' }, { x: 'a,b', y: 'c' })).toBe(false)
  expect(meets(spec, { x: 'a"', y: 'b' }, { x: 'a', y: '"b' })).toBe(false)
})

test.each<[KeySpec, string]>([
  [{ on: { a: 'x', b: ['x', 'y'] } }, 'match[0].on: crm has 1 parts and erp 2'],
  [{ on: { a: [], b: [] } }, `match[0].on: a key has 1 to ${KEY_PARTS_MAX} parts`],
  [{ on: { a: 'x.', b: 'x' } }, 'match[0].on.crm: the path "x." cannot be read from character 2 on (did you mean x?)'], // prettier-ignore
  [{ on: { a: 'x', b: 'x' }, as: 'lowr' }, 'match[0].as: there is no lens "lowr" (did you mean lower?)'], // prettier-ignore
])('[M8] a key that cannot work is refused: %j', (spec, line) => {
  expect(checkKey(spec, SIDES, 'match[0]').map(describeProblem)).toEqual([line])
  expect(() => compileKey(spec, SIDES)).toThrow('Bug: ')
})
