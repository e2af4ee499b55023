import { describe, expect, test } from 'vitest'
import type { MemoryEvent, MemoryFacts, PairEvent } from '../../src/core/journal.ts'
import type { Conflict, Decree, Pair, Parking, Target } from '../../src/core/pair.ts'
import { LINKED, agreedOn, baseOf } from './sample.ts'
import { NO_FACTS, foldFacts, foldPair } from '../../src/core/journal.ts'
import type { Intent } from '../../src/core/operation.ts'

const BASE = { a: baseOf({ v: 1 }, 'a1'), b: baseOf({ v: 1 }, 'b1') }
const INTENT: Intent = {
  entity: 'person',
  pair: 7,
  side: 'b',
  verb: 'update',
  set: { v: 2 },
  condition: { kind: 'token', token: 'b1' },
  seen: { a: undefined, b: undefined },
  agreed: { a: { v: 2 }, b: { v: 2 } },
  reason: '',
  op: 'op-1',
  identification: { kind: 'none' },
  body: {},
  sinceMs: 0,
}
const TARGET: Target = { fields: { v: 3 }, seen: { a: { v: 1 }, b: { v: 2 } } }
const CONFLICT: Conflict = {
  kind: 'updated/updated',
  cell: 'updated/updated',
  disputes: [],
  seen: { a: { v: 1 }, b: { v: 2 } },
  sinceMs: 0,
  reason: '',
}
const DECREE: Decree = {
  resolution: { kind: 'take', side: 'a' },
  conflict: CONFLICT,
  byWhom: 'ada',
}
const PARKING: Parking = { side: 'b', set: { v: 2 }, message: 'no', sinceMs: 0 }

/** A pair with everything there is. */
const FULL: Pair = {
  ...LINKED,
  base: BASE,
  intent: INTENT,
  target: TARGET,
  conflict: CONFLICT,
  decree: DECREE,
  parking: PARKING,
}

describe('events of a pair', () => {
  const moved = { a: baseOf({ v: 2 }, 'a2'), b: baseOf({ v: 2 }, 'b2') }
  const other: Target = { ...TARGET, fields: { v: 4 } }
  const TABLE: readonly (readonly [event: PairEvent, changes: Partial<Pair>])[] = [
    [{ kind: 'linked', ids: { b: '9' }, by: 'email' }, { ids: { a: '1', b: '9' } }],
    [{ kind: 'agreed', base: moved }, { base: moved }],
    [
      { kind: 'intended', intent: { ...INTENT, op: 'op-2' }, before: null },
      { intent: { ...INTENT, op: 'op-2' }, parking: undefined },
    ],
    [
      { kind: 'landed', op: 'op-1', ids: { b: '3' }, base: moved },
      { intent: undefined, ids: { a: '1', b: '3' }, base: moved },
    ],
    [{ kind: 'landed', op: 'op-1', ids: {}, base: null }, { intent: undefined }],
    [{ kind: 'withdrawn', op: 'op-1', why: '' }, { intent: undefined }],
    [{ kind: 'unacknowledged', side: 'b', fields: { v: 2 } }, {}],
    [{ kind: 'pending', op: 'op-1', why: '' }, { intent: { ...INTENT, pending: true } }],
    [{ kind: 'targeted', target: other }, { target: other }],
    [{ kind: 'untargeted', why: '' }, { target: undefined }],
    [
      { kind: 'disputed', conflict: { ...CONFLICT, reason: 'new' } },
      { conflict: { ...CONFLICT, reason: 'new' }, decree: undefined },
    ],
    [
      { kind: 'undisputed', why: '' },
      { conflict: undefined, decree: undefined },
    ],
    [
      { kind: 'decreed', decree: { ...DECREE, byWhom: 'eve' } },
      { decree: { ...DECREE, byWhom: 'eve' } },
    ],
    [
      { kind: 'parked', parking: { ...PARKING, side: 'a' } },
      { parking: { ...PARKING, side: 'a' } },
    ],
    [{ kind: 'recalled', byWhom: 'ada' }, { decree: undefined }],
    [{ kind: 'unparked', why: '' }, { parking: undefined }],
    [
      { kind: 'distrusted', why: '' },
      { base: undefined, target: undefined, parking: undefined },
    ],
  ]
  for (const [event, changes] of TABLE)
    test(`[S1] ${event.kind}${'base' in event && event.base === null ? ' without a base' : ''} changes just what it says`, () => {
      const before = structuredClone(FULL)
      expect(foldPair(FULL, event)).toEqual({ ...FULL, ...changes })
      expect(FULL).toEqual(before)
    })

  test('[S1] forgotten ends the pair', () => {
    expect(foldPair(FULL, { kind: 'forgotten', why: '' })).toBeUndefined()
  })

  test('[S1] a request that became pending after it was settled leaves nothing behind', () => {
    const after = foldPair<PairEvent['kind']>(agreedOn({ v: 1 }), {
      kind: 'pending',
      op: 'op-1',
      why: '',
    })
    expect(after?.intent).toBeUndefined()
  })

  test('[S1] a pair is the fold of its events, in their order', () => {
    const events: readonly PairEvent[] = [
      { kind: 'linked', ids: { a: '1' }, by: 'listing' },
      { kind: 'intended', intent: { ...INTENT, verb: 'create' }, before: null },
      { kind: 'landed', op: 'op-1', ids: { b: '2' }, base: BASE },
      { kind: 'disputed', conflict: CONFLICT },
      { kind: 'decreed', decree: DECREE },
      { kind: 'undisputed', why: '' },
    ]
    const born: Pair = { entity: 'person', no: 7, ids: {} }
    const folded = events.reduce<Pair>((pair, event) => foldPair(pair, event) ?? born, born)
    expect(folded).toEqual({ ...LINKED, base: BASE })
  })
})

