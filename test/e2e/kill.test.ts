import { expect, onTestFinished, test } from 'vitest'
import type { Stage } from '../../kill/stage.ts'
import { openStage } from '../../kill/stage.ts'
import { play } from '../../kill/scenario.ts'
import { scenarioNamed } from '../../kill/campaign.ts'

async function stageOf(): Promise<Stage> {
  const stage = await openStage()
  onTestFinished(() => stage.close())
  return stage
}

test('[L15] the command killed in the middle of requests and transactions loses nothing', async () => {
  const stage = await stageOf()
  for (const name of [
    'ids:agreed:request-5-unheard',
    'ids:strangers:commit-4-before',
    'keys:agreed:request-6-late',
    'keys:agreed:request-7-done',
    'keys:agreed:commit-6-after',
    'random:1.2',
  ]) {
    const { kills, violations } = await play(scenarioNamed(name), stage)
    expect({ name, violations }).toEqual({ name, violations: [] })
    expect(kills).toBeGreaterThan(0)
  }
})

test('a record that a system gains or loses behind the back of the run is noticed', async () => {
  const stage = await stageOf()
  const item = { name: 'r00', city: 'c0', phone: 'p0' }
  const tampered: Stage = {
    ...stage,
    run: async (point) => {
      const ended = await stage.run(point)
      stage.service.edit([{ verb: 'create', on: 'crm', item }])
      return ended
    },
  }
  const { violations } = await play(scenarioNamed('ids:agreed:commit-3-after'), tampered)
  expect(violations).toContainEqual(expect.stringMatching(/the CRM holds r00 \d times/))
})
