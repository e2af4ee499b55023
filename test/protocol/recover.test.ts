import { describe, expect, test } from 'vitest'
import {
  ARMED_MS,
  CREATE,
  DELETE,
  IDENTIFICATIONS,
  PAIR,
  SILENCE,
  UNGUARDED,
  UPDATE,
  UPDATE_BOTH,
  WORLD,
  answer,
  doubtful,
  flightAfter,
  gist,
  present,
  refusal,
  reopened,
  sent,
} from './sample.ts'
import type { Conflict, Resolution } from '../../src/core/pair.ts'
import type { Flight, Search, Step } from '../../src/protocol/flight.ts'
import type { Identification, Operation } from '../../src/core/operation.ts'
import type { Observation } from '../../src/core/observation.ts'
import { IDEMPOTENCY_TTL_MS, SENDS_MAX } from '../../src/protocol/ability.ts'
import { flightOf, step } from '../../src/protocol/step.ts'
import { intentOf } from '../../src/protocol/flight.ts'

const GONE: Observation = { kind: 'absent', proof: 'gone' }
const look = (flight: Flight, target: Observation): Step =>
  step(flight, { kind: 'looked', target }, WORLD)
const search = (flight: Flight, found: Search): Step =>
  step(flight, { kind: 'searched', search: found }, WORLD)
const found = (...ids: readonly string[]): Search => ({
  kind: 'searched',
  matches: ids.map((id) => ({ id })),
})

describe('a run that finds an intent', () => {
  test.each<[string, Operation, Identification['kind'], string]>([
    ['an update', UPDATE, 'none', '→ look'],
    ['a delete', DELETE, 'none', '→ look'],
    ['a create by id', CREATE, 'client-id', '→ search'],
    ['a create by key', CREATE, 'external-key', '→ search'],
    ['a create that nothing identifies', CREATE, 'none', '→ search'],
    ['a create under an idempotency key', CREATE, 'idempotency-key', '→ send'],
  ])('[W6] looks before it does anything about %s', (_, operation, kind, expected) => {
    const taken = reopened(operation, IDENTIFICATIONS[kind])
    expect(gist(taken)).toBe(expected)
    expect(taken.progress.doubt).toBe(true)
  })

  test('[W7] sends nothing under a key that the server forgot', () => {
    const { pair } = sent(CREATE, IDENTIFICATIONS['idempotency-key'])
    const event = { kind: 'reopened', atMs: ARMED_MS + IDEMPOTENCY_TTL_MS } as const
    expect(gist(step(flightOf(pair), event, WORLD))).toBe('pending disputed → rest')
  })
})

