import fc from 'fast-check'
import type { Value } from '../../src/core/value.ts'

/** Any JSON value, and often one that looks like something a lens knows. */
export const wildValue: fc.Arbitrary<Value> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Value>,
  fc.constantFrom<Value>(
    null,
    '',
    0,
    -0,
    1,
    true,
    false,
    '0',
    'NaN',
    '1e3',
    2 ** 60,
    -1e-7,
    [],
    {},
  ),
  fc.constantFrom<Value>('2024-02-30', '2024-02-29', '2024-02-29T23:59:60Z', '12:00', 'Y', 'n'),
  fc.constantFrom<Value>(' padded ', 'a;b', ';', 'ẞß', 'İi', 'e\u0301', '\ud800', '__proto__'),
)

/** A text of letters from everywhere, with spaces in every place. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.constantFrom(' ', '  ', '\t', '\u00a0', 'ß', 'Σ', 'e\u0301', 'ﬁ'),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''))

/** An exact decimal text with so many places, as a shared value is written. */
export function decimalText(places: number, digits = 15): fc.Arbitrary<string> {
  return fc
    .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** BigInt(digits) }))
    .map(([negative, scaled]) => {
      const text = String(scaled).padStart(places + 1, '0')
      const whole = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`
      return negative && scaled > 0n ? `-${whole}` : whole
    })
}

/** A day as a shared value is written. */
export const isoDay: fc.Arbitrary<string> = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => isoText(date).slice(0, 10))

/** A second as a shared value of precision PT1S is written. */
export const isoSecond: fc.Arbitrary<string> = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => `${isoText(date).slice(0, 19)}Z`)

/** A millisecond as a shared value of precision PT0.001S is written. */
export const isoMillisecond: fc.Arbitrary<string> = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map(isoText)

function isoText(date: Date): string {
  return date.toISOString().replace(/^\+00/, '')
}
