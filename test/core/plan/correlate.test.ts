import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { Candidate, CorrelationRule, TakenBy } from '../../../src/core/plan/correlate.ts'
import { CANDIDATES_NAMED_MAX, correlate } from '../../../src/core/plan/correlate.ts'

const EMAIL: CorrelationRule = { name: 'email', then: 'link' }
const PHONE: CorrelationRule = { name: 'phone', then: 'link' }
const NAME: CorrelationRule = { name: 'name', then: 'review' }

const nobody: TakenBy = () => undefined
const record = (id: string, ...keys: readonly (string | undefined)[]): Candidate => ({ id, keys })

describe('correlation', () => {
  test('[L13] links what has one counterpart each, and leaves alone what has none', () => {
    const candidates = {
      a: [record('a1', 'ada@x'), record('a2', 'eve@x'), record('a3', undefined)],
      b: [record('b1', 'eve@x'), record('b2', 'bob@x'), record('b3', undefined)],
    }
    expect(correlate([EMAIL], candidates, nobody)).toEqual({
      links: [{ a: 'a2', b: 'b1', by: 'email' }],
      doubts: [],
      alone: { a: ['a1', 'a3'], b: ['b2', 'b3'] },
    })
  })

  test('[L13] never picks one of many: all of them are in doubt, on both sides', () => {
    const candidates = {
      a: [record('a1', 'ada@x')],
      b: [record('b2', 'ada@x'), record('b1', 'ada@x')],
    }
    expect(correlate([EMAIL], candidates, nobody)).toEqual({
      links: [],
      doubts: [
        {
          side: 'a',
          id: 'a1',
          reason: 'email = ada@x: 1 here, 2 across',
          candidates: ['b1', 'b2'],
        },
        { side: 'b', id: 'b2', reason: 'email = ada@x: 2 here, 1 across', candidates: ['a1'] },
        { side: 'b', id: 'b1', reason: 'email = ada@x: 2 here, 1 across', candidates: ['a1'] },
      ],
      alone: { a: [], b: [] },
    })
  })

  test('[L13] names only a few of very many candidates', () => {
    const many = Array.from({ length: 20 }, (_, at) => record(`b${String(at)}`, 'ada@x'))
    const { doubts } = correlate([EMAIL], { a: [record('a1', 'ada@x')], b: many }, nobody)
    expect(doubts).toHaveLength(21)
    expect(doubts[0]?.candidates).toHaveLength(CANDIDATES_NAMED_MAX)
  })

  test('[L13] lets the first rule decide under which a record has counterparts', () => {
    const candidates = {
      a: [record('a1', 'ada@x', '1'), record('a2', undefined, '2')],
      b: [record('b1', 'ada@x', '2'), record('b2', 'other', '1')],
    }
    expect(correlate([EMAIL, PHONE], candidates, nobody)).toEqual({
      links: [{ a: 'a1', b: 'b1', by: 'email' }],
      doubts: [],
      alone: { a: ['a2'], b: ['b2'] },
    })
  })

  test('[L13] does not let a later rule resolve the doubt of an earlier one', () => {
    const candidates = {
      a: [record('a1', 'ada@x', '1')],
      b: [record('b1', 'ada@x', '1'), record('b2', 'ada@x', '2')],
    }
    const { links, doubts } = correlate([EMAIL, PHONE], candidates, nobody)
    expect(links).toEqual([])
    expect(doubts.map(({ id }) => id)).toEqual(['a1', 'b1', 'b2'])
  })

  test('[L13] leaves to a person what a rule only proposes', () => {
    const { links, doubts } = correlate(
      [NAME],
      { a: [record('a1', 'Ada')], b: [record('b1', 'Ada')] },
      nobody,
    )
    expect(links).toEqual([])
    expect(doubts).toEqual([
      { side: 'a', id: 'a1', reason: 'name = Ada: 1 here, 1 across', candidates: ['b1'] },
      { side: 'b', id: 'b1', reason: 'name = Ada: 1 here, 1 across', candidates: ['a1'] },
    ])
  })

  test('[L13] a counterpart that is linked already is a doubt', () => {
    const taken: TakenBy = (side, rule, key) =>
      side === 'b' && rule === 0 && key === 'ada@x' ? 4 : undefined
    const candidates = { a: [record('a1', 'ada@x')], b: [] }
    const reason = 'email = ada@x: a counterpart is linked already (pair 4)'
    expect(correlate([EMAIL], candidates, taken)).toEqual({
      links: [],
      doubts: [{ side: 'a', id: 'a1', reason, candidates: [] }],
      alone: { a: [], b: [] },
    })
  })

  test('[L13] a linked record with the same key, on either side, makes a single counterpart one of many', () => {
    for (const takenSide of ['a', 'b']) {
      const taken: TakenBy = (side) => (side === takenSide ? 4 : undefined)
      const candidates = { a: [record('a1', 'ada@x')], b: [record('b1', 'ada@x')] }
      const { links, doubts } = correlate([EMAIL], candidates, taken)
      expect(links).toEqual([])
      expect(doubts.map(({ id, candidates: named }) => [id, ...named])).toEqual([
        ['a1', 'b1'],
        ['b1', 'a1'],
      ])
    }
  })

  test('[L13] puts every candidate in exactly one place, one to one, whatever the order they come in', () => {
    const key = fc.constantFrom('k1', 'k2', 'k3', 'k4', undefined)
    const side = (prefix: string): fc.Arbitrary<readonly Candidate[]> =>
      fc
        .array(fc.tuple(key, key), { maxLength: 6 })
        .map((all) => all.map((keys, at) => record(`${prefix}${String(at)}`, ...keys)))
    const taken: TakenBy = (on, rule, text) =>
      on === 'b' && rule === 1 && text === 'k4' ? 9 : undefined
    fc.assert(
      fc.property(side('a'), side('b'), (a, b) => {
        const found = correlate([EMAIL, PHONE], { a, b }, taken)
        const placed = [
          ...found.links.flatMap((link) => [link.a, link.b]),
          ...found.doubts.map(({ id }) => id),
          ...found.alone.a,
          ...found.alone.b,
        ]
        expect(placed.toSorted()).toEqual([...a, ...b].map(({ id }) => id).toSorted())
        const turned = correlate([EMAIL, PHONE], { a: a.toReversed(), b: b.toReversed() }, taken)
        expect(new Set(turned.links.map((link) => `${link.a} ${link.b}`))).toEqual(
          new Set(found.links.map((link) => `${link.a} ${link.b}`)),
        )
      }),
      { numRuns: 500 },
    )
  })
})
