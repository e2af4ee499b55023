import type { Exploration } from '../../checker/explore.ts'
import type { ExploreOptions } from '../../checker/search.ts'
import type { Setting } from '../setting.ts'
import { PROPERTIES } from '../ghost/cause.ts'
import { explore } from '../../checker/explore.ts'
import { pairModel } from '../pair-model.ts'

/** One combination of what two systems can do and what may go wrong, and all that may be broken in it. */
export interface Profile {
  readonly name: string
  /** One sentence for people. */
  readonly meaning: string
  readonly setting: Setting
  /**
   * The anomalies that nobody can prevent here, each a property and its cause: exactly these are to be found. Every other
   * property has to hold.
   */
  readonly anomalies: readonly string[]
  /** States after which the search stops; without it every reachable state is met. */
  readonly statesMax?: number | undefined
  /** The setting's room is a bound: there are turns for which it has none. */
  readonly isCut?: boolean | undefined
  /** Explored only when there is time. */
  readonly isDeep?: boolean | undefined
}

/** What the search of one profile found. */
export interface Verdict {
  readonly profile: string
  /** Every reachable state was met, and no turn lacked room. */
  readonly closed: boolean
  readonly states: number
  readonly transitions: number
  /** Properties that nothing excuses, broken all the same. */
  readonly violations: readonly string[]
  readonly anomalies: readonly string[]
  readonly expectedAnomalies: readonly string[]
  /** Turns for which the setting has no room. */
  readonly cuts: number
  /** Branches of decisions, writes and recovery that were taken. */
  readonly branches: readonly string[]
  readonly exploration: Exploration
}

/** Explores one profile. */
export function examine(profile: Profile, options: ExploreOptions = {}): Verdict {
  const { name, setting, anomalies: expected, statesMax } = profile
  const model = pairModel({ ...setting, name })
  const exploration = explore(model, statesMax === undefined ? options : { statesMax, ...options })
  const broken = [...exploration.breaches.keys()]
  const violations = broken.filter((breach) => Object.hasOwn(PROPERTIES, breach))
  const cuts = model.cuts()
  return {
    profile: name,
    closed: exploration.closed && cuts === 0,
    states: exploration.states,
    transitions: exploration.transitions,
    violations: violations.sort(),
    anomalies: broken.filter((breach) => !violations.includes(breach)).sort(),
    expectedAnomalies: [...expected].sort(),
    cuts,
    branches: [...exploration.passed].flatMap(([mark, count]) => (count > 0 ? [mark] : [])),
    exploration,
  }
}

/** Tells whether a search found exactly what its profile states. */
export function isAsStated({ profile, ...verdict }: Verdict, stated: Profile): boolean {
  const { violations, anomalies, expectedAnomalies } = verdict
  const isBounded = stated.statesMax !== undefined
  return (
    profile === stated.name &&
    violations.length === 0 &&
    anomalies.join() === expectedAnomalies.join() &&
    (verdict.closed || isBounded || (stated.isCut === true && verdict.exploration.closed))
  )
}
