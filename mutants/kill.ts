import type { Mutant } from './mutant.ts'
import type { Profile } from '../src/model/profiles/profile.ts'
import type { Trace } from '../src/checker/trace.ts'
import { BREACHES } from '../src/model/ghost/cause.ts'
import { examine } from '../src/model/profiles/profile.ts'
import { importKernel } from './import-kernel.ts'
import { FOUND_IN } from './list/found-in.ts'

/** States of one profile after which another one is tried. */
export const STATES_MAX = 400_000

/** How a mutant was found out. */
export interface Kill {
  readonly profile: string
  /** The property that no longer holds, with the cause that was not allowed for. */
  readonly breach: string
  /** No run of this profile that breaks it has fewer steps. */
  readonly trace: Trace
}

/** What became of a mutant; one that no profile finds out has no kill. */
export interface Fate {
  readonly mutant: Mutant
  readonly kill?: Kill | undefined
  readonly states: number
}

/** Explores every profile around the mutant's kernel until one of them breaks what it does not break as shipped. */
export async function tryToKill(mutant: Mutant, profiles: readonly Profile[]): Promise<Fate> {
  const kernel = await importKernel(mutant)
  let states = 0
  for (const profile of inOrder(mutant, profiles)) {
    const found = examine(
      { ...profile, setting: { ...profile.setting, kernel } },
      { statesMax: STATES_MAX, stopAt: unlike(profile) },
    )
    states += found.states
    for (const [breach, { trace }] of found.exploration.breaches)
      if (!profile.anomalies.includes(breach))
        return { mutant, states, kill: { profile: profile.name, breach, trace } }
  }
  return { mutant, states }
}

function inOrder({ id }: Mutant, profiles: readonly Profile[]): readonly Profile[] {
  const isFirst = ({ name }: Profile): boolean => name === FOUND_IN[id]
  return [...profiles.filter(isFirst), ...profiles.filter((profile) => !isFirst(profile))]
}

/** What the shipped kernel does not break in this profile. */
function unlike({ anomalies }: Profile): ReadonlySet<string> {
  return new Set(BREACHES.filter((breach) => !anomalies.includes(breach)))
}
