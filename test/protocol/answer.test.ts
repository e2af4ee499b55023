import { describe, expect, test } from 'vitest'
import {
  ARMED_MS,
  CREATE,
  DELETE,
  IDENTIFICATIONS,
  PAIR,
  SILENCE,
  UPDATE,
  WORLD,
  answer,
  doubtful,
  flightAfter,
  gist,
  refusal,
  sent,
} from './sample.ts'
import type { Identification, Operation, Outcome, Seen } from '../../src/core/operation.ts'
import type { Flight } from '../../src/protocol/flight.ts'
import { IDEMPOTENCY_TTL_MS, SENDS_MAX } from '../../src/protocol/ability.ts'
import { intentOf } from '../../src/protocol/flight.ts'
import { step } from '../../src/protocol/step.ts'

const LANDED: Outcome<Seen> = {
  kind: 'written',
  id: 'b7',
  after: { fields: { x: 2, y: 1 }, token: 'b2' },
  token: 'b2',
}
const LATER: Outcome<Seen> = { kind: 'later', afterMs: 300, message: 'too many requests' }
const REFUSALS = [
  'stale',
  'absent',
  'exists',
  'ambiguous',
  'invalid',
  'forbidden',
  'unsupported',
] as const

const tell = (flight: Flight, outcome: Outcome<Seen>) => step(flight, answer(outcome), WORLD)

describe('an answer that the write was done', () => {
  test('[W4] moves both bases and clears the intent in one transaction', () => {
    const taken = tell(sent(UPDATE), LANDED)
    expect(gist(taken)).toBe('landed → done')
    expect(taken.pair).toEqual({
      ...PAIR,
      intent: undefined,
      parking: undefined,
      base: {
        a: { fields: { x: 2, y: 1 }, token: 'a2', previous: 'a1' },
        b: { fields: { x: 2, y: 1 }, token: 'b2', previous: 'b1' },
      },
    })
  })

  test('[W2] of a delete ends the pair', () => {
    const taken = tell(sent(DELETE), { kind: 'written', id: 'b7' })
    expect(gist(taken)).toBe('landed forgotten → done')
    expect(taken.pair).toBeUndefined()
  })

  test('[W7] of a create gives the pair the id that the answer names', () => {
    const taken = tell(sent(CREATE), {
      kind: 'written',
      id: 'b8',
      after: { fields: { x: 1, y: 1 }, token: 'b1' },
    })
    expect(gist(taken)).toBe('landed → done')
    expect(taken.pair?.ids).toEqual({ a: 'a8', b: 'b8' })
    expect(taken.pair?.base?.b).toEqual({ fields: { x: 1, y: 1 }, token: 'b1' })
  })

  test('[W11] is read back where it shows no record, by the id it names', () => {
    const update = tell(sent(UPDATE), { kind: 'written', id: 'b7' })
    expect(update.events).toEqual([])
    expect(update.next).toEqual({ kind: 'look', id: 'b7' })
    const create = tell(sent(CREATE), { kind: 'written', id: 'b8' })
    expect(create.next).toEqual({ kind: 'look', id: 'b8' })
  })

  test('[W4] is believed as sent where nobody reads back', () => {
    const world = { ...WORLD, readBack: false }
    const taken = step(sent(UPDATE), answer({ kind: 'written', id: 'b7' }), world)
    expect(gist(taken)).toBe('landed → done')
    expect(taken.pair?.base?.b).toEqual({
      fields: { x: 2, y: 1 },
      token: undefined,
      previous: 'b1',
    })
  })

  test.each([
    ['that says so', sent(CREATE, IDENTIFICATIONS['client-id']), true],
    ['under a key sent before', doubtful(CREATE, IDENTIFICATIONS['idempotency-key']), undefined],
  ])('[W11] to a repetition %s makes no base of what it shows', (_, flight, replay) => {
    const edited = { fields: { x: 9, y: 1 }, token: 'b5' }
    const taken = tell(flight, { kind: 'written', id: 'b8', after: edited, token: 'b5', replay })
    expect(gist(taken)).toBe('landed → again')
    expect(taken.pair?.ids.b).toBe('b8')
    expect(taken.pair?.base?.b).toMatchObject({ fields: { x: 1, y: 1 }, token: undefined })
  })

  test('[W4] to a first request under a key makes the base of what it shows', () => {
    const after = { fields: { x: 'one', y: 1 }, token: 'b1' }
    const flight = sent(CREATE, IDENTIFICATIONS['idempotency-key'])
    const taken = tell(flight, { kind: 'written', id: 'b8', after })
    expect(gist(taken)).toBe('landed → done')
    expect(taken.pair?.base?.b.fields).toEqual({ x: 'one', y: 1 })
  })
})

