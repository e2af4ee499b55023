import { describe, expect, test } from 'vitest'
import { agreedOn, present, rule, termsWith } from '../sample.ts'
import type { Decision } from '../../../src/core/decide/decision.ts'
import type { Fields, Value } from '../../../src/core/value.ts'
import type { Pair, Target } from '../../../src/core/pair.ts'
import { decide } from '../../../src/core/decide/decide.ts'

/** Each side added a tag of its own; the merge has both. */
const BASE = { tags: ['p'] }
const A = { tags: ['p', 'x'] }
const B = { tags: ['p', 'y'] }
const MERGED = { tags: ['p', 'x', 'y'] }
/** The form in which `b` keeps it. */
const KEPT = { tags: ['P', 'X', 'Y'] }
const NEWS = { tags: ['z'] }

const TARGET: Target = { fields: MERGED, seen: { a: A, b: B } }

/** A policy that does not come to the same result twice: what is not completed shows. */
const asking = termsWith({ fields: [rule('tags')] })

const under = (target: Target, base: Fields = BASE): Pair => agreedOn(base, base, { target })
const at = (pair: Pair, a: Fields, b: Fields): Decision =>
  decide(pair, { a: present(a), b: present(b) }, asking)

describe('a merge under way', () => {
  test('[D12] is written to both sides while neither shows it', () => {
    expect(at(under(TARGET), A, B)).toMatchObject({
      kind: 'update',
      set: { a: MERGED, b: MERGED },
      merged: MERGED,
    })
  })

  test('[D12] is written to the side that lacks it', () => {
    const one = at(under(TARGET), MERGED, B)
    expect(one).toMatchObject({ kind: 'update', set: { b: MERGED }, merged: undefined })
    expect(one).not.toHaveProperty('set.a')
    const two = at(under(TARGET), A, MERGED)
    expect(two).toMatchObject({ kind: 'update', set: { a: MERGED }, merged: undefined })
    expect(two).not.toHaveProperty('set.b')
  })

  test('[D12] is complete when both sides show it', () => {
    const done = at(under(TARGET), MERGED, MERGED)
    expect(done).toMatchObject({ kind: 'adopt', base: { a: { fields: MERGED } } })
  })

  test('[D12] passes on the form in which the written side keeps it', () => {
    const given: Target = { ...TARGET, given: { b: KEPT } }
    expect(at(under(given), A, KEPT)).toMatchObject({ kind: 'update', set: { a: KEPT } })
    expect(at(under({ ...TARGET, given: { a: MERGED, b: KEPT } }), MERGED, KEPT)).toMatchObject({
      kind: 'adopt',
      base: { a: { fields: MERGED }, b: { fields: KEPT } },
    })
  })

  test('[D12] ends when a side shows anything new, and the law decides again', () => {
    expect(at(under(TARGET), NEWS, B).kind).toBe('conflict')
    expect(at(under(TARGET), A, NEWS).kind).toBe('conflict')
    expect(at(under(TARGET), MERGED, NEWS).kind).toBe('conflict')
  })

  test('[D12] gives way to an edit of the side that was written: it knows what it replaced', () => {
    const given: Target = { ...TARGET, given: { b: MERGED } }
    for (const edit of [NEWS, B, BASE]) {
      const decision = at(under(given), A, edit)
      expect(decision).toMatchObject({ kind: 'update', set: { a: edit } })
      expect(decision).not.toHaveProperty('set.b')
    }
  })

  test('[D12] ends when both sides moved on, or the one that was not written', () => {
    const given: Target = { ...TARGET, given: { b: MERGED } }
    expect(at(under(given), NEWS, B).kind).toBe('conflict')
    expect(at(under(given), NEWS, MERGED).kind).toBe('conflict')
  })

  test('[D12] does not concern fields it has no value for', () => {
    const elsewhere: Target = { fields: { other: 1 }, seen: { a: {}, b: {} } }
    expect(at(under(elsewhere), A, BASE)).toMatchObject({ set: { b: A } })
    expect(at(under(elsewhere), BASE, BASE).kind).toBe('nothing')
  })

  test('[D12] of a group goes on while what it leaves alone is equal', () => {
    const terms = termsWith({
      fields: [rule('tags', { group: 'g' }), rule('note', { group: 'g' })],
    })
    const on = (a: Fields, b: Fields): Decision =>
      decide(
        agreedOn({ ...BASE, note: '' }, undefined, { target: TARGET }),
        { a: present(a), b: present(b) },
        terms,
      )
    const going = on({ ...A, note: 'n' }, { ...MERGED, note: 'n' })
    expect(going).toMatchObject({ set: { a: MERGED }, agreed: { a: { note: 'n' } } })
    expect(on({ ...A, note: 'n' }, { ...MERGED, note: 'm' }).kind).toBe('conflict')
  })

  test('[D12] of a group is passed on by a side that shows all of it, not by one that shows a part', () => {
    const terms = termsWith({
      fields: [rule('tags', { group: 'g' }), rule('note', { group: 'g' })],
    })
    const [a, b] = [
      { ...A, note: 'a' },
      { ...B, note: 'b' },
    ]
    const whole = { ...MERGED, note: 'ab' }
    const target: Target = { fields: whole, seen: { a, b } }
    const pair = agreedOn({ ...BASE, note: '' }, undefined, { target })
    const on = (shown: Fields): Decision =>
      decide(pair, { a: present(a), b: present(shown) }, terms)
    expect(on(whole)).toMatchObject({ set: { a: whole }, merged: undefined })
    const part = on({ ...MERGED, note: 'b' })
    expect(part).toMatchObject({ set: { a: whole, b: { note: 'ab' } }, merged: whole })
  })

  test('[D5] is held where a side no longer accepts updates', () => {
    const open = { create: true, update: true, delete: true }
    const terms = termsWith({
      fields: [rule('tags')],
      allow: { a: { ...open, update: false }, b: open },
    })
    const seen = { a: present(A), b: present(MERGED) }
    expect(decide(under(TARGET), seen, terms).kind).toBe('hold')
  })

  test('[D12] goes on beside a second merge, which takes over what is left of it', () => {
    const terms = termsWith({ fields: [rule('tags'), rule('more', { policy: { kind: 'union' } })] })
    const pair = agreedOn({ ...BASE, more: [] }, undefined, { target: TARGET })
    const seen = {
      a: present({ ...A, more: ['1'] }),
      b: present({ ...MERGED, more: ['2'] }),
    }
    expect(decide(pair, seen, terms)).toMatchObject({
      set: { a: { ...MERGED, more: ['1', '2'] }, b: { more: ['1', '2'] } },
      merged: { ...MERGED, more: ['1', '2'] },
    })
  })
})

