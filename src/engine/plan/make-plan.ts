import type { BySide, Side } from '../../core/side.ts'
import type { Entity } from '../pairing.ts'
import type { PlanContext, Sight } from './context.ts'
import type { EntityPlan, Plan } from './plan.ts'
import type { Linking, NewPair } from './link.ts'
import type { Observation } from '../../core/observation.ts'
import type { Observations } from '../../core/decide/sight.ts'
import type { Pair } from '../../core/pair.ts'
import type { References } from '../references.ts'
import type { SideReading } from '../observe/reading.ts'
import { SIDES, bySide } from '../../core/side.ts'
import { assert } from '../../core/assert.ts'
import { together } from '../observe/together.ts'
import { UNLINKED } from '../../core/observation.ts'
import { cellsOf, tallyOf } from './tally.ts'
import { confirmAbsences } from '../observe/absences.ts'
import type { Trip } from '../../core/plan/guard.ts'
import { findEmptyFields } from '../paths/empty-field.ts'
import { findTrips } from '../../core/plan/guard.ts'
import { guarded } from './guarded.ts'
import { halvesOf } from './split.ts'
import { linkFresh } from './link.ts'
import { readSide } from '../observe/read-side.ts'
import { unsettledCreates } from '../observe/unsettled.ts'

/**
 * Observes both systems and decides every pair: reads only, writes nothing, remembers nothing. Safe to repeat. Nothing is
 * decided before everything is observed, since any record may refer to one that is about to be linked.
 */
export async function makePlan(context: PlanContext): Promise<Plan> {
  const observed: Observed[] = []
  for (const entity of context.pairing.entities) observed.push(await observe(entity, context))
  context.listener({ type: 'phase', phase: 'decide' })
  const entities: EntityPlan[] = []
  for (const each of observed) {
    const planned = await planEntity(each, context)
    entities.push(planned)
    const conflicts = planned.entries.filter(({ decision }) => decision.kind === 'conflict').length
    context.listener({ type: 'planned', tally: planned.tally, conflicts })
  }
  const trips = entities.flatMap((planned) => tripsOf(planned, context))
  for (const trip of trips) context.listener({ type: 'guard', trip })
  const isTold = trips.some(({ guard }) => guard === 'empty-field')
  for (const planned of isTold ? [] : entities) warnOfPaths(planned, context)
  return { entities, trips }
}

function tripsOf(
  { entity, entries, tally, unread }: EntityPlan,
  { allowed }: PlanContext,
): readonly Trip[] {
  const emptied = findEmptyFields({ entity: entity.name, entries, linked: tally.linked, unread })
  return [
    ...findTrips(tally, entity.guards, allowed),
    ...emptied.filter(({ guard, count }) => count > (allowed[guard] ?? -1)),
  ]
}

/** A field that no record has may well be one that nobody filled, unless there is a name much like it. */
function warnOfPaths({ entity, unread }: EntityPlan, { listener }: PlanContext): void {
  for (const side of SIDES)
    for (const { path, meant } of unread[side]) {
      if (meant === undefined) continue
      const what = `${entity.terms.names[side]} ${entity.collections[side].name}`
      const message = `${entity.name}: not one record of ${what} has "${path}"; did you mean "${meant}"?`
      listener({ type: 'warning', message })
    }
}

/** What was seen of one entity, and how its records belong together. */
interface Observed {
  readonly entity: Entity
  readonly readings: BySide<SideReading>
  readonly fresh: Linking
  /** Gives the next pair number. */
  readonly number: () => number
}

async function observe(entity: Entity, context: PlanContext): Promise<Observed> {
  const readings = await observeEntity(entity, context)
  let last = await context.pairing.store.lastNumber(entity.name)
  const number = (): number => ++last
  const fresh = linkFresh(entity, readings, number)
  announce(entity, fresh.pairs, context.references)
  return { entity, readings, fresh, number }
}

