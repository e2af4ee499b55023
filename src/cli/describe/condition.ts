import type { Condition } from '../../core/operation.ts'
import { unreachable } from '../../core/assert.ts'

/** Says under which condition a target accepts a write (W3). */
export function describeCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'token':
      return `only if the version is still ${condition.token}`
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
