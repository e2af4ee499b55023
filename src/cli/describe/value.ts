import type { Value } from '../../core/value.ts'
import { canonicalText } from '../../core/value.ts'

/** What stands where there is no value: nothing was there, or nothing is known. */
export const NO_VALUE = '—'

/** Writes a value so that it can be typed again as it stands: JSON, with `—` for what is not there. */
export function describeValue(value: Value | undefined): string {
  return value === undefined ? NO_VALUE : canonicalText(value)
}
