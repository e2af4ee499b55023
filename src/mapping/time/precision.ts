import { assert } from '../../core/assert.ts'
import type { Ticks } from './clock-face.ts'

/** The step in which a field counts time: an hour, a minute, a second, or a decimal part of a second. */
export interface Precision {
  /** As ISO 8601 writes the step: `PT1M`, `PT1S`, `PT0.001S`. */
  readonly text: string
  readonly stepSeconds: number
  /** Digits after the second; 0 unless the step is shorter than a second. */
  readonly digits: number
}

const STEP_SECONDS: ReadonlyMap<string, number> = new Map([
  ['PT1H', 3600],
  ['PT1M', 60],
  ['PT1S', 1],
])

/** Reads a precision; nothing if it is none. */
export function parsePrecision(text: string): Precision | undefined {
  const stepSeconds = STEP_SECONDS.get(text)
  if (stepSeconds !== undefined) return { text, stepSeconds, digits: 0 }
  const zeros = /^PT0\.(0{0,8})1S$/.exec(text)?.[1]
  return zeros === undefined ? undefined : { text, stepSeconds: 1, digits: zeros.length + 1 }
}

/** The precision with a text that is known to be one. */
export function stepOf(text: string): Precision {
  const precision = parsePrecision(text)
  assert(precision !== undefined, `no precision: ${text}`)
  return precision
}

/** The precision of that many digits after the second. */
export function fractionOf(digits: number): Precision {
  return stepOf(`PT0.${'1'.padStart(digits, '0')}S`)
}

/** Cuts a time to whole steps, never rounding into the future. */
export function cut({ seconds, nanos }: Ticks, { stepSeconds, digits }: Precision): Ticks {
  if (digits > 0) return { seconds, nanos: nanos - (nanos % 10 ** (9 - digits)) }
  return { seconds: Math.floor(seconds / stepSeconds) * stepSeconds, nanos: 0 }
}

/** Whether one precision counts in shorter steps than another. */
export function isFiner(left: Precision, right: Precision): boolean {
  return left.digits > right.digits || left.stepSeconds < right.stepSeconds
}
