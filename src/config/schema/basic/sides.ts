import { z } from 'zod'
import { SIDES, bySide } from '../../../core/side.ts'
import type { BySide } from '../../../core/side.ts'

/**
 * The users' names of the two systems. Without them a schema describes every file: it is then good for finding faults
 * and for editors, and what it returns is not used.
 */
export type Names = BySide<string> | undefined

/** A map with the systems' names as keys, returned by side; what a side may leave out is `undefined`. */
export function sides<Side extends z.ZodType>(
  names: Names,
  side: Side,
): z.ZodType<BySide<z.output<Side>>> {
  return withSides(names, side, {}).transform(({ sides: both }) => both)
}

/** One value for both sides, or a map with the systems' names as keys. */
export function oneOrSides<Side extends z.ZodType>(
  names: Names,
  side: Side,
): z.ZodType<BySide<z.output<Side> | undefined>> {
  const both = side.transform((value) => bySide(() => value))
  return z.union([both, sides(names, side.optional())])
}

/** A map of known keys in which the systems' names are keys as well; what stands behind these is returned by side. */
export function withSides<Side extends z.ZodType, Shape extends z.ZodRawShape>(
  names: Names,
  side: Side,
  shape: Shape,
): z.ZodType<z.output<z.ZodObject<Shape>> & { readonly sides: BySide<z.output<Side>> }> {
  type Options = z.output<z.ZodObject<Shape>>
  type Sides = BySide<z.output<Side>>
  const object: z.ZodType =
    names === undefined
      ? z.strictObject(shape).catchall(side)
      : z.strictObject({ ...shape, ...Object.fromEntries(SIDES.map((at) => [names[at], side])) })
  return object.transform((value) => {
    const all = value as Readonly<Record<string, unknown>>
    const options = Object.keys(shape).map((key) => [key, all[key]] as const)
    const both = bySide((at) => all[names?.[at] ?? ''])
    return { ...(Object.fromEntries(options) as Options), sides: both as Sides }
  })
}
