import type { BySide, Side } from '../../core/side.ts'
import type { Change, Said } from './change.ts'
import type { Frame } from '../world/turn.ts'
import type { Intent } from '../../core/operation.ts'
import type { Observation } from '../../core/observation.ts'
import type { Pair } from '../../core/pair.ts'
import type { PairEvent } from '../../core/journal.ts'
import type { Sent } from './cargo.ts'
import type { Value } from '../../core/value.ts'
import type { World } from '../world/world.ts'
import { SIDES, bySide, otherSide } from '../../core/side.ts'
import { allKnownSlots, fieldsAlike, knownSlots, shownFields } from './cargo.ts'
import { blame, judge, put } from '../ghost/program.ts'
import { placeOf, rememberedOf, rowOf } from '../world/world.ts'
import { readSlots } from '../world/turn.ts'
import { pickFields, sameValue } from '../../core/value.ts'

type EventOf<K extends PairEvent['kind']> = Extract<PairEvent, { kind: K }>

/** A transaction as it is noted: the world before it, and what is collected of what both sides agreed on. */
export interface Noting extends Change {
  readonly world: World
  readonly said: Said
}

const NOTES: {
  readonly [K in PairEvent['kind']]?: (event: EventOf<K>, noting: Noting) => void
} = {
  agreed: (_, noting) => agreed(noting),
  intended,
  landed,
  withdrawn: (_, noting) => withdrawn(noting),
  unacknowledged,
  disputed,
  untargeted: (_, { seen, program }) => {
    if (seen === undefined) put(program, 'clear', program.layout.cause('half'))
  },
  distrusted: (_, { program }) => {
    judge(program, 'fail', 'repair', { x: 0, y: 0, writes: 0 })
  },
}

/** What an event of the journal tells those who know where every value comes from. */
export function note(event: PairEvent, noting: Noting): void {
  // The table is indexed by the event's own kind, which the compiler cannot correlate for a union.
  const told = NOTES[event.kind] as ((event: PairEvent, noting: Noting) => void) | undefined
  told?.(event, noting)
}

/** Two equal values that were read know of each other from now on, and are what both sides last agreed on. */
function agreed(noting: Noting): void {
  const { seen, frame, pair } = noting
  if (seen === undefined) return
  for (const field of fieldsAlike(seen, frame)) {
    const at = frame.layout.fields.indexOf(field)
    agree(noting, {
      ids: pair.ids,
      field,
      read: bySide((side) => frame.layout.read(side, at)),
      said: bySide((side) => shownFields(seen[side])[field] ?? null),
    })
  }
  const isOpen = SIDES.some((side) => isUnsettled(seen[side]))
  const both = readSlots(frame, 'a') | readSlots(frame, 'b')
  if (isOpen) blame(noting.program, 'unsettled', both)
}

function isUnsettled(observation: Observation | undefined): boolean {
  return observation?.kind === 'present' && observation.unsettled === true
}

interface Agreement {
  readonly ids: Pair['ids']
  readonly field: string
  /** Slots of what each side's value descended from when it was read. */
  readonly read: BySide<number>
  readonly said: BySide<Value>
}

/** Both sides know what both readings knew, as far as they still descend from them; the journal keeps the values. */
function agree(
  { world, frame, program, said }: Noting,
  { ids, field, read, said: told }: Agreement,
): void {
  const { layout } = frame
  const both = read.a | read.b
  put(program, 'add', layout.kept, both)
  for (const side of SIDES) {
    const row = slotOf(world, side, ids[side], { frame, field })
    if (row !== 0) put(program, 'learn', row, read[side], both)
    said[side][field] = told[side]
  }
  // While both still say so, what happened before can no longer excuse anything.
  const isTrue = SIDES.every((side) =>
    sameValue(rowOf(world[side], ids[side])?.fields[field], told[side]),
  )
  const [a = 0, b = 0] = SIDES.map((side) => slotOf(world, side, ids[side], { frame, field }))
  if (isTrue) put(program, 'settle', a, b, layout.settling)
}

/** The slot of a side's field, or of its absence. */
function slotOf(
  world: World,
  side: Side,
  id: string | undefined,
  { frame, field }: { readonly frame: Frame; readonly field: string },
): number {
  const { layout } = frame
  const at = placeOf(world[side], id)
  if (at === -1) return 0
  const isThere = world[side].places[at]?.row !== undefined
  return layout.row(side, at, isThere ? layout.fields.indexOf(field) : 0)
}

/** The journal keeps what is about to be overwritten (W1), as far as it says it. */
function intended({ intent, before }: EventOf<'intended'>, noting: Noting): void {
  const { frame, program, cargo } = noting
  if (cargo === undefined || before === null) return
  const { layout } = frame
  const shown = intent.seen[intent.side]?.fields ?? {}
  for (const field of Object.keys(before).filter((name) => sameValue(before[name], shown[name])))
    put(program, 'add', layout.kept, layout.read(intent.side, layout.fields.indexOf(field)))
}

/** The request of a pair that is open, with what is noted of it. */
function openRequest({ world, pair }: Noting): Sent | undefined {
  const cargo = rememberedOf(world, pair.no)?.cargo
  const { intent } = pair
  return intent === undefined || cargo === undefined ? undefined : { intent, cargo, no: pair.no }
}

