import { describe, expect, test } from 'vitest'
import { LINKED, agreedOn, present, presenceWith, rule, termsWith } from '../sample.ts'
import type { CreatedBothPolicy, FieldRule } from '../../../src/core/terms.ts'
import type { Decision } from '../../../src/core/decide/decision.ts'
import type { Fields } from '../../../src/core/value.ts'
import type { Pair } from '../../../src/core/pair.ts'
import { decide } from '../../../src/core/decide/decide.ts'

const A = { name: 'Ada', score: '5' }
const B = { name: 'Ada', score: '10' }

/** Two records that prove to be one and differ in their score; the field's own policy is to take the version of `a`. */
function meet(
  createdBoth: CreatedBothPolicy,
  more: Partial<FieldRule> = {},
  pair: Pair = LINKED,
): Decision {
  const fields = [rule('name'), rule('score', { policy: { kind: 'take', side: 'a' }, ...more })]
  const terms = termsWith({ fields, presence: presenceWith({ createdBoth }) })
  return decide(pair, { a: present(A), b: present(B) }, terms)
}

describe('two records that never agreed', () => {
  test('[D8] and say the same are adopted', () => {
    const terms = termsWith({ fields: [rule('name'), rule('score')] })
    expect(decide(LINKED, { a: present(A), b: present(A) }, terms)).toMatchObject({
      kind: 'adopt',
      cell: 'updated/updated',
      reason: 'the same record, found on both sides',
      base: { a: { fields: A }, b: { fields: A } },
    })
  })

  test('[D8] and differ follow each field’s policy under merge', () => {
    expect(meet({ kind: 'merge' })).toMatchObject({ kind: 'update', set: { b: { score: '5' } } })
  })

  test('[D8] and differ follow the rule for first meetings, whatever the field’s policy', () => {
    expect(meet({ kind: 'take', side: 'b' })).toMatchObject({ set: { a: { score: '10' } } })
    expect(meet({ kind: 'max' })).toMatchObject({ set: { a: { score: '10' } } })
    expect(meet({ kind: 'min' })).toMatchObject({ set: { b: { score: '5' } } })
    expect(meet({ kind: 'union' }).kind).toBe('conflict')
    expect(meet({ kind: 'newest' }).kind).toBe('conflict')
    expect(meet({ kind: 'ask' })).toMatchObject({
      kind: 'conflict',
      conflict: 'created/created',
      reason: 'differ: score',
    })
  })

  test('[D8] and differ stay two under both, and are one if they do not differ', () => {
    expect(meet({ kind: 'both' }).kind).toBe('split')
    const terms = termsWith({
      fields: [rule('name')],
      presence: presenceWith({ createdBoth: { kind: 'both' } }),
    })
    const ada: Fields = { name: 'Ada' }
    expect(decide(LINKED, { a: present(ada), b: present(ada) }, terms).kind).toBe('adopt')
  })

  test('[D8] and differ only where one side owns the field are one', () => {
    expect(meet({ kind: 'both' }, { owner: 'b' })).toMatchObject({
      kind: 'update',
      set: { a: { score: '10' } },
    })
  })
})

describe('a field that never agreed, in a pair that did', () => {
  const pair = agreedOn({ name: 'Ada' })

  test('[D8] follows the rule for first meetings as well, also after the rest was adopted', () => {
    expect(meet({ kind: 'ask' }, {}, pair)).toMatchObject({
      kind: 'conflict',
      conflict: 'created/created',
    })
    expect(meet({ kind: 'take', side: 'b' }, {}, pair)).toMatchObject({
      set: { a: { score: '10' } },
    })
    expect(meet({ kind: 'merge' }, {}, pair)).toMatchObject({ set: { b: { score: '5' } } })
  })

  test('[D8] does not split a pair that lives: its own policy decides', () => {
    expect(meet({ kind: 'both' }, {}, pair)).toMatchObject({ set: { b: { score: '5' } } })
  })

  test('[D8] has agreed once either side has a base for it', () => {
    const known = agreedOn({ name: 'Ada', score: '1' })
    expect(meet({ kind: 'ask' }, {}, known)).toMatchObject({ set: { b: { score: '5' } } })
    expect(
      meet({ kind: 'ask' }, {}, agreedOn({ name: 'Ada', score: '1' }, { name: 'Ada' })),
    ).toMatchObject({
      set: { b: { score: '5' } },
    })
    expect(
      meet({ kind: 'ask' }, {}, agreedOn({ name: 'Ada' }, { name: 'Ada', score: '1' })),
    ).toMatchObject({
      set: { b: { score: '5' } },
    })
  })

  test('[D8] [D9] does not take its group back to a first meeting', () => {
    const group = { group: 'g', policy: { kind: 'take', side: 'a' } } as const
    const terms = termsWith({
      fields: [rule('name', group), rule('score', group)],
      presence: presenceWith({ createdBoth: { kind: 'ask' } }),
    })
    const decided = (known: Fields): string =>
      decide(agreedOn(known), { a: present(A), b: present(B) }, terms).kind
    expect(decided({ name: 'Ada' })).toBe('update')
    expect(decided({})).toBe('conflict')
  })
})
