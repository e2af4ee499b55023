import { describe, expect, test } from 'vitest'
import type { Guards, Tally } from '../../../src/core/plan/guard.ts'
import { ALL_CHANGED_PAIRS_MIN, DEFAULT_GUARDS, findTrips } from '../../../src/core/plan/guard.ts'

/** A run over 1,000 pairs that changes nothing, unless told otherwise. */
function tallyOf(more: Partial<Tally> = {}): Tally {
  const none = { a: 0, b: 0 }
  return {
    entity: 'person',
    linked: 1_000,
    records: { a: 1_000, b: 1_000 },
    creates: none,
    updates: none,
    deletes: none,
    ...more,
  }
}

const on = (side: 'a' | 'b', count: number) => ({ a: 0, b: 0, [side]: count })
const names = (tally: Tally, guards: Guards = DEFAULT_GUARDS, allowed = {}): readonly string[] =>
  findTrips(tally, guards, allowed).map(({ guard, side }) => `${guard} on ${side}`)

describe('limits on changes', () => {
  test('[L21] a run within every limit trips nothing', () => {
    expect(names(tallyOf())).toEqual([])
    expect(names(tallyOf({ linked: 0, records: { a: 0, b: 0 }, creates: on('b', 5_000) }))).toEqual(
      [],
    )
  })

  test('[L21] a limit trips only when both its share and its floor are exceeded', () => {
    const table: readonly (readonly [linked: number, deletes: number, trips: boolean])[] = [
      [1_000, 50, false],
      [1_000, 51, true],
      [2_000, 100, false],
      [2_000, 101, true],
      [100, 50, false],
      [100, 51, true],
      [0, 50, false],
      [0, 51, true],
    ]
    for (const [linked, deletes, trips] of table)
      expect(names(tallyOf({ linked, deletes: on('b', deletes) }))).toEqual(
        trips ? ['deletes on b'] : [],
      )
  })

  test('[L21] each kind of change and each side has its own count', () => {
    const strict = { ratioMax: 0, countFloor: 0 }
    const guards = { ...DEFAULT_GUARDS, creates: strict, updates: strict, deletes: strict }
    const tally = tallyOf({ creates: on('a', 1), updates: on('b', 2), deletes: on('a', 3) })
    expect(names(tally, guards)).toEqual(['deletes on a', 'creates on a', 'updates on b'])
    expect(findTrips(tally, guards)[0]).toEqual({
      guard: 'deletes',
      entity: 'person',
      side: 'a',
      count: 3,
      of: 1_000,
      message: '3 deletes of 1000 pairs',
    })
  })

  test('[L21] creates are not limited unless the user says so', () => {
    expect(names(tallyOf({ linked: 1, creates: on('b', 1_000_000) }))).toEqual([])
  })
})

describe('what a side shows', () => {
  test('[L21] a side that shows nothing although pairs are linked trips', () => {
    expect(names(tallyOf({ records: { a: 0, b: 1_000 } }))).toEqual(['empty-side on a'])
    expect(names(tallyOf({ linked: 0, records: { a: 0, b: 0 } }))).toEqual([])
  })

  test('[L21] a side that was not read as a whole is not called empty', () => {
    expect(names(tallyOf({ records: { a: undefined, b: 1_000 } }))).toEqual([])
  })

  test('[L21] a side with fewer records than the user expects trips, if it had as many', () => {
    const guards = { ...DEFAULT_GUARDS, recordsMin: 900 }
    const trips = findTrips(tallyOf({ records: { a: 899, b: 900 } }), guards)
    expect(trips).toEqual([
      {
        guard: 'records-min',
        entity: 'person',
        side: 'a',
        count: 1,
        of: 899,
        message: 'only 899 records',
      },
    ])
    expect(names(tallyOf({ linked: 899, records: { a: 899, b: 899 } }), guards)).toEqual([])
    expect(names(tallyOf({ linked: 900, records: { a: 899, b: 900 } }), guards)).toEqual([
      'records-min on a',
    ])
    expect(names(tallyOf({ records: { a: 0, b: 1_000 } }), guards)).toEqual(['empty-side on a'])
  })

  test('[L21] a run that would update every pair trips, unless there are very few', () => {
    const unlimited = { ratioMax: Number.POSITIVE_INFINITY, countFloor: 0 }
    const guards = { ...DEFAULT_GUARDS, updates: unlimited }
    const all = (linked: number, updates = linked): readonly string[] =>
      names(tallyOf({ linked, updates: on('a', updates) }), guards)
    expect(all(ALL_CHANGED_PAIRS_MIN)).toEqual(['all-changed on a'])
    expect(all(ALL_CHANGED_PAIRS_MIN, ALL_CHANGED_PAIRS_MIN - 1)).toEqual([])
    expect(all(ALL_CHANGED_PAIRS_MIN - 1)).toEqual([])
  })
})

describe('what a person allows', () => {
  const tally = tallyOf({ deletes: on('b', 200) })

  test('[L21] a guard is lifted up to the count that was named, and no further', () => {
    expect(names(tally, DEFAULT_GUARDS, { deletes: 199 })).toEqual(['deletes on b'])
    expect(names(tally, DEFAULT_GUARDS, { deletes: 200 })).toEqual([])
    expect(names(tally, DEFAULT_GUARDS, { deletes: 0 })).toEqual(['deletes on b'])
  })

  test('[L21] lifting one guard lifts no other', () => {
    expect(names(tally, DEFAULT_GUARDS, { updates: 200, 'empty-side': 1_000 })).toEqual([
      'deletes on b',
    ])
    const emptied = tallyOf({ records: { a: 0, b: 1_000 }, deletes: on('b', 1_000) })
    expect(names(emptied, DEFAULT_GUARDS, { deletes: 1_000 })).toEqual(['empty-side on a'])
    expect(names(emptied, DEFAULT_GUARDS, { deletes: 1_000, 'empty-side': 1_000 })).toEqual([])
  })
})
