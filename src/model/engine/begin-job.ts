import type { Frame, Turn } from '../world/turn.ts'
import type { Job, World } from '../world/world.ts'
import type { Pair } from '../../core/pair.ts'
import type { Side } from '../../core/side.ts'
import type { StepTerms } from '../../protocol/flight.ts'
import { SIDES } from '../../core/side.ts'
import { begin } from '../world/turn.ts'
import { pairOf, withSystem } from '../world/world.ts'
import { proceed } from './proceed.ts'

/** Every job that may begin: a remembered pair, or records that are in no pair yet. */
export function jobTurns(world: World, frame: Frame): readonly Turn[] {
  const known = world.memory.map(({ pair }) => takeUp(world, pair, 0, frame))
  const late = world.memory.flatMap(({ pair }) => takeUpLate(world, pair, frame))
  return [...known, ...births(world, frame), ...late]
}

/** What the kernel needs to know besides the pair. */
export function stepTermsOf({ setting }: Frame, side: Side): StepTerms {
  const { ability, represents } = setting.systems[side]
  return {
    terms: setting.terms,
    idempotencyTtlMs: ability.idempotencyTtlMs,
    readBack: !represents,
  }
}

/** A run after so long that the server has forgotten under which key it made the record. */
function takeUpLate(world: World, pair: Pair, frame: Frame): readonly Turn[] {
  const { intent } = pair
  if (!frame.setting.faults.expiry || intent?.identification.kind !== 'idempotency-key') return []
  const { side, identification } = intent
  const kept = Object.entries(world[side].keys).filter(([key]) => key !== identification.key)
  const keys = Object.fromEntries(kept)
  const forgetful = withSystem(world, side, { ...world[side], keys })
  const { idempotencyTtlMs } = frame.setting.systems[side].ability
  const turn = takeUp(forgetful, pair, idempotencyTtlMs, frame)
  return [{ ...turn, name: `${turn.name} after the key expired` }]
}

function takeUp(world: World, pair: Pair, atMs: number, frame: Frame): Turn {
  const turn = begin(world, frame)
  const name = world.memory.length > 1 ? `pair ${pair.no} is taken up` : 'the pair is taken up'
  const { kernel } = frame.setting
  if (pair.intent === undefined) return { ...turn, name, world: { ...world, job: jobOf(pair.no) } }
  const event = { kind: 'reopened', atMs } as const
  const taken = kernel.step(kernel.flightOf(pair), event, stepTermsOf(frame, pair.intent.side))
  const next = proceed(world, { before: pair, taken, event, queue: [], frame, ...turn })
  return { ...turn, name, world: next }
}

function jobOf(no: number, linking?: Pair['ids']): Job {
  return { no, linking, sight: { decided: pairOf({ no, linking }), seen: {} } }
}

/** Unlinked records become pairs; what may be our own unanswered create is left alone. */
function births(world: World, frame: Frame): readonly Turn[] {
  const [onA, onB] = SIDES.map((side) => unlinked(world, side, frame))
  const [a] = onA ?? []
  const [b] = onB ?? []
  if (frame.setting.keyed && a !== undefined && b !== undefined)
    return [birth(world, { a, b }, frame)]
  return SIDES.flatMap((side) =>
    ((side === 'a' ? onA : onB) ?? []).map((id) => birth(world, { [side]: id }, frame)),
  )
}

function birth(world: World, ids: Pair['ids'], frame: Frame): Turn {
  const { pairs } = frame.setting.room
  const taken = new Set(world.memory.map(({ pair }) => pair.no))
  const no = Array.from({ length: pairs + 1 }, (_, at) => at + 1).find((at) => !taken.has(at)) ?? 0
  const names = SIDES.flatMap((side) =>
    ids[side] === undefined ? [] : [`${frame.setting.terms.names[side]}'s`],
  )
  const name = `${names.join(' and ')} new record is taken up`
  return {
    ...begin(world, frame),
    name,
    world: { ...world, job: jobOf(no, ids) },
    isCut: no > pairs,
  }
}

function unlinked(world: World, side: Side, { setting }: Frame): readonly string[] {
  const linked = new Set(world.memory.map(({ pair }) => pair.ids[side]))
  const creates = world.memory.flatMap(({ pair: { intent } }) =>
    intent?.side === side ? [intent] : [],
  )
  return world[side].places.flatMap((place) => {
    if (place?.row === undefined || linked.has(place.id)) return []
    const { id, key, row } = place
    const stray = { id, fields: row.fields, native: () => key }
    const isOurs = creates.some((intent) => setting.kernel.isClaimed(intent, stray, setting.terms))
    return isOurs ? [] : [id]
  })
}
