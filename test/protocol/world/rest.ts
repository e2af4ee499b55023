import { hash } from 'node:crypto'
import type { Budget, World } from './world.ts'
import type { Engine } from './engine.ts'
import type { Profile } from './profile.ts'
import type { Row } from './system.ts'
import { SIDES } from '../../../src/core/side.ts'
import { advance, beginnings } from './engine.ts'
import { breach } from './world.ts'
import { isAlike } from './profile.ts'

/** Cycles within which two systems that nobody touches come to rest (P1). */
export const CYCLES_MAX = 12

/** Steps that no pair takes more of in one cycle (P8). */
export const STEPS_MAX = 60

/** A way that a world goes by itself. */
interface Passage {
  readonly world: World
  readonly names: readonly string[]
  /** Requests on the way that were to write. */
  readonly sends: number
}

const NOTHING_MORE: Budget = { edits: 0, crashes: 0, losses: 0, delays: 0, ticks: 0, decrees: 0 }

/**
 * From here users and faults stop: agreement is near (P1), nothing is written once it is there (P8), nothing is twofold
 * (P6). Answers the world at rest, or the breach on the way; worlds known to come to rest are passed over.
 */
export function comeToRest(world: World, engine: Engine, known: Set<string>): Passage {
  let here: World = { ...world, budget: NOTHING_MORE, delayed: undefined }
  const names: string[] = []
  const passed: string[] = []
  for (let cycle = 0; cycle < CYCLES_MAX; cycle += 1) {
    const key = textOf(here)
    if (known.has(key)) return { world, names: [], sends: 0 }
    passed.push(key)
    const after = runOnce(here, engine)
    names.push(...after.names)
    if (after.world.breach !== undefined) return { ...after, names }
    if (textOf({ ...after.world, clock: here.clock }) === key) {
      for (const one of passed) known.add(one)
      return { ...after, names, world: judge(after, engine.profile) }
    }
    here = after.world
  }
  return {
    world: breach(here, 'P1', { detail: 'no rest is reached', writes: -1 }),
    names,
    sends: 0,
  }
}

function textOf({ systems, memory, clock, ghost }: World): string {
  return hash('md5', JSON.stringify([systems, memory, clock, ghost.causes]), 'base64')
}

/** One cycle over everything there is, without faults. */
function runOnce(world: World, engine: Engine): Passage {
  let here: World = { ...world, clock: world.clock + 1 }
  const names: string[] = []
  const taken = new Set<string>()
  let sends = 0
  for (;;) {
    const next = beginnings(here, engine).find(({ name }) => !taken.has(name))
    if (next === undefined) return { world: here, names, sends }
    taken.add(next.name)
    const job = runJob(next.world, engine)
    names.push(next.name, ...job.names)
    sends += job.sends
    here = job.world
    if (here.breach !== undefined) return { world: here, names, sends }
  }
}

function runJob(world: World, engine: Engine): Passage {
  let here = world
  let sends = 0
  const names: string[] = []
  for (let steps = 0; here.job !== undefined && here.breach === undefined; steps += 1) {
    if (isSending(here)) sends += 1
    const [next] = steps < STEPS_MAX ? advance(here, engine) : []
    names.push(next?.name ?? 'nothing')
    here = next?.world ?? breach(here, 'P8', { detail: 'a job does not end', writes: -1 })
  }
  return { world: here, names, sends }
}

function isSending({ job }: World): boolean {
  return job?.flight?.next.kind === 'send' && job.flight.answer === undefined
}

/** What is wrong with a world at rest. */
export function judge({ world, sends }: Pick<Passage, 'world' | 'sends'>, profile: Profile): World {
  if (sends > 0) return breach(world, 'P8', { detail: 'it writes for ever', writes: -1 })
  const twin = twinIn(world)
  if (twin !== undefined)
    return breach(world, 'P6', { detail: `${twin.id} is there twice`, writes: twin.origin })
  const isAsked = world.memory.some(({ pair }) => pair.conflict !== undefined)
  const alone = SIDES.flatMap((side) =>
    world.systems[side].rows.map(({ id }) => ({ side, id })),
  ).find(({ side, id }) => !world.memory.some(({ pair }) => pair.ids[side] === id))
  if (alone !== undefined && !isAsked)
    return breach(world, 'P1', { detail: `${alone.id} is in no pair`, writes: -1 })
  const open = world.memory.find((one) => !isSettled(world, one, profile))
  if (open === undefined) return world
  return breach(world, 'P1', { detail: `pair ${open.pair.no} does not agree`, writes: -1 })
}

function twinIn({ systems }: World): Row | undefined {
  return SIDES.map((side) => systems[side].rows)
    .map((rows) =>
      rows.find((row) => rows.some((other) => other !== row && (other.origin & row.origin) !== 0)),
    )
    .find((row) => row !== undefined)
}

/** Both sides say the same, or what they last agreed on, or a person is asked. */
function isSettled(
  { systems }: World,
  { pair, agreed }: World['memory'][number],
  profile: Profile,
): boolean {
  if (pair.conflict !== undefined) return true
  const [a, b] = SIDES.map((side) => systems[side].rows.find(({ id }) => id === pair.ids[side]))
  if (pair.intent !== undefined || a === undefined || b === undefined) return false
  return profile.fields.every((field) => {
    const [onA, onB] = [a.fields[field], b.fields[field]]
    if (isAlike(profile, onA, onB)) return true
    return onA === agreed.a[field] && onB === agreed.b[field]
  })
}
