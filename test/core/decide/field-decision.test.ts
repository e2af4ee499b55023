import { describe, expect, test } from 'vitest'
import { LINKED, agreedOn, atTokens, present, rule, termsWith } from '../sample.ts'
import type { Decision } from '../../../src/core/decide/decision.ts'
import type { EntityTerms, FieldPolicy, FieldRule } from '../../../src/core/terms.ts'
import type { Fields } from '../../../src/core/value.ts'
import type { Pair } from '../../../src/core/pair.ts'
import { decide } from '../../../src/core/decide/decide.ts'

const decideOn = (pair: Pair, a: Fields, b: Fields, terms: EntityTerms): Decision =>
  decide(pair, { a: present(a), b: present(b) }, terms)

/** One word for what a decision does. */
function inShort(decision: Decision): string {
  if (decision.kind !== 'update') return decision.kind
  return Object.entries(decision.set)
    .map(([side, fields]) => `${side} ${JSON.stringify(fields)}`)
    .join(' ')
}

const OLD = { v: 'old' }

describe('one field', () => {
  /** What moved since the pair agreed, or met for the first time. */
  const MOVES = {
    none: [agreedOn(OLD), OLD, OLD],
    a: [agreedOn(OLD), { v: 'A' }, OLD],
    b: [agreedOn(OLD), OLD, { v: 'B' }],
    both: [agreedOn(OLD), { v: 'A' }, { v: 'B' }],
    alike: [agreedOn(OLD), { v: 'A' }, { v: 'A' }],
    apart: [agreedOn({ v: 'A' }, { v: 'B' }), { v: 'A' }, { v: 'B' }],
    met: [LINKED, { v: 'A' }, { v: 'B' }],
    same: [LINKED, { v: 'A' }, { v: 'A' }],
  } as const

  const A_TO_B = 'b {"v":"A"}'
  const B_TO_A = 'a {"v":"B"}'
  const REVERT_B = 'b {"v":"old"}'
  const REVERT_A = 'a {"v":"old"}'

  type Row = Readonly<Record<keyof typeof MOVES, string>>
  const OWNED_BY_NONE: Row = {
    none: 'nothing',
    a: A_TO_B,
    b: B_TO_A,
    both: 'conflict',
    alike: 'adopt',
    apart: 'nothing',
    met: 'conflict',
    same: 'adopt',
  }
  const OWNED_BY_A: Row = { ...OWNED_BY_NONE, b: REVERT_B, both: A_TO_B, met: A_TO_B }
  const OWNED_BY_B: Row = { ...OWNED_BY_NONE, a: REVERT_A, both: B_TO_A, met: B_TO_A }
  const TABLE: readonly (readonly [FieldRule['owner'], FieldRule['otherEdits'], Row])[] = [
    ['both', 'revert', OWNED_BY_NONE],
    ['both', 'keep', OWNED_BY_NONE],
    ['both', 'ask', OWNED_BY_NONE],
    ['a', 'revert', OWNED_BY_A],
    ['a', 'keep', { ...OWNED_BY_A, b: 'hold' }],
    ['a', 'ask', { ...OWNED_BY_A, b: 'conflict', both: 'conflict', met: 'conflict' }],
    ['b', 'revert', OWNED_BY_B],
    ['b', 'keep', { ...OWNED_BY_B, a: 'hold' }],
    ['b', 'ask', { ...OWNED_BY_B, a: 'conflict', both: 'conflict', met: 'conflict' }],
  ]
  for (const [owner, otherEdits, row] of TABLE)
    test(`[D3] [D4] a field of ${owner}, other edits ${otherEdits}: every way it can have moved`, () => {
      const terms = termsWith({ fields: [rule('v', { owner, otherEdits })] })
      const decided = Object.entries(MOVES).map(([name, [pair, a, b]]) => [
        name,
        inShort(decideOn(pair, a, b, terms)),
      ])
      expect(Object.fromEntries(decided)).toEqual(row)
    })

  test('[D4] an edit of the side that does not own the field is overridden by name', () => {
    const overrideOf = (otherEdits: FieldRule['otherEdits']): string | undefined => {
      const terms = termsWith({ fields: [rule('v', { owner: 'a', otherEdits })] })
      return decideOn(agreedOn(OLD), OLD, { v: 'B' }, terms).override
    }
    expect(overrideOf('revert')).toBe('v: owner crm, otherEdits revert')
    expect(overrideOf('keep')).toBe('v: owner crm, otherEdits keep')
    expect(overrideOf('ask')).toBe('v: owner crm, otherEdits ask')
  })

  test('[D4] what the law calls for anyway overrides nothing', () => {
    const terms = termsWith({ fields: [rule('v', { owner: 'a' })] })
    expect(decideOn(agreedOn(OLD), { v: 'A' }, OLD, terms).override).toBeUndefined()
  })

  test('[D3] values that the field itself calls equal are not copied', () => {
    expect(decideOn(agreedOn(OLD), { v: 'OLD' }, OLD, termsWith()).kind).toBe('nothing')
    expect(decideOn(agreedOn(OLD), { v: 'new' }, { v: 'NEW' }, termsWith()).kind).toBe('adopt')
  })
})

