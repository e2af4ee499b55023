import type { Answer, Cargo, Commit, Job, World } from './world.ts'
import type { BySide, Side } from '../../../src/core/side.ts'
import type { ConflictKind } from '../../../src/core/pair.ts'
import type { Fields, Value } from '../../../src/core/value.ts'
import type { Intent } from '../../../src/core/operation.ts'
import type { Observation } from '../../../src/core/observation.ts'
import type { Pair } from '../../../src/core/pair.ts'
import type { PairEvent } from '../../../src/core/journal.ts'
import type { Profile } from './profile.ts'
import { SIDES, bySide, otherSide } from '../../../src/core/side.ts'
import {
  allOf,
  bitsOf,
  blame,
  breach,
  forgive,
  isWithin,
  keep,
  rememberedOf,
  withSystem,
} from './world.ts'
import { rowOf, withRow } from './system.ts'
import { isAlike } from './profile.ts'
import { sameValue } from '../../../src/core/value.ts'

type EventOf<K extends PairEvent['kind']> = Extract<PairEvent, { kind: K }>

/** What an event of the journal tells those who know where every value comes from. */
export function note(world: World, event: PairEvent, change: Commit): World {
  if (event.kind === 'agreed') return agreed(world, change)
  if (event.kind === 'intended') return intended(world, event, change)
  if (event.kind === 'landed') return landed(world, event, change)
  if (event.kind === 'withdrawn') return withdrawn(world, change)
  if (event.kind === 'unacknowledged') return unacknowledged(world, event, change)
  if (event.kind === 'disputed') return disputed(world, event, change)
  if (event.kind === 'untargeted' && change.job === undefined) return forgive(world, 'half')
  if (event.kind !== 'distrusted') return world
  return breach(world, 'repair', { detail: 'the memory was caught lying', writes: 0 })
}

/** Two equal values that were read know of each other from now on, and are what both sides last agreed on. */
function agreed(world: World, { pair, job, profile }: Commit): World {
  if (job === undefined) return world
  return fieldsAlike(job, profile).reduce((at, field) => {
    const read = bySide((side) => bitsOf(job.read[side], field))
    const said = bySide((side) => valueOf(job.seen[side], field))
    return agree(at, pair, { field, read, said })
  }, world)
}

/** The fields on which both sides were seen to say the same. */
export function fieldsAlike({ seen: { a, b } }: Job, profile: Profile): readonly string[] {
  if (a?.kind !== 'present' || b?.kind !== 'present') return []
  return profile.fields.filter((field) => isAlike(profile, a.fields[field], b.fields[field]))
}

function valueOf(observation: Observation | undefined, field: string): Value {
  return observation?.kind === 'present' ? (observation.fields[field] ?? null) : null
}

interface Agreement {
  readonly field: string
  /** What each side's value descended from when it was read. */
  readonly read: BySide<number>
  readonly said: BySide<Value>
}

/** Both sides know what both readings knew, as far as they still descend from them; the journal keeps the values. */
function agree(world: World, pair: Pair, { field, read, said }: Agreement): World {
  const both = read.a | read.b
  const united = SIDES.reduce(
    (at, side) => learn(at, { side, id: pair.ids[side] ?? '', field, read: read[side], both }),
    keep(world, both),
  )
  const memory = united.memory.map((one) => {
    if (one.pair.no !== pair.no) return one
    return { ...one, agreed: bySide((side) => ({ ...one.agreed[side], [field]: said[side] })) }
  })
  return { ...united, memory }
}

interface Lesson {
  readonly side: Side
  readonly id: string
  readonly field: string
  readonly read: number
  readonly both: number
}

function learn(world: World, { side, id, field, read, both }: Lesson): World {
  const system = world.systems[side]
  const row = rowOf(system, id)
  const after = (know: number): number => (isWithin(read, know) ? know | both : know)
  if (row !== undefined) {
    const know = { ...row.know, [field]: after(bitsOf(row.know, field)) }
    return withSystem(world, side, withRow(system, { ...row, know }))
  }
  const gone = system.gone.map((one) => (one.id === id ? { ...one, know: after(one.know) } : one))
  return withSystem(world, side, { ...system, gone })
}

/** The journal keeps what is about to be overwritten (W1), as far as it says it. */
function intended(world: World, { intent, before }: EventOf<'intended'>, { cargo }: Commit): World {
  if (cargo === undefined || before === null) return world
  const read = cargo.read[intent.side]
  const shown = intent.seen[intent.side]?.fields ?? {}
  const told = Object.keys(before).filter((field) => sameValue(before[field], shown[field]))
  return keep(
    world,
    told.reduce((all, field) => all | bitsOf(read, field), 0),
  )
}

