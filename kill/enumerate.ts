import type { Edit, Profile } from './item.ts'
import type { KillPoint } from './kill-point.ts'
import type { Beginning, Stage } from './stage.ts'
import type { Scenario } from './scenario.ts'
import { FIRST_EDITS, TWENTY_EDITS } from './workload.ts'
import { pointText } from './kill-point.ts'

/** The ways in which records are recognised, each a configuration of its own. */
export const PROFILES: readonly Profile[] = ['ids', 'keys']

/** The edits that lead to the run in which the process is killed. */
export const EDITS: Readonly<Record<Beginning, readonly Edit[]>> = {
  strangers: FIRST_EDITS,
  agreed: TWENTY_EDITS,
}

/** Every point of two runs, the first of all and one of twenty operations, with both profiles: one kill each. */
export async function enumerate(stage: Stage): Promise<readonly Scenario[]> {
  const scenarios: Scenario[] = []
  for (const profile of PROFILES)
    for (const beginning of ['strangers', 'agreed'] as const) {
      const points = await pointsOf(stage, profile, beginning)
      scenarios.push(...points.map((point) => enumerated(profile, beginning, point)))
    }
  return scenarios
}

/** Every so many points, one more run has to be quiet: each costs a process. */
const QUIET_EVERY = 3

/** The scenario of one kill. */
export function enumerated(profile: Profile, beginning: Beginning, point: KillPoint): Scenario {
  const name = `${profile}:${beginning}:${pointText(point)}`
  const thenQuiet = point.kind === 'moment' || point.at % QUIET_EVERY === 0
  return { name, profile, beginning, lives: [{ edits: EDITS[beginning], point }], thenQuiet }
}

/** Lets the run live once, and tells every point it passed. */
async function pointsOf(
  stage: Stage,
  profile: Profile,
  beginning: Beginning,
): Promise<readonly KillPoint[]> {
  await stage.begin(profile, beginning)
  stage.edit(EDITS[beginning])
  const { code, output } = await stage.run()
  if (code !== 0) throw new Error(`a run that nothing disturbs ended with ${code}: ${output}`)
  const { methods, commits } = stage.spent()
  const requests = methods.flatMap((method, no): readonly KillPoint[] =>
    (method === 'GET' ? (['done'] as const) : (['unheard', 'late', 'done'] as const)).map(
      (when) => ({ kind: 'request', at: no + 1, when }),
    ),
  )
  const transactions = Array.from({ length: commits }, (_, no) =>
    (['before', 'after'] as const).map((when): KillPoint => ({
      kind: 'commit',
      at: no + 1,
      when,
    })),
  )
  return [...requests, ...transactions.flat()]
}
