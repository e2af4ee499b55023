import { describe, expect, test } from 'vitest'
import {
  ARMED_MS,
  CREATE,
  DELETE,
  IDENTIFICATIONS,
  PAIR,
  SILENCE,
  TERMS,
  UNGUARDED,
  UPDATE,
  UPDATE_BOTH,
  WORLD,
  answer,
  arm,
  gist,
  present,
  refusal,
  sent,
} from './sample.ts'
import type { Flight, Step, StepEvent } from '../../src/protocol/flight.ts'
import type { Operation } from '../../src/core/operation.ts'
import type { Observation } from '../../src/core/observation.ts'
import { SENDS_MAX } from '../../src/protocol/ability.ts'
import { decide } from '../../src/core/decide/decide.ts'
import { flightOf, step } from '../../src/protocol/step.ts'
import { foldPair } from '../../src/core/journal.ts'
import { intentOf } from '../../src/protocol/flight.ts'

describe('a write that begins', () => {
  test('[W1] is noted before its request: what, on which condition, from what, over what', () => {
    const identification = IDENTIFICATIONS['client-id']
    const taken = arm(UPDATE, identification)
    const intent = {
      ...UPDATE,
      op: 'op1',
      identification,
      body: { x: 2 },
      sinceMs: ARMED_MS,
    }
    expect(taken.events).toEqual([
      { kind: 'intended', intent, before: { x: 1, y: 1 }, record: undefined },
    ])
    expect(taken.pair?.intent).toEqual(intent)
    expect(taken.next).toEqual({ kind: 'send' })
    expect(taken.progress).toEqual({ phase: 'sending', doubt: false, sends: 1 })
  })

  test('[W1] of a delete notes the whole record it destroys', () => {
    const record = { x: 1, y: 1, private: 'kept' }
    const event: StepEvent = {
      kind: 'armed',
      operation: DELETE,
      op: 'op1',
      identification: { kind: 'none' },
      body: {},
      record,
      atMs: ARMED_MS,
    }
    expect(step(flightOf(PAIR), event, WORLD).events).toMatchObject([
      { kind: 'intended', before: { x: 1, y: 1 }, record },
    ])
  })

  test('[W1] of a create overwrites nothing', () => {
    expect(arm(CREATE).events).toMatchObject([{ kind: 'intended', before: null }])
  })

  test('[W2] a pair has one intent at a time', () => {
    const { pair } = sent(UPDATE)
    const event: StepEvent = {
      kind: 'armed',
      operation: UPDATE,
      op: 'op2',
      identification: { kind: 'none' },
      body: {},
      atMs: ARMED_MS,
    }
    expect(() => step(flightOf(pair), event, WORLD)).toThrow('Bug: a pair has at most one intent')
  })

  test('an answer to a pair without an intent is a bug of the caller', () => {
    expect(() => step(flightOf(PAIR), answer(SILENCE), WORLD)).toThrow(
      'Bug: pair people/7 has an intent',
    )
  })

  test('a look at a record without an id is a bug of the caller', () => {
    const nameless = { ...UPDATE, id: undefined }
    expect(() => step(sent(nameless), answer(SILENCE), WORLD)).toThrow(
      'Bug: op1 is for a record that has an id',
    )
  })
})

describe('what is read after our own write', () => {
  const after = { fields: { x: 2, y: 1 }, token: 'b2' }
  const landed = step(sent(UPDATE), answer({ kind: 'written', id: 'b7', after }), WORLD).pair!

  test('[W12] is no change, because it equals the base; nobody asks who wrote it, or when', () => {
    const seen = { a: present({ x: 2, y: 1 }, 'a2'), b: present({ x: 2, y: 1 }, 'b2') }
    expect(decide(landed, seen, TERMS).kind).toBe('nothing')
    const touched = { ...seen, b: present({ x: 2, y: 1 }, 'b3') }
    expect(decide(landed, touched, TERMS).kind).toBe('adopt')
  })

  test('[W12] is a change if a user made one right after it', () => {
    const seen = { a: present({ x: 2, y: 1 }, 'a2'), b: present({ x: 1, y: 1 }, 'b3') }
    expect(decide(landed, seen, TERMS)).toMatchObject({ kind: 'update', set: { a: { x: 1 } } })
  })

  test('[W10] is unknown while a stale listing shows the version from before', () => {
    const stale = { a: present({ x: 2, y: 1 }, 'a2'), b: present({ x: 1, y: 1 }, 'b1') }
    expect(decide(landed, stale, TERMS).kind).toBe('wait')
    const fresh = { ...stale, b: { ...stale.b, fresh: true } }
    expect(decide(landed, fresh, TERMS).kind).toBe('update')
  })

  test('[W10] stays unknown where the answer named no version', () => {
    const world = { ...WORLD, readBack: false }
    const blind = step(sent(UPDATE), answer({ kind: 'written', id: 'b7' }), world).pair!
    const stale = { a: present({ x: 2, y: 1 }, 'a2'), b: present({ x: 1, y: 1 }, 'b1') }
    expect(decide(blind, stale, TERMS).kind).toBe('wait')
  })
})

