import { z } from 'zod'
import { describeWish } from '../../explain/phrase.ts'

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

const SHORT = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/
const ISO = /^P(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g

/** How long a duration may be: a year. */
export const DURATION_MS_MAX = 365 * 86_400_000

/**
 * Reads `500ms`, `1s`, `2m`, `1h30m`, or ISO 8601 as in `PT1S`, in milliseconds; what is finer is rounded up, which is
 * the cautious direction for a granularity and for a wait. Nothing for any other text, nor beyond `DURATION_MS_MAX`.
 */
export function parseDuration(text: string): number | undefined {
  const short = ISO.test(text) ? text.replaceAll(/[PT]/g, '').toLowerCase() : text
  if (!SHORT.test(short)) return undefined
  const parts = [...short.matchAll(PART)]
  const total = parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0),
    0,
  )
  const rounded = Math.ceil(total)
  return rounded <= DURATION_MS_MAX ? rounded : undefined
}

/** A duration, in milliseconds once it is read. */
export const duration = z
  .string({ error: ({ input }) => describeWish('a duration such as 500ms, 2m or PT1S', input) })
  .meta({ id: 'duration', examples: ['500ms', '2m', 'PT1S'] })
  .transform((text, context) => {
    const parsed = parseDuration(text)
    if (parsed !== undefined) return parsed
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(text)} is not a duration of at most a year; write 500ms, 1s, 2m, 1h or PT1S`,
    })
    return z.NEVER
  })