describe('what a look shows of an update nobody answered', () => {
  test.each<[string, Observation, string]>([
    ['the version from before', present({ x: 1, y: 1 }, 'b1'), '→ send'],
    ['what was sent', present({ x: 2, y: 1 }, 'b2'), 'landed → again'],
    ['what was sent, and another edit', present({ x: 2, y: 9 }, 'b3'), 'landed → again'],
    ['what was sent, without a version', present({ x: 2, y: 1 }), 'landed → again'],
    ['another edit only', present({ x: 1, y: 9 }, 'b2'), 'withdrawn → again'],
    ['something else', present({ x: 3, y: 1 }, 'b2'), 'unacknowledged landed → again'],
    ['no value that can be read', present({ y: 1 }, 'b2'), 'unacknowledged landed → again'],
    ['no record', GONE, 'unacknowledged withdrawn → again'],
    ['nothing', { kind: 'unknown', why: 'silence' }, '→ rest'],
    ['a record that left the scope', { kind: 'out-of-scope', why: 'archived' }, '→ rest'],
    ['a record that moved', { kind: 'moved', to: 'b9' }, '→ rest'],
    ['neither the version nor our value', present({ x: 3, y: 1 }), '→ rest'],
    ['content from before, without a version', present({ x: 1, y: 1 }), '→ rest'],
    [
      'content from before, at a stamp not settled',
      { ...present({ x: 1, y: 1 }), unsettled: true },
      'withdrawn → again',
    ],
  ])('[W6] %s', (_, target, expected) => {
    expect(gist(look(doubtful(UPDATE), target))).toBe(expected)
  })

  test('[W6] the version from before: the same request goes out again, verbatim', () => {
    const flight = doubtful(UPDATE)
    const taken = look(flight, present({ x: 1, y: 1 }, 'b1'))
    expect(taken.pair).toBe(flight.pair)
    expect(taken.progress).toMatchObject({ phase: 'sending', doubt: true, sends: 1 })
  })

  test('[W6] the version from before says more than any content', () => {
    expect(gist(look(doubtful(UPDATE), present({ x: 2, y: 1 }, 'b1')))).toBe('→ send')
    const stamped = { ...UPDATE, condition: { kind: 'stamp', token: 'b1' } as const }
    expect(gist(look(doubtful(stamped), present({ x: 9, y: 1 }, 'b1')))).toBe('→ send')
  })

  test('[W6] it landed: what was sent becomes the base, not what a user made of it since', () => {
    const taken = look(doubtful(UPDATE), present({ x: 2, y: 9 }, 'b3'))
    expect(taken.pair?.base).toEqual({
      a: { fields: { x: 2, y: 1 }, token: 'a2', previous: 'a1' },
      b: { fields: { x: 2, y: 1 }, token: undefined, previous: 'b1' },
    })
  })

  test('[W6] something else stands: it is no longer ours to write, and ours is in the journal', () => {
    const taken = look(doubtful(UPDATE), present({ x: 3, y: 1 }, 'b2'))
    expect(taken.events[0]).toEqual({ kind: 'unacknowledged', side: 'b', fields: { x: 2 } })
    expect(taken.pair?.base).toMatchObject({ a: { fields: { x: 2 } }, b: { fields: { x: 2 } } })
    expect(taken.pair?.intent).toBeUndefined()
  })

  test.each<[string, Record<string, number>, string, Record<string, number>]>([
    ['both', { x: 2, y: 2 }, 'landed → again', { x: 2, y: 2 }],
    ['one, the other as before', { x: 2, y: 1 }, 'landed → again', { x: 2, y: 1 }],
    ['one, the other changed', { x: 2, y: 7 }, 'unacknowledged landed → again', { x: 2, y: 2 }],
    ['neither, one changed', { x: 7, y: 1 }, 'unacknowledged landed → again', { x: 2, y: 1 }],
    ['neither, both as before', { x: 1, y: 1 }, 'withdrawn → again', { x: 1, y: 1 }],
  ])('[W6] field by field: %s', (_, shown, expected, base) => {
    const taken = look(doubtful(UPDATE_BOTH), present(shown, 'b2'))
    expect(gist(taken)).toBe(expected)
    expect(taken.pair?.base?.a.fields).toEqual(base)
    expect(taken.pair?.base?.b.fields).toEqual(base)
  })

  test('[W6] only the overtaken fields are journaled as unacknowledged', () => {
    const taken = look(doubtful(UPDATE_BOTH), present({ x: 2, y: 7 }, 'b2'))
    expect(taken.events[0]).toEqual({ kind: 'unacknowledged', side: 'b', fields: { y: 2 } })
  })

  test('[W6] a target that is gone leaves the bases: the rule for changed and deleted decides', () => {
    const taken = look(doubtful(UPDATE), GONE)
    expect(taken.events).toEqual([
      { kind: 'unacknowledged', side: 'b', fields: { x: 2 } },
      {
        kind: 'withdrawn',
        op: 'op1',
        why: 'the record was deleted while its update was unanswered',
      },
    ])
    expect(taken.pair?.base).toBe(PAIR.base)
  })

  test('[W8] what is not known discards no intent', () => {
    const flight = doubtful(UPDATE)
    expect(look(flight, { kind: 'unknown', why: 'silence' }).pair).toBe(flight.pair)
    expect(look(flight, { kind: 'moved', to: 'b9' }).next).toEqual({
      kind: 'rest',
      why: 'the record moved to b9',
    })
  })

  test('[W5] a refusal counts once the look shows that no earlier copy landed', () => {
    const refused = (why: 'stale' | 'invalid') =>
      flightAfter(step(doubtful(UPDATE), answer(refusal(why)), WORLD))
    const before = present({ x: 1, y: 1 }, 'b1')
    expect(gist(look(refused('invalid'), before))).toBe('withdrawn parked → rest')
    expect(gist(look(refused('stale'), before))).toBe('withdrawn → again')
    expect(gist(look(refused('stale'), present({ x: 2, y: 1 }, 'b2')))).toBe('landed → again')
    expect(gist(look(refused('invalid'), present({ x: 1, y: 9 }, 'b2')))).toBe('withdrawn → again')
  })

  test('[W6] one run sends a limited number of copies', () => {
    let flight = doubtful(UPDATE)
    const before = present({ x: 1, y: 1 }, 'b1')
    for (let sends = 1; sends <= SENDS_MAX; sends += 1) {
      const again = look(flight, before)
      expect(gist(again)).toBe('→ send')
      flight = flightAfter(step(flightAfter(again), answer(SILENCE), WORLD))
    }
    expect(gist(look(flight, before))).toBe('→ rest')
  })
})

