import type { Verdict } from '../../simulation/simulate.ts'
import { PLANTED } from '../../simulation/planted.ts'
import { describe, expect, test } from 'vitest'
import { shrink } from '../../simulation/shrink.ts'
import { simulateRange, simulationOf } from '../../simulation/batch.ts'
import { tellStory } from '../../simulation/story.ts'

/** Seeds lived through in every test run; `npm run simulate` has all the others. */
const SEEDS = 200
/** Seeds within which a planted bug has to be found. */
const SEEDS_TO_FIND = 1_000

function told({ failures }: { readonly failures: readonly Verdict[] }): readonly string[] {
  return failures.map(({ seed, breaches }) => `${seed} ${JSON.stringify(breaches)}`)
}

test('[L15] whatever goes wrong, nothing is lost, nothing returns, and both systems end alike', async () => {
  const batch = await simulateRange({ from: 1, count: SEEDS })
  expect(told(batch)).toEqual([])
  expect(batch.coverage.get('crash')).toBeGreaterThan(0)
  expect(batch.coverage.get('run: exit 0')).toBeGreaterThan(SEEDS)
}, 120_000)

describe('a planted bug is found', () => {
  test.for(PLANTED)('$name', { timeout: 120_000 }, async (weakness) => {
    const range = { from: 1, count: SEEDS_TO_FIND }
    const isEnough = (failures: number): boolean => failures > 0
    const { failures } = await simulateRange(range, { weakness, isEnough })
    expect(failures).toHaveLength(1)
  })
})

test('a failing seed becomes a short story that ends the same way, and always the same one', async () => {
  const [weakness] = PLANTED
  const range = { from: 1, count: SEEDS_TO_FIND }
  const [failure] = (await simulateRange(range, { weakness, isEnough: (count) => count > 0 }))
    .failures
  const whole = simulationOf(failure!.seed, weakness)
  const short = await shrink(whole)
  expect(short.verdict.breaches[0]?.property).toBe(failure!.breaches[0]?.property)
  const { edits, faults } = short.simulation.script
  expect(edits.length + faults.length).toBeLessThanOrEqual(3)
  const story = await tellStory(short)
  expect(story.join('\n')).toContain(`✘ ${failure!.breaches[0]?.property ?? ''}`)
  expect(await tellStory(await shrink(whole))).toEqual(story)
}, 60_000)