describe('every interleaving', () => {
  const DOMAIN: readonly Value[] = [BASE.tags, A.tags, B.tags, MERGED.tags, NEWS.tags]

  test('[D12] of what the two sides show either completes the merge or leaves it to the law', () => {
    for (const a of DOMAIN)
      for (const b of DOMAIN) {
        const decision = at(under(TARGET), { tags: a }, { tags: b })
        const plain = at(agreedOn(BASE), { tags: a }, { tags: b })
        const onCourse = (a === A.tags || a === MERGED.tags) && (b === B.tags || b === MERGED.tags)
        const label = JSON.stringify([a, b])
        if (!onCourse || a === b) expect(decision, label).toEqual(plain)
        else {
          const missing = {
            ...(a === A.tags ? { a: MERGED } : {}),
            ...(b === B.tags ? { b: MERGED } : {}),
          }
          expect(decision, label).toMatchObject({ kind: 'update', set: missing })
        }
      }
  })

  test('[D12] of the two writes and a crash ends with both sides saying the merge', () => {
    for (const order of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const records = { a: A as Fields, b: B as Fields }
      for (const side of order) {
        const decision = at(under(TARGET), records.a, records.b)
        if (decision.kind !== 'update') throw new Error(decision.kind)
        records[side] = { ...records[side], ...decision.set[side] }
      }
      expect(records).toEqual({ a: MERGED, b: MERGED })
      expect(at(under(TARGET), records.a, records.b).kind).toBe('adopt')
    }
  })
})