describe('what a look shows of a write without a condition', () => {
  const unguarded = (operation: Operation) => doubtful({ ...operation, condition: UNGUARDED })

  test.each<[string, Operation, Observation, string]>([
    ['the fields from before', UPDATE, present({ x: 1, y: 9 }, 'b5'), '→ send'],
    ['what was sent', UPDATE, present({ x: 2, y: 1 }), 'landed → again'],
    ['something else', UPDATE, present({ x: 3, y: 1 }), 'unacknowledged landed → again'],
    ['the whole record from before', DELETE, present({ x: 1, y: 1 }), '→ send'],
    ['another edit', DELETE, present({ x: 1, y: 9 }), 'withdrawn → again'],
    ['no record', DELETE, GONE, 'landed forgotten → done'],
  ])('[W6] goes by content: %s', (_, operation, target, expected) => {
    expect(gist(look(unguarded(operation), target))).toBe(expected)
  })

  test('[W6] of which nothing was seen before', () => {
    const blind = { ...UPDATE, seen: { ...UPDATE.seen, b: undefined } }
    const target = present({ x: 3, y: 1 })
    expect(gist(look(unguarded(blind), target))).toBe('unacknowledged landed → again')
    const guarded = doubtful(blind)
    expect(gist(look(guarded, present({ x: 3, y: 1 }, 'b2')))).toBe('unacknowledged landed → again')
  })
})

describe('what a look shows of a delete nobody answered', () => {
  test.each<[string, Observation, string]>([
    ['no record', GONE, 'landed forgotten → done'],
    ['the version from before', present({ x: 1, y: 1 }, 'b1'), '→ send'],
    ['another version', present({ x: 1, y: 1 }, 'b2'), 'withdrawn → again'],
    ['no version', present({ x: 1, y: 1 }), '→ rest'],
    ['a stamp not settled', { ...present({ x: 1, y: 1 }), unsettled: true }, 'withdrawn → again'],
    ['nothing', { kind: 'unknown', why: 'silence' }, '→ rest'],
  ])('[W6] %s', (_, target, expected) => {
    expect(gist(look(doubtful(DELETE), target))).toBe(expected)
  })

  test('[W8] a failed delete of a missing record is no proof; a look is', () => {
    expect(gist(step(sent(DELETE), answer(refusal('absent')), WORLD))).toBe('withdrawn → again')
    const refused = flightAfter(step(doubtful(DELETE), answer(refusal('absent')), WORLD))
    expect(look(refused, GONE).pair).toBeUndefined()
  })
})

