import { describe, expect, test } from 'vitest'
import { GONE, LINKED, agreedOn, present, presenceWith, rule, termsWith } from '../sample.ts'
import type { Conflict, Decree, Pair, Resolution } from '../../../src/core/pair.ts'
import { questionKind, sameQuestion, sameSight } from '../../../src/core/decide/decree.ts'
import type { Decision } from '../../../src/core/decide/decision.ts'
import type { Fields } from '../../../src/core/value.ts'
import type { Observation } from '../../../src/core/observation.ts'
import { decide } from '../../../src/core/decide/decide.ts'

const BASE = { name: 'Ada', city: 'Rome' }
const A = { name: 'Eve', city: 'Rome' }
const B = { name: 'Bob', city: 'Rome' }
const terms = termsWith({ fields: [rule('name'), rule('city')] })

/** The question about the fields named, or about the record, as it was asked when the sides showed this. */
function asked(a: Fields | null, b: Fields | null, ...fields: readonly string[]): Conflict {
  return {
    kind: 'updated/updated',
    cell: 'updated/updated',
    disputes: fields.map((field) => ({ field, a: a?.[field], b: b?.[field] })),
    seen: { a, b },
    sinceMs: 0,
    reason: 'asked',
  }
}

function answered(resolution: Resolution, conflict: Conflict): Decree {
  return { resolution, conflict, byWhom: 'ada' }
}

const ABOUT_NAME = asked(A, B, 'name')

function answeredPair(resolution: Resolution, conflict = ABOUT_NAME, base: Fields = BASE): Pair {
  return agreedOn(base, base, { decree: answered(resolution, conflict) })
}

const at = (pair: Pair, a: Fields, b: Fields, on = terms): Decision =>
  decide(pair, { a: present(a), b: present(b) }, on)

