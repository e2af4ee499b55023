import type { Value } from '../../core/value.ts'

/**
 * Reads a value as a person types it, in every way it can be meant, the likeliest first. `null`, quotes, lists and objects
 * are JSON; anything else is JSON or text, and text first where every value known so far is text. A number that JSON would
 * round is text.
 */
export function parseValue(
  text: string,
  known: readonly (Value | undefined)[],
): readonly [Value, ...Value[]] {
  const parsed = parseJson(text)
  if (parsed === undefined) return [text]
  if (parsed === null || /^\s*["[{]/.test(text)) return [parsed, text]
  const values = known.filter((value) => value !== undefined && value !== null)
  const isText = values.length > 0 && values.every((value) => typeof value === 'string')
  return isText ? [text, parsed] : [parsed, text]
}

/** What a number says where it was read. */
interface ReadFrom {
  readonly source?: string
}

function parseJson(text: string): Value | undefined {
  try {
    return JSON.parse(text, (_key, value: Value, { source }: ReadFrom = {}) => {
      if (typeof value === 'number' && String(value) !== source) throw new RangeError(source)
      return value
    }) as Value
  } catch {
    return undefined
  }
}
