import { describe, expect, test } from 'vitest'
import { ABILITY, NEWBORN, PAIR, TERMS, present } from './sample.ts'
import type { Decision } from '../../src/core/decide/decision.ts'
import type { Observations } from '../../src/core/decide/sight.ts'
import type { Operation } from '../../src/core/operation.ts'
import type { Pair } from '../../src/core/pair.ts'
import { UNLINKED } from '../../src/core/observation.ts'
import { decide } from '../../src/core/decide/decide.ts'
import { toOperations } from '../../src/protocol/operations.ts'

const ABILITIES = { a: ABILITY, b: ABILITY }
const GONE = { kind: 'absent', proof: 'gone' } as const

function operationsFor(pair: Pair, seen: Observations, decision?: Decision): readonly Operation[] {
  const decided = { pair, seen, decision: decision ?? decide(pair, seen, TERMS) }
  const drafting = toOperations(decided, ABILITIES)
  return drafting.kind === 'ready' ? drafting.operations : []
}

describe('the writes of a decision', () => {
  test('[W4] an update carries the fields that flow, what was seen, and the values it makes agree', () => {
    const seen = { a: present({ x: 2, y: 1 }, 'a2'), b: present({ x: 1, y: 1 }, 'b1') }
    expect(operationsFor(PAIR, seen)).toEqual([
      {
        entity: 'people',
        pair: 7,
        side: 'b',
        verb: 'update',
        id: 'b7',
        set: { x: 2 },
        condition: { kind: 'token', token: 'b1' },
        seen: {
          a: { fields: { x: 2, y: 1 }, token: 'a2' },
          b: { fields: { x: 1, y: 1 }, token: 'b1' },
        },
        agreed: { a: { x: 2 }, b: { x: 2 } },
        closesTarget: true,
        reason: 'updated/unchanged: crm → erp: x',
      },
    ])
  })

  test('[W4] the source agrees on the value the plan used, in the form the source has it', () => {
    const seen = { a: present({ x: 'two', y: 1 }, 'a2'), b: present({ x: 1, y: 1 }, 'b1') }
    const decision: Decision = {
      kind: 'update',
      cell: 'updated/unchanged',
      reason: 'x flows',
      notes: [],
      set: { b: { x: 2 } },
      agreed: { a: { y: 1 }, b: { y: 1 } },
      disputes: [],
    }
    const [operation] = operationsFor(PAIR, seen, decision)
    expect(operation?.agreed).toEqual({ a: { x: 'two', y: 1 }, b: { x: 2, y: 1 } })
  })

  test('disjoint edits give one write to each side, one after the other', () => {
    const seen = { a: present({ x: 2, y: 1 }, 'a2'), b: present({ x: 1, y: 3 }, 'b2') }
    expect(operationsFor(PAIR, seen)).toMatchObject([
      { side: 'b', set: { x: 2 }, agreed: { a: { x: 2 }, b: { x: 2 } } },
      { side: 'a', set: { y: 3 }, agreed: { a: { y: 3 }, b: { y: 3 } }, closesTarget: true },
    ])
    expect(operationsFor(PAIR, seen)[0]?.closesTarget).toBeUndefined()
  })

  test('[W13] a merged value agrees on neither side before its second write', () => {
    const seen = { a: present({ x: 2, y: 5 }, 'a2'), b: present({ x: 3, y: 1 }, 'b2') }
    const decision: Decision = {
      kind: 'update',
      cell: 'updated/updated',
      reason: 'x is merged',
      notes: [],
      set: { a: { x: 9 }, b: { x: 9, y: 5 } },
      agreed: { a: {}, b: {} },
      disputes: [],
      merged: { x: 9 },
    }
    expect(
      operationsFor(PAIR, seen, decision).map(({ side, agreed }) => ({ side, agreed })),
    ).toEqual([
      { side: 'b', agreed: { a: { y: 5 }, b: { y: 5 } } },
      { side: 'a', agreed: { a: { x: 9 }, b: { x: 9 } } },
    ])
  })

  test('[W12] a side that shows the value already is not written, whoever wrote it', () => {
    const seen = { a: present({ x: 2, y: 1 }, 'a2'), b: present({ x: 2, y: 1 }, 'b2') }
    expect(decide(PAIR, seen, TERMS).kind).toBe('adopt')
    expect(operationsFor(PAIR, seen)).toEqual([])
  })

  test('a delete has its condition, no fields, and leaves nothing agreed', () => {
    const seen = { a: GONE, b: present({ x: 1, y: 1 }, 'b1') }
    expect(operationsFor(PAIR, seen)).toMatchObject([
      {
        verb: 'delete',
        side: 'b',
        id: 'b7',
        set: {},
        condition: { kind: 'token', token: 'b1' },
        agreed: { a: {}, b: {} },
      },
    ])
    expect(operationsFor(PAIR, seen)[0]?.seen.a).toBeUndefined()
  })

  test('a create carries every field and agrees on them', () => {
    const seen = { a: present({ x: 1, y: 2 }, 'a1'), b: UNLINKED }
    expect(operationsFor(NEWBORN, seen)).toMatchObject([
      {
        verb: 'create',
        side: 'b',
        set: { x: 1, y: 2 },
        condition: { kind: 'absent' },
        agreed: { a: { x: 1, y: 2 }, b: { x: 1, y: 2 } },
      },
    ])
  })

  test('[W7] a re-creation never names the id the record had', () => {
    const seen = { a: present({ x: 2, y: 1 }, 'a2'), b: GONE }
    const [operation] = operationsFor(PAIR, seen)
    expect(operation).toMatchObject({ verb: 'create', side: 'b' })
    expect(operation?.id).toBeUndefined()
  })

  test.each([
    ['nothing', present({ x: 1, y: 1 }, 'a1'), present({ x: 1, y: 1 }, 'b1')],
    ['conflict', present({ x: 2, y: 1 }, 'a2'), present({ x: 3, y: 1 }, 'b2')],
    ['forget', GONE, GONE],
    ['wait', { kind: 'unknown', why: 'silence' } as const, present({ x: 1, y: 1 }, 'b1')],
  ])('%s writes nothing', (kind, a, b) => {
    expect(decide(PAIR, { a, b }, TERMS).kind).toBe(kind)
    expect(operationsFor(PAIR, { a, b })).toEqual([])
  })
})

describe('a target whose version is not known', () => {
  const decision: Decision = {
    kind: 'update',
    cell: 'updated/updated',
    reason: 'both flow',
    notes: [],
    set: { a: { y: 3 }, b: { x: 2 } },
    agreed: { a: {}, b: {} },
    disputes: [],
  }
  const draft = (a: string | undefined, b: string | undefined) =>
    toOperations(
      {
        pair: PAIR,
        seen: { a: present({ x: 2, y: 1 }, a), b: present({ x: 1, y: 3 }, b) },
        decision,
      },
      ABILITIES,
    )

  test.each([
    [undefined, undefined, ['b', 'a']],
    ['a2', undefined, ['b']],
    [undefined, 'b2', ['a']],
  ])('[W3] is named, and nothing is written to the other side either (%s, %s)', (a, b, sides) => {
    expect(draft(a, b)).toEqual({
      kind: 'unread',
      sides,
      why: 'its version is not known yet',
    })
  })

  test('is not needed where no write goes', () => {
    expect(draft('a2', 'b2')).toMatchObject({ kind: 'ready', operations: [{}, {}] })
    const seen = { a: present({ x: 2, y: 1 }), b: present({ x: 1, y: 1 }, 'b1') }
    expect(operationsFor(PAIR, seen)).toHaveLength(1)
  })
})
