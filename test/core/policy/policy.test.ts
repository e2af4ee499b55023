import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { Contest, Ruling } from '../../../src/core/policy/policy.ts'
import { DECIMAL_CHARACTERS_MAX, compareValues, settle } from '../../../src/core/policy/policy.ts'
import type { FieldPolicy } from '../../../src/core/terms.ts'
import type { Fields, Value } from '../../../src/core/value.ts'
import { agreedOn, present, rule, termsWith } from '../sample.ts'
import { arbitrariesOf } from '../../../src/testing/arbitraries.ts'
import { canonicalText } from '../../../src/core/value.ts'
import { decide } from '../../../src/core/decide/decide.ts'
import { mirrorPolicy } from '../../../src/testing/mirror.ts'

const POLICIES: readonly FieldPolicy[] = [
  { kind: 'ask' },
  { kind: 'take', side: 'a' },
  { kind: 'take', side: 'b' },
  { kind: 'newest' },
  { kind: 'union' },
  { kind: 'max' },
  { kind: 'min' },
]

/** What the policy makes of the two values; nothing where it asks. */
function resultOf(ruling: Ruling, { a, b }: Pick<Contest, 'a' | 'b'>): Value | undefined {
  if (ruling.kind === 'value') return ruling.value
  if (ruling.kind === 'ask') return undefined
  return ruling.side === 'a' ? a : b
}

function sidesSwapped(ruling: Ruling): Ruling {
  return ruling.kind === 'take' ? mirrorPolicy(ruling) : ruling
}

/** Equal as a field of sets sees it: order and repetition do not matter. */
function asSet(value: Value | undefined): Value | undefined {
  return Array.isArray(value)
    ? [...new Set(value.map((each) => canonicalText(each as Value)))].sort()
    : value
}

const value = fc.oneof(
  arbitrariesOf(fc).value,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
)
const contest: fc.Arbitrary<Contest> = fc.record(
  {
    a: value,
    b: value,
    baseA: value,
    baseB: value,
    stampA: fc.constantFrom(1, 2),
    stampB: fc.constantFrom(1, 2),
  },
  { requiredKeys: ['a', 'b'] },
)

describe('every policy', () => {
  for (const policy of POLICIES) {
    const name = policy.kind === 'take' ? `take ${policy.side}` : policy.kind

    test(`[D16] ${name} answers every pair of values, always the same`, () => {
      fc.assert(
        fc.property(contest, (each) => {
          const ruling = settle(policy, each)
          expect(settle(policy, structuredClone(each))).toEqual(ruling)
        }),
        { numRuns: 500 },
      )
    })

    test(`[D16] ${name} prefers no side unless it names one`, () => {
      fc.assert(
        fc.property(contest, (each) => {
          const { a, b, baseA, baseB, stampA, stampB } = each
          const swapped = { a: b, b: a, baseA: baseB, baseB: baseA, stampA: stampB, stampB: stampA }
          if (canonicalText(a) === canonicalText(b)) return
          expect(settle(mirrorPolicy(policy), swapped)).toEqual(sidesSwapped(settle(policy, each)))
        }),
        { numRuns: 500 },
      )
    })

    test(`[D16] ${name} makes of equal values what they are`, () => {
      fc.assert(
        fc.property(contest, (each) => {
          const result = resultOf(
            settle(policy, { ...each, b: each.a, baseA: undefined, baseB: undefined }),
            {
              a: each.a,
              b: each.a,
            },
          )
          if (result !== undefined) expect(asSet(result)).toEqual(asSet(each.a))
        }),
        { numRuns: 500 },
      )
    })
  }

  test('[D16] a policy of untyped data is a bug, not an answer', () => {
    expect(() => settle({ kind: 'guess' } as never, { a: 1, b: 2 })).toThrow('Bug: no case for')
  })
})

describe('max and min', () => {
  const larger = (a: Value, b: Value): Value | undefined =>
    resultOf(settle({ kind: 'max' }, { a, b }), { a, b })
  const smaller = (a: Value, b: Value): Value | undefined =>
    resultOf(settle({ kind: 'min' }, { a, b }), { a, b })

  test('[D16] order numbers, decimal texts of any length, and texts', () => {
    for (const [small, large] of [
      [2, 10],
      [-1, 0],
      [1e300, 1.5e300],
      [1e-9, 1],
      ['2', '10'],
      ['-10', '-2'],
      ['0.1', '0.11'],
      ['9007199254740992', '9007199254740993'],
      ['1', 2],
      ['2026-01-31', '2026-02-01'],
      ['Ada', 'Bob'],
    ] as const) {
      expect(larger(small, large)).toBe(large)
      expect(larger(large, small)).toBe(large)
      expect(smaller(small, large)).toBe(small)
      expect(smaller(large, small)).toBe(small)
    }
  })

  test('[D16] tell numbers that are equal apart by their texts', () => {
    expect(larger('1.0', '1')).toBe('1.0')
    expect(larger('1', '1.0')).toBe('1.0')
    expect(smaller('1.0', '1')).toBe(smaller('1', '1.0'))
  })

  test('[D16] ask where there is no order', () => {
    for (const [a, b] of [
      [null, 1],
      [true, false],
      ['5', true],
      [['x'], ['y']],
      [1e21, '5'],
    ] as const)
      expect(larger(a, b)).toBeUndefined()
  })

  test('[D16] compare as text what is too long for a number', () => {
    const digits = '9'.repeat(DECIMAL_CHARACTERS_MAX)
    expect(compareValues(digits, '10')).toBe(1)
    expect(compareValues(`${digits}9`, '10')).toBe(1)
    expect(compareValues(`1${digits}`, '9')).toBe(-1)
    expect(compareValues('7', '7')).toBe(0)
    expect(compareValues('x', 'x')).toBe(0)
  })
})

