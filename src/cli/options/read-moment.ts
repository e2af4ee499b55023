import { BilateralError } from '../../errors.ts'
import { parseDuration } from '../../config/schema/basic/duration.ts'

const MOMENT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/

/**
 * Reads how long ago something was (`2d`, `1h30m`) or when (`2025-01-31`, `2025-01-31T12:00Z`); answers milliseconds since
 * 1970. Rejects anything else with `USAGE`.
 */
export function readMoment(text: string, nowMs: number): number {
  const ago = parseDuration(text)
  if (ago !== undefined) return nowMs - ago
  const at = MOMENT.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(at)) return at
  throw new BilateralError(
    'USAGE',
    `${JSON.stringify(text)} is no moment: write how long ago (2d, 12h, 30m), at most a year, or a date (2025-01-31, 2025-01-31T12:00Z)`,
    { next: 'the same command with --help' },
  )
}

/** Reads a length of time (`2d`, `1h30m`), in milliseconds. Rejects anything else with `USAGE`. */
export function readAge(text: string): number {
  const age = parseDuration(text)
  if (age !== undefined) return age
  throw new BilateralError(
    'USAGE',
    `${JSON.stringify(text)} is no length of time: write 2d, 12h or 30m, at most a year`,
    { next: 'the same command with --help' },
  )
}
