import { describe, expect, test } from 'vitest'
import { PAIR, TERMS, present } from './sample.ts'
import type { Decision } from '../../src/core/decide/decision.ts'
import type { Observations } from '../../src/core/decide/sight.ts'
import type { Pair } from '../../src/core/pair.ts'
import type { PairEvent } from '../../src/core/journal.ts'
import { decide } from '../../src/core/decide/decide.ts'
import { foldPair } from '../../src/core/journal.ts'
import { openingEvents } from '../../src/protocol/opening.ts'

const NOW_MS = 5_000
const GONE = { kind: 'absent', proof: 'gone' } as const
const AGREE = { a: present({ x: 2, y: 1 }, 'a2'), b: present({ x: 2, y: 1 }, 'b2') }
const APART = { a: present({ x: 2, y: 1 }, 'a2'), b: present({ x: 3, y: 1 }, 'b2') }
const HALF = { a: present({ x: 2, y: 5 }, 'a2'), b: present({ x: 3, y: 1 }, 'b2') }
const QUIET = { a: present({ x: 1, y: 1 }, 'a1'), b: present({ x: 1, y: 1 }, 'b1') }
const SILENT = { a: { kind: 'unknown', why: 'silence' } as const, b: QUIET.b }

function opening(pair: Pair, seen: Observations, decision?: Decision): readonly PairEvent[] {
  return openingEvents({ pair, seen, decision: decision ?? decide(pair, seen, TERMS) }, NOW_MS)
}

function after(pair: Pair, seen: Observations): Pair {
  const end = opening(pair, seen).reduce<Pair | undefined>(
    (folded, event) => folded && foldPair(folded, event),
    pair,
  )
  return end ?? pair
}

const kinds = (events: readonly PairEvent[]): readonly string[] => events.map(({ kind }) => kind)

