import type { Fate } from './stage.ts'
import type { World } from '../test/protocol/world/world.ts'
import type { Mutate, Shell } from './engine-run.ts'
import type { Profile } from '../test/protocol/world/profile.ts'
import { comeToRest } from './come-to-rest.ts'
import { openShell } from './engine-run.ts'
import { openVector } from './vector.ts'
import { worldKey } from './world-key.ts'

/** What replaying everything found. */
export interface Findings {
  /** Worlds in which nothing is under way: at the start, after a run, after a crash. */
  readonly idleStates: number
  readonly engineRuns: number
  /** Requests to either system, those that were lost included. */
  readonly requests: number
  /** Breaches that no named cause explains, with the shortest way to each. */
  readonly violations: readonly string[]
  /** Breaches that a named cause explains: property and cause, with the shortest way to each. */
  readonly anomalies: ReadonlyMap<string, string>
}

/** Violations that are told before the search stops. */
const VIOLATIONS_TOLD = 3

/** An idle world that was met, and what happened on the way from the last one. */
interface Place {
  readonly world: World
  readonly events: readonly string[]
  readonly before: Place | undefined
}

/**
 * Runs the real engine from every idle world that users, faults and crashes can lead to, once for every sequence of
 * what may happen at its boundaries. Each idle world is explored once, those reached by the fewest runs first.
 */
export async function explore(profile: Profile, start: World, mutate?: Mutate): Promise<Findings> {
  const shell = openShell(profile, start, mutate)
  const known = new Set([worldKey(start)])
  const rested = new Set<string>()
  const books: Books = { violations: [], anomalies: new Map() }
  const places: Place[] = [{ world: start, events: [], before: undefined }]
  // An array gives what is added while it is walked: those reached by the fewest runs come first.
  for (const place of places) {
    if (books.violations.length >= VIOLATIONS_TOLD) break
    report(books, { ...place, world: await comeToRest(place.world, shell, rested) })
    const reached = await runsFrom(place, shell)
    places.push(...reached.filter((one) => !report(books, one) && isNew(one.world, known)))
  }
  const { requests } = shell.stage
  return { idleStates: known.size, engineRuns: shell.runs(), requests, ...books }
}

/** What was found, as it is written down. */
interface Books {
  readonly violations: string[]
  readonly anomalies: Map<string, string>
}

/** Writes a breach down, if there is one. */
function report({ violations, anomalies }: Books, place: Place): boolean {
  const { breach } = place.world
  if (breach === undefined) return false
  const { property, cause, detail } = breach
  const title = cause === undefined ? property : `${property} ${cause}`
  const text = [...wayTo(place), `${title}: ${detail}`].join('\n')
  if (cause !== undefined && !anomalies.has(title)) anomalies.set(title, text)
  if (cause === undefined && violations.length < VIOLATIONS_TOLD) violations.push(text)
  return true
}

/** Every run from one idle world. */
async function runsFrom(before: Place, shell: Shell): Promise<readonly Place[]> {
  const vector = openVector()
  const reached: Place[] = []
  do {
    const events: string[] = []
    const fate: Fate = {
      choose: (count) => vector.choose(count),
      tell: (name) => void events.push(name),
    }
    reached.push({ world: await shell.run(before.world, fate), events, before })
  } while (vector.advance())
  return reached
}

function isNew(world: World, known: Set<string>): boolean {
  const before = known.size
  return known.add(worldKey(world)).size > before
}

function wayTo(place: Place): readonly string[] {
  const runs: string[] = []
  for (let here: Place = place; here.before !== undefined; here = here.before)
    runs.unshift(['run:', ...here.events].join('\n  '))
  return runs
}
