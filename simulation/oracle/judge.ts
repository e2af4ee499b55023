import type { Cargo } from './cargo.ts'
import type { Effect } from '../system/service.ts'
import type { Ghost } from './ghost.ts'
import type { Observer } from './observer.ts'
import type { Know, Row } from '../system/table.ts'
import { PRESENCE } from '../setup/field-names.ts'
import { bitsOf, isWithin } from './ghost.ts'
import { otherSide } from '../../src/core/side.ts'

/** What judging needs. */
export interface Court {
  readonly ghost: Ghost
  readonly observer: Observer
  /** Told of everything that must not be, unless a named cause explains it. */
  readonly report: (key: string, property: string, detail: string) => void
}

/**
 * Judges a write at the moment it takes effect: nothing lost (P2), nothing overwritten by its own past (P3), nothing
 * overwritten that the decision did not see (P4), no deletion nobody asked for (P5), no effect after the end of the
 * intent (P11).
 */
export function judgeEffect(effect: Effect, cargo: Cargo, court: Court): void {
  const { met, verb } = effect
  const { key, intent, side } = cargo
  const text = `${intent.op} ${verb} on ${side}`
  blameWindow(cargo, met, court)
  if (cargo.settled) court.report(key, 'P11', `${text} took effect after its intent was settled`)
  if (verb === 'delete' && met !== undefined) judgeDelete(met, cargo, court)
  if (verb === 'update') judgeUpdate(effect, cargo, court)
  if (verb === 'create') judgeCreate(cargo, court)
}

/** Without a condition nothing stops a write over what moved in between; the decision never saw it. */
function blameWindow(
  { intent, key, side, read }: Cargo,
  met: Row | undefined,
  { ghost, observer }: Court,
): void {
  const unguarded = intent.condition.kind === 'none' && intent.verb !== 'create'
  const ignored = observer.tables[side].setup.lie === 'ignores-conditions'
  if (met === undefined || !(unguarded || ignored)) return
  const hasMoved = Object.keys(met.know).some(
    (aspect) => bitsOf(met.know, aspect) !== bitsOf(read[side], aspect),
  )
  if (hasMoved) ghost.blame(key, 'window')
}

function judgeUpdate({ met, made }: Effect, cargo: Cargo, court: Court): void {
  if (met === undefined || made === undefined) return
  for (const field of court.observer.fields)
    if (made.contents[field] !== met.contents[field]) judgeField(field, { met, made }, cargo, court)
}

interface Overwriting {
  readonly met: Row
  readonly made: Row
}

function judgeField(field: string, { met, made }: Overwriting, cargo: Cargo, court: Court): void {
  const { key, side, own, read, ruled } = cargo
  const over = bitsOf(met.know, field)
  const place = `${field} on ${side}`
  judgeLoss(key, field, { over, place, court })
  const isRespelled = court.observer.alike(made.contents[field], met.contents[field])
  if (!ruled && isPast(own, met.know, field, court))
    court.report(key, isRespelled ? 'P3s' : 'P3', `${place} is overwritten by its own past`)
  if (!isWithin(over, bitsOf(read[side], field) | bitsOf(own, field)))
    court.report(key, 'P4', `${place} is overwritten unseen`)
  else if (isAgainstRule(over, cargo, field, court))
    court.report(key, 'P10', `${place} changed on both sides and is overwritten against the rule`)
}

/** Of two values that know nothing of each other only the rule's wins, unless a person decided or one is unacknowledged. */
function isAgainstRule(
  over: number,
  { key, own, side, ruled }: Cargo,
  field: string,
  { ghost, observer }: Court,
): boolean {
  const isApart = !isWithin(over, bitsOf(own, field) | ghost.unacknowledged(key, field))
  return isApart && !ruled && !observer.mayWin(otherSide(side), field)
}

/** Whether a value descends from nothing that the other one does not; the fields of a group are one. */
function isPast(own: Know, over: Know, field: string, { observer }: Court): boolean {
  const fields = observer.grouped ? observer.fields : [field]
  return fields.every((name) => isWithin(bitsOf(own, name), bitsOf(over, name)))
}

function judgeDelete(met: Row, cargo: Cargo, court: Court): void {
  const { key, side, own, read, intent } = cargo
  for (const field of court.observer.fields) {
    const over = bitsOf(met.know, field)
    judgeLoss(key, field, { over, place: `${field} on ${side}`, court })
    if (!isWithin(over, bitsOf(read[side], field) | bitsOf(own, field)))
      court.report(key, 'P4', `${field} on ${side} is deleted unseen`)
  }
  if (cargo.ruled) return
  const source = otherSide(side)
  if (court.observer.goneOf(source, cargo.source) === undefined)
    court.report(
      key,
      'P5',
      `${intent.id ?? ''} on ${side} is deleted, and nobody deleted it on ${source}`,
    )
}

interface Loss {
  readonly over: number
  readonly place: string
  readonly court: Court
}

/** What is overwritten was in the journal before (W1). */
function judgeLoss(key: string, aspect: string, { over, place, court }: Loss): void {
  if (!isWithin(over, court.ghost.kept(key, aspect)))
    court.report(key, 'P2', `${place} is overwritten and nowhere kept`)
}

/** A record does not come back to a side whose user deleted it knowing everything it now says. */
function judgeCreate(cargo: Cargo, { observer, report }: Court): void {
  const { key, side, own } = cargo
  if (cargo.ruled) return
  for (const { row, know } of observer.tables[side].gone.values()) {
    if (row.key !== key) continue
    const aspects = [...observer.fields, PRESENCE]
    if (aspects.every((aspect) => isWithin(bitsOf(own, aspect), bitsOf(know, aspect))))
      report(key, 'P3d', `a record deleted on ${side} comes back to life`)
  }
}