describe('a refusal', () => {
  test.each(REFUSALS)(
    '[W5] of a first request as %s clears the intent and leaves the bases',
    (why) => {
      for (const operation of [UPDATE, DELETE, CREATE]) {
        const flight = sent(operation)
        const taken = tell(flight, refusal(why))
        expect(taken.events[0]).toEqual({ kind: 'withdrawn', op: 'op1', why: `it is ${why}` })
        expect(taken.pair?.intent).toBeUndefined()
        expect(taken.pair?.base).toBe(flight.pair.base)
        expect(taken.pair?.ids).toBe(flight.pair.ids)
      }
    },
  )

  test.each([
    ['stale', 'withdrawn → again'],
    ['absent', 'withdrawn → again'],
    ['exists', 'withdrawn → rest'],
    ['ambiguous', 'withdrawn parked → rest'],
    ['invalid', 'withdrawn parked → rest'],
    ['forbidden', 'withdrawn parked → rest'],
    ['unsupported', 'withdrawn parked → rest'],
  ] as const)('[W5] as %s comes to: %s', (why, expected) => {
    for (const operation of [UPDATE, DELETE, CREATE])
      expect(gist(tell(sent(operation), refusal(why)))).toBe(expected)
  })

  test('[L18] for its content is remembered with what was refused', () => {
    expect(tell(sent(UPDATE), refusal('invalid')).pair?.parking).toEqual({
      side: 'b',
      set: { x: 2 },
      message: 'it is invalid',
      sinceMs: ARMED_MS,
    })
  })

  test.each(REFUSALS)('[W6] as %s proves nothing once an earlier copy may have landed', (why) => {
    for (const operation of [UPDATE, DELETE]) {
      const taken = tell(doubtful(operation), refusal(why))
      expect(gist(taken)).toBe('→ look')
      expect(taken.next).toEqual({ kind: 'look', id: 'b7' })
      expect(taken.progress.refusal).toEqual(refusal(why))
    }
    for (const kind of ['client-id', 'external-key', 'none'] as const)
      expect(gist(tell(doubtful(CREATE, IDENTIFICATIONS[kind]), refusal(why)))).toBe('→ search')
  })

  test.each([
    ['stale', '→ rest'],
    ['exists', '→ rest'],
    ['absent', 'withdrawn → again'],
    ['invalid', 'withdrawn parked → rest'],
  ] as const)(
    '[W7] as %s of a repetition under its key, which a busy server may refuse too, comes to: %s',
    (why, expected) => {
      const flight = doubtful(CREATE, IDENTIFICATIONS['idempotency-key'])
      expect(gist(tell(flight, refusal(why)))).toBe(expected)
    },
  )
})

describe('an unknown outcome', () => {
  test.each<[string, Operation, Identification['kind'], string]>([
    ['update', UPDATE, 'none', '→ look'],
    ['delete', DELETE, 'none', '→ look'],
    ['create', CREATE, 'client-id', '→ search'],
    ['create', CREATE, 'external-key', '→ search'],
    ['create', CREATE, 'none', '→ search'],
    ['create', CREATE, 'idempotency-key', '→ send'],
  ])('[W6] of an %s keeps its intent (%#): %s %s', (_, operation, kind, expected) => {
    const flight = sent(operation, IDENTIFICATIONS[kind])
    const taken = tell(flight, SILENCE)
    expect(gist(taken)).toBe(expected)
    expect(taken.pair).toBe(flight.pair)
    expect(taken.progress.doubt).toBe(true)
  })

  test('[W6] sends the very same request again', () => {
    const flight = sent(CREATE, IDENTIFICATIONS['idempotency-key'])
    expect(intentOf(tell(flight, SILENCE).pair!)).toBe(intentOf(flight.pair))
  })

  test('[W6] makes an earlier refusal say nothing any more', () => {
    const refused = flightAfter(tell(doubtful(UPDATE), refusal('stale')))
    const taken = tell({ ...refused, progress: { ...refused.progress } }, SILENCE)
    expect(taken.progress.refusal).toBeUndefined()
  })

  test.each([
    [IDEMPOTENCY_TTL_MS - 1, '→ send'],
    [IDEMPOTENCY_TTL_MS, 'pending disputed → rest'],
  ])(
    '[W7] a key is sent again for as long as the server remembers it: %i ms',
    (ageMs, expected) => {
      const flight = sent(CREATE, IDENTIFICATIONS['idempotency-key'])
      const taken = step(flight, answer(SILENCE, ARMED_MS + ageMs), WORLD)
      expect(gist(taken)).toBe(expected)
      expect(taken.pair?.intent).toBeDefined()
    },
  )

  test('[W6] is met by a limited number of requests in one run', () => {
    let flight = sent(CREATE, IDENTIFICATIONS['idempotency-key'])
    let sends = 1
    for (;;) {
      const taken = tell(flight, SILENCE)
      flight = flightAfter(taken)
      if (taken.next.kind !== 'send') {
        expect(taken.next).toEqual({ kind: 'rest', why: 'it was sent often enough for one run' })
        break
      }
      sends += 1
    }
    expect(sends).toBe(SENDS_MAX)
    expect(flight.pair.intent).toBeDefined()
  })
})

describe('a request to wait', () => {
  test('[W6] is definite: the same request goes out later, without doubt', () => {
    const flight = sent(UPDATE)
    const taken = tell(flight, LATER)
    expect(taken).toEqual({
      events: [],
      pair: flight.pair,
      next: { kind: 'later', afterMs: 300, why: 'too many requests' },
      progress: { phase: 'sending', doubt: false, sends: 2 },
    })
    expect(gist(tell(flightAfter(taken), refusal('stale')))).toBe('withdrawn → again')
  })

  test('[W6] removes no doubt that was there', () => {
    const taken = tell({ ...doubtful(CREATE, IDENTIFICATIONS['idempotency-key']) }, LATER)
    expect(taken.progress.doubt).toBe(true)
  })

  test('is met as often as a request is sent, then left to the next run', () => {
    let flight = sent(UPDATE)
    const gists: string[] = []
    for (let at = 0; at < SENDS_MAX; at += 1) {
      const taken = tell(flight, LATER)
      gists.push(gist(taken))
      flight = flightAfter(taken)
    }
    expect(gists).toEqual([...Array<string>(SENDS_MAX - 1).fill('→ later'), '→ rest'])
    expect(flight.pair.intent).toBeDefined()
  })
})
