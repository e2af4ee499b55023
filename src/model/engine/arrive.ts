import type { Licence } from '../oracle/licence.ts'
import type { Outcome, Seen } from '../../core/operation.ts'
import type { Fields } from '../../core/value.ts'
import type { Frame } from '../world/turn.ts'
import type { Place, World } from '../world/world.ts'
import type { Program } from '../ghost/program.ts'
import type { Sent } from '../oracle/cargo.ts'
import type { Side } from '../../core/side.ts'
import { NO_FIELDS, sameFields, sameValue } from '../../core/value.ts'
import { PRESENCE, withSystem } from '../world/world.ts'
import { allKnownSlots, aspectsOf, knownSlots, ownSlots } from '../oracle/cargo.ts'
import { blame, judge, put } from '../ghost/program.ts'
import { breachOf } from '../ghost/cause.ts'
import { createLicence, deleteLicence, fieldLicence } from '../oracle/licence.ts'
import { otherSide } from '../../core/side.ts'
import { cargoSlots, placeSlots } from '../world/turn.ts'
import { serve } from '../world/system.ts'

/** A world after a request took its turn, and what was answered. */
export interface Arrival {
  readonly world: World
  readonly outcome: Outcome<Seen>
  readonly isCut: boolean
}

/** What is judged when a request takes effect: what it met, where, and what it left there. */
interface Effect {
  readonly sent: Sent
  readonly frame: Frame
  readonly program: Program
  readonly at: number
  readonly met: Place | undefined
  readonly made: Place | undefined
  readonly isLate: boolean
}

/**
 * Lets one request reach its system, and judges what it does there: nothing lost (P2), no regression (P3), conflicts
 * recognised and settled by the rule (P4, P10), nothing invented (P5), no effect after the end of its intent (P11).
 */
export function arrive(
  world: World,
  sent: Sent,
  frame: Frame,
  how: {
    readonly program: Program
    readonly isLate: boolean
  },
): Arrival {
  const { intent, cargo } = sent
  const { side } = intent
  const system = world[side]
  const service = { setting: frame.setting, side, clock: world.clock }
  const served = serve(system, intent, cargo.things[0] ?? '%1', service)
  const { at, outcome } = served
  const isCut = served.isFull === true
  if (at === -1) return { world: withSystem(world, side, served.system), outcome, isCut }
  const met = system.places[at] ?? undefined
  const made = served.system.places[at] ?? undefined
  const effect = { sent, frame, at, met, made, ...how }
  explain(world, effect)
  judgeEffect(world, effect)
  takeEffect(effect)
  return { world: withSystem(world, side, served.system), outcome, isCut }
}

/** Notes the causes for which what follows may be beyond anybody's power. */
function explain(world: World, { sent, frame, program, at, met, isLate }: Effect): void {
  const { intent, no } = sent
  const { layout } = frame
  const writes = allKnownSlots(sent, frame)
  if (intent.verb === 'create') {
    if (isLate) blame(program, 'late', writes)
    // The record was there and left no trace: nothing stops another copy of its create (I2).
    if (wasThere(world, sent)) blame(program, 'dark', writes)
    return
  }
  if (met === undefined || intent.condition.kind !== 'none') return
  layout.fields.forEach((_, field) => {
    const row = layout.row(intent.side, at, field)
    const involved = placeSlots(frame, intent.side, at) | writes
    const read = layout.cargo(no, intent.side, field)
    put(program, 'addIfMoved', layout.cause('window'), row, read, involved)
  })
}

function wasThere(world: World, { intent: { side, identification } }: Sent): boolean {
  return world[side].places.some(
    (place) =>
      place !== null &&
      place.row === undefined &&
      ((identification.kind === 'client-id' && identification.id === place.id) ||
        (identification.kind === 'external-key' && identification.value === place.key)),
  )
}

function judgeEffect(world: World, effect: Effect): void {
  const { sent, frame, program, at, isLate } = effect
  const { intent } = sent
  const { terms } = frame.setting
  const here = intent.verb === 'create' ? 0 : placeSlots(frame, intent.side, at)
  const writes = allKnownSlots(sent, frame) | here
  if (isLate) judge(program, 'fail', 'P11', { x: 0, y: 0, writes })
  const licence = deleteLicence(terms, intent.side)
  if (intent.verb === 'create') judgeCreate(world, effect, writes)
  if (intent.verb === 'delete')
    judgeWrite(effect, { aspect: PRESENCE, over: here, writes, licence })
  if (intent.verb === 'update') judgeFields(effect, writes)
}

function judgeFields(effect: Effect, writes: number): void {
  const { sent, frame, at } = effect
  const { intent } = sent
  const { terms } = frame.setting
  for (const aspect of aspectsOf(intent)) {
    const field = frame.layout.fields.indexOf(aspect)
    const over = frame.layout.row(intent.side, at, field)
    const isNews = !sameValue(fieldsOf(effect.met)[aspect], fieldsOf(effect.made)[aspect])
    const licence = fieldLicence(terms, intent.side, aspect)
    if (isNews) judgeWrite(effect, { aspect, over, writes, licence })
  }
}

