import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Value } from '../../src/core/value.ts'
import { CATALOGUE } from '../../src/mapping/lenses/catalogue.ts'
import { lensOf } from '../../src/mapping/notation/lens-chain.ts'
import { parseLensChain } from '../../src/mapping/notation/parse-lens-chain.ts'
import type { Lens } from '../../src/mapping/lens.ts'
import { put, sameShared } from '../../src/mapping/put.ts'
import {
  anyText,
  decimalText,
  isoDay,
  isoMillisecond,
  isoSecond,
  wildValue,
} from './arbitraries.ts'

/** A chain, what systems may hold of it, and the shared values it has to be able to write. */
interface Row {
  readonly as: Value
  readonly native: fc.Arbitrary<Value>
  readonly shared: fc.Arbitrary<Value>
}

const member = fc.string({
  unit: fc.constantFrom('a', 'B', 'ö', ' ', '1'),
  minLength: 1,
  maxLength: 4,
})
const trimmed = member.map((text) => text.trim()).filter((text) => text !== '')
const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort()

/** At least one row for every entry of the catalogue. */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  text: [
    { as: 'text', native: anyText, shared: anyText },
    {
      as: 'text(trim, collapse, nfc, lower)',
      native: anyText,
      shared: anyText.map((text) =>
        text.trim().replaceAll(/\s+/g, ' ').toLowerCase().normalize('NFC'),
      ),
    },
  ],
  trim: [{ as: 'trim', native: anyText, shared: anyText.map((text) => text.trim()) }],
  collapse: [
    {
      as: 'collapse',
      native: anyText,
      shared: anyText.map((text) => text.replaceAll(/\s+/g, ' ')),
    },
  ],
  nfc: [{ as: 'nfc', native: anyText, shared: anyText.map((text) => text.normalize('NFC')) }],
  lower: [{ as: 'lower', native: anyText, shared: anyText.map((text) => text.toLowerCase()) }],
  upper: [
    { as: 'upper', native: anyText, shared: anyText.map((text) => text.toUpperCase()) },
    {
      as: 'text(upper, nfc)',
      native: anyText,
      shared: anyText.map((text) => text.toUpperCase().normalize('NFC')),
    },
  ],
  'ignore-case': [
    { as: 'ignore-case', native: anyText, shared: anyText },
    { as: ['trim', 'ignore-case', { side: 'crm', max: 40 }], native: anyText, shared: trimmed },
  ],
  max: [
    {
      as: { max: 5 },
      native: anyText,
      shared: fc
        .string({ unit: 'grapheme-composite', maxLength: 5 })
        .filter((text) => Array.from(text).length <= 5),
    },
  ],
  bool: [
    { as: 'bool', native: fc.boolean(), shared: fc.boolean() },
    { as: 'bool(1, 0)', native: fc.constantFrom(1, 0, 2), shared: fc.boolean() },
    { as: 'bool(Y, N)', native: fc.constantFrom('Y', 'N', 'y'), shared: fc.boolean() },
  ],
  map: [
    {
      as: { map: { A: 'active', B: 'blocked' } },
      native: fc.constantFrom('A', 'B', 'C'),
      shared: fc.constantFrom('active', 'blocked'),
    },
    {
      as: { map: { NEW: 'open', OPEN: 'open', DONE: 'closed' }, back: { open: 'OPEN' } },
      native: fc.constantFrom('NEW', 'OPEN', 'DONE', ''),
      shared: fc.constantFrom('open', 'closed'),
    },
    {
      as: {
        map: [
          [1, true],
          [null, false],
        ],
      },
      native: fc.constantFrom(1, null, '1'),
      shared: fc.boolean(),
    },
  ],
  decimal: [
    {
      as: 'decimal(2)',
      native: fc.oneof(
        fc.double(),
        fc.integer(),
        fc.integer().map((cents) => cents / 100),
      ),
      shared: decimalText(2),
    },
    {
      as: 'decimal(4, text)',
      native: fc.oneof(decimalText(3), fc.constantFrom('1e3', '+7', '.5', '-0', '12.')),
      shared: decimalText(4, 60),
    },
    { as: 'decimal(0)', native: fc.integer(), shared: decimalText(0) },
  ],
  integer: [
    { as: 'integer', native: fc.oneof(fc.integer(), fc.maxSafeInteger()), shared: decimalText(0) },
    { as: 'integer(text)', native: decimalText(0, 60), shared: decimalText(0, 60) },
  ],
  id: [
    {
      as: 'id',
      native: fc.oneof(fc.maxSafeInteger(), anyText),
      shared: anyText.filter((text) => text !== ''),
    },
  ],
  scale: [
    {
      as: 'scale(100)',
      native: fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: 0n, max: 10n ** 15n }).map(String)),
      shared: decimalText(2),
    },
  ],
  date: [
    { as: 'date', native: isoDay, shared: isoDay },
    {
      as: 'date("dd.MM.yyyy")',
      native: isoDay.map((day) => day.split('-').reverse().join('.')),
      shared: isoDay,
    },
    { as: 'date("d/M/yyyy")', native: fc.constantFrom('1/2/2024', '01/02/2024'), shared: isoDay },
    {
      as: 'date(yyyyMMdd, number)',
      native: isoDay.map((day) => Number(day.replaceAll('-', ''))),
      shared: isoDay.filter((day) => day >= '1000'),
    },
  ],
  datetime: [
    {
      as: 'datetime(PT1S)',
      native: fc.oneof(
        isoSecond,
        isoMillisecond,
        isoSecond.map((text) => text.replace('Z', '+02:00')),
      ),
      shared: isoSecond,
    },
    { as: 'datetime(PT0.001S, epoch-ms)', native: fc.integer(), shared: isoMillisecond },
    { as: 'datetime(PT1S, epoch-s, text)', native: fc.integer().map(String), shared: isoSecond },
    {
      as: 'datetime(PT1M, "dd.MM.yyyy HH:mm", Asia/Tokyo)',
      native: fc.constantFrom('29.02.2024 23:59', '30.02.2024 00:00'),
      shared: fc.constantFrom('2024-02-29T14:59:00Z', '1970-01-01T00:00:00Z'),
    },
    {
      as: 'datetime(Europe/Berlin, PT1S, prefer=earlier)',
      native: isoSecond.map((text) => text.slice(0, -1)),
      shared: isoSecond.filter((text) => !/-(?:04|09|10|11)-/.test(text)),
    },
    {
      as: 'datetime(America/New_York, PT0.001S, offset)',
      native: isoMillisecond,
      shared: isoMillisecond,
    },
  ],
  split: [
    {
      as: [{ split: ';' }],
      native: fc.array(member).map((parts) => parts.join(';')),
      shared: fc.array(member),
    },
  ],
  set: [
    { as: 'set', native: fc.array(member), shared: fc.array(member).map(sorted) },
    {
      as: [{ side: 'crm', split: '; ' }, { set: ['trim', 'lower'] }],
      native: fc.array(member).map((parts) => parts.join('; ')),
      shared: fc.array(trimmed.map((text) => text.toLowerCase())).map(sorted),
    },
    {
      as: { set: 'decimal(1)' },
      native: fc.array(fc.integer()),
      shared: fc.array(decimalText(1)).map(sorted),
    },
  ],
  json: [
    {
      as: 'json',
      native: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Value>,
      shared: fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.boolean(), anyText)),
    },
  ],
  empty: [
    { as: { side: 'crm', empty: '' }, native: fc.constantFrom('', 'x', 0, null), shared: trimmed },
    {
      as: ['trim', { side: 'crm', empty: '-' }],
      native: fc.constantFrom('-', ' - ', 'x'),
      shared: trimmed.filter((text) => text !== '-'),
    },
  ],
  default: [
    {
      as: [{ side: 'crm', default: 'retail' }, 'lower'],
      native: anyText,
      shared: anyText.map((text) => text.toLowerCase()),
    },
  ],
}