describe('several fields', () => {
  const BASE = { name: 'Ada', city: 'Rome', tags: ['p'] }
  const terms = termsWith({ fields: [rule('name'), rule('city'), rule('tags')] })

  test('[D3] edits of different fields merge, each side gets exactly what it lacks', () => {
    const decision = decideOn(
      agreedOn(BASE),
      { ...BASE, name: 'Eve' },
      { ...BASE, city: 'Oslo' },
      terms,
    )
    expect(decision).toMatchObject({
      kind: 'update',
      cell: 'updated/updated',
      reason: 'crm → erp: name; erp → crm: city',
      set: { a: { city: 'Oslo' }, b: { name: 'Eve' } },
      agreed: { a: {}, b: {} },
      disputes: [],
      merged: undefined,
    })
  })

  test('[D3] a disputed field stays behind while the others flow and agree', () => {
    const decision = decideOn(
      agreedOn(BASE),
      { name: 'Eve', city: 'Oslo', tags: [] },
      { name: 'Bob', city: 'Rome', tags: [] },
      terms,
    )
    expect(decision).toMatchObject({
      kind: 'update',
      reason: 'crm → erp: city; both changed: name',
      set: { b: { city: 'Oslo' } },
      agreed: { a: { tags: [] }, b: { tags: [] } },
      disputes: [{ field: 'name', a: 'Eve', b: 'Bob', baseA: 'Ada', baseB: 'Ada' }],
    })
  })

  test('[D3] what agrees beside a conflict is recorded all the same', () => {
    const edited = { ...BASE, tags: [] }
    const decision = decideOn(
      agreedOn(BASE),
      { ...edited, name: 'Eve' },
      { ...edited, name: 'Bob' },
      terms,
    )
    expect(decision).toMatchObject({
      kind: 'conflict',
      conflict: 'updated/updated',
      base: { a: { fields: edited }, b: { fields: edited } },
    })
  })
})

describe('policies', () => {
  const decideBy = (policy: FieldPolicy, a: Fields, b: Fields, base: Fields = OLD): Decision =>
    decideOn(agreedOn(base), a, b, termsWith({ fields: [rule('v', { policy })] }))

  test('[D3] each policy settles what both sides changed', () => {
    const [a, b] = [{ v: '5' }, { v: '10' }]
    expect(inShort(decideBy({ kind: 'ask' }, a, b))).toBe('conflict')
    expect(inShort(decideBy({ kind: 'take', side: 'a' }, a, b))).toBe('b {"v":"5"}')
    expect(inShort(decideBy({ kind: 'take', side: 'b' }, a, b))).toBe('a {"v":"10"}')
    expect(inShort(decideBy({ kind: 'max' }, a, b))).toBe('a {"v":"10"}')
    expect(inShort(decideBy({ kind: 'min' }, a, b))).toBe('b {"v":"5"}')
  })

  test('[D3] the newest version stands if both stamps can be compared', () => {
    const terms = termsWith({ fields: [rule('v', { policy: { kind: 'newest' } })] })
    const at = (stampA: number | undefined, stampB: number | undefined): string =>
      inShort(
        decide(
          agreedOn(OLD),
          {
            a: present({ v: 'A' }, { stampMs: stampA }),
            b: present({ v: 'B' }, { stampMs: stampB }),
          },
          terms,
        ),
      )
    expect(at(2, 1)).toBe('b {"v":"A"}')
    expect(at(1, 2)).toBe('a {"v":"B"}')
    expect(at(1, 1)).toBe('conflict')
    expect(at(1, undefined)).toBe('conflict')
  })

  test('[D3] a union is written to both sides, as one merge', () => {
    const decision = decideBy({ kind: 'union' }, { v: ['p', 'x'] }, { v: ['p', 'y'] }, { v: ['p'] })
    const merged = { v: ['p', 'x', 'y'] }
    expect(decision).toMatchObject({ kind: 'update', set: { a: merged, b: merged }, merged })
  })

  test('[L8] a union that one side shows already is written to the other alone', () => {
    const decision = decideBy(
      { kind: 'union' },
      { v: ['p', 'x', 'y'] },
      { v: ['p', 'y'] },
      { v: ['p'] },
    )
    expect(decision).toMatchObject({ set: { b: { v: ['p', 'x', 'y'] } }, merged: undefined })
    expect(inShort(decision)).toBe('b {"v":["p","x","y"]}')
  })
})

