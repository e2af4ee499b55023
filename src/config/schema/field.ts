import { z } from 'zod'
import type { BySide } from '../../core/side.ts'
import type { FieldPolicy, OtherEdits, Owner } from '../../core/terms.ts'
import { given } from './basic/name.ts'
import { otherEdits, owner, policy } from './policy.ts'
import { withSides } from './basic/sides.ts'
import type { Names } from './basic/sides.ts'

/** Where a field stands in a record: a path, or a path for each member of a field that is an object. */
export type SaidPaths = string | Readonly<Record<string, string>>

/** What the file says about one field. */
export interface SaidField {
  readonly sides: BySide<SaidPaths>
  /** Not yet understood: the mapping reads it. */
  readonly as?: unknown
  readonly empty?: 'same-as-null' | 'distinct' | undefined
  readonly owner?: Owner | undefined
  readonly otherEdits?: OtherEdits | undefined
  readonly policy?: FieldPolicy | undefined
  readonly group?: string | undefined
  readonly required?: boolean | undefined
}

const paths = z
  .union([given('a path'), z.record(given('a member'), given('a path'))])
  .describe('The path in this system, or a path for each member of a group.')

/** `entities.<name>.fields.<name>`, one field that is kept in agreement. */
export function field(names: Names): z.ZodType<SaidField> {
  return withSides(names, paths, {
    as: z.unknown().optional().describe('The lenses through which both sides are read.'),
    empty: z
      .enum(['same-as-null', 'distinct'])
      .optional()
      .describe('Whether an empty text or list says the same as nothing. Default distinct.'),
    owner: owner(names)
      .optional()
      .describe('The system whose edits travel, or both. Default both, or what the preset says.'),
    otherEdits: otherEdits
      .optional()
      .describe("What becomes of the other system's edits: revert (put back), keep, ask."),
    policy: policy(names)
      .optional()
      .describe('When both changed: ask, a system, newest, union (sets), max or min.'),
    group: given('a group')
      .optional()
      .describe('Fields of one group are decided together: an edit of any is an edit of all.'),
    required: z
      .boolean()
      .optional()
      .describe('Whether a record waits to be created across until this field has a value.'),
  })
}
