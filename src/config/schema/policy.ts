import { z } from 'zod'
import { SIDES } from '../../core/side.ts'
import type { Side } from '../../core/side.ts'
import type { CreatedBothPolicy, FieldPolicy, OtherEdits, Owner } from '../../core/terms.ts'
import type { Names } from './basic/sides.ts'

/** The words of `policy:` besides the systems' names. */
export const POLICY_WORDS = ['ask', 'newest', 'union', 'max', 'min'] as const

/** The words of the cell `created/created` besides the systems' names. */
export const CREATED_BOTH_WORDS = ['merge', 'ask', 'newest', 'both'] as const

/** A word of a list, or the name of a system, which is returned as its side. */
function wordOrSystem<Word extends string>(
  names: Names,
  words: readonly Word[],
): z.ZodType<Word | Side> {
  const known =
    names === undefined
      ? z.string().meta({ examples: [...words] })
      : z.enum([names.a, names.b, ...words])
  return known.transform((text) => SIDES.find((side) => names?.[side] === text) ?? (text as Word))
}

/** `owner:`, whose edits of a field travel. */
export function owner(names: Names): z.ZodType<Owner> {
  return wordOrSystem(names, ['both'])
}

/** `otherEdits:`, what becomes of an edit by the side that does not own the field. */
export const otherEdits: z.ZodType<OtherEdits> = z.enum(['revert', 'keep', 'ask'])

/** `policy:`, what becomes of a field that both sides changed differently. */
export function policy(names: Names): z.ZodType<FieldPolicy> {
  return wordOrSystem(names, POLICY_WORDS).transform((word) =>
    word === 'a' || word === 'b' ? { kind: 'take', side: word } : { kind: word },
  )
}

/** The cell `created/created`: two records that prove to be one and differ. */
export function createdBoth(names: Names): z.ZodType<CreatedBothPolicy> {
  return wordOrSystem(names, CREATED_BOTH_WORDS).transform((word) =>
    word === 'a' || word === 'b' ? { kind: 'take', side: word } : { kind: word },
  )
}
