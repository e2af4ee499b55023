import { z } from 'zod'
import { listWords } from '../../explain/phrase.ts'

/** What a map of one kind holds: the keys of every kind, and the key of its own. */
type OneOf<Common extends z.ZodRawShape, Kinds extends z.ZodRawShape> = z.output<
  z.ZodObject<Common>
> &
  {
    readonly [Kind in keyof Kinds]: { readonly [Key in Kind]: z.output<Kinds[Kind]> }
  }[keyof Kinds]

/** A map that has exactly one of several keys, which tells its kind, beside the keys that every kind has. */
export function exactlyOne<Common extends z.ZodRawShape, Kinds extends z.ZodRawShape>(
  common: Common,
  kinds: Kinds,
): z.ZodType<OneOf<Common, Kinds>> {
  const words = Object.keys(kinds)
  const optional = words.map((kind) => [kind, z.optional(kinds[kind] as z.ZodType)] as const)
  const map: z.ZodType = z
    .strictObject({ ...common, ...Object.fromEntries(optional) })
    .refine(
      (value: Readonly<Record<string, unknown>>) =>
        words.filter((kind) => value[kind] !== undefined).length === 1,
      {
        error: `needs exactly one of ${listWords(words)}`,
        when: ({ issues }) => issues.length === 0,
      },
    )
    .meta({ oneOf: words.map((kind) => ({ required: [kind] })) })
  return map as z.ZodType<OneOf<Common, Kinds>>
}