const CASES = Object.values(ROWS)
  .flat()
  .map((row) => ({ ...row, title: JSON.stringify(row.as), lens: toLens(row.as) }))

function toLens(as: Value): Lens {
  const chain = parseLensChain(as, { sides: { a: 'crm', b: 'erp' } })
  if (!chain.ok) throw new Error(JSON.stringify(chain.problems))
  return lensOf(chain.value, 'a')
}

test('every entry of the catalogue has its rows', () => {
  expect(Object.keys(ROWS)).toEqual(CATALOGUE.map(({ name }) => name))
})

describe.each(CASES)('$title', ({ lens, native, shared }) => {
  const anyNative = fc.oneof(native, shared, wildValue)
  const anyShared = fc.oneof({ weight: 2, arbitrary: shared }, wildValue)

  test('reads at least some of what systems hold', () => {
    expect(fc.sample(native, 100).some((value) => lens.get(value).ok)).toBe(true)
  })

  test('[M1] GetPut: writing back what was read changes nothing', () => {
    fc.assert(
      fc.property(anyNative, (old) => {
        const reading = lens.get(old)
        fc.pre(reading.ok)
        expect(put(lens, reading.value, old)).toEqual({ kind: 'kept' })
      }),
    )
  })

  test('[M2] PutGet: what is written is read back as the same value, or is refused with a reason', () => {
    fc.assert(
      fc.property(anyShared, fc.option(anyNative, { nil: undefined }), (value, old) => {
        const putting = put(lens, value, old)
        if (putting.kind === 'refused') expect(putting.reason).not.toBe('')
        else expect(readsAs(lens, putting.kind === 'kept' ? old : putting.native, value)).toBe(true)
      }),
    )
  })

  test('[M2] section: every shared value in its own form can be written and is read back', () => {
    fc.assert(
      fc.property(shared, (value) => {
        const built = lens.build(value)
        expect(built).toMatchObject({ ok: true })
        if (built.ok) expect(readsAs(lens, built.value, value)).toBe(true)
      }),
    )
  })

  test('[M3] any native value is either read or refused with a reason', () => {
    fc.assert(
      fc.property(wildValue, (value) => {
        const reading = lens.get(value)
        if (!reading.ok) expect(reading.reason).toMatch(/\S/)
      }),
    )
  })

  test('[M4] a value says the same as itself, and folding a second time changes nothing', () => {
    fc.assert(
      fc.property(anyShared, (value) => {
        expect(sameShared(lens, value, value)).toBe(true)
        const folded = lens.fold?.(value) ?? value
        expect(lens.fold?.(folded) ?? folded).toEqual(folded)
      }),
    )
  })
})

function readsAs(lens: Lens, native: Value | undefined, shared: Value): boolean {
  const reading = lens.get(native)
  return reading.ok && sameShared(lens, reading.value, shared)
}
