import type { Beginning, Stage } from './stage.ts'
import type { Edit, Life, Profile } from './item.ts'
import { BASE_ITEMS } from './workload.ts'
import { expectedAfter } from './workload.ts'
import { judge, judgeMemory, look } from './verify.ts'

/** One story: where it begins, and the lives of the process until it may live to the end. */
export interface Scenario {
  /** By which it is repeated. */
  readonly name: string
  readonly profile: Profile
  readonly beginning: Beginning
  readonly lives: readonly Life[]
  /** Whether one run more has to change nothing. */
  readonly thenQuiet: boolean
}

/** What became of one scenario. */
export interface Outcome {
  readonly scenario: Scenario
  readonly kills: number
  readonly runs: number
  readonly violations: readonly string[]
}

/** Runs that may be needed after the last kill until everything is done. */
export const RUNS_TO_END_MAX = 3

/**
 * Lets the process die as often as the scenario says and then live until it is done. Both systems are then read from
 * themselves: they say the same, everything that users did and nothing else, each record once; the memory is the fold of
 * its journal; and one more run, where it is asked for, changes nothing.
 */
export async function play(scenario: Scenario, stage: Stage): Promise<Outcome> {
  const { profile, beginning, lives } = scenario
  await stage.begin(profile, beginning)
  const violations: string[] = []
  let kills = 0
  let runs = 0
  for (const { edits, point } of lives) {
    stage.edit(edits)
    const { signal, code, output } = await stage.run(point)
    runs += 1
    if (signal === 'SIGKILL') kills += 1
    else if (code !== 0) violations.push(`a run that was not killed ended with ${code}: ${output}`)
  }
  const end = await runToEnd(stage)
  violations.push(...end.violations)
  const edits: readonly Edit[] = lives.flatMap((life) => life.edits)
  const before = look(stage)
  violations.push(...judge(before, expectedAfter(BASE_ITEMS, edits)))
  violations.push(...(await judgeMemory(stage.memoryPath)))
  if (!scenario.thenQuiet) return { scenario, kills, runs: runs + end.runs, violations }
  const quiet = await stage.run()
  if (quiet.code !== 0 || JSON.stringify(look(stage)) !== JSON.stringify(before))
    violations.push(`one more run was not quiet: ${quiet.output}`)
  return { scenario, kills, runs: runs + end.runs + 1, violations }
}

async function runToEnd(
  stage: Stage,
): Promise<{ readonly runs: number; readonly violations: readonly string[] }> {
  for (let runs = 1; ; runs++) {
    const { code, output } = await stage.run()
    if (code === 0) return { runs, violations: [] }
    if (runs === RUNS_TO_END_MAX)
      return { runs, violations: [`run ${runs} after the last kill ended with ${code}: ${output}`] }
  }
}
