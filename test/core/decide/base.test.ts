import { describe, expect, test } from 'vitest'
import { advanceBase, sameBase } from '../../../src/core/decide/base.ts'
import { baseOf, rule, termsWith } from '../sample.ts'
import type { Fields } from '../../../src/core/value.ts'
import type { Seen } from '../../../src/core/operation.ts'
import type { SideBase } from '../../../src/core/pair.ts'

const terms = termsWith({ fields: [rule('name'), rule('city')] })
const ADA = { name: 'Ada', city: 'Rome' }
const EVE = { name: 'Eve', city: 'Rome' }

/** Moves the base of one side; the other one stays out of the way. */
function advance(base: SideBase | undefined, agreed: Fields, seen: Seen | undefined): SideBase {
  const other = baseOf(ADA)
  const bases = base === undefined ? undefined : { a: base, b: other }
  return advanceBase(bases, { a: agreed, b: {} }, { a: seen, b: { fields: ADA } }, terms).a
}

describe('the version of a base', () => {
  const TABLE: readonly {
    readonly title: string
    readonly base: SideBase
    readonly agreed: Fields
    readonly seen: Seen | undefined
    readonly token: string | undefined
    readonly previous: string | undefined
  }[] = [
    {
      title: 'is the one seen, if it shows just the new base',
      base: baseOf(ADA, 't1', 't0'),
      agreed: { name: 'Eve' },
      seen: { fields: EVE, token: 't2' },
      token: 't2',
      previous: 't1',
    },
    {
      title: 'is the one seen, if values differ only in their spelling',
      base: baseOf(ADA, 't1'),
      agreed: {},
      seen: { fields: { name: 'ADA', city: 'Rome' }, token: 't2' },
      token: 't2',
      previous: 't1',
    },
    {
      title: 'stays, if it is seen again',
      base: baseOf(ADA, 't1', 't0'),
      agreed: {},
      seen: { fields: ADA, token: 't1' },
      token: 't1',
      previous: 't0',
    },
    {
      title: 'stays, if the record moved on and its base did not',
      base: baseOf(ADA, 't1', 't0'),
      agreed: {},
      seen: { fields: EVE, token: 't2' },
      token: 't1',
      previous: 't0',
    },
    {
      title: 'stays, if the record was read without a version',
      base: baseOf(ADA, 't1', 't0'),
      agreed: {},
      seen: { fields: ADA },
      token: 't1',
      previous: 't0',
    },
    {
      title: 'is not known, if part of what the record shows did not agree',
      base: baseOf(ADA, 't1', 't0'),
      agreed: { name: 'Eve' },
      seen: { fields: { name: 'Eve', city: 'Oslo' }, token: 't2' },
      token: undefined,
      previous: 't1',
    },
    {
      title: 'is not known, if a field of the base cannot be read any more and another moved',
      base: baseOf(ADA, 't1', 't0'),
      agreed: { name: 'Eve' },
      seen: { fields: { name: 'Eve' }, token: 't2' },
      token: undefined,
      previous: 't1',
    },
    {
      title: 'is not known after a write whose answer does not tell it',
      base: baseOf(ADA, 't1', 't0'),
      agreed: { name: 'Eve' },
      seen: undefined,
      token: undefined,
      previous: 't1',
    },
    {
      title: 'is not known after a write that put back what the base says',
      base: baseOf(ADA, 't1', 't0'),
      agreed: { name: 'Ada' },
      seen: undefined,
      token: undefined,
      previous: 't1',
    },
    {
      title: 'that was replaced stays known while no version is',
      base: baseOf(ADA, undefined, 't0'),
      agreed: {},
      seen: { fields: ADA, token: 't2' },
      token: 't2',
      previous: 't0',
    },
    {
      title: 'that is still shown was not replaced',
      base: baseOf({ name: 'Ada' }, 't1', 't0'),
      agreed: { city: 'Rome' },
      seen: { fields: { name: 'Eve', city: 'Rome' }, token: 't1' },
      token: undefined,
      previous: 't0',
    },
    {
      title: 'may return: some versions recur with their content',
      base: baseOf(EVE, 't2', 't1'),
      agreed: { name: 'Ada' },
      seen: { fields: ADA, token: 't1' },
      token: 't1',
      previous: 't2',
    },
  ]
  for (const { title, base, agreed, seen, token, previous } of TABLE)
    test(`[L17] ${title}`, () => {
      const after = advance(base, agreed, seen)
      expect({ token: after.token, previous: after.previous }).toEqual({ token, previous })
      expect(after.fields).toEqual({ ...base.fields, ...agreed })
    })
})

describe('bases', () => {
  test('[L17] the first base of a pair is what agreed', () => {
    expect(advance(undefined, ADA, { fields: ADA, token: 't1' })).toEqual(baseOf(ADA, 't1'))
    expect(advance(undefined, {}, undefined)).toEqual(baseOf({}))
  })

  test('[L17] each side has its own: what one shows says nothing of the other', () => {
    const bases = { a: baseOf(ADA, 'a1'), b: baseOf(EVE, 'b1') }
    const seen = { a: { fields: ADA, token: 'a2' }, b: { fields: EVE, token: 'b2' } }
    expect(advanceBase(bases, { a: {}, b: {} }, seen, terms)).toEqual({
      a: baseOf(ADA, 'a2', 'a1'),
      b: baseOf(EVE, 'b2', 'b1'),
    })
  })

  test('[L7] two bases are the same if the same would be decided with them', () => {
    const bases = { a: baseOf(ADA, 'a1', 'a0'), b: baseOf(EVE, 'b1') }
    expect(sameBase(undefined, bases)).toBe(false)
    expect(sameBase(bases, { a: baseOf({ ...ADA }, 'a1'), b: baseOf(EVE, 'b1') })).toBe(true)
    expect(sameBase(bases, { ...bases, a: baseOf(ADA, 'a2') })).toBe(false)
    expect(sameBase(bases, { ...bases, b: baseOf(ADA, 'b1') })).toBe(false)
  })
})
