import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fields, Value } from '../../../src/core/value.ts'
import { parsePath } from '../../../src/mapping/path/parse-path.ts'
import {
  PATH_DEPTH_MAX,
  PATH_LENGTH_MAX,
  isReserved,
  stemPath,
} from '../../../src/mapping/path/path.ts'
import type { Path } from '../../../src/mapping/path/path.ts'
import { compileReader } from '../../../src/mapping/path/read-path.ts'
import { setPath } from '../../../src/mapping/path/set-path.ts'

function path(text: string): Path {
  const parsed = parsePath(text, 'fields.name.crm')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.value
}

function read(record: Fields, text: string): unknown {
  const found = compileReader(path(text))(record)
  return found.ok ? found.value : found.reason
}

function set(record: Fields, text: string, value: Value): unknown {
  const placed = setPath(record, path(text), value)
  return placed.ok ? placed.record : placed.reason
}

const RECORD: Fields = {
  id: 7,
  address: { city: 'Berlin', lines: ['Weg 1', 'Haus 2'] },
  emails: [
    { primary: false, value: 'b@x' },
    { primary: true, value: 'a@x', type: 'work' },
  ],
  nothing: null,
  'first name': 'Ada',
  '@odata.etag': 'W/1',
}

describe('reading', () => {
  test.each<[string, unknown]>([
    ['id', 7],
    ['address.city', 'Berlin'],
    ['address.lines[1]', 'Haus 2'],
    ['address.lines[9]', undefined],
    ['emails[primary=true].value', 'a@x'],
    ['emails[type="work"].value', 'a@x'],
    ['emails[type=home].value', undefined],
    ['emails[0].value', 'b@x'],
    ['nothing.at.all', null],
    ['missing.at.all', undefined],
    ['first name', 'Ada'],
    ['["@odata.etag"]', 'W/1'],
    ['id.city', 'the path id.city meets a number where it expects an object'],
    ['address[0]', 'the path address[0] meets an object where it expects a list'],
    ['emails.value', 'the path emails.value meets a list where it expects an object'],
  ])('%s is read', (text, expected) => {
    expect(read(RECORD, text)).toEqual(expected)
  })

  test('several matching elements are refused: the first of many is never taken', () => {
    const record = { emails: [{ primary: true }, { primary: true }] }
    expect(read(record, 'emails[primary=true].value')).toMatch('2 elements match')
  })

  test('[M5] what a record inherits is not read', () => {
    expect(read({}, 'toString')).toBeUndefined()
    expect(read({ a: {} }, 'a.valueOf')).toBeUndefined()
    const hostile = JSON.parse('{"__proto__": {"admin": true}}') as Fields
    expect(read(hostile, 'admin')).toBeUndefined()
    expect(read(Object.assign(Object.create(null), { plain: 1 }) as Fields, 'plain')).toBe(1)
  })
})

describe('parsing', () => {
  test.each([
    ['', 'the path is empty'],
    ['a..b', 'cannot be read from character 2 on'],
    ['.a', 'cannot be read from character 1 on'],
    ['a b[', 'cannot be read from character 4 on'],
    ['a[x]', 'cannot be read from character 2 on'],
    ['a]b', 'cannot be read from character 2 on'],
    ['[0].a', 'has to begin with a name'],
    ['x'.repeat(PATH_LENGTH_MAX + 1), 'longer than 300 characters'],
    [Array.from({ length: PATH_DEPTH_MAX + 1 }, () => 'a').join('.'), 'has more than 16 steps'],
  ])('%s is no path', (text, reason) => {
    const parsed = parsePath(text, 'fields.name.crm')
    expect(parsed).toMatchObject({
      ok: false,
      problems: [{ at: 'fields.name.crm', reason: expect.stringContaining(reason) as string }],
    })
  })

  test.each([
    ['$.name', 'name'],
    ['a..b', 'a.b'],
    ['/a.b/.', 'a.b'],
  ])('%s suggests %s', (text, suggestion) => {
    expect(parsePath(text, 'at')).toMatchObject({ problems: [{ suggestion }] })
  })

  test.each(['__proto__', 'a.constructor', 'a["prototype"].b', 'list[__proto__=1].x'])(
    '[M5] %s is refused: the name never holds data',
    (text) => {
      expect(parsePath(text, 'at')).toMatchObject({
        ok: false,
        problems: [{ reason: expect.stringContaining('reserved') as string }],
      })
    },
  )
})

