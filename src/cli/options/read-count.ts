import { BilateralError } from '../../errors.ts'

/** The most that may be asked for at once. */
export const COUNT_MAX = 1_000_000

/** Reads a count of at least one. Rejects anything else with `USAGE`. */
export function readCount(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= COUNT_MAX) return count
  throw new BilateralError(
    'USAGE',
    `${JSON.stringify(text)} is no count from 1 to ${COUNT_MAX.toLocaleString('en-US')}`,
    { next: 'the same command with --help' },
  )
}
