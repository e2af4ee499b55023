import { Secret } from '../../../src/core/secret.ts'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { openRedactor } from '../../../src/adapters/http/redact.ts'
import { quoteBody } from '../../../src/adapters/http/json/quote.ts'

test('[A60] a secret is hidden in every spelling a text may show it in', () => {
  const secret = 'p@ss "wörd" +/=?'
  const { reveal, clean } = openRedactor()
  expect(reveal(new Secret(secret))).toBe(secret)
  const spellings = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ]
  for (const spelling of spellings) expect(clean(`a ${spelling} b`)).toBe('a *** b')
})

test('[A60] of two secrets neither gives the other away', () => {
  const { hide, clean } = openRedactor()
  hide('abc')
  hide('abcdef')
  expect(clean('abcdef abc')).toBe('*** ***')
})

test('[A60] no quotation shows any part of a secret', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9._-]{12,60}$/)
  fc.assert(
    fc.property(secret, fc.nat(200), (value, at) => {
      const { hide, clean } = openRedactor()
      hide(value)
      const quoted = quoteBody(Buffer.from(`${'x'.repeat(at)}${value}${'x'.repeat(99)}`), clean)
      for (let start = 0; start + 10 <= value.length; start++)
        expect(quoted).not.toContain(value.slice(start, start + 10))
    }),
  )
})

test('a secret that no header can carry is a configuration error', () => {
  const { reveal } = openRedactor()
  for (const value of ['', 'a\nb', 'a\rb', 'a\0b'])
    expect(() => reveal(new Secret(value))).toThrow(
      expect.objectContaining({ code: 'CONFIG_SECRET' }),
    )
})

test('a quotation is one short line without control or direction characters', () => {
  const clean = (text: string): string => text
  expect(quoteBody(Buffer.from('a\r\n\u001b[31mb\u202ec'), clean)).toBe('"a [31mb c"')
  expect(quoteBody(Buffer.from('x'.repeat(500)), clean)).toHaveLength(123)
})