describe('an answer about fields', () => {
  test('[D10] lets the version of the side it names stand', () => {
    expect(at(answeredPair({ kind: 'take', side: 'a' }), A, B)).toMatchObject({
      kind: 'update',
      set: { b: { name: 'Eve' } },
      disputes: [],
    })
    expect(at(answeredPair({ kind: 'take', side: 'b' }), A, B)).toMatchObject({
      set: { a: { name: 'Bob' } },
    })
  })

  test('[D10] gives both sides a value of its own, as one merge', () => {
    const own = { name: 'Eva' }
    const decision = at(answeredPair({ kind: 'values', fields: own }), A, B)
    expect(decision).toMatchObject({ set: { a: own, b: own }, merged: own })
  })

  test('[D10] that takes one field from each side is one merge: it takes a write to each', () => {
    const [a, b] = [
      { name: 'Eve', city: 'Oslo' },
      { name: 'Bob', city: 'Bern' },
    ]
    const mixed = { name: 'Eve', city: 'Bern' }
    const pair = answeredPair({ kind: 'values', fields: mixed }, asked(a, b, 'name', 'city'))
    const decision = at(pair, a, b)
    expect(decision).toMatchObject({
      set: { a: { city: 'Bern' }, b: { name: 'Eve' } },
      merged: mixed,
    })
    const target = { fields: mixed, seen: { a, b }, given: { b: { name: 'Eve' } } }
    expect(at({ ...pair, target }, a, { ...b, name: 'Eve' })).toMatchObject({
      set: { a: { city: 'Bern' } },
      merged: undefined,
    })
  })

  test('[D10] holds while other fields go on', () => {
    const pair = answeredPair({ kind: 'take', side: 'a' })
    const decision = at(pair, { ...A, city: 'Oslo' }, B)
    expect(decision).toMatchObject({ set: { b: { name: 'Eve', city: 'Oslo' } } })
  })

  test('[D10] is void as soon as a side shows another value in question', () => {
    const pair = answeredPair({ kind: 'take', side: 'a' })
    expect(at(pair, { ...A, name: 'Eva' }, B).kind).toBe('conflict')
    expect(at(pair, A, { ...B, name: 'Ben' }).kind).toBe('conflict')
  })

  test('[D10] is void as a whole as soon as one of the values in question is another', () => {
    const [a, b] = [
      { name: 'Eve', city: 'Oslo' },
      { name: 'Bob', city: 'Bern' },
    ]
    const pair = answeredPair({ kind: 'take', side: 'a' }, asked(a, b, 'name', 'city'))
    expect(at(pair, a, b)).toMatchObject({ set: { b: a } })
    expect(at(pair, { ...a, city: 'Nice' }, b).kind).toBe('conflict')
    expect(at(pair, a, { ...b, name: 'Ben' }).kind).toBe('conflict')
  })

  test('[D10] says nothing about fields it was not about', () => {
    const pair = answeredPair({ kind: 'take', side: 'a' })
    expect(at(pair, { ...A, city: 'Oslo' }, { ...B, city: 'Bern' })).toMatchObject({
      kind: 'update',
      set: { b: { name: 'Eve' } },
      disputes: [{ field: 'city' }],
    })
  })

  test('[D10] says nothing about a field that the law can decide', () => {
    const pair = answeredPair({ kind: 'take', side: 'a' }, asked(A, B, 'name', 'city'))
    expect(at(pair, A, BASE)).toMatchObject({ set: { b: { name: 'Eve' } } })
    const drifted = answeredPair({ kind: 'take', side: 'a' }, asked(A, BASE, 'name'), A)
    expect(at(drifted, A, BASE)).toMatchObject({ set: { a: { name: 'Ada' } } })
  })

  test('[D10] that lacks a value for a disputed field leaves it in question', () => {
    const pair = answeredPair({ kind: 'values', fields: { city: 'Oslo' } })
    expect(at(pair, A, B).kind).toBe('conflict')
  })

  test('[D10] that is meant for another kind of question changes nothing', () => {
    for (const kind of ['retry', 'forget'] as const)
      expect(at(answeredPair({ kind }), A, B).kind).toBe('conflict')
  })

  test('[D10] [D9] about a group has to name the fields that differ, and no others', () => {
    const group = termsWith({
      fields: [rule('name', { group: 'g' }), rule('city', { group: 'g' })],
    })
    const taken = at(answeredPair({ kind: 'take', side: 'b' }), A, B, group)
    expect(taken).toMatchObject({ set: { a: { name: 'Bob' } } })
    const own = at(answeredPair({ kind: 'values', fields: { name: 'Eva' } }), A, B, group)
    expect(own).toMatchObject({ merged: { name: 'Eva' } })
    const more = at(answeredPair({ kind: 'take', side: 'b' }), { ...A, city: 'Oslo' }, B, group)
    expect(more.kind).toBe('conflict')
  })

  test('[D10] makes two records of one', () => {
    expect(at(answeredPair({ kind: 'both' }), A, B).kind).toBe('split')
    expect(at(answeredPair({ kind: 'both' }), A, { ...B, name: 'Ben' }).kind).toBe('conflict')
  })

  test('[D10] [D5] is held where the side it would be written to accepts no updates', () => {
    const open = { create: true, update: true, delete: true }
    const closed = { ...terms, allow: { a: { ...open, update: false }, b: open } }
    expect(at(answeredPair({ kind: 'take', side: 'b' }), A, B, closed)).toMatchObject({
      kind: 'hold',
      override: 'name: crm accepts no updates',
    })
  })

  test('[D10] [D5] is held where only some of its fields would be written to such a side', () => {
    const open = { create: true, update: true, delete: true }
    const group = termsWith({
      fields: [rule('name', { group: 'g' }), rule('city', { group: 'g' })],
      allow: { a: { ...open, update: false }, b: open },
    })
    const [a, b] = [
      { name: 'Eve', city: 'Oslo' },
      { name: 'Bob', city: 'Bern' },
    ]
    const mixed = { name: 'Eve', city: 'Bern' }
    const pair = answeredPair({ kind: 'values', fields: mixed }, asked(a, b, 'name', 'city'))
    expect(at(pair, a, b, group).kind).toBe('hold')
  })

  test('[D10] about an edit that the user’s rule asks about names that rule', () => {
    const owned = termsWith({ fields: [rule('name', { owner: 'a', otherEdits: 'ask' })] })
    const pair = answeredPair({ kind: 'take', side: 'b' }, asked(BASE, B, 'name'))
    expect(at(pair, BASE, B, owned)).toMatchObject({
      set: { a: { name: 'Bob' } },
      override: 'name: owner crm, otherEdits ask',
    })
  })
})