function fieldsOf(place: Place | undefined): Fields {
  return place?.row?.fields ?? NO_FIELDS
}

/** One aspect that a request changes. */
interface Overwriting {
  readonly aspect: string
  /** Slots of what it writes over. */
  readonly over: number
  readonly writes: number
  readonly licence: Licence
}

function judgeWrite(effect: Effect, overwriting: Overwriting): void {
  const { sent, frame, program } = effect
  const { aspect, over, writes, licence } = overwriting
  const { layout } = frame
  const mine = ownSlots(sent, aspect, frame)
  const isDelete = sent.intent.verb === 'delete'
  judge(program, 'lost', 'P2', { x: journaled(effect, aspect, over), y: layout.kept, writes })
  if (!sent.cargo.decreed && !licence.restores)
    judge(program, 'within', 'P3', { x: mine, y: over, writes })
  if (!licence.invents)
    judge(program, 'disjoint', 'P5', { x: mine, y: isDelete ? layout.deletions : -1, writes })
  judgeConflict(effect, overwriting, mine)
}

/**
 * Slots of what has to be in the journal: what is written over or, if that says what the decision saw, what it saw. Edits
 * that end where they began take nothing away.
 */
function journaled({ sent, met, frame }: Effect, aspect: string, over: number): number {
  const { intent, no } = sent
  const seen = intent.seen[intent.side]?.fields ?? NO_FIELDS
  const { layout } = frame
  if (aspect === PRESENCE)
    return sameFields(fieldsOf(met), seen) && met?.row?.touched !== true
      ? cargoSlots(frame, no, intent.side)
      : over
  const field = layout.fields.indexOf(aspect)
  const isSeen = sameValue(fieldsOf(met)[aspect], seen[aspect])
  return isSeen ? layout.cargo(no, intent.side, field) : over
}

/** A create is judged against the deletions, on its side, of the same thing. */
function judgeCreate(world: World, effect: Effect, writes: number): void {
  const { sent, frame, program } = effect
  const { intent, cargo, no } = sent
  const mine = cargoSlots(frame, no, otherSide(intent.side)) | frame.layout.person(no)
  const licence = createLicence(frame.setting.terms, intent.side)
  judge(program, 'disjoint', 'P5', { x: mine, y: -1, writes })
  world[intent.side].places.forEach((place, at) => {
    if (place === null || place.row !== undefined || !cargo.things.includes(place.thing)) return
    const over = frame.layout.row(intent.side, at, 0)
    const all = writes | over
    if (!cargo.decreed && !licence.restores)
      judge(program, 'within', 'P3', { x: mine, y: over, writes: all })
    judgeConflict(effect, { aspect: PRESENCE, over, writes: all, licence }, mine)
  })
}

/**
 * Two values of which neither knows the other: the decision has to have seen that (P4), and to have settled it as the
 * policy says (P10), unless the other one is journaled as unacknowledged.
 */
function judgeConflict(
  effect: Effect,
  { aspect, over, writes, licence }: Overwriting,
  mine: number,
): void {
  const { cargo } = effect.sent
  if (cargo.decreed || licence.restores || isOnlyOneDirty(effect, aspect)) return
  const isSeen = cargo.contested.includes(aspect)
  if (isSeen && licence.wins) return
  put(effect.program, 'apart', over, mine, breachOf(isSeen ? 'P10' : 'P4'), writes)
}

/** Edits that end where they began are none: one of the two says what it said when both last agreed (I11). */
function isOnlyOneDirty({ sent, met, frame }: Effect, aspect: string): boolean {
  const { intent, cargo } = sent
  const source = otherSide(intent.side)
  const isAt = (fields: Fields, side: Side, field: string): boolean =>
    frame.setting.terms.same(field, fields[field], cargo.agreed[side][field]) ||
    (cargo.ceded?.side === side && sameValue(fields[field], cargo.ceded.fields[field]))
  if (aspect !== PRESENCE)
    return isAt(intent.set, source, aspect) || isAt(fieldsOf(met), intent.side, aspect)
  if (intent.verb === 'delete' && met?.row?.touched === true) return false
  const survivor = intent.verb === 'create' ? source : intent.side
  const fields = intent.verb === 'create' ? intent.set : fieldsOf(met)
  return Object.keys(fields).every((field) => isAt(fields, survivor, field))
}

/** What was written descends from what the decision knew. */
function takeEffect({ sent, frame, program, at }: Effect): void {
  const { intent } = sent
  const { layout } = frame
  const here = placeSlots(frame, intent.side, at)
  if (frame.setting.faults.stale)
    layout.fields.forEach((_, field) => {
      put(
        program,
        'copy',
        layout.before(intent.side, at, field),
        layout.row(intent.side, at, field),
      )
    })
  if (intent.verb !== 'update') put(program, 'clear', here)
  for (const aspect of aspectsOf(intent)) {
    const field = aspect === PRESENCE ? 0 : layout.fields.indexOf(aspect)
    put(program, 'copy', layout.row(intent.side, at, field), knownSlots(sent, aspect, frame))
  }
}