function landed(event: EventOf<'landed'>, noting: Noting): void {
  const { pair, frame, program } = noting
  const sent = openRequest(noting)
  if (sent === undefined || sent.intent.verb === 'delete') return
  const { intent, cargo } = sent
  const ids = { ...pair.ids, ...event.ids }
  for (const field of cargo.alike) {
    const at = frame.layout.fields.indexOf(field)
    agree(noting, {
      ids,
      field,
      read: bySide((side) => frame.layout.cargo(pair.no, side, at)),
      said: bySide((side) => intent.seen[side]?.fields[field] ?? null),
    })
  }
  // The first half of a merge agrees on nothing yet (W13).
  const fields = Object.keys(intent.set).filter((field) =>
    Object.hasOwn(intent.agreed[otherSide(intent.side)], field),
  )
  const isHalf = pair.target !== undefined && fields.length < Object.keys(intent.set).length
  for (const field of fields) landedField({ field, event, ids, sent }, noting)
  if (isHalf) blame(program, 'half', allKnownSlots(sent, frame))
  const hasPrivate = frame.setting.users.touches[intent.side]
  if (hasPrivate && event.base?.[intent.side].token === undefined)
    blame(program, 'unversioned', allKnownSlots(sent, frame))
}

interface LandedField {
  readonly field: string
  readonly event: EventOf<'landed'>
  readonly ids: Pair['ids']
  readonly sent: Sent
}

function landedField({ field, event, ids, sent }: LandedField, noting: Noting): void {
  const { frame, program } = noting
  const { intent, cargo } = sent
  const source = otherSide(intent.side)
  const mine = knownSlots(sent, field, frame)
  const used = intent.agreed[source][field] ?? null
  if (!sameValue(event.base?.[source].fields[field], used)) {
    if (cargo.applied) blame(program, 'revert', mine)
    return
  }
  const stored = storedForm(intent, field, frame)
  const answer = answerIn(noting)
  const agreement = landedAs(noting, sent, field)
  if (isThere(answer, sent, field, frame)) agree(noting, { ids, ...agreement })
  else if (cargo.applied) for (const side of SIDES) noting.said[side][field] = agreement.said[side]
  const base = event.base?.[intent.side].fields[field]
  if (!frame.setting.terms.same(field, base, stored)) blame(program, 'normal', mine)
}

/** What both sides agree on once a field has landed: the source as the plan used it, the target as it keeps it. */
function landedAs(noting: Noting, sent: Sent, field: string): Omit<Agreement, 'ids'> {
  const { frame } = noting
  const { intent, no } = sent
  const source = otherSide(intent.side)
  const mine = knownSlots(sent, field, frame)
  const used = intent.agreed[source][field] ?? null
  const stored = storedForm(intent, field, frame)
  const answer = answerIn(noting)
  const at = frame.layout.fields.indexOf(field)
  const theirs = answer?.shown === true ? frame.layout.look(at) : mine
  const known = frame.layout.cargo(no, source, at)
  return {
    field,
    read: bySide((side) => (side === source ? known : theirs)),
    said: bySide((side) => (side === source ? used : stored)),
  }
}

/** What was answered is known already when the record is read back. */
function answerIn({ world, answer }: Noting): Change['answer'] {
  return world.job?.flight?.progress.phase === 'reading-back' ? undefined : answer
}

function storedForm({ side, set }: Intent, field: string, { setting }: Frame): Value {
  const value = set[field] ?? null
  return setting.systems[side].keeps?.(field, value) ?? value
}

/** Whatever the kernel believes: a look showed the written value or, without one, the request took effect. */
function isThere(
  answer: Change['answer'],
  { intent, cargo }: Sent,
  field: string,
  { setting }: Frame,
): boolean {
  if (answer?.event.kind !== 'looked') return cargo.applied
  const { target } = answer.event
  return (
    target.kind === 'present' && setting.terms.same(field, target.fields[field], intent.set[field])
  )
}

/** A request that took effect must not be called off, unless nobody could know. */
function withdrawn(noting: Noting): void {
  const { frame, program, answer } = noting
  const sent = openRequest(noting)
  if (sent?.cargo.applied !== true) return
  const isGone = answer?.event.kind === 'looked' && answer.event.target.kind === 'absent'
  const cause = sent.intent.verb === 'create' ? 'dark' : isGone ? 'deleted' : 'revert'
  blame(program, cause, allKnownSlots(sent, frame))
}

function unacknowledged({ fields }: EventOf<'unacknowledged'>, noting: Noting): void {
  const { events, frame, program } = noting
  const sent = openRequest(noting)
  // Only what counts as written needs the journal's word for it; what was called off is still the source's.
  if (sent === undefined || !events.some(({ kind }) => kind === 'landed')) return
  const mine = Object.keys(fields).reduce((all, field) => all | knownSlots(sent, field, frame), 0)
  const source = otherSide(sent.intent.side)
  const used = pickFields(sent.intent.agreed[source], Object.keys(fields))
  noting.said.ceded = { side: source, fields: used }
  const looks = frame.layout.fields.reduce((all, _, field) => all | frame.layout.look(field), 0)
  if (!sent.cargo.applied) blame(program, 'assumed', mine | looks)
  put(program, 'add', frame.layout.unacknowledged | frame.layout.kept, mine)
}

/** A question is asked only where neither side knows of the other (L14). */
function disputed({ conflict }: EventOf<'disputed'>, { seen, frame, program }: Noting): void {
  if (seen === undefined || conflict.kind === 'pending-create') return
  const { layout } = frame
  const [a = 0, b = 0] = SIDES.map((side) => readSlots(frame, side))
  if (conflict.disputes.length === 0) judge(program, 'united', 'L14', { x: a, y: b, writes: a | b })
  for (const { field } of conflict.disputes) {
    const at = layout.fields.indexOf(field)
    const [x, y] = [layout.read('a', at), layout.read('b', at)]
    judge(program, 'united', 'L14', { x, y, writes: a | b })
  }
}
