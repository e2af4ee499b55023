import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../../src/config/source/complaint.ts'
import { VALUES_MAX } from '../../../src/config/source/convert-tree.ts'
import { DEPTH_MAX } from '../../../src/config/source/nesting.ts'
import { CONFIG_BYTES_MAX, readSource } from '../../../src/config/source/read-source.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The complaints about a text, one line each, without the line that counts them. */
function complaints(text: string | Uint8Array): readonly string[] {
  try {
    readSource(typeof text === 'string' ? bytes(text) : text, 'f.yaml')
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    expect(error.exitCode).toBe(64)
    return error.message.split('\n').slice(0, -1)
  }
}

const lists = (depth: number): string => `a: ${'['.repeat(depth)}${']'.repeat(depth)}`
const bomb = Array.from({ length: 6 }, (_, level) => {
  const items = level === 0 ? '1' : `*x${level - 1}`
  return `k${level}: &x${level} [${Array.from({ length: 10 }, () => items).join(', ')}]`
}).join('\n')

const REFUSED: readonly (readonly [title: string, text: string | Uint8Array, complaint: string])[] =
  [
    [
      'a key that stands twice',
      'a: 1\nb:\n  c: 1\n  c: 2',
      'f.yaml:4:3 the key stands here a second time; keep one of them',
    ],
    [
      'a key that stands twice in JSON',
      '{"a": 1,\n "a": 2}',
      'f.yaml:2:2 the key stands here a second time; keep one of them',
    ],
    [
      'a merge key',
      'a: &x { b: 1 }\nc:\n  <<: *x',
      'f.yaml:3:3 c["<<"]: merge keys (<<) are not allowed; use `extends`, `defaults`, or an alias for the whole value',
    ],
    [
      'a merge key that brings __proto__',
      'c:\n  <<: { __proto__: { admin: true } }',
      'f.yaml:2:3 c["<<"]: merge keys (<<) are not allowed; use `extends`, `defaults`, or an alias for the whole value',
    ],
    [
      '__proto__',
      'a:\n  __proto__: { admin: true }',
      'f.yaml:2:3 a.__proto__: no key may be called this: every object answers to this name',
    ],
    [
      'a quoted __proto__',
      '{"__proto__": {"admin": true}}',
      'f.yaml:1:2 __proto__: no key may be called this: every object answers to this name',
    ],
    [
      'constructor',
      'constructor: 1',
      'f.yaml:1:1 constructor: no key may be called this: every object answers to this name',
    ],
    [
      'prototype',
      'a: [{ prototype: 1 }]',
      'f.yaml:1:7 a[0].prototype: no key may be called this: every object answers to this name',
    ],
    ['a tab as indentation', 'a:\n\tb: 1', 'f.yaml:2:1 a tab cannot indent; use spaces'],
    ['a tag of somebody', 'a: !js/function "x"', 'f.yaml:1:4 tags (!name) are not allowed'],
    ['a tag of YAML', 'a: !!binary aGk=', 'f.yaml:1:4 tags (!name) are not allowed'],
    ['a tag that says what is there', 'a: !!str x', 'f.yaml:1:10 a: tags (!name) are not allowed'],
    [
      'an alias without anchor',
      'a: *nobody',
      'f.yaml:1:4 a: no anchor &nobody stands before this alias',
    ],
    [
      'an alias before its anchor',
      'a: *x\nb: &x 1',
      'f.yaml:1:4 a: no anchor &x stands before this alias',
    ],
    [
      'more values than the limit',
      bomb,
      `f.yaml:2:10 k4[2][9][8][0]: the configuration holds more than ${VALUES_MAX} values`,
    ],
    [
      'more values than the limit without an alias',
      `a: [${'1,'.repeat(VALUES_MAX)}]`,
      `f.yaml:1:100001 a[49998]: the configuration holds more than ${VALUES_MAX} values`,
    ],
    [
      'lists nested too deep',
      lists(DEPTH_MAX + 2),
      `f.yaml:1:36 a${'[0]'.repeat(DEPTH_MAX)}: is nested deeper than ${DEPTH_MAX} levels`,
    ],
    [
      'lists nested absurdly deep',
      '['.repeat(100_000),
      `f.yaml:1:1 is nested deeper than ${DEPTH_MAX} levels`,
    ],
    [
      'block lists nested absurdly deep',
      '- '.repeat(100_000),
      `f.yaml:1:1 is nested deeper than ${DEPTH_MAX} levels`,
    ],
    [
      'maps nested absurdly deep',
      '{a: '.repeat(100_000),
      `f.yaml:1:1 is nested deeper than ${DEPTH_MAX} levels`,
    ],
    [
      'a second document',
      'a: 1\n---\nb: 2',
      'f.yaml:2:1 a second document begins here; a configuration is one document, without ---',
    ],
    ['YAML 1.1', '%YAML 1.1\n---\na: no', 'f.yaml:1:1 has to be YAML 1.2'],
    ['a directive', '%FOO bar\n---\na: 1', 'f.yaml:1:1 directives (%NAME) are not allowed'],
    [
      'a bracket that is not closed',
      'a: [1, 2\nb: 3',
      'f.yaml:2:1 is indented differently from its neighbours, or a bracket is not closed',
    ],
    [
      'a quote that is not closed',
      'a: "x',
      'f.yaml:1:6 a quote, a bracket, a comma or white space is missing here',
    ],
    [
      'uneven indentation',
      'a:\n  b: 1\n c: 2',
      'f.yaml:3:1 is indented differently from its neighbours, or a bracket is not closed',
    ],
    [
      'a second colon',
      'a: b: c',
      'f.yaml:1:4 holds a second ": "; a value with a colon and a space needs quotes',
    ],
    [
      'a value that begins with @',
      'a: @x',
      'f.yaml:1:4 a value that begins with a special character needs quotes',
    ],
    [
      'an unknown escape',
      'a: "\\q"',
      'f.yaml:1:5 holds an unknown escape; within double quotes a backslash is written \\\\',
    ],
    [
      'a key that is a list',
      '? [a]\n: b',
      'f.yaml:1:3 a key has to be text; is a bracket or a quote missing?',
    ],
    [
      'a key longer than a line should be',
      `${'x'.repeat(1_100)}: 1`,
      'f.yaml:1:1 a key may not be longer than 1,024 characters',
    ],
    [
      'trailing garbage after JSON',
      '{"a": 1} x',
      'f.yaml:1:10 cannot stand here; is a quote, a bracket or a comma missing?',
    ],
    [
      'an octal number',
      'a: 0o17',
      'f.yaml:1:4 a: would be read as the number 15; write 15, or "0o17" for the text',
    ],
    [
      'a number with leading zeros',
      'a: 007',
      'f.yaml:1:4 a: would be read as the number 7; write 7, or "007" for the text',
    ],
    [
      'a hexadecimal number',
      'a: 0xFF',
      'f.yaml:1:4 a: would be read as the number 255; write 255, or "0xFF" for the text',
    ],
    [
      'an integer beyond 2^53',
      'a: 12345678901234567890',
      'f.yaml:1:4 a: is too large for an exact number; write "12345678901234567890"',
    ],
    ['infinity', 'a: .inf', 'f.yaml:1:4 a: is not a finite number'],
    ['what is not a number', 'a: .nan', 'f.yaml:1:4 a: is not a finite number'],
    ['a control character', 'a: \u0001', 'f.yaml:1:1 holds the control character U+0001'],
    ['a zero byte', 'a: 1\0', 'f.yaml:1:1 holds the control character U+0000'],
    ['what is not UTF-8', Uint8Array.of(0x61, 0x3a, 0x20, 0xff), 'f.yaml:1:1 is not UTF-8 text'],
    [
      'more bytes than the limit',
      `# ${'x'.repeat(CONFIG_BYTES_MAX)}`,
      `f.yaml:1:1 is longer than ${CONFIG_BYTES_MAX} bytes`,
    ],
  ]

