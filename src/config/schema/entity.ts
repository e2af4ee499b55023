import { z } from 'zod'
import { describeWish } from '../explain/phrase.ts'
import type { BySide } from '../../core/side.ts'
import type { CreatedRule, DeletedRule, FieldPolicy, OtherEdits } from '../../core/terms.ts'
import type { Verb } from '../../core/operation.ts'
import { field } from './field.ts'
import type { SaidField } from './field.ts'
import { guards } from './guards.ts'
import type { SaidGuards } from './guards.ts'
import { entityName, fieldName, given } from './basic/name.ts'
import { mapOf } from './basic/map-of.ts'
import { otherEdits, policy } from './policy.ts'
import { preset } from './preset.ts'
import type { NamedPreset } from './preset.ts'
import { deletes, matrix, unmatched } from './presence.ts'
import type { SaidMatrix } from './presence.ts'
import { sides, withSides } from './basic/sides.ts'
import type { Names } from './basic/sides.ts'

/** What the file says about one way to prove that two records are one. */
export interface SaidMatch {
  /** One path, or as many on each side in the same order. */
  readonly on: BySide<string | readonly string[]>
  /** Not yet understood: the mapping reads it. */
  readonly as?: unknown
  readonly then: 'link' | 'review'
}

/** What the file says about one entity; `sides` are the collections. */
export interface SaidEntity {
  readonly sides: BySide<string>
  readonly extends?: NamedPreset | undefined
  readonly match: readonly SaidMatch[]
  readonly unmatched?: BySide<CreatedRule | undefined> | undefined
  readonly deletes?: BySide<DeletedRule | undefined> | undefined
  readonly matrix?: SaidMatrix | undefined
  readonly allow?: BySide<readonly Verb[] | undefined> | undefined
  readonly guards?: SaidGuards | undefined
  readonly acceptLostUpdates: boolean
  readonly fields: Readonly<Record<string, SaidField>>
  readonly after: readonly string[]
}

/** What the file says for every entity that neither says otherwise nor names a preset besides two-way. */
export interface SaidDefaults {
  readonly policy?: FieldPolicy | undefined
  readonly otherEdits?: OtherEdits | undefined
  readonly deletes?: BySide<DeletedRule | undefined> | undefined
  readonly matrix?: SaidMatrix | undefined
}

const VERBS: readonly Verb[] = ['create', 'update', 'delete']

const keyPath = z.union([given('a path'), z.array(given('a path')).min(1)])

function matchRule(names: Names): z.ZodType<SaidMatch> {
  return z.strictObject({
    on: sides(names, keyPath).describe('The path of the key in each system, or several in order.'),
    as: z.unknown().optional().describe('The lenses through which both keys are read.'),
    then: z
      .enum(['link', 'review'])
      .default('link')
      .describe('What to do with exactly one counterpart: link, or review by a person.'),
  })
}

/** `entities.<name>`, one collection of each system and how they are kept in agreement. */
export function entity(names: Names): z.ZodType<SaidEntity> {
  return withSides(names, given('a collection').describe('The collection of this system.'), {
    extends: preset(names)
      .optional()
      .describe('The preset that answers what is not said here. Default two-way.'),
    match: z
      .array(matchRule(names), {
        error: ({ input }) =>
          describeWish('a list of the keys that prove two records to be one', input),
      })
      .describe(
        'How records that are not linked find their counterpart, the best rule first. [] if none can.',
      ),
    unmatched: unmatched(names)
      .optional()
      .describe(
        'What happens to a record without counterpart: create it across, keep, ask, remove.',
      ),
    deletes: deletes(names)
      .optional()
      .describe('What a deletion on a system does: propagate, restore, keep, ask.'),
    matrix: matrix(names).optional().describe('The answers to the three policy cells.'),
    allow: sides(names, z.array(z.enum(VERBS)).optional())
      .optional()
      .describe('Which writes a system accepts, narrowed by what it can do. Default all.'),
    guards: guards.optional().describe('What stops a run before its first write.'),
    acceptLostUpdates: z
      .boolean()
      .default(false)
      .describe('Write also where a system takes no condition: an edit just before can be lost.'),
    fields: mapOf(fieldName, field(names)).describe('What is kept in agreement, by field.'),
    after: z
      .array(entityName)
      .default([])
      .describe('Entities that come first; those that fields refer to do so anyway.'),
  })
}

/** `defaults:`, answers for every entity. */
export function defaults(names: Names): z.ZodType<SaidDefaults> {
  return z.strictObject({
    policy: policy(names).optional().describe('When both systems changed a field.'),
    otherEdits: otherEdits.optional().describe('What becomes of edits by who is not the owner.'),
    deletes: deletes(names).optional().describe('What a deletion on a system does.'),
    matrix: matrix(names).optional().describe('The answers to the three policy cells.'),
  })
}
