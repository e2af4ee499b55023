import { Big } from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Value } from '../../src/core/value.ts'
import type { Lens } from '../../src/mapping/lens.ts'
import { CATALOGUE } from '../../src/mapping/lenses/catalogue.ts'
import { MAP_ENTRIES_MAX } from '../../src/mapping/lenses/map.ts'
import { lensOf } from '../../src/mapping/notation/lens-chain.ts'
import { parseLensChain } from '../../src/mapping/notation/parse-lens-chain.ts'
import { put, sameShared } from '../../src/mapping/put.ts'

const SIDES = { a: 'crm', b: 'erp' }

function lens(as: Value, side: 'a' | 'b' = 'a'): Lens {
  const chain = parseLensChain(as, { sides: SIDES })
  if (!chain.ok) throw new Error(JSON.stringify(chain.problems))
  return lensOf(chain.value, side)
}

/** The value, or the reason of the refusal. */
function get(as: Value, native: Value | undefined): unknown {
  const reading = lens(as).get(native)
  return reading.ok ? reading.value : reading.reason
}

/** The native value after writing over an old one, or the reason of the refusal. */
function write(as: Value, shared: Value, old?: Value): unknown {
  const putting = put(lens(as), shared, old)
  if (putting.kind === 'refused') return putting.reason
  return putting.kind === 'kept' ? old : putting.native
}

const MANY_TO_ONE = { map: { NEW: 'open', OPEN: 'open', DONE: 'closed' }, back: { open: 'OPEN' } }