describe('an answer about presence', () => {
  const asking = termsWith({
    fields: [rule('name'), rule('city')],
    presence: presenceWith({
      created: { a: 'ask', b: 'ask' },
      deleted: { a: 'ask', b: 'ask' },
      updatedDeleted: 'ask',
      deletedUpdated: 'ask',
    }),
  })
  const take = (side: 'a' | 'b', conflict: Conflict): Decree =>
    answered({ kind: 'take', side }, conflict)
  const when = (pair: Pair, a: Observation, b: Observation): Decision =>
    decide(pair, { a, b }, asking)

  test('[D10] lets the record or its absence stand, whatever the question was', () => {
    const onA = asked(A, null)
    const onB = asked(null, B)
    for (const base of [undefined, A, BASE]) {
      const pair = (decree: Decree): Pair =>
        base === undefined ? { ...LINKED, decree } : agreedOn(base, base, { decree })
      expect(when(pair(take('a', onA)), present(A), GONE)).toMatchObject({
        kind: 'create',
        side: 'b',
      })
      expect(when(pair(take('b', onA)), present(A), GONE)).toMatchObject({
        kind: 'delete',
        side: 'a',
      })
      if (base === A) continue
      expect(when(pair(take('a', onB)), GONE, present(B))).toMatchObject({
        kind: 'delete',
        side: 'b',
      })
      expect(when(pair(take('b', onB)), GONE, present(B))).toMatchObject({
        kind: 'create',
        side: 'a',
      })
    }
  })

  test('[D10] that replaces a forced action names who gave it', () => {
    const pair = agreedOn(A, A, { decree: take('a', asked(A, null)) })
    expect(when(pair, present(A), GONE).override).toBe('answered by ada')
  })

  test('[D10] is void when the record that is left shows anything else', () => {
    const pair = agreedOn(BASE, BASE, { decree: take('b', asked(A, null)) })
    expect(when(pair, present({ ...A, city: 'Oslo' }), GONE).kind).toBe('conflict')
    expect(when(pair, present(A), present(B)).kind).toBe('conflict')
  })

  test('[D10] is void when it is of another kind', () => {
    const decree = answered({ kind: 'values', fields: A }, asked(A, null))
    expect(when(agreedOn(BASE, BASE, { decree }), present(A), GONE).kind).toBe('conflict')
  })
})

describe('questions', () => {
  test('[D10] [D13] a side that is unknown does not show what was asked about, nor its absence', () => {
    const unknown: Observation = { kind: 'unknown', why: 'timeout' }
    expect(sameSight(asked(A, null), { a: present(A), b: GONE })).toBe(true)
    expect(sameSight(asked(A, null), { a: present(A), b: unknown })).toBe(false)
    expect(sameSight(asked(A, B, 'name'), { a: present(A), b: unknown })).toBe(false)
    expect(sameSight(asked(A, B), { a: present(A), b: GONE })).toBe(false)
  })

  test('[L14] a question is the same while the values in question are', () => {
    expect(sameQuestion(ABOUT_NAME, asked({ ...A, city: 'Oslo' }, B, 'name'))).toBe(true)
    expect(sameQuestion(ABOUT_NAME, asked({ ...A, name: 'Eva' }, B, 'name'))).toBe(false)
    expect(sameQuestion(ABOUT_NAME, asked(A, { ...B, name: 'Ben' }, 'name'))).toBe(false)
    expect(sameQuestion(ABOUT_NAME, asked(A, B, 'name', 'city'))).toBe(false)
    expect(sameQuestion(ABOUT_NAME, asked(A, B, 'city'))).toBe(false)
    const two = asked(A, B, 'name', 'city')
    expect(sameQuestion(two, asked(A, B, 'city', 'name'))).toBe(true)
    expect(sameQuestion(two, asked({ ...A, city: 'Oslo' }, B, 'name', 'city'))).toBe(false)
    expect(sameQuestion(ABOUT_NAME, { ...ABOUT_NAME, kind: 'created/created' })).toBe(false)
  })

  test('[L14] a question about presence is the same while the records are', () => {
    expect(sameQuestion(asked(A, null), asked({ ...A }, null))).toBe(true)
    expect(sameQuestion(asked(A, null), asked(B, null))).toBe(false)
    expect(sameQuestion(asked(A, null), asked(A, B))).toBe(false)
  })

  test('[D8] fields that never agreed are a question of a first meeting', () => {
    expect(questionKind([{ field: 'v', a: 1, b: 2 }])).toBe('created/created')
    expect(questionKind([{ field: 'v', a: 1, b: 2, baseA: 0, baseB: 0 }])).toBe('updated/updated')
    expect(questionKind([{ field: 'v' }, { field: 'w', baseB: 0 }])).toBe('updated/updated')
  })
})
