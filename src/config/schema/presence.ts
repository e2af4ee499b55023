import { z } from 'zod'
import type { BySide } from '../../core/side.ts'
import type {
  CreatedBothPolicy,
  CreatedRule,
  DeletedRule,
  UpdateDeletePolicy,
} from '../../core/terms.ts'
import { createdBoth } from './policy.ts'
import { oneOrSides } from './basic/sides.ts'
import type { Names } from './basic/sides.ts'

/** `unmatched:`, what happens across when a record has no counterpart. `create` is what the law says by itself. */
export function unmatched(names: Names): z.ZodType<BySide<CreatedRule | undefined>> {
  const word = z
    .enum(['create', 'keep', 'ask', 'remove'])
    .transform((said): CreatedRule => (said === 'create' ? 'propagate' : said))
  return oneOrSides(names, word)
}

/** `deletes:`, what happens across when a record is deleted. */
export function deletes(names: Names): z.ZodType<BySide<DeletedRule | undefined>> {
  return oneOrSides(names, z.enum(['propagate', 'restore', 'keep', 'ask']))
}

/** What the file says about the three policy cells. */
export interface SaidMatrix {
  readonly 'updated/deleted'?: UpdateDeletePolicy | undefined
  readonly 'deleted/updated'?: UpdateDeletePolicy | undefined
  readonly 'created/created'?: CreatedBothPolicy | undefined
}

const updateDelete = z.enum(['keep-updated', 'keep-deleted', 'ask']).optional()

/** `matrix:`, the answers to the three policy cells. */
export function matrix(names: Names): z.ZodType<SaidMatrix> {
  return z.strictObject({
    'updated/deleted': updateDelete.describe('Changed on the first system, deleted on the second.'),
    'deleted/updated': updateDelete.describe('Deleted on the first system, changed on the second.'),
    'created/created': createdBoth(names)
      .optional()
      .describe('Two records that prove to be one, never agreed, and differ.'),
  })
}