/** Every event that can be told about a flight, as far as the protocol distinguishes them. */
const EVENTS: readonly StepEvent[] = [
  { kind: 'reopened', atMs: ARMED_MS },
  answer(SILENCE),
  answer({ kind: 'later', afterMs: 1, message: 'later' }),
  ...(
    ['stale', 'absent', 'exists', 'ambiguous', 'invalid', 'forbidden', 'unsupported'] as const
  ).map((why) => answer(refusal(why))),
  ...[true, undefined].flatMap((replay) => [
    answer({ kind: 'written', id: 'b7', replay }),
    answer({ kind: 'written', id: 'b7', replay, token: 'b2' }),
    answer({ kind: 'written', id: 'b7', replay, after: { fields: { x: 2, y: 2 }, token: 'b2' } }),
    answer({ kind: 'written', id: 'b7', replay, after: { fields: { x: 3, y: 3 } } }),
  ]),
  ...looks(),
  { kind: 'searched', search: { kind: 'gone' } },
  { kind: 'searched', search: { kind: 'unknown', why: 'silence' } },
  { kind: 'searched', search: { kind: 'searched', matches: [] } },
  { kind: 'searched', search: { kind: 'searched', matches: [{ id: 'b8' }] } },
  { kind: 'searched', search: { kind: 'searched', matches: [{ id: 'b8' }, { id: 'b9' }] } },
]

function looks(): readonly StepEvent[] {
  const records = [1, 2, 3].flatMap((x) =>
    [1, 2, 3].flatMap((y) =>
      ['b1', 'b2', undefined].flatMap((token) => [
        present({ x, y }, token),
        { ...present({ x, y }, token), unsettled: true },
      ]),
    ),
  )
  const others: readonly Observation[] = [
    { kind: 'absent', proof: 'gone' },
    { kind: 'absent', proof: 'not-found' },
    { kind: 'moved', to: 'b9' },
    { kind: 'out-of-scope', why: 'archived' },
    { kind: 'unknown', why: 'silence' },
  ]
  return [...records, ...others].map((target) => ({ kind: 'looked', target }) as const)
}

const OPERATIONS: readonly Operation[] = [UPDATE, UPDATE_BOTH, DELETE, CREATE].flatMap(
  (operation) => [
    operation,
    { ...operation, condition: UNGUARDED },
    { ...operation, condition: { kind: 'stamp', token: 'b1' } as const },
  ],
)

/** Flights in every phase, with and without doubt, few and many sends, a refusal behind them or none. */
const FLIGHTS: readonly Flight[] = OPERATIONS.flatMap((operation) =>
  Object.values(IDENTIFICATIONS).flatMap((identification) => {
    const { pair } = sent(operation, identification)
    const pending = foldPair(pair, { kind: 'pending', op: 'op1', why: 'test' })
    return [pair, pending ?? pair].flatMap((one) =>
      (['probing', 'sending', 'recovering', 'reading-back'] as const).flatMap((phase) =>
        [true, false].flatMap((doubt) =>
          [1, SENDS_MAX].flatMap((sends) => [
            { pair: one, progress: { phase, doubt, sends } },
            { pair: one, progress: { phase, doubt, sends, refusal: refusal('exists') } },
          ]),
        ),
      ),
    )
  }),
)

