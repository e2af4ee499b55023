import { expect, test } from 'vitest'
import { BASE_ITEMS, expectedAfter } from '../../kill/workload.ts'
import { drawScenario } from '../../kill/draw-scenario.ts'
import { pointText, readPoint } from '../../kill/kill-point.ts'
import { scenarioNamed } from '../../kill/campaign.ts'

const seeds = Array.from({ length: 50 }, (_, no) => `7.${no}`)

test('a scenario is drawn from its name alone', () => {
  for (const seed of seeds) expect(scenarioNamed(`random:${seed}`)).toEqual(drawScenario(seed))
})

test('what users do can always be told to have taken place: no edit contradicts another', () => {
  for (const seed of seeds) {
    const edits = drawScenario(seed).lives.flatMap((life) => life.edits)
    expect(expectedAfter(BASE_ITEMS, edits).size).toBeGreaterThan(0)
    const written = edits.flatMap((edit) => (edit.verb === 'update' ? [edit.name] : []))
    const gone = edits.flatMap((edit) => (edit.verb === 'delete' ? [edit.name] : []))
    expect(gone.filter((name) => written.includes(name))).toEqual([])
  }
})

test.each(['request-5-late', 'commit-3-before', 'moment-120'])(
  '%s is read as it is written',
  (text) => {
    expect(pointText(readPoint(text)!)).toBe(text)
  },
)

test.each(['nothing', 'ids:agreed:commit-0', 'ids:never:commit-1-after', 'all:agreed:moment-1'])(
  '%s names no scenario',
  (name) => {
    expect(() => scenarioNamed(name)).toThrow('is no scenario')
  },
)