describe('groups', () => {
  const BASE = { amount: '10', currency: 'EUR' }
  const groupOf = (more: Partial<FieldRule>): EntityTerms =>
    termsWith({
      fields: [rule('amount', { group: 'price', ...more }), rule('currency', { group: 'price' })],
    })

  test('[D9] an edit of one field of a group is an edit of all: different fields do not merge', () => {
    const [a, b] = [
      { ...BASE, amount: '12' },
      { ...BASE, currency: 'CHF' },
    ]
    const decision = decideOn(agreedOn(BASE), a, b, groupOf({}))
    expect(decision.kind).toBe('conflict')
    expect(decision).toMatchObject({ disputes: [{ field: 'amount' }, { field: 'currency' }] })
  })

  test('[D9] one version of a whole group flows, and only the fields that differ are written', () => {
    const decision = decideOn(agreedOn(BASE), { ...BASE, amount: '12' }, BASE, groupOf({}))
    expect(inShort(decision)).toBe('b {"amount":"12"}')
    const taken = groupOf({ policy: { kind: 'take', side: 'b' } })
    const both = decideOn(
      agreedOn(BASE),
      { ...BASE, amount: '12' },
      { amount: '10', currency: 'CHF' },
      taken,
    )
    expect(inShort(both)).toBe('a {"amount":"10","currency":"CHF"}')
  })

  test('[D9] a field that is equal on both sides does not decide for its group', () => {
    const greatest = groupOf({ policy: { kind: 'max' } })
    const [a, b] = [
      { amount: '12', currency: 'CHF' },
      { amount: '15', currency: 'CHF' },
    ]
    const decision = decideOn(agreedOn(BASE), a, b, greatest)
    expect(decision).toMatchObject({
      set: { a: { amount: '15' } },
      agreed: { a: { currency: 'CHF' }, b: { currency: 'CHF' } },
    })
  })

  test('[D9] a policy that would take one field from each side asks about the group', () => {
    const greatest = groupOf({ policy: { kind: 'max' } })
    const [a, b] = [
      { amount: '12', currency: 'AUD' },
      { amount: '11', currency: 'CHF' },
    ]
    expect(decideOn(agreedOn(BASE), a, b, greatest).kind).toBe('conflict')
  })

  test('[D9] a merged value stands if it is the only field of the group that differs', () => {
    const union = termsWith({
      fields: [
        rule('tags', { group: 'g', policy: { kind: 'union' } }),
        rule('more', { group: 'g' }),
      ],
    })
    const base = { tags: [], more: [] }
    const one = decideOn(
      agreedOn(base),
      { tags: ['x'], more: [] },
      { tags: ['y'], more: [] },
      union,
    )
    expect(one).toMatchObject({ merged: { tags: ['x', 'y'] } })
    const two = decideOn(
      agreedOn(base),
      { tags: ['x'], more: ['x'] },
      { tags: ['y'], more: ['y'] },
      union,
    )
    expect(two.kind).toBe('conflict')
  })

  test('[D9] [D11] a group waits as a whole for a value that cannot be read', () => {
    const b = present({ amount: '10' }, { refused: { currency: 'no such code' } })
    const decision = decide(
      agreedOn(BASE),
      { a: present({ ...BASE, amount: '12' }), b },
      groupOf({}),
    )
    expect(decision).toMatchObject({
      kind: 'wait',
      reason: 'erp: no such code',
      notes: [
        { field: 'amount', kind: 'waiting', reason: 'erp: no such code' },
        { field: 'currency', kind: 'waiting', reason: 'erp: no such code' },
      ],
    })
  })
})

