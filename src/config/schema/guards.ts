import { z } from 'zod'
import type { ChangeLimit } from '../../core/plan/guard.ts'

const LIMIT = /^(?:(?<share>\d{1,2}(?:\.\d+)?|100)%(?:$|\/(?=\d)))?(?<floor>\d{1,15})?$/

/**
 * Reads a limit on changes: `2%/20` trips above 2 % of the pairs and above 20, `2%` above that share, `20` above that
 * number, `unlimited` never. Nothing for any other text.
 */
export function parseLimit(text: string): ChangeLimit | undefined {
  if (text === 'unlimited') return { ratioMax: Number.POSITIVE_INFINITY, countFloor: 0 }
  const groups = text === '' ? undefined : LIMIT.exec(text)?.groups
  if (groups === undefined) return undefined
  const { share = '0', floor = '0' } = groups
  return { ratioMax: Number(share) / 100, countFloor: Number(floor) }
}

const limit = z
  .union([z.string(), z.int().nonnegative()])
  .meta({ examples: ['2%/20', '5%', 100, 'unlimited'] })
  .transform((text, context) => {
    const parsed = parseLimit(String(text))
    if (parsed !== undefined) return parsed
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(text)} is not a limit; write 2%/20 (above 2 % and above 20), 2%, 20 or unlimited`,
    })
    return z.NEVER
  })

/** What the file says about limits. */
export interface SaidGuards {
  readonly maxDelete?: ChangeLimit | undefined
  readonly maxUpdate?: ChangeLimit | undefined
  readonly maxCreate?: ChangeLimit | undefined
  readonly minRecords?: number | undefined
}

/** `guards:` of the file or of an entity: what stops a run before its first write. */
export const guards: z.ZodType<SaidGuards> = z.strictObject({
  maxDelete: limit.optional().describe('More deletions than this stop the run. Default 5%/50.'),
  maxUpdate: limit.optional().describe('More updates than this stop the run. Default 50%/1000.'),
  maxCreate: limit.optional().describe('More creations than this stop the run. Default unlimited.'),
  minRecords: z
    .int()
    .nonnegative()
    .optional()
    .describe('Fewer records than this on a system that had more stop the run. Default 0.'),
})
