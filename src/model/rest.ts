import type { Frame, Turn } from './world/turn.ts'
import type { Property } from './ghost/cause.ts'
import type { Remembered, World } from './world/world.ts'
import type { Side } from '../core/side.ts'
import type { Skeletons } from './skeletons.ts'
import { SIDES } from '../core/side.ts'
import { UNLINKED } from '../core/observation.ts'
import { afterRun } from './engine/commit.ts'
import { jobTurns } from './engine/begin-job.ts'
import { advance } from './engine/fly.ts'
import { makeProgram } from './ghost/program.ts'
import { observe } from './world/system.ts'
import { placeOf, rowOf } from './world/world.ts'

/** Cycles within which two systems that nobody touches come to rest (P1). */
export const CYCLES_MAX = 12

/** Steps that no pair takes more of in one cycle (P8). */
export const STEPS_MAX = 60

/** Tells what is wrong with a world if users and faults stop now, and the records that are there twice. */
export interface Rest {
  readonly brokenBy: Property | undefined
  /** The world is at rest, and these records of one side are one thing. */
  readonly twins?: { readonly side: Side; readonly places: readonly number[] } | undefined
}

const FINE: Rest = { brokenBy: undefined }

/**
 * From any world in which the engine is idle: agreement is near (P1), nothing is written once it is there (P8). The way
 * of every world is followed until it meets one whose way is known.
 */
export function makeRests(frame: Frame, skeletons: Skeletons): (skeleton: number) => Rest {
  const calm = calmFrame(frame)
  const known = new Map<number, Rest>()
  return (start) => {
    const passed: number[] = []
    let here = start
    let found = known.get(here)
    while (found === undefined) {
      passed.push(here)
      const cycle = tryOnce(skeletons.worldOf(here), calm)
      const next = skeletons.numberOf(cycle.world, makeProgram(frame.layout))
      found = verdictOn(cycle, { isAtRest: next === here, cycles: passed.length }, calm)
      found ??= known.get(next)
      here = next
    }
    for (const one of passed) known.set(one, one === here ? found : withoutTwins(found))
    return known.get(start) ?? FINE
  }
}

/** What a cycle shows of the way it is part of; `undefined` while it goes on. */
function verdictOn(
  cycle: Cycle,
  { isAtRest, cycles }: { readonly isAtRest: boolean; readonly cycles: number },
  frame: Frame,
): Rest | undefined {
  if (cycle.isCut) return FINE
  if (cycle.isEndless) return { brokenBy: 'P8' }
  if (isAtRest) return judgeRest(cycle.world, cycle.sends, frame)
  return cycles > CYCLES_MAX ? { brokenBy: 'P1' } : undefined
}

/** Twins are told of the world at rest, not of those on the way to it: they pass through it. */
function withoutTwins({ brokenBy }: Rest): Rest {
  return { brokenBy }
}

/** The same world without faults and users. */
function calmFrame(frame: Frame): Frame {
  const faults = {
    crashes: false,
    losses: false,
    delays: false,
    stale: false,
    partial: false,
    expiry: false,
    late: frame.setting.faults.late,
  }
  return { ...frame, setting: { ...frame.setting, faults } }
}

interface Cycle {
  readonly world: World
  /** Requests on the way that were to write. */
  readonly sends: number
  readonly isEndless: boolean
  /** There was no room to go on: nothing can be said. */
  readonly isCut: boolean
}

/** A cycle in which the kernel fails an assertion ends there: it is told of where it happens. */
function tryOnce(world: World, frame: Frame): Cycle {
  try {
    return runOnce(world, frame)
  } catch {
    return { world, sends: 0, isEndless: true, isCut: true }
  }
}

/** One cycle over everything there is. A request that the network holds never arrives. */
function runOnce(world: World, frame: Frame): Cycle {
  const ticks = frame.setting.faults.late ? 2 : 1
  let here: World = { ...world, delayed: null, clock: world.clock + ticks }
  const taken = new Set<string>()
  let sends = 0
  for (;;) {
    const next = jobTurns(here, frame).find((turn) => turn.isCut !== true && !taken.has(turn.name))
    if (next === undefined) return { world: here, sends, isEndless: false, isCut: false }
    taken.add(next.name)
    const job = runJob(next, frame)
    sends += job.sends
    here = job.world
    if (job.isEndless || job.isCut) return { ...job, sends }
  }
}

function runJob({ world }: Turn, frame: Frame): Cycle {
  let here = world
  let sends = 0
  for (let steps = 0; here.job !== null; steps += 1) {
    const { flight } = here.job
    if (flight?.next.kind === 'send' && flight.answer === undefined) sends += 1
    const [next] = advance(here, here.job, frame)
    const isCut = next?.isCut === true
    if (steps >= STEPS_MAX || next === undefined || isCut)
      return { world: here, sends, isEndless: true, isCut }
    here = next.world
  }
  return { world: afterRun(here, frame), sends, isEndless: false, isCut: false }
}

function judgeRest(world: World, sends: number, frame: Frame): Rest {
  if (sends > 0) return { brokenBy: 'P8' }
  const twins = twinsIn(world)
  const isAsked = world.memory.some(({ pair }) => pair.conflict !== undefined)
  const isAlone = SIDES.some((side) =>
    world[side].places.some(
      (place) =>
        place?.row !== undefined && !world.memory.some(({ pair }) => pair.ids[side] === place.id),
    ),
  )
  if (isAlone && !isAsked && twins === undefined) return { brokenBy: 'P1' }
  const isOpen = world.memory.some((one) => !isSettled(world, one, frame))
  return { brokenBy: isOpen ? 'P1' : undefined, twins }
}

function twinsIn(world: World): Rest['twins'] {
  for (const side of SIDES) {
    const { places } = world[side]
    const twin = places.findIndex(
      (place, at) =>
        place?.row !== undefined &&
        places.some(
          (other, index) => index < at && other?.row !== undefined && other.thing === place.thing,
        ),
    )
    if (twin !== -1) return { side, places: [...places.keys()] }
  }
  return undefined
}

/** Both sides say the same, or what they last agreed on, or a person is asked, or a rule of the user keeps them apart. */
function isSettled(world: World, { pair, agreed }: Remembered, frame: Frame): boolean {
  if (pair.conflict !== undefined || pair.parking !== undefined) return true
  if (isHeld(world, pair, frame)) return true
  const [a, b] = SIDES.map((side) => rowOf(world[side], pair.ids[side]))
  if (pair.intent !== undefined || a === undefined || b === undefined) return false
  const { fields, same } = frame.setting.terms
  return fields.every(({ name }) => {
    const [onA, onB] = [a.fields[name], b.fields[name]]
    return same(name, onA, onB) || (onA === agreed.a[name] && onB === agreed.b[name])
  })
}

function isHeld(world: World, pair: Remembered['pair'], { setting }: Frame): boolean {
  const [a = UNLINKED, b = UNLINKED] = SIDES.map((side) => {
    const id = pair.ids[side]
    const service = { setting, side, clock: world.clock }
    return id === undefined || placeOf(world[side], id) === -1
      ? UNLINKED
      : observe(world[side], id, service, 'by-id')
  })
  const { kind, override } = setting.kernel.decide(pair, { a, b }, setting.terms)
  return kind === 'hold' && override !== undefined
}
