import { describe, expect, test } from 'vitest'
import type { Scope } from '../../../../src/adapters/rest/call/substitution.ts'
import type { Value } from '../../../../src/core/value.ts'
import { compileTemplate } from '../../../../src/adapters/rest/call/template.ts'
import fc from 'fast-check'

const FROM = Date.UTC(2026, 0, 2, 3, 4, 5, 678)
const SCOPE: Scope = {
  id: 'a/1',
  token: '7',
  set: { name: 'x', tags: ['${id}'] },
  from: FROM,
  items: ['a', 'b'],
  page: { id: 9, stamp: 't' },
}
const fill = (source: Value, scope: Scope = SCOPE): Value | undefined =>
  compileTemplate(source, 'shop.call').render(scope)

test.each<[Value, Value | undefined]>([
  ['plain', 'plain'],
  ['', ''],
  ['${id}', 'a/1'],
  ['<${id}:${token}>', '<a/1:7>'],
  ['${token:number}', 7],
  ['${set}', { name: 'x', tags: ['${id}'] }],
  ['${items}', ['a', 'b']],
  ['${page.id}', 9],
  ['${from}', '2026-01-02T03:04:05.678Z'],
  ['${from:seconds}', '2026-01-02T03:04:05Z'],
  ['${from:date}', '2026-01-02'],
  ['${from:epoch-ms}', FROM],
  ['${from:epoch-s}', Math.floor(FROM / 1000)],
  ['${from:http-date}', 'Fri, 02 Jan 2026 03:04:05 GMT'],
  ['since ${from:epoch-ms}', `since ${FROM}`],
  ['$${id}', '${id}'],
  ['a$${b}${token}', 'a${b}7'],
  ['${size}', undefined],
  ['${size} at most', undefined],
  [
    { a: '${id}', b: '${size}', c: null, d: [1, '${size}', '${token}'] },
    { a: 'a/1', c: null, d: [1, '7'] },
  ],
  [{ data: { attributes: '${set}' } }, { data: { attributes: { name: 'x', tags: ['${id}'] } } }],
  [5, 5],
  [false, false],
])('[A51] the template %j becomes %j', (source, value) => {
  expect(fill(source)).toEqual(value)
})

test('[A51] no value is ever looked at for substitutions', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom('${token}', '${id:number}', '$${', '${'),
      (text, more) => {
        expect(fill('${id}', { id: text + more })).toBe(text + more)
        expect(fill('<${id}>', { id: more })).toBe(`<${more}>`)
      },
    ),
  )
})

test('a stamp used as a token is written as its format says', () => {
  expect(fill('${token:epoch-s}', { token: '2026-01-02T03:04:05.678Z' })).toBe(FROM / 1000 - 0.678)
  expect(fill('${token:epoch-s}', { token: 'yesterday' })).toBeUndefined()
})

describe('[A51] a substitution there is none of is a configuration error that names the place', () => {
  test.each([
    '${nothing}',
    '${}',
    '${id:upper}',
    '${ID}',
    '${__proto__}',
    '${id:constructor}',
    '${set.a b}',
  ])('%s', (text) => {
    expect(() => compileTemplate({ a: [text] }, 'shop.body')).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(/^shop\.body\.a\.0: \$\{.*is not a substitution/) as string,
      }),
    )
  })
})
