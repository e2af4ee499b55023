import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { canonicalText, pickFields, sameFields, sameValue } from '../../src/core/value.ts'
import type { Value } from '../../src/core/value.ts'

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Value)

describe('sameness of values', () => {
  test('absent, null and empty are three things', () => {
    const values = [undefined, null, '', [], {}, 0, false] as const
    for (const left of values)
      for (const right of values) expect(sameValue(left, right)).toBe(Object.is(left, right))
  })

  test('the order of keys does not matter, the order of items does', () => {
    expect(sameValue({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true)
    expect(sameValue([1, 2], [2, 1])).toBe(false)
    expect(sameValue([1], [1, 2])).toBe(false)
    expect(sameValue({ a: 1 }, { a: 1, b: 2 })).toBe(false)
    expect(sameValue({ a: 1 }, { b: 1 })).toBe(false)
    expect(sameValue([], {})).toBe(false)
    expect(sameValue({}, [])).toBe(false)
  })

  test('a key that every object answers to is a key like any other', () => {
    const odd = JSON.parse('{"__proto__":1,"constructor":2}') as Value
    expect(sameValue(odd, JSON.parse('{"constructor":2,"__proto__":1}') as Value)).toBe(true)
    expect(sameValue(odd, { toString: 1, valueOf: 2 })).toBe(false)
    expect(sameValue({ constructor: 1 }, { x: 1 })).toBe(false)
    expect(canonicalText(odd)).toBe('{"__proto__":1,"constructor":2}')
  })

  test('two values are the same exactly if their canonical texts are', () => {
    fc.assert(
      fc.property(json, json, (left, right) => {
        expect(sameValue(left, right)).toBe(canonicalText(left) === canonicalText(right))
        expect(sameValue(left, structuredClone(left))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('a canonical text is JSON of the same value, with sorted keys', () => {
    const text = canonicalText({ b: [true, null], a: 'x' })
    expect(text).toBe('{"a":"x","b":[true,null]}')
    fc.assert(
      fc.property(json, (value) => {
        expect(sameValue(JSON.parse(canonicalText(value)) as Value, value)).toBe(true)
      }),
    )
  })
})

describe('records', () => {
  test('two records are the same if each field is', () => {
    const fields = { a: 1 }
    expect(sameFields(fields, fields)).toBe(true)
    expect(sameFields({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true)
    expect(sameFields({ a: 1 }, { a: 2 })).toBe(false)
    expect(sameFields({ a: 1 }, {})).toBe(false)
  })

  test('picked fields come in the order of their names, without those that are not there', () => {
    const picked = pickFields({ c: null, a: 1, b: 2 }, ['b', 'x', 'c'])
    expect(JSON.stringify(picked)).toBe('{"b":2,"c":null}')
  })
})
