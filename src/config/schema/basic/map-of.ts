import { z } from 'zod'

/** A map by name. One with nothing but comments below it holds nothing, as a proposal may that waits for answers. */
export function mapOf<Key extends z.ZodType<string, string>, Value extends z.ZodType>(
  key: Key,
  value: Value,
): z.ZodType<Record<z.output<Key>, z.output<Value>>> {
  return z.preprocess((said) => (said === null ? {} : said), z.record(key, value))
}