function landed(world: World, event: EventOf<'landed'>, change: Commit): World {
  const { pair, profile } = change
  // What was answered is known already when the record is read back.
  const isReadBack = world.job?.flight?.progress.phase === 'reading-back'
  const answer = isReadBack ? undefined : change.answer
  const { intent } = pair
  const cargo = rememberedOf(world, pair.no)?.cargo
  if (intent === undefined || cargo === undefined || intent.verb === 'delete') return world
  const linked = { ...pair, ids: { ...pair.ids, ...event.ids } }
  const withAlike = cargo.alike.reduce((at, field) => {
    const read = bySide((side) => bitsOf(cargo.read[side], field))
    const said = bySide((side) => intent.seen[side]?.fields[field] ?? null)
    return agree(at, linked, { field, read, said })
  }, world)
  // The first half of a merge agrees on nothing yet (W13).
  const fields = Object.keys(intent.set).filter((field) =>
    Object.hasOwn(intent.agreed[otherSide(intent.side)], field),
  )
  const isHalf = pair.target !== undefined && fields.length < Object.keys(intent.set).length
  const begun = isHalf ? blame(withAlike, 'half', allOf(cargo.know)) : withAlike
  return fields.reduce(
    (at, field) => landedField(at, { field, event, pair: linked, intent, cargo, answer, profile }),
    begun,
  )
}

interface LandedField {
  readonly field: string
  readonly event: EventOf<'landed'>
  readonly pair: Pair
  readonly intent: Intent
  readonly cargo: Cargo
  readonly answer: Answer | undefined
  readonly profile: Profile
}

function landedField(world: World, one: LandedField): World {
  const { field, event, pair, intent, cargo, answer, profile } = one
  const source = otherSide(intent.side)
  const mine = bitsOf(cargo.know, field)
  const used = intent.agreed[source][field] ?? null
  if (!sameValue(event.base?.[source].fields[field], used))
    return cargo.applied ? blame(world, 'revert', mine) : world
  const stored = storedForm(intent, field, profile)
  const isMisread = !isAlike(profile, event.base?.[intent.side].fields[field], stored)
  const next = isMisread ? blame(world, 'normal', mine) : world
  if (!isThere(answer, { field, set: intent.set, profile })) return next
  const theirs = answer?.know === undefined ? mine : bitsOf(answer.know, field)
  const known = bitsOf(cargo.read[source], field)
  return agree(next, pair, {
    field,
    read: bySide((side) => (side === source ? known : theirs)),
    said: bySide((side) => (side === source ? used : stored)),
  })
}

function storedForm({ side, set }: Intent, field: string, { normalises }: Profile): Value {
  const value = set[field] ?? null
  return side === 'a' ? value : normalises(value)
}

interface Sent {
  readonly field: string
  readonly set: Fields
  readonly profile: Profile
}

/** A look, where there was one, showed the written value: without one, the answer said so. */
function isThere(answer: Answer | undefined, { field, set, profile }: Sent): boolean {
  if (answer?.event.kind !== 'looked') return true
  const { target } = answer.event
  return target.kind === 'present' && isAlike(profile, target.fields[field], set[field])
}

/** A request that took effect must not be called off, unless nobody could know. */
function withdrawn(world: World, { pair, answer }: Commit): World {
  const cargo = rememberedOf(world, pair.no)?.cargo
  if (cargo?.applied !== true) return world
  const isGone = answer?.event.kind === 'looked' && answer.event.target.kind === 'absent'
  const cause = pair.intent?.verb === 'create' ? 'dark' : isGone ? 'deleted' : 'revert'
  return blame(world, cause, allOf(cargo.know))
}

function unacknowledged(
  world: World,
  { fields }: EventOf<'unacknowledged'>,
  { pair, events }: Commit,
): World {
  const cargo = rememberedOf(world, pair.no)?.cargo
  // Only what counts as written needs the journal's word for it; what was called off is still the source's.
  if (cargo === undefined || !events.some(({ kind }) => kind === 'landed')) return world
  const mine = Object.keys(fields).reduce((all, field) => all | bitsOf(cargo.know, field), 0)
  const { ghost } = world
  return keep({ ...world, ghost: { ...ghost, unacknowledged: ghost.unacknowledged | mine } }, mine)
}

/** What asks which record is meant, and not whose value stands. */
const ASKED_OF_IDENTITY: readonly ConflictKind[] = ['pending-create', 'ambiguous']

/** A question is asked only where neither side knows of the other (L14). */
function disputed(world: World, { conflict }: EventOf<'disputed'>, { job }: Commit): World {
  if (job === undefined || ASKED_OF_IDENTITY.includes(conflict.kind)) return world
  const { a = {}, b = {} } = job.read
  const isReal =
    conflict.disputes.length === 0
      ? isApart(allOf(a), allOf(b))
      : conflict.disputes.every(({ field }) => isApart(bitsOf(a, field), bitsOf(b, field)))
  if (isReal) return world
  return breach(world, 'L14', {
    detail: 'a conflict that is none',
    writes: allOf(a) | allOf(b),
  })
}

function isApart(left: number, right: number): boolean {
  return !isWithin(left, right) && !isWithin(right, left)
}