describe('what a decision changes before anything is sent', () => {
  test('nothing, where nothing is to be said', () => {
    expect(opening(PAIR, QUIET)).toEqual([])
    expect(opening(PAIR, { a: present({ x: 2, y: 1 }, 'a2'), b: QUIET.b })).toEqual([])
  })

  test('[W2] a write moves no base before it landed', () => {
    const seen = { a: present({ x: 2, y: 3 }, 'a2'), b: QUIET.b }
    expect(after(PAIR, seen).base).toBe(PAIR.base)
  })

  test('sides that agree move both bases', () => {
    expect(opening(PAIR, AGREE)).toEqual([
      {
        kind: 'agreed',
        base: {
          a: { fields: { x: 2, y: 1 }, token: 'a2', previous: 'a1' },
          b: { fields: { x: 2, y: 1 }, token: 'b2', previous: 'b1' },
        },
      },
    ])
  })

  test('a question is asked with what was seen, and what agrees besides is recorded', () => {
    const seen = { a: present({ x: 2, y: 4 }, 'a2'), b: present({ x: 3, y: 4 }, 'b2') }
    const [agreed, disputed, ...more] = opening(PAIR, seen)
    expect(agreed).toMatchObject({ kind: 'agreed', base: { a: { fields: { x: 1, y: 4 } } } })
    expect(disputed).toMatchObject({
      kind: 'disputed',
      conflict: {
        kind: 'updated/updated',
        cell: 'updated/updated',
        disputes: [{ field: 'x', a: 2, b: 3, baseA: 1, baseB: 1 }],
        seen: { a: { x: 2, y: 4 }, b: { x: 3, y: 4 } },
        sinceMs: NOW_MS,
      },
    })
    expect(more).toEqual([])
  })

  test('a question about presence is asked with the absence', () => {
    const terms = { ...TERMS, presence: { ...TERMS.presence, updatedDeleted: 'ask' as const } }
    const seen = { a: present({ x: 2, y: 1 }, 'a2'), b: GONE }
    const events = openingEvents({ pair: PAIR, seen, decision: decide(PAIR, seen, terms) }, NOW_MS)
    expect(events).toMatchObject([
      { kind: 'disputed', conflict: { kind: 'updated/deleted', seen: { a: { x: 2 }, b: null } } },
    ])
  })

  test('[L14] the same question is not asked twice, a new one is', () => {
    const asked = after(PAIR, APART)
    expect(opening(asked, APART)).toEqual([])
    const moved = { ...APART, b: present({ x: 4, y: 1 }, 'b3') }
    expect(kinds(opening(asked, moved))).toEqual(['disputed'])
  })

  test('[L14] a question that answers itself is closed', () => {
    const asked = after(PAIR, APART)
    expect(kinds(opening(asked, AGREE))).toEqual(['agreed', 'undisputed'])
    expect(kinds(opening(asked, { ...QUIET, a: present({ x: 1, y: 1 }, 'a3') }))).toContain(
      'undisputed',
    )
  })

  test('[W8] what is not known closes no question and ends nothing', () => {
    expect(opening(after(PAIR, APART), SILENT)).toEqual([])
  })

  test('[W7] the question about an unanswered create is not closed by what is seen', () => {
    const conflict = {
      ...after(PAIR, APART).conflict!,
      kind: 'pending-create' as const,
    }
    expect(kinds(opening({ ...PAIR, conflict }, AGREE))).toEqual(['agreed'])
  })

  test('a write that leaves a question behind asks it', () => {
    expect(kinds(opening(PAIR, HALF))).toEqual(['disputed'])
    expect(opening(PAIR, HALF)).toMatchObject([
      { conflict: { kind: 'updated/updated', disputes: [{ field: 'x' }] } },
    ])
  })

  test('a pair without any record ends', () => {
    expect(opening(PAIR, { a: GONE, b: GONE })).toEqual([
      { kind: 'forgotten', why: 'deleted on both sides' },
    ])
  })

  test('two records that stay two end the pair', () => {
    const decision = { ...decide(PAIR, APART, TERMS), kind: 'split' } as Decision
    expect(kinds(opening(PAIR, APART, decision))).toEqual(['forgotten'])
  })

  test('a memory that was caught lying is distrusted', () => {
    const seen = { a: present({ x: 5, y: 1 }, 'a1'), b: QUIET.b }
    expect(decide(PAIR, seen, TERMS).kind).toBe('repair')
    expect(kinds(opening(PAIR, seen))).toEqual(['distrusted'])
  })

  test('a parked write is forgotten once something else is called for', () => {
    const parking = { side: 'b', set: { x: 2 }, message: 'too long', sinceMs: 1 } as const
    const parked = { ...PAIR, parking }
    expect(opening(parked, { a: present({ x: 2, y: 1 }, 'a2'), b: QUIET.b })).toEqual([])
    expect(kinds(opening(parked, { a: present({ x: 3, y: 1 }, 'a3'), b: QUIET.b }))).toEqual([
      'unparked',
    ])
    expect(opening(parked, SILENT)).toEqual([])
    const others = { a: present({ x: 2, y: 1 }, 'a2'), b: present({ x: 1, y: 3 }, 'b2') }
    expect(decide(parked, others, TERMS)).toMatchObject({ kind: 'update', set: { a: { y: 3 } } })
    expect(opening(parked, others)).toEqual([])
  })
})

describe('a merged value', () => {
  const merge: Decision = {
    kind: 'update',
    cell: 'updated/updated',
    reason: 'x is merged',
    notes: [],
    set: { a: { x: 9 }, b: { x: 9 } },
    agreed: { a: {}, b: {} },
    disputes: [],
    merged: { x: 9 },
  }
  const target = { fields: { x: 9 }, seen: { a: APART.a.fields, b: APART.b.fields } }

  test('[W13] is recorded, with what both sides showed, before its first write', () => {
    expect(opening(PAIR, APART, merge)).toEqual([{ kind: 'targeted', target }])
  })

  test('[W13] stays recorded while its second write is planned', () => {
    const second: Decision = { ...merge, set: { a: { x: 9 } }, merged: undefined }
    expect(opening({ ...PAIR, target }, APART, second)).toEqual([])
    expect(opening({ ...PAIR, target }, SILENT)).toEqual([])
  })

  test('[W13] is no more once the sides agree, or a person is asked anew', () => {
    const moved = { a: APART.a, b: present({ x: 4, y: 1 }, 'b3') }
    expect(kinds(opening({ ...PAIR, target }, AGREE))).toEqual(['agreed', 'untargeted'])
    expect(kinds(opening({ ...PAIR, target }, moved))).toEqual(['untargeted', 'disputed'])
  })
})
