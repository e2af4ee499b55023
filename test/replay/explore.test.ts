import { describe, expect, test } from 'vitest'
import { EXPLORATIONS, SMALL, beginningOf, wholeProfile } from '../../replay/exploration.ts'
import { MUTANTS } from '../../replay/mutants.ts'
import { explore } from '../../replay/explore.ts'

/** A second each; a busy machine takes its time. */
const TIMEOUT_MS = 120_000

/** Fewer runs than this explore nothing. */
const RUNS_MIN = 2_500

describe('the real engine, whatever users, losses and crashes do at its boundaries', () => {
  test.each(EXPLORATIONS.map((exploration) => [exploration.name, exploration] as const))(
    '[L15] loses, undoes and doubles nothing but what is stated: %s',
    async (_, exploration) => {
      const beginning = beginningOf(exploration, SMALL)
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

describe('replaying', () => {
  test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    'notices when %s',
    async (_, mutant) => {
      const beginning = beginningOf(mutant, SMALL)
      const sound = await explore(wholeProfile(mutant), beginning)
      const broken = await explore(wholeProfile(mutant), beginning, mutant.mutate)
      const news = [...broken.anomalies.keys()].filter((title) => !sound.anomalies.has(title))
      expect(sound.violations).toEqual([])
      expect([...broken.violations, ...news]).not.toEqual([])
    },
    TIMEOUT_MS,
  )
})
