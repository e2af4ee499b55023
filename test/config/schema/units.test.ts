import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { DURATION_MS_MAX, parseDuration } from '../../../src/config/schema/basic/duration.ts'
import { entity } from '../../../src/config/schema/entity.ts'
import { field } from '../../../src/config/schema/field.ts'
import { parseLimit } from '../../../src/config/schema/guards.ts'
import { RESERVED_NAMES } from '../../../src/config/schema/system-names.ts'

describe('durations', () => {
  test.each([
    ['0s', 0],
    ['500ms', 500],
    ['1s', 1_000],
    ['1.5s', 1_500],
    ['2m', 120_000],
    ['1h30m', 5_400_000],
    ['1d', 86_400_000],
    ['365d', DURATION_MS_MAX],
    ['PT1S', 1_000],
    ['PT0.001S', 1],
    ['PT10M', 600_000],
    ['PT1H30M', 5_400_000],
    ['P1D', 86_400_000],
    ['P1DT12H', 129_600_000],
  ])('[C6] %s is %d milliseconds', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  test.each([
    ['0.5ms', 1],
    ['PT0.000001S', 1],
    ['1.0001s', 1_001],
  ])('[C6] %s, finer than a millisecond, is rounded up to %d', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  // prettier-ignore
  test.each([
    '', '5', '-1s', '1 s', '1S', 's', '1w', '1y', 'P', 'PT', 'P1W', 'P1Y', 'P1M', 'PT1', 'PT1.5H', '1e3s', '366d',
    '99999999999999999999d', 'one second',
  ])('[C6] %j is no duration', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })
})

describe('limits', () => {
  test.each([
    ['2%/20', 0.02, 20],
    ['2%', 0.02, 0],
    ['0%', 0, 0],
    ['100%', 1, 0],
    ['2.5%/7', 0.025, 7],
    ['20', 0, 20],
    ['0', 0, 0],
    ['unlimited', Infinity, 0],
  ])('[C6] %s is a share of %d and a floor of %d', (text, ratioMax, countFloor) => {
    expect(parseLimit(text)).toEqual({ ratioMax, countFloor })
  })

  // prettier-ignore
  test.each([
    '', '%', '/', '/20', '2%/', '2/20', '2%20', '101%', '-1', '2 %', '1e3', 'none', 'Infinity',
  ])('[C6] %j is no limit', (text) => {
    expect(parseLimit(text)).toBeUndefined()
  })
})

describe('reserved words', () => {
  /** The keys that a schema knows, from its own description. */
  const keysOf = (schema: z.ZodType): readonly string[] =>
    Object.keys(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).properties ?? {})

  test('[C5] every key beside which a system can stand is reserved', () => {
    const keys = [...keysOf(entity(undefined)), ...keysOf(field(undefined))]
    expect(keys.length).toBeGreaterThan(10)
    expect(keys.filter((key) => !RESERVED_NAMES.has(key))).toEqual([])
  })
})
