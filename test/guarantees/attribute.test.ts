import { describe, expect, test } from 'vitest'
import type { AttributeName } from '../../guarantees/attribute.ts'
import type { Conflict, Pair } from '../../src/core/pair.ts'
import { ATTRIBUTES, digestOf } from '../../guarantees/attribute.ts'

const CONFLICT: Conflict = {
  kind: 'updated/updated',
  cell: 'updated/updated',
  disputes: [],
  seen: { a: null, b: null },
  sinceMs: 0,
  reason: 'both changed',
}

const PAIR: Pair = {
  entity: 'e',
  no: 1,
  ids: { a: '1', b: '2' },
  base: {
    a: { fields: { x: 1, y: 3 }, token: 'v1', previous: 'v0' },
    b: { fields: { x: 2, y: 4 }, token: 'w1', previous: 'w0' },
  },
  intent: {
    entity: 'e',
    pair: 1,
    side: 'b',
    verb: 'update',
    id: '2',
    set: { x: 1 },
    condition: { kind: 'token', token: 'w1' },
    seen: { a: { fields: {} }, b: { fields: {} } },
    agreed: { a: {}, b: {} },
    reason: 'a changed',
    op: '1',
    identification: { kind: 'none' },
    body: {},
    sinceMs: 0,
  },
  target: { fields: { x: 1 }, seen: { a: {}, b: {} } },
  conflict: CONFLICT,
  decree: { resolution: { kind: 'forget' }, conflict: CONFLICT, byWhom: 'p' },
  parking: { side: 'a', set: {}, message: 'no', sinceMs: 0 },
}

/** What of the pair changes when an attribute is dropped, and to what. */
const LEFT: Readonly<Record<AttributeName, Partial<Pair>>> = {
  link: { ids: {}, base: undefined },
  base: { base: undefined },
  'base of a': { base: { ...PAIR.base!, a: { ...PAIR.base!.a, fields: { x: 2, y: 4 } } } },
  'base of b': { base: { ...PAIR.base!, b: { ...PAIR.base!.b, fields: { x: 1, y: 3 } } } },
  values: {
    base: {
      a: { fields: {}, token: 'v1', previous: 'v0' },
      b: { fields: {}, token: 'w1', previous: 'w0' },
    },
  },
  'field y': {
    base: {
      a: { ...PAIR.base!.a, fields: { x: 1 } },
      b: { ...PAIR.base!.b, fields: { x: 2 } },
    },
  },
  'plain text': {
    base: {
      a: { ...PAIR.base!.a, fields: { x: digestOf(1), y: digestOf(3) } },
      b: { ...PAIR.base!.b, fields: { x: digestOf(2), y: digestOf(4) } },
    },
  },
  token: {
    base: {
      a: { fields: { x: 1, y: 3 }, previous: 'v0' },
      b: { fields: { x: 2, y: 4 }, previous: 'w0' },
    },
  },
  'previous token': {
    base: {
      a: { fields: { x: 1, y: 3 }, token: 'v1' },
      b: { fields: { x: 2, y: 4 }, token: 'w1' },
    },
  },
  intent: { intent: undefined },
  target: { target: undefined },
  conflict: { conflict: undefined },
  decree: { decree: undefined },
  parking: { parking: undefined },
}

const NAMES = Object.keys(ATTRIBUTES) as readonly AttributeName[]

describe('a memory without an attribute', () => {
  test.each(NAMES)('has lost %s and nothing else', (name) => {
    expect(ATTRIBUTES[name].drop(PAIR)).toEqual({ ...PAIR, ...LEFT[name] })
  })

  test.each(NAMES)('is the same when %s is dropped twice', (name) => {
    const { drop } = ATTRIBUTES[name]
    expect(drop(drop(PAIR))).toEqual(drop(PAIR))
  })

  test.each(NAMES)('can be a pair that has nothing but its ids, without %s', (name) => {
    const bare: Pair = { entity: 'e', no: 1, ids: { a: '1' } }
    expect(ATTRIBUTES[name].drop(bare)).toEqual(name === 'link' ? { ...bare, ids: {} } : bare)
  })
})

describe('a digest', () => {
  test('tells whether two values are equal', () => {
    expect(digestOf({ p: 1, q: 2 })).toBe(digestOf({ q: 2, p: 1 }))
    expect(digestOf('1')).not.toBe(digestOf(1))
    expect(digestOf(null)).not.toBe(digestOf('null'))
  })

  test('of a digest is that digest', () => {
    expect(digestOf(digestOf('x'))).toBe(digestOf('x'))
  })
})
