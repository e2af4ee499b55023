import type { Frame } from './turn.ts'
import type { Parts } from './parts.ts'
import type { Place, System, World } from './world.ts'
import type { Program } from '../ghost/program.ts'
import type { Side } from '../../core/side.ts'
import { DOMAINS, isRanked, rankIn } from './names.ts'
import { SIDES } from '../../core/side.ts'
import { afterRun } from '../engine/commit.ts'
import { put } from '../ghost/program.ts'
import { requestSlots } from './turn.ts'

/** A world as numbers of its parts: system a, system b, memory, job, delayed request, clock. */
export type Tuple = readonly number[]

const [TICKS, IDS, KEYS] = [
  DOMAINS.indexOf('@t'),
  { a: DOMAINS.indexOf('#a'), b: DOMAINS.indexOf('#b') },
  DOMAINS.indexOf('!'),
]

/**
 * The one form of all worlds that differ only in names: traces of records that nothing refers to are dropped, and the
 * numbers in names are replaced by their ranks. The program also forgets the slots of all values that are nowhere.
 */
export function canonical(now: World, parts: Parts, frame: Frame, program: Program): Tuple {
  const world = afterRun(now, frame)
  const memory = parts.numberOf(world.memory)
  const job = parts.numberOf(world.job)
  const delayed = parts.numberOf(world.delayed)
  const referring = unionOf([memory, job, delayed], parts)
  const pruned = {
    ...world,
    a: prune(world.a, referring[IDS.a] ?? 0, referring[KEYS] ?? 0),
    b: prune(world.b, referring[IDS.b] ?? 0, referring[KEYS] ?? 0),
  }
  const numbers = [parts.numberOf(pruned.a), parts.numberOf(pruned.b), memory, job, delayed]
  const used = [...unionOf(numbers, parts)]
  used[TICKS] = (used[TICKS] ?? 0) | ticksAround(world.clock, frame)
  put(program, 'clear', ~liveSlots(pruned, frame) & ~frame.layout.notes)
  if (used.every(isRanked)) return [...numbers, world.clock]
  const ranked = numbers.map((number) => parts.ranked(number, used))
  return [...ranked, rankIn(used[TICKS] ?? 0, world.clock)]
}

function unionOf(numbers: readonly number[], parts: Parts): readonly number[] {
  return DOMAINS.map((_, domain) =>
    numbers.reduce((all, number) => all | (parts.namesOf(number)[domain] ?? 0), 0),
  )
}

/** Ticks between which distances matter: now, and those that a late stamp may still be given. */
function ticksAround(clock: number, { setting }: Frame): number {
  return (1 << clock) | (setting.faults.late ? 1 << (clock - 1) : 0)
}

/** The world of a tuple. */
export function worldOf(tuple: Tuple, parts: Parts): World {
  const [a = 0, b = 0, memory = 0, job = 0, delayed = 0, clock = 0] = tuple
  return {
    a: parts.partOf(a) as System,
    b: parts.partOf(b) as System,
    memory: parts.partOf(memory) as World['memory'],
    job: parts.partOf(job) as World['job'],
    delayed: parts.partOf(delayed) as World['delayed'],
    clock,
  }
}

/** The system without traces of deleted records, and keys of requests, that nothing refers to. */
function prune(system: System, ids: number, keys: number): System {
  const isKept = (place: Place | null): boolean =>
    place?.row !== undefined ||
    (place !== null && (refers(ids, place.id) || refers(keys, place.key)))
  const entries = Object.entries(system.keys)
  const known = entries.filter(([key]) => refers(keys, key))
  if (
    known.length === entries.length &&
    system.places.every((place) => place === null || isKept(place))
  )
    return system
  const isKnown = (place: Place | null): boolean => known.some(([, id]) => id === place?.id)
  return {
    places: system.places.map((place) => (isKept(place) || isKnown(place) ? place : null)),
    keys: Object.fromEntries(known),
  }
}

function refers(mask: number, name: string | undefined): boolean {
  return name !== undefined && (mask & (1 << Number(/\d+/.exec(name)?.[0] ?? 0))) !== 0
}

/** The slots of every value that is somewhere in the world. */
function liveSlots(world: World, frame: Frame): number {
  const { layout } = frame
  const { memory, job, delayed } = world
  const systems = SIDES.reduce((all, side) => all | systemSlots(world[side], side, frame), 0)
  const sight = SIDES.reduce((all, side) => all | sightSlots(job, side, frame), 0)
  const look =
    job?.flight?.answer?.shown === true
      ? layout.fields.reduce((all, _, field) => all | layout.look(field), 0)
      : 0
  const requests = memory.reduce((all, { pair, cargo }) => {
    const isAnswered = pair.conflict ?? pair.decree ?? pair.target ?? pair.intent
    return (
      all |
      (cargo === undefined ? 0 : requestSlots(frame, pair.no)) |
      (isAnswered === undefined ? 0 : layout.answer(pair.no))
    )
  }, 0)
  return systems | sight | look | requests | (delayed === null ? 0 : requestSlots(frame, 0))
}

function systemSlots({ places }: System, side: Side, { layout }: Frame): number {
  return places.reduce((all, place, at) => {
    if (place === null) return all
    const fields = place.row === undefined ? layout.fields.slice(0, 1) : layout.fields
    const row = fields.reduce((sum, _, field) => sum | layout.row(side, at, field), 0)
    if (place.before === undefined) return all | row
    return layout.fields.reduce((sum, _, field) => sum | layout.before(side, at, field), all | row)
  }, 0)
}

function sightSlots(job: World['job'], side: Side, { layout }: Frame): number {
  const seen = job?.sight?.seen[side]
  if (seen === undefined) return 0
  const fields = seen.kind === 'present' ? layout.fields : layout.fields.slice(0, 1)
  return fields.reduce((all, _, field) => all | layout.read(side, field), 0)
}