describe('setting', () => {
  test('[M6] siblings stay, missing parents are made', () => {
    expect(set({ a: { b: 1, c: 2 } }, 'a.b', 3)).toEqual({ a: { b: 3, c: 2 } })
    expect(set({}, 'a.b.c', 1)).toEqual({ a: { b: { c: 1 } } })
    expect(set({ a: null }, 'a.b', 1)).toEqual({ a: { b: 1 } })
    expect(set({}, 'a[0].b', 1)).toEqual({ a: [{ b: 1 }] })
  })

  test('[M6] a matching element keeps its other members, and a missing one is appended', () => {
    expect(set(RECORD, 'emails[primary=true].value', 'n@x')).toMatchObject({
      emails: [
        { primary: false, value: 'b@x' },
        { primary: true, value: 'n@x', type: 'work' },
      ],
    })
    expect(set({ emails: [{ type: 'home' }] }, 'emails[type=work].value', 'n@x')).toEqual({
      emails: [{ type: 'home' }, { type: 'work', value: 'n@x' }],
    })
  })

  test('[M6] a whole element is replaced, taken out, or refused if it would no longer be found', () => {
    const record = { emails: [{ type: 'home' }, { type: 'work', value: 'a' }] }
    expect(set(record, 'emails[type=work]', { type: 'work', value: 'b' })).toEqual({
      emails: [{ type: 'home' }, { type: 'work', value: 'b' }],
    })
    expect(set(record, 'emails[type=work]', null)).toEqual({ emails: [{ type: 'home' }] })
    expect(set(record, 'emails[type=work]', { type: 'other' })).toMatch('would no longer match')
  })

  test.each([
    ['id.city', 'meets a number where it expects an object'],
    ['address[0]', 'meets an object where it expects a list'],
    ['address.lines[5]', 'the list has 2 elements'],
  ])('[M3] %s cannot be set where the record has another shape', (text, reason) => {
    expect(set(RECORD, text, 'x')).toMatch(reason)
  })

  test('[M3] several matching elements are refused', () => {
    const record = { emails: [{ primary: true }, { primary: true }] }
    expect(set(record, 'emails[primary=true].value', 'x')).toMatch('2 elements match')
  })

  test('[M5] an own member named __proto__ survives as data', () => {
    const hostile = JSON.parse('{"a": {"__proto__": {"admin": true}, "b": 1}}') as Fields
    const placed = set(hostile, 'a.b', 2)
    expect(JSON.stringify(placed)).toBe('{"a":{"__proto__":{"admin":true},"b":2}}')
    expect(({} as Fields)['admin']).toBeUndefined()
  })

  test('[M6] what is set is read back, everything else is as it was, and the input is untouched', () => {
    const texts = [
      'id',
      'address.city',
      'emails[primary=true].value',
      'new.deep.place',
      'list[0].x',
    ]
    const value = fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Value>
    fc.assert(
      fc.property(fc.constantFrom(...texts), value, (text, wanted) => {
        const before = JSON.stringify(RECORD)
        const placed = setPath(RECORD, path(text), wanted)
        expect(JSON.stringify(RECORD)).toBe(before)
        if (!placed.ok) throw new Error(placed.reason)
        expect(read(placed.record, text)).toEqual(wanted)
        const others = texts.filter((other) => other !== text)
        for (const other of others) expect(read(placed.record, other)).toEqual(read(RECORD, other))
      }),
    )
  })
})

test('a stem is written so that it reads back as the same keys', () => {
  const key = fc
    .string({ minLength: 1 })
    .filter((text) => !/\p{Cc}/u.test(text) && !isReserved(text))
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), (stem) => {
      const { text } = stemPath({ text: '', segments: [], stem })
      expect(path(text).stem).toEqual(stem)
    }),
  )
})