describe('values that cannot be read', () => {
  const BASE = { name: 'Ada', city: 'Rome' }
  const terms = termsWith({ fields: [rule('name'), rule('city')] })
  const refused = { city: '"Xanadu" is not a city' }

  test('[D11] a refused value waits and everything else flows', () => {
    const decision = decide(
      agreedOn(BASE),
      { a: present({ name: 'Eve' }, { refused }), b: present(BASE) },
      terms,
    )
    expect(decision).toMatchObject({
      kind: 'update',
      set: { b: { name: 'Eve' } },
      notes: [{ field: 'city', kind: 'waiting', reason: 'crm: "Xanadu" is not a city' }],
    })
  })

  test('[D11] a refused value that once could be read has moved', () => {
    const decision = decide(
      agreedOn(BASE),
      { a: present({ name: 'Ada' }, { refused }), b: present(BASE) },
      terms,
    )
    expect(decision).toMatchObject({ kind: 'wait', cell: 'updated/unchanged' })
  })

  test('[D11] a field that was not read waits and did not move', () => {
    const decision = decide(
      agreedOn(BASE),
      { a: present(BASE), b: present({ name: 'Ada' }) },
      terms,
    )
    expect(decision).toMatchObject({
      kind: 'wait',
      cell: 'unchanged/unchanged',
      reason: 'erp: city was not read',
    })
  })

  test('[D11] a field that becomes readable meets for the first time, whatever its version says', () => {
    const seen = {
      a: present({ name: 'Ada', city: 'Oslo' }, { token: 'a1' }),
      b: present({ name: 'Ada', city: 'Rome' }, { token: 'b1' }),
    }
    const pair = atTokens(agreedOn({ name: 'Ada' }), 'a1', 'b1')
    expect(decide(pair, seen, terms)).toMatchObject({
      kind: 'conflict',
      conflict: 'created/created',
      cell: 'updated/updated',
      reason: 'differ: city',
    })
  })
})

describe('sides that accept no updates', () => {
  const closed = { create: true, update: false, delete: true }
  const open = { create: true, update: true, delete: true }
  const toB = termsWith({ allow: { a: open, b: closed } })
  const union = [rule('v', { policy: { kind: 'union' } })]

  test('[D5] a value that would flow to such a side is held and names it', () => {
    expect(decideOn(agreedOn(OLD), { v: 'A' }, OLD, toB)).toMatchObject({
      kind: 'hold',
      cell: 'updated/unchanged',
      override: 'v: erp accepts no updates',
      notes: [{ field: 'v', kind: 'held', reason: 'v: erp accepts no updates' }],
    })
    expect(inShort(decideOn(agreedOn(OLD), OLD, { v: 'B' }, toB))).toBe('a {"v":"B"}')
  })

  test('[D5] what agrees needs no write', () => {
    expect(decideOn(agreedOn(OLD), { v: 'A' }, { v: 'A' }, toB)).toMatchObject({ kind: 'adopt' })
  })

  test('[D5] a merge is written to both sides or to none', () => {
    const terms = termsWith({ fields: union, allow: { a: open, b: closed } })
    expect(decideOn(agreedOn({ v: [] }), { v: ['x'] }, { v: ['y'] }, terms).kind).toBe('hold')
  })

  test('[D5] a merge that such a side shows already is written to the other', () => {
    const terms = termsWith({ fields: union, allow: { a: open, b: closed } })
    const decision = decideOn(agreedOn({ v: [] }), { v: ['x'] }, { v: ['x', 'y'] }, terms)
    expect(inShort(decision)).toBe('a {"v":["x","y"]}')
  })
})

