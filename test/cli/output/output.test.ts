import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { jsonText, printable } from '../../../src/cli/output/printable.ts'
import type { OutputOptions } from '../../../src/cli/output/output.ts'
import { makeOutput } from '../../../src/cli/output/output.ts'
import { styled } from '../../../src/cli/output/line.ts'

function outputWith({
  terminal,
  ...options
}: Partial<OutputOptions> & { readonly terminal?: number } = {}) {
  const texts = { out: '', err: '' }
  const sink = (to: 'out' | 'err') => ({
    isTerminal: terminal !== undefined,
    columns: terminal,
    write: (text: string) => void (texts[to] += text),
  })
  const plain = { env: {}, json: false, quiet: false, color: true }
  const streams = { stdout: sink('out'), stderr: sink('err') }
  return { output: makeOutput({ ...plain, ...streams, ...options }), texts }
}

test('[C50] no control character gets through, whatever it stands in', () => {
  const { output, texts } = outputWith({ terminal: 80 })
  const evil = 'a\u001b[2Jb\u0007c\nd\u009b31me\u202ef\u007f'
  output.print(evil)
  output.warn([styled(evil, 'red')])
  output.progress(evil)
  const shown = 'a␛[2Jb␇c␊d�31me�f␡'
  expect(texts.out).toBe(`${shown}\n`)
  expect(stripVTControlCharacters(texts.err)).toBe(`${shown}\n${shown}`)
})

test('[C50] JSON says exactly what it was given and holds no raw control character', () => {
  const evil = 'a\u001b[2J\u009b\u202e\u2028\u007f'
  const text = jsonText({ evil })
  expect(printable(text)).toBe(text)
  expect(JSON.parse(text)).toEqual({ evil })
})

test('[C50] text that is harmless is left as it is', () => {
  for (const text of ['Adler & Söhne', '株式会社', '👩‍👩‍👧', 'क्षि', 'e\u0301'])
    expect(printable(text)).toBe(text)
})

test('[C52] data goes to stdout, prose to stderr, and quiet keeps only what must be seen', () => {
  const say = (quiet: boolean) => {
    const { output, texts } = outputWith({ quiet })
    output.print('data')
    output.note('prose')
    output.warn('warning')
    return texts
  }
  expect(say(false)).toEqual({ out: 'data\n', err: 'prose\nwarning\n' })
  expect(say(true)).toEqual({ out: 'data\n', err: 'warning\n' })
})

test.each([
  ['a terminal', { terminal: 80 }, true],
  ['a pipe', {}, false],
  ['NO_COLOR', { terminal: 80, env: { NO_COLOR: '1' } }, false],
  ['an empty NO_COLOR', { terminal: 80, env: { NO_COLOR: '' } }, true],
  ['--no-color', { terminal: 80, color: false }, false],
  ['a terminal that cannot', { terminal: 80, env: { TERM: 'dumb' } }, false],
])('[C55] colours: %s', (_, options, isColoured) => {
  const { output, texts } = outputWith(options)
  output.print([styled('red', 'red')])
  expect(texts.out.includes('\u001b[')).toBe(isColoured)
})

test('[C52] a live line is removed before anything else is written, and needs a terminal', () => {
  const { output, texts } = outputWith({ terminal: 20 })
  output.progress('reading crm, which takes a while')
  output.warn('careful')
  output.progress('')
  expect(texts.err).toBe('reading crm, which…\r\u001b[2Kcareful\n')
  const piped = outputWith()
  piped.output.progress('reading')
  expect([piped.texts.err, piped.output.isLive]).toEqual(['', false])
})

test.each([
  ['the terminal', { terminal: 120 }, 120],
  ['COLUMNS without one', { env: { COLUMNS: '100' } }, 100],
  ['nobody', {}, 80],
  ['COLUMNS that is no number', { env: { COLUMNS: 'wide' } }, 80],
  ['a terminal too narrow for anything', { terminal: 3 }, 40],
])('[C51] the width is told by %s', (_, options, columns) => {
  expect(outputWith(options).output.columns).toBe(columns)
})
