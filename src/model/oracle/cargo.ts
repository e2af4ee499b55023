import type { Cargo, Job, Sight, World } from '../world/world.ts'
import type { Fields } from '../../core/value.ts'
import type { Frame } from '../world/turn.ts'
import type { Intent, Operation } from '../../core/operation.ts'
import type { Observation } from '../../core/observation.ts'
import type { Pair } from '../../core/pair.ts'
import type { Program } from '../ghost/program.ts'
import type { Side } from '../../core/side.ts'
import { NO_FIELDS } from '../../core/value.ts'
import { PRESENCE, placeOf, rememberedOf } from '../world/world.ts'
import { SIDES, otherSide } from '../../core/side.ts'
import { cargoSlots } from '../world/turn.ts'
import { put } from '../ghost/program.ts'

/** What is noted of a request when its intent becomes durable: what the decision knew, and where its values come from. */
export function cargoOf(
  world: World,
  {
    job,
    pair,
    operation,
  }: { readonly job: Job; readonly pair: Pair; readonly operation: Operation },
  frame: Frame,
  program: Program,
): Cargo {
  const { layout } = frame
  const { decided = pair, seen = {} } = job.sight ?? {}
  for (const side of SIDES)
    layout.fields.forEach((_, field) =>
      put(program, 'copy', layout.cargo(pair.no, side, field), layout.read(side, field)),
    )
  const decreed = isDecreed(decided, pair, operation)
  put(program, 'copy', layout.person(pair.no), decreed ? layout.answer(pair.no) : 0)
  return {
    contested: contestedOf({ decided, seen }, operation, frame),
    alike: fieldsAlike(seen, frame),
    agreed: rememberedOf(world, pair.no)?.agreed ?? { a: NO_FIELDS, b: NO_FIELDS },
    ceded: rememberedOf(world, pair.no)?.ceded,
    decreed,
    applied: false,
    things: thingsWritten(world, pair, operation),
  }
}

/** Whether a person decided what is written: an answer, or the merged value of one on its way. */
function isDecreed(decided: Pair, pair: Pair, { set }: Operation): boolean {
  const target = decided.target ?? pair.target
  const isMerging =
    target !== undefined && Object.keys(set).every((field) => field in target.fields)
  return decided.decree !== undefined || isMerging
}

/** What the written record stands for, the source's thing first; with the target's, if both ever agreed to be one. */
function thingsWritten(world: World, { no, ids }: Pair, { side }: Operation): readonly string[] {
  const source = thingsOf(world, { [otherSide(side)]: ids[otherSide(side)] })
  const agreed = rememberedOf(world, no)?.agreed[side] ?? NO_FIELDS
  if (Object.keys(agreed).length === 0) return source
  return [...new Set([...source, ...thingsOf(world, ids)])]
}

/** The things that a pair's records stand for. */
export function thingsOf(world: World, ids: Pair['ids']): readonly string[] {
  const things = SIDES.flatMap((side) => {
    const place = world[side].places[placeOf(world[side], ids[side])]
    return place === undefined || place === null ? [] : [place.thing]
  })
  return [...new Set(things)].sort()
}

/** The fields on which both sides were seen to say the same. */
export function fieldsAlike({ a, b }: Sight['seen'], { setting }: Frame): readonly string[] {
  if (a?.kind !== 'present' || b?.kind !== 'present') return []
  const { fields, same } = setting.terms
  return fields
    .map(({ name }) => name)
    .filter((field) => same(field, a.fields[field], b.fields[field]))
}

/** Aspects on which both sides were seen to differ from what they said when the pair last agreed. */
function contestedOf(
  { decided, seen }: Sight,
  operation: Operation,
  { setting }: Frame,
): readonly string[] {
  const { a, b } = seen
  const moved = (side: Side, field: string): boolean => {
    const shown = seen[side]
    const known = decided.base?.[side].fields[field]
    return shown?.kind === 'present' && !setting.terms.same(field, shown.fields[field], known)
  }
  const hasAgreed = (field: string): boolean => decided.base?.a.fields[field] !== undefined
  if (a?.kind === 'present' && b?.kind === 'present')
    return Object.keys(operation.set).filter((field) => moved('a', field) && moved('b', field))
  const side = a?.kind === 'present' ? 'a' : 'b'
  const isMoved = setting.terms.fields.some(({ name }) => hasAgreed(name) && moved(side, name))
  return isMoved || isTouched(decided, seen, side) ? [PRESENCE] : []
}

/** The version of the record moved since both agreed. */
function isTouched({ base }: Pair, seen: Sight['seen'], side: Side): boolean {
  const known = base?.[side].token
  const shown = seen[side]
  return shown?.kind === 'present' && known !== undefined && shown.token !== known
}

/** A request, and whose notes say where it comes from: a pair's, or with 0 the delayed one's. */
export interface Sent {
  readonly intent: Intent
  readonly cargo: Cargo
  readonly no: number
}

/** Slots of what the written value descends from, before a conflict was settled in its favour. */
export function ownSlots({ intent, no }: Sent, aspect: string, { layout }: Frame): number {
  const field = aspect === PRESENCE ? 0 : layout.fields.indexOf(aspect)
  return layout.cargo(no, otherSide(intent.side), field) | layout.person(no)
}

/** The same with what lost the conflict. */
export function knownSlots(sent: Sent, aspect: string, frame: Frame): number {
  const { intent, cargo, no } = sent
  const own = ownSlots(sent, aspect, frame)
  if (cargo.contested.includes(PRESENCE)) return own | cargoSlots(frame, no, intent.side)
  if (!cargo.contested.includes(aspect)) return own
  return own | frame.layout.cargo(no, intent.side, frame.layout.fields.indexOf(aspect))
}

/** Slots of everything that a request writes. */
export function allKnownSlots(sent: Sent, frame: Frame): number {
  return aspectsOf(sent.intent).reduce((all, aspect) => all | knownSlots(sent, aspect, frame), 0)
}

/** What a request is about: the fields it sets, or the record. */
export function aspectsOf({ verb, set }: Intent): readonly string[] {
  return verb === 'delete' ? [PRESENCE] : Object.keys(set)
}

/** What was read just before counts as what the target said. */
export function shownFields(observation: Observation | undefined): Fields {
  return observation?.kind === 'present' ? observation.fields : NO_FIELDS
}