describe('parked writes', () => {
  const BASE = { name: 'Ada', city: 'Rome' }
  const terms = termsWith({ fields: [rule('name'), rule('city')] })
  const parking = {
    side: 'b',
    set: { name: 'Evelyn' },
    message: 'name is too long',
    sinceMs: 0,
  } as const
  const pair = agreedOn(BASE, BASE, { parking })

  test('[L18] what the target refused is not sent again, and the other direction flows', () => {
    const a = { ...BASE, name: 'Evelyn' }
    expect(decideOn(pair, a, BASE, terms)).toMatchObject({
      kind: 'wait',
      reason: 'refused before: name is too long',
      notes: [{ field: 'name', kind: 'parked', reason: 'refused before: name is too long' }],
    })
    expect(inShort(decideOn(pair, a, { ...BASE, city: 'Oslo' }, terms))).toBe('a {"city":"Oslo"}')
  })

  test('[L18] it is sent again as soon as what would be sent is different', () => {
    const shorter = decideOn(pair, { ...BASE, name: 'Eve' }, BASE, terms)
    expect(inShort(shorter)).toBe('b {"name":"Eve"}')
    const more = decideOn(pair, { name: 'Evelyn', city: 'Oslo' }, BASE, terms)
    expect(inShort(more)).toBe('b {"name":"Evelyn","city":"Oslo"}')
  })

  test('[L18] the other half of a refused merge is not written either', () => {
    const fields = [rule('tags', { policy: { kind: 'union' } }), rule('city')]
    const parkedTags = { side: 'b', set: { tags: ['x', 'y'] }, message: 'no', sinceMs: 0 } as const
    const decision = decideOn(
      agreedOn({ tags: [], city: 'Rome' }, undefined, { parking: parkedTags }),
      { tags: ['x'], city: 'Rome' },
      { tags: ['y'], city: 'Oslo' },
      termsWith({ fields }),
    )
    expect(inShort(decision)).toBe('a {"city":"Oslo"}')
    expect(decision.notes).toEqual([
      { field: 'tags', kind: 'parked', reason: 'refused before: no' },
    ])
  })
})

describe('versions', () => {
  const pair = atTokens(agreedOn(OLD), 'a1', 'b1')
  const at = (tokenA: string, v: string) => ({
    a: present({ v }, { token: tokenA }),
    b: present(OLD, { token: 'b1' }),
  })

  test('[L7] equal versions and equal content are nothing', () => {
    expect(decide(pair, at('a1', 'old'), termsWith())).toMatchObject({
      kind: 'nothing',
      cell: 'unchanged/unchanged',
    })
  })

  test('[L17] a new version of the same content is adopted', () => {
    expect(decide(pair, at('a2', 'old'), termsWith())).toMatchObject({
      kind: 'adopt',
      cell: 'unchanged/unchanged',
      base: { a: { token: 'a2', previous: 'a1' }, b: { token: 'b1' } },
    })
  })

  test('[D14] an equal version over changed content is repaired, not copied', () => {
    expect(decide(pair, at('a1', 'new'), termsWith())).toMatchObject({
      kind: 'repair',
      cell: 'unchanged/unchanged',
      reason: 'neither side is known to have changed, and yet they differ',
    })
  })

  test('[D14] the same on the other side', () => {
    const seen = { a: present(OLD, { token: 'a1' }), b: present({ v: 'new' }, { token: 'b1' }) }
    expect(decide(pair, seen, termsWith()).kind).toBe('repair')
    const borrowed = { ...seen, b: present({ v: 'new' }, { token: 'a1' }) }
    expect(inShort(decide(pair, borrowed, termsWith()))).toBe('a {"v":"new"}')
  })

  test('[D14] a version that does not cover every field proves nothing', () => {
    const terms = termsWith({ tokenCovers: { a: false, b: true } })
    expect(inShort(decide(pair, at('a1', 'new'), terms))).toBe('b {"v":"new"}')
  })

  test('[D14] after the repair the records meet as for the first time', () => {
    expect(decide(LINKED, at('a1', 'new'), termsWith())).toMatchObject({
      kind: 'conflict',
      conflict: 'created/created',
    })
    expect(decide(LINKED, at('a1', 'old'), termsWith())).toMatchObject({ kind: 'adopt' })
  })

  test('[D14] a contradiction on a field with an owner needs no repair: the owner is asked again', () => {
    const terms = termsWith({ fields: [rule('v', { owner: 'b' })] })
    const decision = decide(pair, at('a1', 'new'), terms)
    expect(inShort(decision)).toBe('a {"v":"old"}')
    expect(decision.override).toBe('v: owner erp, otherEdits revert')
  })
})