describe('what a search shows of a create nobody answered', () => {
  test.each<[string, Identification['kind'], Search, string]>([
    ['our id', 'client-id', found('c8'), 'landed → again'],
    ['our key', 'external-key', found('b8'), 'landed → again'],
    ['not our id', 'client-id', found(), '→ send'],
    ['not our key', 'external-key', found(), '→ send'],
    ['our id, deleted since', 'client-id', { kind: 'gone' }, 'landed → again'],
    ['our key twice', 'external-key', found('b8', 'b9'), 'pending disputed → rest'],
    ['nothing to search for', 'none', found(), 'pending disputed → rest'],
    ['nothing', 'client-id', { kind: 'unknown', why: 'silence' }, '→ rest'],
  ])('[W7] %s (%s)', (_, kind, result, expected) => {
    expect(gist(search(doubtful(CREATE, IDENTIFICATIONS[kind]), result))).toBe(expected)
  })

  test('[W7] it landed: what was sent becomes the base, and the id is known', () => {
    const taken = search(doubtful(CREATE, IDENTIFICATIONS['external-key']), found('b8'))
    expect(taken.pair).toMatchObject({
      ids: { a: 'a8', b: 'b8' },
      base: { a: { fields: { x: 1, y: 1 }, token: 'a1' }, b: { fields: { x: 1, y: 1 } } },
    })
    expect(taken.pair?.base?.b.token).toBeUndefined()
    expect(taken.pair?.intent).toBeUndefined()
  })

  test('[W7] it landed and was deleted since: the deletion is one, under the id we chose', () => {
    const taken = search(doubtful(CREATE), { kind: 'gone' })
    expect(taken.pair?.ids).toEqual({ a: 'a8', b: 'c8' })
    expect(taken.pair?.base?.b.fields).toEqual({ x: 1, y: 1 })
    const keyed = search(doubtful(CREATE, IDENTIFICATIONS['external-key']), { kind: 'gone' })
    expect(keyed.pair?.ids).toEqual({ a: 'a8' })
  })

  test('[W7] it did not arrive: the same request goes out again, verbatim', () => {
    const flight = doubtful(CREATE)
    const taken = search(flight, found())
    expect(taken.pair).toBe(flight.pair)
    expect(taken.progress).toMatchObject({ phase: 'sending', sends: 1 })
  })

  test('[W8] what is not known discards no intent', () => {
    const flight = doubtful(CREATE)
    expect(search(flight, { kind: 'unknown', why: 'silence' }).pair).toBe(flight.pair)
  })

  test.each<[Identification['kind'], 'exists' | 'invalid', string]>([
    ['client-id', 'exists', 'withdrawn → rest'],
    ['client-id', 'invalid', 'withdrawn parked → rest'],
    ['external-key', 'invalid', 'withdrawn parked → rest'],
    ['external-key', 'exists', 'pending disputed → rest'],
    ['none', 'invalid', 'pending disputed → rest'],
  ])('[W7] found nothing after a repetition (%s) was refused as %s: %s', (kind, why, expected) => {
    const doubt = doubtful(CREATE, IDENTIFICATIONS[kind])
    const refused = flightAfter(step(doubt, answer(refusal(why)), WORLD))
    expect(gist(search(refused, found()))).toBe(expected)
  })

  test('[W7] a lost answer to a repetition takes its refusal back', () => {
    const doubt = doubtful(CREATE)
    const refused = flightAfter(step(doubt, answer(refusal('exists')), WORLD))
    const lost = flightAfter(step(refused, answer(SILENCE), WORLD))
    expect(gist(search(lost, found()))).toBe('→ send')
  })
})

