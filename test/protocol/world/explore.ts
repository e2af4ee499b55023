import { hash } from 'node:crypto'
import type { Breach, Job, World } from './world.ts'
import type { Engine } from './engine.ts'
import type { Happening } from './users.ts'
import type { Profile } from './profile.ts'
import { advance, arriveLate, beginnings, crash, engineOf } from './engine.ts'
import { comeToRest } from './rest.ts'
import { personsAnswers, usersActions } from './users.ts'

/** What an exploration found. */
export interface Findings {
  readonly states: number
  readonly transitions: number
  /** Worlds whose way to rest was followed. */
  readonly rests: number
  /** Breaches that no named cause explains, with the shortest way to each. */
  readonly violations: readonly string[]
  /** Breaches that a named cause explains: property and cause, with the shortest way to each. */
  readonly anomalies: ReadonlyMap<string, string>
}

/** Violations that are told before the search stops. */
const VIOLATIONS_TOLD = 3

/** One step of a way, and the way to it. */
interface Way {
  readonly name: string
  readonly before: Way | undefined
}

/** A world that was met, and how. */
interface Place {
  readonly world: World
  readonly way: Way
}

/** Explores every order of what users, faults and the engine can do within a budget, shortest ways first. */
export function explore(profile: Profile, start: World): Findings {
  const engine = engineOf(profile)
  const known = new Set<string>()
  const rested = new Set<string>()
  const violations: string[] = []
  const anomalies = new Map<string, string>()
  let transitions = 0
  const report = ({ property, cause, detail }: Breach, way: readonly string[]): void => {
    const title = cause === undefined ? property : `${property} ${cause}`
    const text = [...way, `${title}: ${detail}`].join('\n')
    if (cause === undefined) violations.push(text)
    else if (!anomalies.has(title)) anomalies.set(title, text)
  }
  const visit = (place: Place): readonly Place[] => {
    const { world, way } = place
    if (world.breach !== undefined) {
      report(world.breach, namesOf(way))
      return []
    }
    if (world.job === undefined) {
      const rest = comeToRest(world, engine, rested)
      if (rest.world.breach !== undefined)
        report(rest.world.breach, [...namesOf(way), ...rest.names])
    }
    const next = successors(world, engine)
    transitions += next.length
    return next
      .filter(({ world: after }) => isNew(after, known))
      .map(({ world: after, name }) => ({ world: after, way: { name, before: way } }))
  }
  let frontier: readonly Place[] = [{ world: start, way: { name: 'start', before: undefined } }]
  while (frontier.length > 0 && violations.length < VIOLATIONS_TOLD)
    frontier = frontier.flatMap(visit)
  return { states: known.size, transitions, rests: rested.size, violations, anomalies }
}

function isNew(world: World, known: Set<string>): boolean {
  const before = known.size
  return known.add(keyOf(world)).size > before
}

/** A short name for everything in which two worlds can differ; a job's pair is the remembered one, unless it is new. */
function keyOf({ systems, memory, clock, pairs, ops, job, delayed, budget, ghost }: World): string {
  const parts = [systems.a, systems.b, delayed, budget, ghost, ...memory]
  const own = [clock, pairs, ops, job?.pair.no].join()
  return hash('md5', [own, ...parts.map(textOf), ...textsOf(job)].join('|'), 'base64')
}

function textsOf(job: Job | undefined): readonly string[] {
  if (job === undefined) return []
  const { seen, read, flight, linking, decided } = job
  const isQueued = flight !== undefined && flight.queue.length > 0
  return [seen, read, flight, linking, isQueued ? decided : undefined].map(textOf)
}

/** Worlds share what did not change between them: each part is written out once. */
const TEXTS = new WeakMap<object, string>()

function textOf(part: object | undefined): string {
  if (part === undefined) return ''
  const known = TEXTS.get(part)
  if (known !== undefined) return known
  const text = JSON.stringify(part)
  TEXTS.set(part, text)
  return text
}

/** Everything that can happen next. Others act only where the engine is about to ask a system: elsewhere the order is all one. */
function successors(world: World, engine: Engine): readonly Happening[] {
  const { profile } = engine
  const own = world.job === undefined ? beginnings(world, engine) : advance(world, engine)
  if (world.job?.flight?.answer !== undefined) return [...own, ...crash(world)]
  return [
    ...usersActions(world, profile),
    ...personsAnswers(world, profile),
    ...arriveLate(world, profile),
    ...tick(world, profile),
    ...own,
    ...crash(world),
  ]
}

function tick(world: World, { ability }: Profile): readonly Happening[] {
  const { budget, clock } = world
  if (ability.update !== 'stamp' || budget.ticks === 0) return []
  const spent = { ...budget, ticks: budget.ticks - 1 }
  return [{ name: 'tick', world: { ...world, clock: clock + 1, budget: spent } }]
}

function namesOf(way: Way): readonly string[] {
  const names: string[] = []
  for (let here: Way | undefined = way; here !== undefined; here = here.before)
    names.unshift(here.name)
  return names
}