describe('reading', () => {
  test.each<[Value, Value | undefined, unknown]>([
    ['text', 'as is', 'as is'],
    ['trim', '\u00a0 x \n', 'x'],
    ['collapse', 'a \t\n b', 'a b'],
    ['nfc', 'e\u0301', 'é'],
    ['lower', 'STRASSE', 'strasse'],
    ['upper', 'straße', 'STRASSE'],
    ['bool(1, 0)', 1, true],
    ['bool(Y, N)', 'N', false],
    ['bool("1", "0")', '1', true],
    ['bool', true, true],
    [MANY_TO_ONE, 'NEW', 'open'],
    [{ map: [[1, 'active'], [2, 'blocked']] }, 2, 'blocked'], // prettier-ignore
    ['scale(100)', 1250, '12.50'],
    ['scale(100)', -5, '-0.05'],
    ['scale(1000)', '12345678901234567890', '12345678901234567.890'],
    ['decimal(2)', 12.5, '12.50'],
    ['decimal(2)', '12.5', '12.50'],
    ['decimal(2)', '1.25e1', '12.50'],
    ['decimal(2)', '1250e-2', '12.50'],
    ['decimal(2)', '+007.5', '7.50'],
    ['decimal(2)', -0, '0.00'],
    ['decimal(2)', '-0.000', '0.00'],
    ['decimal(2)', 0.07, '0.07'],
    ['decimal(2)', 90_071_992_547_409.91, '90071992547409.91'],
    ['decimal(2)', '12345678901234567890.12', '12345678901234567890.12'],
    ['integer', Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['integer', '9007199254740993', '9007199254740993'],
    ['integer', '007', '7'],
    ['id', 42, '42'],
    ['id', '007', '007'],
    ['id', '', null],
    ['date', '2024-02-29', '2024-02-29'],
    ['date("dd.MM.yyyy")', '29.02.2024', '2024-02-29'],
    ['date("d.M.yyyy")', '1.2.2024', '2024-02-01'],
    ['date(yyyyMMdd)', '20240229', '2024-02-29'],
    ['date(yyyyMMdd, number)', 20_240_229, '2024-02-29'],
    ['datetime(PT1S)', '2024-02-29T12:00:00Z', '2024-02-29T12:00:00Z'],
    ['datetime(PT1S)', '2024-02-29 12:00:00.999+01:00', '2024-02-29T11:00:00Z'],
    ['datetime(PT1S)', '2024-02-29T12:00-0530', '2024-02-29T17:30:00Z'],
    ['datetime(PT1M)', '2024-02-29T12:34:56Z', '2024-02-29T12:34:00Z'],
    ['datetime(PT1H)', '1969-12-31T23:59:59.9Z', '1969-12-31T23:00:00Z'],
    ['datetime(PT0.001S)', '2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000Z'],
    ['datetime(Europe/Berlin, PT1S)', '2024-07-01T12:00:00', '2024-07-01T10:00:00Z'],
    ['datetime(Europe/Berlin, PT1S)', '2024-07-01T12:00:00Z', '2024-07-01T12:00:00Z'],
    ['datetime(Europe/Berlin, PT1M, "dd.MM.yyyy HH:mm")', '01.01.2024 00:30', '2023-12-31T23:30:00Z'], // prettier-ignore
    ['datetime(PT0.001S, epoch-ms)', -1, '1969-12-31T23:59:59.999Z'],
    ['datetime(PT1S, epoch-ms)', '1709208000123', '2024-02-29T12:00:00Z'],
    ['datetime(PT1S, epoch-s)', 1_709_208_000, '2024-02-29T12:00:00Z'],
    [[{ split: ';' }, 'set'], 'b;a;;b', ['a', 'b']],
    ['set', ['b', 'a', 'b', 2, 10], [2, 10, 'a', 'b']],
    [{ set: ['trim', 'lower'] }, [' B', 'b'], ['b']],
    ['json', { b: [1], a: null }, { b: [1], a: null }],
    [{ side: 'crm', empty: '-' }, '-', null],
    [{ side: 'crm', default: 'retail' }, null, null],
    [{ side: 'crm', default: 'retail' }, undefined, null],
  ])('%j reads %j as %j', (as, native, shared) => {
    expect(get(as, native)).toEqual(shared)
  })

  test.each(CATALOGUE.map(({ name, example }) => [name, example] as const))(
    '[M7] %s reads what is absent as null',
    (_name, example) => {
      const as = example.startsWith('{') ? undefined : example
      if (as !== undefined) expect(get(as, undefined)).toBeNull()
      expect(get('json', undefined)).toBeNull()
    },
  )
})

describe('[M3] refusing to read', () => {
  test.each<[Value, Value, string]>([
    ['text', 5, '5 is a number, not a text'],
    ['text', '\ud800x', 'holds half a character'],
    ['json', { deep: ['\udc00'] }, 'holds half a character'],
    ['bool(1, 0)', 2, '2 is neither 1 nor 0'],
    ['bool(1, 0)', '1', '"1" is neither 1 nor 0'],
    ['bool(Y, N)', '', '"" is neither "Y" nor "N"'],
    [MANY_TO_ONE, 'OPNE', '"OPNE" is not in the map; "OPEN" is'],
    [{ map: { 1: 'one' } }, 1, 'write the map as a list of pairs, such as [[1, …]]'],
    ['decimal(2)', '12.345', '"12.345" has more than 2 decimal places'],
    ['decimal(2)', 0.1 + 0.2, 'has more than 2 decimal places'],
    ['decimal(2)', Number.NaN, 'NaN is not a number'],
    ['decimal(2)', '1,50', '"1,50" is not a number'],
    ['decimal(2)', '', '"" is not a number'],
    ['decimal(2)', '0x10', '"0x10" is not a number'],
    ['decimal(2)', '1e9999', 'has more than 100 digits'],
    ['decimal(2)', '1'.repeat(101), 'is not a number'],
    ['decimal(2)', true, 'true is a boolean, not a number'],
    ['decimal(2)', 90_071_992_547_409_930, 'may have lost digits'],
    ['integer', 2 ** 53, 'may have lost digits'],
    ['integer', 1.5, '1.5 has decimal places'],
    ['id', 2 ** 53, 'may have lost digits'],
    ['id', 1.5, '1.5 is not a whole number'],
    ['id', true, 'true is a boolean, not an id'],
    ['json', 2 ** 53, 'may have lost digits'],
    ['json', [{ id: -(2 ** 60) }], 'may have lost digits'],
    ['date', '2023-02-29', 'is not a day written as yyyy-MM-dd'],
    ['date', '2024-02-29T00:00:00Z', 'is not a day written as yyyy-MM-dd'],
    ['date("dd.MM.yyyy")', '1.2.2024', 'is not a day written as dd.MM.yyyy'],
    ['datetime(PT1S)', '2024-02-29T24:00:00Z', 'is not a time in ISO format'],
    ['datetime(PT1S)', '2024-06-30T23:59:60Z', 'is not a time in ISO format'],
    ['datetime(PT1S)', '0001-01-01T00:00:00+01:00', 'outside the years 1 to 9999'],
    ['datetime(PT1S, epoch-s)', 1.5, '1.5 is not a whole count of seconds'],
    ['set', 'a;b', 'it needs split before set'],
    ['set', [{ id: 1 }], 'an object cannot be in a set'],
    ['set', [null], 'null cannot be in a set'],
    [{ set: 'integer' }, ['x'], '"x" is not a number'],
  ])('%j refuses %j', (as, native, reason) => {
    expect(get(as, native)).toEqual(expect.stringContaining(reason))
  })

  test('a value nested too deep is refused', () => {
    const deep = JSON.parse('['.repeat(66) + ']'.repeat(66)) as Value
    expect(get('json', deep)).toMatch('nested more than 64 deep')
  })
})

describe('writing', () => {
  test.each<[Value, Value, Value | undefined, unknown]>([
    ['trim', 'x', ' x ', ' x '],
    ['ignore-case', 'MÜLLER', 'Müller', 'Müller'],
    ['ignore-case', 'strasse', 'STRAẞE', 'STRAẞE'],
    ['bool(1, 0)', true, 0, 1],
    [MANY_TO_ONE, 'open', 'NEW', 'NEW'],
    [MANY_TO_ONE, 'open', 'DONE', 'OPEN'],
    ['decimal(2)', '12.50', '12.5', '12.5'],
    ['decimal(2)', '12.50', undefined, 12.5],
    ['decimal(2, text)', '12.50', 3, '12.50'],
    ['integer(text)', '9007199254740993', undefined, '9007199254740993'],
    ['date("dd.MM.yyyy")', '2024-02-29', undefined, '29.02.2024'],
    ['datetime(PT1S)', '2024-02-29T12:00:00Z', '2024-02-29T13:00:00.5+01:00', '2024-02-29T13:00:00.5+01:00'], // prettier-ignore
    ['datetime(PT1S)', '2024-02-29T12:00:00Z', null, '2024-02-29T12:00:00Z'],
    ['datetime(Europe/Berlin, PT1S)', '2024-07-01T10:00:00Z', null, '2024-07-01T12:00:00'],
    ['datetime(Europe/Berlin, PT1S, offset)', '2024-07-01T10:00:00Z', null, '2024-07-01T12:00:00+02:00'], // prettier-ignore
    ['datetime(America/St_Johns, PT1S, offset)', '2024-01-01T00:00:00Z', null, '2023-12-31T20:30:00-03:30'], // prettier-ignore
    ['datetime(Europe/Berlin, PT1S, utc)', '2024-07-01T10:00:00Z', null, '2024-07-01T10:00:00Z'],
    ['datetime(PT1S, epoch-ms, text)', '2024-02-29T12:00:00Z', null, '1709208000000'],
    [[{ split: ';' }, 'set'], ['a', 'b'], 'b;a', 'b;a'],
    [[{ split: ';' }, 'set'], ['a', 'b'], 'b', 'a;b'],
    [[{ split: ';' }, 'set'], [], 'b', ''],
    [{ side: 'crm', empty: '-' }, null, 'x', '-'],
  ])('%j writes %j over %j as %j', (as, shared, old, native) => {
    expect(write(as, shared, old)).toEqual(native)
  })

  test('[M4] ignoring case compares without changing', () => {
    const ignoring = lens('ignore-case')
    expect(sameShared(ignoring, 'Straße', 'STRASSE')).toBe(true)
    expect(sameShared(ignoring, 'É', 'e\u0301')).toBe(true)
    expect(sameShared(ignoring, 'a', 'b')).toBe(false)
    expect(sameShared(ignoring, undefined, null)).toBe(false)
    expect(get('ignore-case', 'Straße')).toBe('Straße')
  })
})

describe('[M2] documented misuse is refused with its reason', () => {
  test.each<[string, Value, Value, string]>([
    ['a longer text is not cut', { max: 3 }, 'four', '"four" has 4 characters, and 3 fit'],
    ['a raw text meets a trimmed side', 'trim', ' x', '" x" would come back as "x"'],
    ['another case meets a lower-case side', 'lower', 'X', '"X" would come back as "x"'],
    ['a finer number meets a coarser side', 'decimal(2)', '1.005', 'more than 2 decimal places'],
    ['a finer time meets a coarser side', 'datetime(PT1S)', '2024-01-01T00:00:00.5Z', 'would come back as "2024-01-01T00:00:00Z"'], // prettier-ignore
    ['a number has too many digits', 'decimal(2)', '90071992547409.93', 'decimal(2, text) writes a text'], // prettier-ignore
    ['an element holds the separator', [{ split: ';' }, 'set'], ['a;b', 'c'], '"a;b" holds the separator ";"'], // prettier-ignore
    ['elements join to a separator', { split: '--' }, ['a-', 'b'], 'holds the separator'],
    ['an element is empty', { split: ';' }, ['a', ''], '"" cannot be a part of a text'],
    ['elements are not in order', 'set', ['b', 'a'], 'would come back as another value'],
    ['a meaning is not in the map', MANY_TO_ONE, 'opn', '"opn" is not in the map; "open" is'],
    ['an empty text means nothing', { side: 'crm', empty: '' }, '', '"" means that there is no value'], // prettier-ignore
    ['no such day', 'date', '2023-02-29', 'is not a day'],
    ['no such instant', 'datetime(PT1S)', '2024-02-29', 'is not an instant'],
    ['a group of things', 'bool', 'yes', '"yes" is neither true nor false'],
    ['a list for a text', 'text', ['x'], 'a list is not a text'],
  ])('%s', (_title, as, shared, reason) => {
    expect(write(as, shared)).toEqual(expect.stringContaining(reason))
  })
})

describe('[M9] digits', () => {
  test('a text of digits is read and written back with every one of them', () => {
    const digits = fc.bigInt({ min: -(10n ** 80n), max: 10n ** 80n }).map(String)
    fc.assert(
      fc.property(digits, (text) => {
        expect(get('integer(text)', text)).toBe(text)
        expect(write('integer(text)', text)).toBe(text)
      }),
    )
  })

  test('a JSON number is read as the digits it was sent with, or not at all', () => {
    const places = 3
    fc.assert(
      fc.property(
        fc.oneof(fc.integer().map(BigInt), fc.bigInt({ max: 10n ** 20n, min: -(10n ** 20n) })),
        (scaled) => {
          const sent = new Big(String(scaled)).div(10 ** places).toFixed(places)
          const reading = get('decimal(3)', JSON.parse(sent) as number)
          const lost = typeof reading === 'string' && reading.includes('may have lost digits')
          if (lost) expect(scaled > 2n ** 52n || scaled < -(2n ** 52n)).toBe(true)
          else expect(new Big(reading as string).eq(sent)).toBe(true)
        },
      ),
    )
  })

  test('exponents are the same number as plain digits', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -20, max: 20 }), (mantissa, exponent) => {
        const reading = lens('decimal(20)').get(`${mantissa}e${exponent}`)
        expect(reading).toEqual({
          ok: true,
          value: new Big(mantissa)
            .times(new Big(10).pow(exponent))
            .toFixed(20)
            .replace(/^-(0\.0+)$/, '$1'),
        })
      }),
    )
  })
})