describe('what is refused', () => {
  test.each(REFUSED)('[C3] %s is refused where it stands', (_, text, complaint) => {
    expect(complaints(text)).toEqual([complaint])
  })

  test('[C3] an alias that stands for itself is refused', () => {
    expect(complaints('a: &x [*x]')).toEqual([
      expect.stringContaining(`is nested deeper than ${DEPTH_MAX} levels`),
    ])
  })

  test('[C3] every error of syntax is told at once, up to ten', () => {
    expect(complaints('a: 1\na: 2\nb: 1\nb: 2')).toHaveLength(2)
    expect(complaints(']'.repeat(1_000))).toHaveLength(10)
  })

  test('[C3] a text of nothing but one mark is refused, however long', () => {
    for (const mark of ['[', '- ', '? ', '{a: ', '!a ', '&a ', '*a ', ']', '"', '- &a ', ': '])
      expect(complaints(mark.repeat(20_001)).length).toBeGreaterThan(0)
  })
})

describe('what is read', () => {
  const read = (text: string): unknown => readSource(bytes(text), 'f.yaml').tree

  test('[C3] words are text unless YAML 1.2 says otherwise', () => {
    expect(read('[no, off, yes, y, ~, 12:30, 1_000, 2026-01-31, "true", 0b1]')).toEqual([
      'no',
      'off',
      'yes',
      'y',
      null,
      '12:30',
      '1_000',
      '2026-01-31',
      'true',
      '0b1',
    ])
  })

  test('[C3] JSON is read as it is', () => {
    const json = JSON.stringify({ a: [1, -2.5, 1e3, 'x', true, null], b: { c: '' } }, null, '\t')
    expect(read(json)).toEqual(JSON.parse(json))
  })

  test('[C3] an alias is a copy of what it stands for', () => {
    expect(read('a: &x { b: [1] }\nc: *x')).toEqual({ a: { b: [1] }, c: { b: [1] } })
  })

  test('[C3] no map has a prototype', () => {
    const tree = read('a: { b: {} }') as { readonly a: { readonly b: object } }
    for (const map of [tree, tree.a, tree.a.b]) expect(Object.getPrototypeOf(map)).toBeNull()
  })

  test('[C3] a file that says nothing is nothing', () => {
    expect(read('')).toBeNull()
    expect(read('# only a comment\n')).toBeNull()
  })

  test('[C2] keys and values are found where they stand', () => {
    const { placeOf } = readSource(bytes('a:\n  b: [x, { c: 1 }]\n"d.e": 2'), 'f.yaml')
    expect(placeOf(['a', 'b'])).toEqual({
      key: { line: 2, column: 3 },
      value: { line: 2, column: 6 },
    })
    expect(placeOf(['a', 'b', 1, 'c'])?.value).toEqual({ line: 2, column: 15 })
    expect(placeOf(['d.e'])?.key).toEqual({ line: 3, column: 1 })
    expect(placeOf(['a', 'x'])).toBeUndefined()
  })
})
