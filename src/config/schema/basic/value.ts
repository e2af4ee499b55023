import { z } from 'zod'
import type { Value } from '../../../core/value.ts'
import { Secret } from '../../../core/secret.ts'
import { describeWish } from '../../explain/phrase.ts'

/** Any JSON value, as it stands in the file. */
export const jsonValue = z.custom<Value>((value) => value !== undefined, {
  error: ({ input }) => describeWish('any value', input),
})

/** A secret; the file holds a reference to it. */
export const secret = z
  .custom<Secret>((value) => value instanceof Secret, {
    error: ({ input }) => describeWish('a reference such as "${env:NAME}"', input),
  })
  .meta({ type: 'string', pattern: String.raw`\$\{(env|file):[^}]+\}` })

const PERCENT = /^(\d{1,2}(?:\.\d+)?|100)%$/

/** A share: `20%`, or a number from 0 to 1; a number from 0 to 1 once it is read. */
export const share = z
  .union([z.string(), z.number().min(0).max(1)])
  .meta({ examples: ['20%'] })
  .transform((said, context) => {
    if (typeof said === 'number') return said
    const percent = PERCENT.exec(said)?.[1]
    if (percent !== undefined) return Number(percent) / 100
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(said)} is not a share; write 20%`,
    })
    return z.NEVER
  })

/** A number of things, at least one. */
export const count = z.int().min(1)
