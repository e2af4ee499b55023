import { carryOut, createSearch, progressOf } from './search.ts'
import { FINGERPRINT_BITS } from './seen.ts'
import type { Model } from './model.ts'
import type { ExploreOptions, Progress, Search, Sighting } from './search.ts'
import type { Trace } from './trace.ts'
import { nameOf } from './step.ts'
import { retrace } from './trace.ts'

/** How a property was broken. */
export interface Breach {
  /** The states and transitions that break it, as far as was explored. */
  readonly count: number
  /** No run that breaks it has fewer steps. */
  readonly trace: Trace
}

/** What was found. The same model and options always give the same. */
export interface Exploration extends Progress {
  readonly model: string
  /** Whether every reachable state was met and expanded. */
  readonly closed: boolean
  /** Why it ended before: the bound on states, a property of `stopAt`, or `proceed`. */
  readonly stoppedBy: Search['stoppedBy']
  readonly method: 'exact' | 'fingerprint'
  /** How likely it is that two of the states met have one fingerprint, so that the second was taken for the first. */
  readonly collisionProbability: number
  /** The properties that were broken, in the order of the model. */
  readonly breaches: ReadonlyMap<string, Breach>
  /** How many transitions each action has; 0 for one that never happened. */
  readonly taken: ReadonlyMap<string, number>
  /** How many transitions passed each mark; 0 for a mark that was never passed. */
  readonly passed: ReadonlyMap<string, number>
}

/**
 * Meets every state a model can reach, nearest first, and what it breaks on the way. Without `exact` a state takes
 * about 20 bytes, and its words only until it is expanded. Throws on a model that contradicts itself.
 */
export function explore(model: Model, options: ExploreOptions = {}): Exploration {
  const search = createSearch(model, options)
  carryOut(search)
  return {
    model: model.name,
    closed: search.stoppedBy === undefined,
    stoppedBy: search.stoppedBy,
    ...progressOf(search),
    method: options.exact === true ? 'exact' : 'fingerprint',
    collisionProbability: options.exact === true ? 0 : collisionProbability(search),
    breaches: breachesOf(search),
    taken: countsByName(model.actions, search.taken),
    passed: countsByName(model.marks, search.passed),
  }
}

/** The chance that among so many random fingerprints two are equal. */
function collisionProbability({ shelf, options }: Search): number {
  const pairs = (shelf.length * (shelf.length - 1)) / 2
  return -Math.expm1(-pairs / 2 ** (options.fingerprintBits ?? FINGERPRINT_BITS))
}

function breachesOf({ model, lineage, sightings }: Search): Map<string, Breach> {
  const traceOf = ({ state, ordinal }: Sighting): Trace =>
    retrace(model, [...lineage.pathTo(state), ...(ordinal === undefined ? [] : [ordinal])])
  const inOrder = [...sightings].sort(([left], [right]) => left - right)
  return new Map(
    inOrder.map(([property, sighting]) => [
      nameOf(model.properties, property),
      { count: sighting.count, trace: traceOf(sighting) },
    ]),
  )
}

/** Every name with its count, and every count without a name. */
function countsByName(names: readonly string[], counts: readonly number[]): Map<string, number> {
  const byName = new Map(names.map((name) => [name, 0]))
  counts.forEach((count, index) => {
    const name = nameOf(names, index)
    byName.set(name, (byName.get(name) ?? 0) + count)
  })
  return byName
}
