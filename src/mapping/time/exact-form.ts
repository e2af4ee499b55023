import type { Precision } from './precision.ts'

/** Days that every month has; the others need a calendar. */
const COMMON_DAY = String.raw`(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])`

/** Matches most days that are written as a shared value is, so that they pass as they are. */
export const EXACT_DAY = new RegExp(`^${COMMON_DAY}$`)

/** Matches most instants that are written as a shared value of this precision is, so that they pass as they are. */
export function exactInstant({ stepSeconds, digits }: Precision): RegExp {
  const minute = stepSeconds < 3600 ? String.raw`[0-5]\d` : '00'
  const second = stepSeconds < 60 ? String.raw`[0-5]\d` : '00'
  const fraction = digits > 0 ? String.raw`\.\d{${digits}}` : ''
  return new RegExp(`^${COMMON_DAY}T(?:[01]\\d|2[0-3]):${minute}:${second}${fraction}Z$`)
}
