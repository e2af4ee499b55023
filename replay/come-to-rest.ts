import type { Budget, World } from '../test/protocol/world/world.ts'
import type { Shell } from './engine-run.ts'
import { CALM } from './stage.ts'
import { CYCLES_MAX, judge } from '../test/protocol/world/rest.ts'
import { NO_BUDGET } from '../test/protocol/world/start.ts'
import { breach } from '../test/protocol/world/world.ts'
import { restKey } from './world-key.ts'

const NOTHING_MORE: Budget = NO_BUDGET

/**
 * Lets the engine run without users and faults until nothing changes any more: agreement is near (P1), a further run
 * writes nothing (P8), no record is there twice (P6). Answers the world with its breach, if there is one.
 */
export async function comeToRest(world: World, shell: Shell, known: Set<string>): Promise<World> {
  let here: World = { ...world, budget: NOTHING_MORE, delayed: undefined }
  const passed: string[] = []
  for (let cycle = 0; cycle < CYCLES_MAX; cycle += 1) {
    const key = restKey(here)
    if (known.has(key)) return world
    passed.push(key)
    const sentBefore = shell.stage.writes
    const after = await shell.run(here, CALM)
    if (after.breach !== undefined) return after
    if (restKey(after) === key) {
      const sends = shell.stage.writes - sentBefore
      for (const one of passed) known.add(one)
      return judge({ world: after, sends }, shell.stage.profile)
    }
    here = after
  }
  return breach(here, 'P1', { detail: 'no rest is reached', writes: -1 })
}