describe('a create that waits for a person', () => {
  const pending = (
    kind: Identification['kind'] = 'none',
    operation: Operation = CREATE,
  ): Flight => {
    const flight = doubtful(operation, IDENTIFICATIONS[kind])
    if (kind !== 'idempotency-key')
      return flightAfter(search(flight, kind === 'none' ? found() : found('b8', 'b9')))
    const late = ARMED_MS + IDEMPOTENCY_TTL_MS
    return flightAfter(step(flightOf(flight.pair), { kind: 'reopened', atMs: late }, WORLD))
  }
  const decided = (flight: Flight, resolution: Resolution): Step => {
    const conflict = flight.pair.conflict as Conflict
    const decree = { resolution, conflict, byWhom: 'eve' }
    const pair = { ...flight.pair, decree }
    return step(flightOf(pair), { kind: 'reopened', atMs: ARMED_MS }, WORLD)
  }
  const asked = (flight: Flight): Step =>
    step(flightOf(flight.pair), { kind: 'reopened', atMs: ARMED_MS }, WORLD)

  test('[W7] is asked about once, with what was seen', () => {
    const { pair } = pending()
    expect(pair.conflict).toEqual({
      kind: 'pending-create',
      cell: 'updated/missing',
      disputes: [],
      seen: { a: { x: 1, y: 1 }, b: null },
      sinceMs: ARMED_MS,
      reason: 'the answer to a create was lost and the system offers no way to recognise it',
    })
    expect(intentOf(pair).pending).toBe(true)
    const other = { ...CREATE, side: 'a', seen: { a: undefined, b: CREATE.seen.a } } as const
    expect(pending('none', other).pair.conflict?.cell).toBe('missing/updated')
  })

  test.each(['none', 'external-key', 'idempotency-key'] as const)(
    '[W7] is looked for in every run, and not sent again (%s)',
    (kind) => {
      const again = asked(pending(kind))
      expect(gist(again)).toBe('→ search')
      expect(gist(search(flightAfter(again), found()))).toBe('→ rest')
      expect(gist(search(flightAfter(again), found('b8', 'b9')))).toBe('→ rest')
    },
  )

  test('[W7] settles itself once one record is found', () => {
    const taken = search(flightAfter(asked(pending('external-key'))), found('b9'))
    expect(gist(taken)).toBe('landed undisputed → again')
    expect(taken.pair).toMatchObject({ ids: { b: 'b9' } })
    expect(taken.pair?.conflict).toBeUndefined()
  })

  test('[W7] is adopted: the record a person names is the counterpart', () => {
    const taken = decided(pending(), { kind: 'adopt', id: 'b9' })
    expect(gist(taken)).toBe('landed undisputed → again')
    expect(taken.pair).toMatchObject({ ids: { a: 'a8', b: 'b9' } })
    expect(taken.pair?.decree).toBeUndefined()
  })

  test('[W7] is sent again: the same request, durable before it leaves', () => {
    const before = pending()
    const taken = decided(before, { kind: 'retry' })
    expect(gist(taken)).toBe('intended undisputed → send')
    const intent = intentOf(taken.pair!)
    expect(intent).toEqual({ ...intentOf(before.pair), pending: undefined })
    expect(taken.progress).toMatchObject({ phase: 'sending', doubt: true, sends: 1 })
    const lost = flightAfter(step(flightAfter(taken), answer(SILENCE), WORLD))
    expect(gist(search(lost, found()))).toBe('pending disputed → rest')
  })

  test('[W7] is forgotten: the pair is decided anew', () => {
    const taken = decided(pending(), { kind: 'forget' })
    expect(gist(taken)).toBe('withdrawn undisputed → again')
    expect(taken.pair).toMatchObject({ ids: { a: 'a8' } })
    expect(taken.pair?.intent).toBeUndefined()
  })

  test.each<Resolution>([
    { kind: 'take', side: 'a' },
    { kind: 'values', fields: { x: 1 } },
    { kind: 'both' },
  ])('[W7] is not settled by an answer to another question: $kind', (resolution) => {
    const before = pending()
    const taken = decided(before, resolution)
    expect(gist(taken)).toBe('→ search')
    expect(taken.pair?.intent).toEqual(before.pair.intent)
  })
})