async function planEntity(
  { entity, readings, fresh, number }: Observed,
  context: PlanContext,
): Promise<EntityPlan> {
  const known = knownSights(readings)
  const sights = [...known, ...fresh.pairs].map((sight) => withLinks(entity, sight, context))
  const decided = await guarded(entity, sights, context)
  const halves = await guarded(entity, halvesOf(decided, number), context)
  const entries = [...decided, ...halves]
  const quiet = countQuiet(readings)
  const linked = quiet + known.filter(({ pair: { ids } }) => isWhole(ids)).length
  return {
    entity,
    entries,
    absorbed: fresh.absorbed,
    cursors: cursorsOf(readings),
    pages: bySide((side) => pagesOf(entity, side, readings[side])),
    quiet,
    tally: tallyOf(entity.name, entries, {
      linked,
      records: bySide((side) => (readings[side].end.complete ? readings[side].records : undefined)),
    }),
    cells: cellsOf(entries, quiet),
    unread: bySide((side) => (readings[side].end.complete ? readings[side].unread : [])),
  }
}

/** A cursor is earned by a listing that was read to its end (O3). */
function cursorsOf(readings: BySide<SideReading>): EntityPlan['cursors'] {
  return Object.fromEntries(
    SIDES.flatMap((side) => {
      const { complete, cursor } = readings[side].end
      return complete && cursor !== undefined ? [[side, cursor] as const] : []
    }),
  )
}

function pagesOf(entity: Entity, side: Side, { records }: SideReading): number {
  return Math.max(1, Math.ceil(records / entity.collections[side].can.list.pageSize))
}

/** References to records that were linked after these were read become links. */
function withLinks(entity: Entity, sight: Sight, { references }: PlanContext): Sight {
  const seen = bySide((side) => references.revise(entity, side, sight.seen[side]))
  return { ...sight, seen }
}

/** Rows that only ask about one record were never a pair. */
function isWhole({ a, b }: Pair['ids']): boolean {
  return a !== undefined && b !== undefined
}

/** Reads both sides at once, then confirms what their listings did not show. */
async function observeEntity(entity: Entity, context: PlanContext): Promise<BySide<SideReading>> {
  const { pairing, signal } = context
  const unsettled = await unsettledCreates(entity.name, pairing.store)
  const readings = await together(
    signal,
    SIDES.map((side) => async (shared) => {
      const { store } = pairing
      const own = { entity, side, store, unsettled: unsettled[side] }
      const reader = { ...context, ...own, signal: shared }
      const reading = await readSide(reader)
      return { reading, reader }
    }),
  )
  await together(
    signal,
    readings.map(
      ({ reading, reader }) =>
        (shared) =>
          confirmAbsences(reading, { ...reader, signal: shared }),
    ),
  )
  const [a, b] = readings
  assert(a !== undefined && b !== undefined, 'both sides were read')
  return { a: a.reading, b: b.reading }
}

/** Lets children refer to records that this run is about to link. */
function announce(entity: Entity, pairs: readonly NewPair[], references: References): void {
  for (const { pair, doubt } of pairs)
    for (const side of SIDES) {
      const id = pair.ids[side]
      if (id !== undefined && doubt === undefined)
        references.announce(entity.name, side, id, pair.no)
    }
}

function knownSights({ a, b }: BySide<SideReading>): readonly Sight[] {
  const numbers = new Set([...a.moved.keys(), ...b.moved.keys()])
  return [...numbers].flatMap((no) => {
    const pair = a.moved.get(no)?.pair ?? b.moved.get(no)?.pair
    if (pair === undefined) return []
    const seen: Observations = {
      a: seenOn('a', pair, a),
      b: seenOn('b', pair, b),
    }
    return [{ before: pair, pair, linking: [], seen }]
  })
}

/** Pairs that a listing showed and nobody has to decide. */
function countQuiet({ a, b }: BySide<SideReading>): number {
  const isQuiet = (no: number): boolean => !a.moved.has(no) && !b.moved.has(no)
  let quiet = 0
  for (const no of a.shown) if (isQuiet(no)) quiet += 1
  for (const no of b.shown) if (!a.shown.has(no) && isQuiet(no)) quiet += 1
  return quiet
}

/** A record that was shown and passed over says exactly what its base says. */
function seenOn(side: Side, pair: Pair, reading: SideReading): Observation {
  const moved = reading.moved.get(pair.no)
  if (moved !== undefined) return moved.seen
  if (pair.ids[side] === undefined) return UNLINKED
  const base = pair.base?.[side]
  if (!reading.shown.has(pair.no) || base === undefined)
    return { kind: 'unknown', why: 'it was not in the listing' }
  return { kind: 'present', fields: base.fields, refused: {}, token: base.token }
}
