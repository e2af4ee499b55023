import type { Bounds, Exploration } from '../../replay/exploration.ts'
import type { Findings } from '../../replay/explore.ts'
import type { Mutant } from '../../replay/mutants.ts'
import { describe, expect, test } from 'vitest'
import { EXPLORATIONS, SMALL, beginningOf, wholeProfile } from '../../replay/exploration.ts'
import { MUTANTS } from '../../replay/mutants.ts'
import { explore } from '../../replay/explore.ts'

/** A second each; a busy machine takes its time. */
const TIMEOUT_MS = 120_000

/** Fewer runs than this explore nothing. */
const RUNS_MIN = 100

/** A second's worth of each exploration; `npm run replay` makes the whole of it. */
function tested({ bounds }: Exploration): Bounds {
  const { edits, crashes, losses } = bounds
  const isWide = (bounds.delays ?? 0) + (bounds.decrees ?? 0) > 0
  return {
    ...bounds,
    edits: Math.min(edits, isWide ? 1 : SMALL.edits),
    crashes: Math.min(crashes, SMALL.crashes),
    losses: Math.min(losses, SMALL.losses),
  }
}

describe('the real engine, whatever users, losses and crashes do at its boundaries', () => {
  test.each(EXPLORATIONS.map((exploration) => [exploration.name, exploration] as const))(
    '[L15] loses, undoes and doubles nothing but what is stated: %s',
    async (_, exploration) => {
      const beginning = beginningOf(exploration, tested(exploration))
      const { engineRuns, violations, anomalies } = await explore(
        wholeProfile(exploration),
        beginning,
      )
      expect(violations).toEqual([])
      const unstated = [...anomalies].filter(([title]) => !exploration.anomalies.includes(title))
      expect(unstated).toEqual([])
      expect(engineRuns).toBeGreaterThan(RUNS_MIN)
    },
    TIMEOUT_MS,
  )
})

/** What the shipped engine shows where a mutant lives; most of them live in the same place. */
const SOUND = new Map<string, Promise<Findings>>()

function soundOf({ profile, start }: Mutant): Promise<Findings> {
  const key = JSON.stringify([profile, start])
  const known = SOUND.get(key)
  const sound = known ?? explore(wholeProfile({ profile }), beginningOf({ profile, start }, SMALL))
  SOUND.set(key, sound)
  return sound
}

describe('replaying', () => {
  test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    'notices when %s',
    async (_, mutant) => {
      const beginning = beginningOf(mutant, SMALL)
      const sound = await soundOf(mutant)
      const broken = await explore(wholeProfile(mutant), beginning, mutant.mutate)
      const news = [...broken.anomalies.keys()].filter((title) => !sound.anomalies.has(title))
      expect(sound.violations).toEqual([])
      expect([...broken.violations, ...news]).not.toEqual([])
    },
    TIMEOUT_MS,
  )
})