describe('events of the memory', () => {
  const after = (...events: readonly MemoryEvent[]): MemoryFacts =>
    events.reduce(foldFacts, NO_FACTS)
  const cursor = { text: '2026-01-01', takenMs: 1 }
  const started = { kind: 'run-started', run: 'r1', command: 'sync', atMs: 1 } as const

  test('[S1] a cursor is kept for each side of each entity until it moves or is dropped', () => {
    const at = (entity: string, side: 'a' | 'b', text: string | null): MemoryEvent => ({
      kind: 'cursor-moved',
      entity,
      side,
      cursor: text === null ? null : { ...cursor, text },
    })
    const moved = after(at('person', 'a', '1'), at('person', 'b', '2'), at('person', 'a', '3'))
    expect(moved.cursors).toEqual({
      'person/a': { ...cursor, text: '3' },
      'person/b': { ...cursor, text: '2' },
    })
    expect(foldFacts(moved, at('person', 'a', null)).cursors).toEqual({
      'person/b': { ...cursor, text: '2' },
    })
  })

  test('[S1] each system has the identity it told last, each entity the meaning it had last', () => {
    const identity = { tenant: 't', scope: 's' }
    const facts = after(
      { kind: 'identified', side: 'a', identity },
      { kind: 'identified', side: 'a', identity: { ...identity, tenant: 'u' } },
      { kind: 'configured', entity: 'person', meaning: 'm1' },
      { kind: 'configured', entity: 'person', meaning: 'm2' },
    )
    expect(facts.identities).toEqual({ a: { tenant: 'u', scope: 's' } })
    expect(facts.meanings).toEqual({ person: 'm2' })
  })

  test('[S1] the last run is the one that began last; without an end it was cut off', () => {
    const ended = {
      kind: 'run-ended',
      run: 'r1',
      exitCode: 0,
      summary: { update: 1 },
      atMs: 2,
    } as const
    expect(after(started).lastRun).toEqual({ run: 'r1', command: 'sync', startedMs: 1 })
    expect(after(started, ended).lastRun?.ended).toEqual({
      exitCode: 0,
      summary: { update: 1 },
      atMs: 2,
    })
    expect(after(started, { ...ended, run: 'r0' }).lastRun?.ended).toBeUndefined()
    expect(after(ended).lastRun).toBeUndefined()
    expect(after(started, ended, { ...started, run: 'r2' }).lastRun?.ended).toBeUndefined()
  })

  test('[S1] an event of no known kind is a bug', () => {
    expect(() => foldFacts(NO_FACTS, { kind: 'guessed' } as never)).toThrow('Bug: no case for')
  })
})
