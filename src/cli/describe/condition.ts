import type { Condition } from '../../core/operation.ts'
import { shorten } from '../output/text-width.ts'
import { unreachable } from '../../core/assert.ts'

/** How much of a version is told: enough to tell two apart, where a hash would fill the line. */
const VERSION_COLUMNS_MAX = 16

/** Says under which condition a target accepts a write (W3). */
export function describeCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'token':
      return `only if the version is still ${shorten(condition.token, VERSION_COLUMNS_MAX)}`
    case 'stamp':
      return `only if unchanged since ${condition.token}`
    case 'absent':
      return 'only if nothing is there'
    case 'none':
      return `without a condition: ${condition.because}`
    default:
      return unreachable(condition)
  }
}
