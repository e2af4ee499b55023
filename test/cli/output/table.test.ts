import fc from 'fast-check'
import { expect, test } from 'vitest'
import { counted, duration, relativeTime } from '../../../src/cli/output/relative-time.ts'
import { plainText, styled } from '../../../src/cli/output/line.ts'
import { shorten, textWidth } from '../../../src/cli/output/text-width.ts'
import { layOut } from '../../../src/cli/output/table.ts'
import { printable } from '../../../src/cli/output/printable.ts'

test.each([
  ['plain', 5],
  ['Söhne', 5],
  ['e\u0301', 1],
  ['株式会社', 8],
  ['한글', 4],
  ['👩‍👩‍👧', 2],
  ['❤️', 2],
  ['❤', 1],
  ['🇩🇪', 2],
  ['ＡＢ', 4],
  ['a\u200bb', 2],
])('[C51] %s is %i columns wide', (text, width) => {
  expect(textWidth(text)).toBe(width)
})

test('[C51] shortened text ends in … and never exceeds its room', () => {
  expect(shorten('Nordwind', 5)).toBe('Nord…')
  expect(shorten('株式会社', 6)).toBe('株式…')
  expect(shorten('株式会社', 5)).toBe('株式…')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, columns) => {
      expect(textWidth(shorten(text, columns))).toBeLessThanOrEqual(columns)
    }),
  )
})

test('[C51] the widest columns give way first and fixed ones never', () => {
  const columns = [
    { title: 'name' },
    { title: 'why' },
    { title: 'n', align: 'right', fixed: true },
  ] as const
  const rows = [
    ['Adler', 'a reason that goes on and on', '12,194'],
    [[styled('株式会社', 'bold')], 'short', '7'],
  ]
  expect(layOut(columns, rows, { columns: 32 }).map((line) => plainText(line))).toEqual([
    'name      why                  n',
    'Adler     a reason that…  12,194',
    '株式会社  short                7',
  ])
})

test('[C51] a table is never wider than its room while its columns can give way', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 60 })
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }), (rows) => {
      for (const line of layOut([{}, {}, {}], rows, { columns: 40, indent: '  ' }))
        expect(textWidth(printable(plainText(line)))).toBeLessThanOrEqual(40)
    }),
  )
})

test('a moment is told by how long ago it was, and by its date once that says more', () => {
  const nowMs = Date.UTC(2025, 0, 31, 12)
  const ago = (lengthMs: number): string => relativeTime(nowMs - lengthMs, nowMs)
  expect([0, 4_200, 45_000, 8 * 60_000].map(ago)).toEqual([
    'just now',
    '4.2 s ago',
    '45 s ago',
    '8 m ago',
  ])
  expect([7 * 3_600_000, 3 * 86_400_000, 90 * 86_400_000, -3_600_000].map(ago)).toEqual([
    '7 h ago',
    '3 d ago',
    'on 2024-11-02',
    'in 60 m',
  ])
})

test('lengths and counts read like speech', () => {
  expect([duration(450), duration(31_000), counted(1, 'conflict')]).toEqual([
    '450 ms',
    '31 s',
    '1 conflict',
  ])
  expect(counted(3_912, 'reply', 'replies')).toBe('3,912 replies')
})