describe('newest', () => {
  test('[D16] takes the later stamp and asks where there is none', () => {
    const by = (stampA?: number, stampB?: number): Ruling =>
      settle({ kind: 'newest' }, { a: 1, b: 2, stampA, stampB })
    expect(by(2, 1)).toEqual({ kind: 'take', side: 'a' })
    expect(by(1, 2)).toEqual({ kind: 'take', side: 'b' })
    for (const ruling of [by(1, 1), by(1), by(undefined, 1), by()])
      expect(ruling).toEqual({ kind: 'ask' })
  })
})

describe('union', () => {
  const unionOf = (a: Value, b: Value, baseA?: Value, baseB: Value | undefined = baseA): Ruling =>
    settle({ kind: 'union' }, { a, b, baseA, baseB })

  test('[D16] keeps what either side added and drops what either removed', () => {
    expect(unionOf(['p', 'x'], ['y'], ['p'])).toEqual({ kind: 'value', value: ['x', 'y'] })
    expect(unionOf(['p', 'x'], ['y'])).toEqual({ kind: 'value', value: ['p', 'x', 'y'] })
    expect(unionOf([], [], ['p'])).toEqual({ kind: 'value', value: [] })
  })

  test('[D16] asks of what is no list, and takes a base that is none for an empty one', () => {
    expect(unionOf('x', ['y'])).toEqual({ kind: 'ask' })
    expect(unionOf(['x'], null)).toEqual({ kind: 'ask' })
    expect(unionOf(['x'], ['y'], null)).toEqual({ kind: 'value', value: ['x', 'y'] })
  })

  test('[D16] knows equal elements by their content', () => {
    const [one, two] = [
      { id: 1, name: 'x' },
      { name: 'x', id: 1 },
    ]
    expect(unionOf([one], [two, 'z'])).toEqual({ kind: 'value', value: ['z', one] })
  })
})

describe('absorption', () => {
  const SETS: readonly (readonly string[])[] = [
    [],
    ['p'],
    ['q'],
    ['r'],
    ['p', 'q'],
    ['p', 'r'],
    ['q', 'r'],
    ['p', 'q', 'r'],
  ]

  test('[L20] a union comes to the same set from either half of its own result', () => {
    const cases = SETS.flatMap((base) => SETS.flatMap((a) => SETS.map((b) => ({ base, a, b }))))
    for (const { base, a, b } of cases) {
      const unionOf = (sides: Pick<Contest, 'a' | 'b'>): Value =>
        resultOf(settle({ kind: 'union' }, { ...sides, baseA: base, baseB: base }), sides) ?? null
      const whole = unionOf({ a, b })
      expect(unionOf({ a: whole, b })).toEqual(whole)
      expect(unionOf({ a, b: whole })).toEqual(whole)
    }
  })

  test('[L20] every other policy takes one side’s value: there is one write and no half', () => {
    fc.assert(
      fc.property(contest, fc.constantFrom(...POLICIES), (each, policy) => {
        fc.pre(policy.kind !== 'union')
        expect(['take', 'ask']).toContain(settle(policy, each).kind)
      }),
      { numRuns: 1_000 },
    )
  })

  test('[L20] a person’s own value is asked about again at its half, unless it was noted before', () => {
    const terms = termsWith({ fields: [rule('v')] })
    const [a, b, own]: readonly Fields[] = [{ v: 'A' }, { v: 'B' }, { v: 'own' }]
    const conflict = {
      kind: 'updated/updated',
      cell: 'updated/updated',
      disputes: [{ field: 'v' }],
      seen: { a: a!, b: b! },
      sinceMs: 0,
      reason: '',
    } as const
    const decree = {
      resolution: { kind: 'values', fields: own! },
      conflict,
      byWhom: 'ada',
    } as const
    const half = { a: present(a!), b: present(own!) }
    const pair = agreedOn({ v: 'old' }, undefined, { decree })
    expect(decide(pair, half, terms).kind).toBe('conflict')
    const noted = { ...pair, target: { fields: own!, seen: { a: a!, b: b! } } }
    expect(decide(noted, half, terms)).toMatchObject({ kind: 'update', set: { a: own } })
  })
})
