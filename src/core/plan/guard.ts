import type { BySide, Side } from '../side.ts'
import { SIDES } from '../side.ts'

/** A limit on how much one run may change: it trips only when both the share and the floor are exceeded. */
export interface ChangeLimit {
  /** Share of the linked pairs, 0 to 1. */
  readonly ratioMax: number
  /** Changes that are always allowed, whatever the share. */
  readonly countFloor: number
}

/** What stops a run before its first write (L21). */
export interface Guards {
  readonly deletes: ChangeLimit
  readonly updates: ChangeLimit
  readonly creates: ChangeLimit
  /** Fewer records than this on a side that had as many stops the run. */
  readonly recordsMin: number
}

/** Deletes stop at 5 % and 50, updates at 50 % and 1,000; creates are not limited unless the user says so. */
export const DEFAULT_GUARDS: Guards = {
  deletes: { ratioMax: 0.05, countFloor: 50 },
  updates: { ratioMax: 0.5, countFloor: 1_000 },
  creates: { ratioMax: Number.POSITIVE_INFINITY, countFloor: 0 },
  recordsMin: 0,
}

/** What one run would do to one entity, side by side. */
export interface Tally {
  readonly entity: string
  /** Pairs linked before the run. */
  readonly linked: number
  /** Records each side was seen to hold; `undefined` for a side that was not read as a whole. */
  readonly records: BySide<number | undefined>
  readonly creates: BySide<number>
  readonly updates: BySide<number>
  readonly deletes: BySide<number>
}

/** Which guard tripped. */
export type GuardName =
  'deletes' | 'updates' | 'creates' | 'records-min' | 'empty-side' | 'empty-field' | 'all-changed'

/** A guard that tripped: the run stops before its first write. */
export interface Trip {
  readonly guard: GuardName
  readonly entity: string
  readonly side: Side
  readonly count: number
  readonly of: number
  readonly message: string
}

/** Pairs below which "every pair changed" is a coincidence rather than an alarm. */
export const ALL_CHANGED_PAIRS_MIN = 10

/**
 * Compares what a run would do with the limits (L21). `allowed` lifts one guard up to a count that a person named;
 * nothing else lifts it. Answers every guard that trips, none when the run may go on.
 */
export function findTrips(
  tally: Tally,
  guards: Guards,
  allowed: Readonly<Partial<Record<GuardName, number>>> = {},
): readonly Trip[] {
  return SIDES.flatMap((side) => tripsOf(side, tally, guards)).filter(
    (trip) => trip.count > (allowed[trip.guard] ?? -1),
  )
}

function tripsOf(side: Side, tally: Tally, guards: Guards): readonly Trip[] {
  const { entity, linked } = tally
  const trips: Trip[] = []
  const trip = (guard: GuardName, count: number, of: number, message: string): void => {
    trips.push({ guard, entity, side, count, of, message })
  }
  for (const kind of ['deletes', 'updates', 'creates'] as const) {
    const count = tally[kind][side]
    if (exceeds(count, linked, guards[kind]))
      trip(kind, count, linked, `${String(count)} ${kind} of ${String(linked)} pairs`)
  }
  const records = tally.records[side] ?? linked
  if (records === 0 && linked > 0)
    trip('empty-side', linked, linked, 'the side shows no record at all')
  else if (records < guards.recordsMin && linked >= guards.recordsMin)
    trip('records-min', guards.recordsMin - records, records, `only ${String(records)} records`)
  const updates = tally.updates[side]
  if (linked >= ALL_CHANGED_PAIRS_MIN && updates >= linked)
    trip('all-changed', updates, linked, 'every pair would be updated')
  return trips
}

function exceeds(count: number, linked: number, limit: ChangeLimit): boolean {
  return count > limit.countFloor && count > limit.ratioMax * linked
}