describe('[M10] clocks that are set', () => {
  const berlin = 'datetime(Europe/Berlin, PT1S)'

  test('a local time that is skipped is refused', () => {
    expect(get(berlin, '2024-03-31T02:30:00')).toMatch('does not exist in Europe/Berlin')
  })

  test('a local time that comes twice is refused unless one is preferred', () => {
    expect(get(berlin, '2024-10-27T02:30:00')).toMatch('happens twice in Europe/Berlin')
    const [earlier, later] = ['earlier', 'later'].map((prefer) =>
      get(`datetime(Europe/Berlin, PT1S, prefer=${prefer})`, '2024-10-27T02:30:00'),
    )
    expect([earlier, later]).toEqual(['2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z'])
  })

  test('the instant that is not preferred cannot be written as a local time', () => {
    const preferring = 'datetime(Europe/Berlin, PT1S, prefer=earlier)'
    expect(write(preferring, '2024-10-27T00:30:00Z')).toBe('2024-10-27T02:30:00')
    expect(write(preferring, '2024-10-27T01:30:00Z')).toMatch('would come back as')
  })

  test('a local time without a zone is refused', () => {
    expect(get('datetime(PT1S)', '2024-07-01T12:00:00')).toMatch('has no zone')
  })
})

test('[M11] a map larger than its limit is refused', () => {
  const entries = Array.from({ length: MAP_ENTRIES_MAX + 1 }, (_, at) => [`k${at}`, at] as const)
  const map = Object.fromEntries(entries)
  expect(parseLensChain({ map }, { sides: SIDES })).toMatchObject({
    ok: false,
    problems: [{ reason: expect.stringContaining('1 to 1000 entries') as string }],
  })
})
