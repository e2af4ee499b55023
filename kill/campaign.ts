import type { Outcome, Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'
import { drawScenario } from './draw-scenario.ts'
import { enumerate, enumerated } from './enumerate.ts'
import { openStage } from './stage.ts'
import { play } from './scenario.ts'
import { readPoint } from './kill-point.ts'

/** What is asked of a campaign. */
export interface Wishes {
  /** Kills to reach: first every enumerated point, or evenly spread ones if there are more, then random lives. */
  readonly count: number
  readonly seed: number
  /** Processes side by side. */
  readonly workers: number
  /** Only this scenario, by its name. */
  readonly only?: string | undefined
  /** Told after each scenario. */
  readonly onOutcome: (outcome: Outcome) => void
}

/** What a campaign came to. */
export interface Toll {
  readonly kills: number
  readonly runs: number
  readonly scenarios: number
  readonly violations: number
}

/** Kills the command until the count is reached, on one stage for each worker. */
export async function campaign(wishes: Wishes): Promise<Toll> {
  const { workers, onOutcome } = wishes
  const stages = await Promise.all(Array.from({ length: workers }, openStage))
  let toll: Toll = { kills: 0, runs: 0, scenarios: 0, violations: 0 }
  try {
    const next = await agenda(wishes, stages, () => toll.kills)
    const work = async (stage: Stage): Promise<void> => {
      for (let scenario = next(); scenario !== undefined; scenario = next()) {
        const outcome = await play(scenario, stage)
        toll = added(toll, outcome)
        onOutcome(outcome)
      }
    }
    await Promise.all(stages.map(work))
    return toll
  } finally {
    await Promise.all(stages.map((stage) => stage.close()))
  }
}

function added(toll: Toll, { kills, runs, violations }: Outcome): Toll {
  return {
    kills: toll.kills + kills,
    runs: toll.runs + runs,
    scenarios: toll.scenarios + 1,
    violations: toll.violations + violations.length,
  }
}

/** Gives the next scenario, until the count is reached. */
async function agenda(
  { count, seed, only }: Wishes,
  [stage]: readonly Stage[],
  kills: () => number,
): Promise<() => Scenario | undefined> {
  if (only !== undefined) {
    const left = [scenarioNamed(only)]
    return () => left.pop()
  }
  const all = stage === undefined ? [] : await enumerate(stage)
  const stride = Math.max(1, all.length / count)
  const planned = Array.from(
    { length: Math.min(count, all.length) },
    (_, no) => all[Math.floor(no * stride)],
  ).filter((scenario) => scenario !== undefined)
  let given = 0
  return () => {
    if (kills() >= count) return undefined
    given += 1
    return planned[given - 1] ?? drawScenario(`${seed}.${given}`)
  }
}

/** The scenario that a name stands for. Throws for a name that is none. */
export function scenarioNamed(name: string): Scenario {
  const [profile, beginning = '', text = ''] = name.split(':')
  if (profile === 'random') return drawScenario(beginning)
  const point = readPoint(text)
  const isProfile = profile === 'ids' || profile === 'keys'
  const isBeginning = beginning === 'strangers' || beginning === 'agreed'
  if (!isProfile || !isBeginning || point === undefined)
    throw new Error(`${name} is no scenario: ids:agreed:request-5-late or random:1.7 would be`)
  return enumerated(profile, beginning, point)
}