describe('every step, from every flight, on every event', () => {
  const steps = FLIGHTS.flatMap((flight) =>
    EVENTS.filter((event) => isPossible(flight, event)).map((event) => ({
      flight,
      event,
      taken: step(flight, event, WORLD),
    })),
  )
  type Taken = (typeof steps)[number]
  const breaches = (holds: (taken: Taken) => boolean): readonly string[] =>
    steps
      .filter((one) => !holds(one))
      .map(
        ({ flight, event, taken }) =>
          `${flight.pair.intent?.verb ?? ''} ${JSON.stringify(flight.progress)} ${JSON.stringify(event)}: ${gist(taken)}`,
      )
      .slice(0, 3)
  const kindsOf = ({ taken }: { readonly taken: Step }): readonly string[] =>
    taken.events.map(({ kind }) => kind)

  test('are many', () => {
    expect(steps.length).toBeGreaterThan(20_000)
  })

  test('[W2] a base moves only when the write landed', () => {
    expect(
      breaches(
        (one) => kindsOf(one).includes('landed') || one.taken.pair?.base === one.flight.pair.base,
      ),
    ).toEqual([])
  })

  test('[W5] a refusal lands nothing and ends no pair', () => {
    expect(
      breaches(
        (one) =>
          one.event.kind !== 'answered' ||
          one.event.outcome.kind !== 'refused' ||
          (!kindsOf(one).includes('landed') && one.taken.pair !== undefined),
      ),
    ).toEqual([])
  })

  test('[W6] an unknown outcome keeps the intent', () => {
    expect(
      breaches(
        ({ event, taken }) =>
          event.kind !== 'answered' ||
          event.outcome.kind !== 'unknown' ||
          taken.pair?.intent !== undefined,
      ),
    ).toEqual([])
  })

  test('[W8] what is not known changes nothing, and a pair ends only by what was proved', () => {
    const isUnknown = ({ event }: Taken): boolean =>
      (event.kind === 'looked' &&
        ['unknown', 'moved', 'out-of-scope'].includes(event.target.kind)) ||
      (event.kind === 'searched' && event.search.kind === 'unknown')
    expect(
      breaches(
        (one) =>
          !isUnknown(one) ||
          one.flight.progress.phase === 'probing' ||
          one.flight.progress.phase === 'reading-back' ||
          one.taken.events.length === 0,
      ),
    ).toEqual([])
    expect(breaches(({ event, taken }) => taken.pair !== undefined || endsPair(event))).toEqual([])
  })

  test('[W1] a request leaves only with its intent in the memory, as it was noted', () => {
    expect(
      breaches(
        ({ flight, taken }) =>
          taken.next.kind !== 'send' || taken.pair?.intent === flight.pair.intent,
      ),
    ).toEqual([])
  })

  test('[W6] a request leaves a limited number of times, and waits to be asked for', () => {
    expect(
      breaches(({ taken }) => taken.next.kind !== 'send' || taken.progress.phase === 'sending'),
    ).toEqual([])
    expect(breaches(({ taken }) => taken.progress.sends <= SENDS_MAX)).toEqual([])
  })

  test('[W7] a create that waits for a person is sent by nobody else', () => {
    const isAsked = ({ flight, event }: Taken): boolean =>
      flight.pair.intent?.pending === true &&
      (event.kind === 'reopened' || event.kind === 'searched')
    expect(breaches((one) => !isAsked(one) || one.taken.next.kind !== 'send')).toEqual([])
  })

  test('an intent is left open exactly by a step that says so', () => {
    expect(
      breaches(({ taken }) => {
        const isOpen = taken.pair?.intent !== undefined
        const { kind } = taken.next
        if (kind === 'again' || kind === 'done') return !isOpen
        return kind === 'rest' || isOpen
      }),
    ).toEqual([])
  })

  test('the pair is the fold of the events', () => {
    expect(
      breaches(({ flight, taken }) => {
        const folded = taken.events.reduce<typeof taken.pair>(
          (pair, event) => pair && foldPair(pair, event),
          flight.pair,
        )
        return JSON.stringify(folded) === JSON.stringify(taken.pair)
      }),
    ).toEqual([])
  })

  test('the same step twice is the same, and changes nothing it was given', () => {
    for (const { flight, event, taken } of steps.filter((_, at) => at % 29 === 0)) {
      const given = JSON.stringify([flight, event])
      expect(step(flight, event, WORLD)).toEqual(taken)
      expect(JSON.stringify([flight, event])).toBe(given)
    }
  })
})

/** Whether an event can be told about a flight: searches are for creates, looks for the others and for what was answered. */
function isPossible({ pair, progress }: Flight, event: StepEvent): boolean {
  const isCreate = intentOf(pair).verb === 'create'
  if (event.kind === 'searched') return isCreate && progress.phase === 'recovering'
  if (event.kind !== 'looked') return true
  if (progress.phase === 'reading-back') return intentOf(pair).verb !== 'delete'
  return !isCreate
}

function endsPair(event: StepEvent): boolean {
  if (event.kind === 'answered') return event.outcome.kind === 'written'
  return event.kind === 'looked' && event.target.kind === 'absent'
}
