import { JSON_DEPTH_MAX } from '../../../../src/adapters/http/json/inspect.ts'
import { JSON_MEASURED_BYTES_MIN, readJson } from '../../../../src/adapters/http/json/read-json.ts'
import { describe, expect, test } from 'vitest'
import type { Value } from '../../../../src/core/value.ts'
import fc from 'fast-check'
import { keepsDigits } from '../../../../src/adapters/http/json/decimal.ts'

const read = (text: string | Uint8Array): Value => {
  const reading = readJson(Buffer.from(text as string))
  if (!reading.ok) throw new Error(reading.why)
  return reading.value
}
const whyNot = (text: string | Uint8Array): string => {
  const reading = readJson(Buffer.from(text as string))
  return reading.ok ? 'it is JSON' : reading.why
}

test('[A57] what JSON.parse reads is read the same, whole numbers beyond 2^53 as their digits', () => {
  const asDigits = (_: string, value: unknown): unknown =>
    Number.isInteger(value) && !Number.isSafeInteger(value) ? String(value) : value
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      const expected: unknown = JSON.parse(text, asDigits)
      expect(JSON.stringify(read(text))).toBe(JSON.stringify(expected))
    }),
  )
})

describe('[A57] digits a double would lose arrive as text', () => {
  test.each([
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['9007199254740992', '9007199254740992'],
    ['9007199254740991', 9007199254740991],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['1e400', '1e400'],
    ['1e20', '1e20'],
    ['0.1', 0.1],
    ['0.30000000000000004', 0.30000000000000004],
    ['0.300000000000000001', '0.300000000000000001'],
    ['12345678901234.5678', '12345678901234.5678'],
    ['123456789.25', 123456789.25],
    ['1.10', 1.1],
    ['1.000000000000000000', 1],
    ['-0', -0],
    ['1E3', 1000],
    ['2.5e-3', 0.0025],
  ])('%s', (text, value) => {
    expect(read(`{"a":[${text}]}`)).toEqual({ a: [value] })
  })

  test('and every digit of any decimal survives', () => {
    const digits = fc.stringMatching(/^[1-9][0-9]{0,24}(\.[0-9]{1,20})?$/)
    fc.assert(
      fc.property(digits, (text) => {
        const value = read(`[${text}]`)
        const [one] = Array.isArray(value) ? (value as readonly Value[]) : []
        if (typeof one === 'number') expect(keepsDigits(text, one)).toBe(true)
        else expect(one).toBe(text)
      }),
      { numRuns: 500 },
    )
  })
})

describe('[A57] a text that is not whole and valid JSON is refused with the reason', () => {
  const bytes = (...values: number[]): Uint8Array => new Uint8Array(values)
  test.each([
    ['nothing', '', 'is empty'],
    ['blanks', ' \n ', 'is empty'],
    ['cut off', '{"a":1', 'is not JSON'],
    ['trailing garbage', '{"a":1} {"b":2}', 'is not JSON'],
    ['NaN', '{"a":NaN}', 'is not JSON'],
    ['Infinity', '{"a":-Infinity}', 'is not JSON'],
    ['a page', '<html></html>', 'is not JSON'],
    ['half a surrogate pair', '{"a":"\\ud83d"}', 'holds half of a surrogate pair'],
    ['half a pair in a name', '{"\\udc00":1}', 'holds half of a surrogate pair'],
    ['invalid UTF-8', bytes(0x22, 0xc3, 0x28, 0x22), 'is not UTF-8'],
    ['an encoded surrogate', bytes(0x22, 0xed, 0xa0, 0x80, 0x22), 'is not UTF-8'],
    ['UTF-16', Buffer.from('\ufeff{"a":1}', 'utf16le'), 'is not UTF-8'],
    ['too deep', '['.repeat(101) + ']'.repeat(101), `is nested deeper than ${JSON_DEPTH_MAX}`],
    [
      'very deep and large',
      '{"a":'.repeat(JSON_MEASURED_BYTES_MIN / 4),
      `is nested deeper than ${JSON_DEPTH_MAX}`,
    ],
  ])('%s', (_, text, why) => {
    expect(whyNot(text)).toBe(why)
  })

  test('and what is within the limits is not', () => {
    expect(read('['.repeat(100) + ']'.repeat(100))).toBeDefined()
    expect(read('{"a":"\\ud83d\\ude00 \\\\ud83d"}')).toEqual({ a: '😀 \\ud83d' })
    expect(read('\ufeff{"a":1}')).toEqual({ a: 1 })
    const large = JSON.stringify({ a: `]"[[[[`.repeat(JSON_MEASURED_BYTES_MIN / 4), b: [[1]] })
    expect(read(large)).toEqual(JSON.parse(large))
  })
})

test('[A57] a member named __proto__ is a member, and changes no object', () => {
  const value = read('{"__proto__":{"polluted":1},"nested":{"__proto__":{"x":2},"b":3},"c":4}')
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
  expect(Object.getPrototypeOf(value)).toBeNull()
  expect(JSON.stringify(value)).toBe(
    '{"__proto__":{"polluted":1},"nested":{"__proto__":{"x":2},"b":3},"c":4}',
  )
  expect(Object.keys(read('{"\\u005f_proto__":1}') as object)).toEqual(['__proto__'])
})

test('of members with one name the last counts', () => {
  expect(read('{"a":1,"a":2}')).toEqual({ a: 2 })
})
