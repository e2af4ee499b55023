import type { Usage } from '../../adapters/adapter.ts'
import type { BySide } from '../../core/side.ts'
import { SIDES } from '../../core/side.ts'
import type { Verb } from '../../core/operation.ts'
import { BilateralError } from '../../errors.ts'

/** How an error says that no write has left for either system. */
export const NOTHING_WRITTEN = 'nothing was written to either system'

const WRITES: readonly Verb[] = ['create', 'update', 'delete']

/**
 * The same error, which also says that nothing was written where the systems were asked for no write since `before`, be it
 * by recovery or by a plan (E10). An error that says so itself, or that follows a write, stays as it is.
 */
export function tellUnwritten(
  error: BilateralError,
  before: BySide<Usage>,
  now: BySide<Usage>,
): BilateralError {
  if (error.message.includes(NOTHING_WRITTEN)) return error
  if (SIDES.some((side) => writesOf(now[side]) > writesOf(before[side]))) return error
  const { code, message, cause, next, retryable } = error
  return new BilateralError(code, `${message}\n${NOTHING_WRITTEN}`, {
    ...(cause !== undefined && { cause }),
    ...(next !== undefined && { next }),
    retryable,
  })
}

function writesOf({ byOperation }: Usage): number {
  return WRITES.reduce((sum, verb) => sum + (byOperation[verb] ?? 0), 0)
}
