import type { Clock } from '../../engine/clock.ts'
import type { Proceed } from '../../guarantee/small-setting.ts'

/** Time that `check` takes to explore the policy of an entity, milliseconds. */
export const POLICY_MS_MAX = 3_000

/** Time that `guarantees` takes for each of the two worlds of an entity, milliseconds. */
export const LIMITS_MS_MAX = 3_000

/** Lets an exploration go on for so long from now. */
export function timeBudget(clock: Clock, budgetMs: number): Proceed {
  const endMs = clock.nowMs() + budgetMs
  return () => clock.nowMs() < endMs
}
