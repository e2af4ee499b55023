/** One cell: its value, and the text it was written as. An empty cell is `null`; an empty text is written `""`. */
export interface CsvCell {
  readonly value: string | null
  readonly raw: string
}

/** One row of a CSV text. */
export interface CsvRow {
  readonly cells: readonly CsvCell[]
  /** The row's text with its line end, and blank lines before it. */
  readonly raw: string
  /** The line the row begins on, counted from 1. */
  readonly line: number
  /** Whether the row has a line end. */
  readonly ended: boolean
}

/** The rows of a text and the blank lines behind them, or the line on which it stops being CSV. */
export type CsvReading =
  | { readonly kind: 'rows'; readonly rows: readonly CsvRow[]; readonly tail: string }
  | { readonly kind: 'broken'; readonly line: number; readonly why: string; readonly cut: boolean }

const QUOTE = '"'
const QUOTE_CODE = 0x22
const FEED_CODE = 0x0a
const RETURN_CODE = 0x0d
const ENDING_CODES: ReadonlySet<number> = new Set([QUOTE_CODE, FEED_CODE, RETURN_CODE])

/** Where reading stands in a text. */
interface Place {
  readonly text: string
  readonly delimiter: string
  at: number
  line: number
}

interface Broken {
  readonly why: string
  readonly cut: boolean
}

/**
 * Reads CSV as RFC 4180 has it: quotes only around a whole cell, doubled inside. Lines may end in LF or CRLF, one file
 * may mix them, and blank lines are kept as they are. Joining every `raw` and the `tail` gives the text back.
 */
export function readCsv(text: string, delimiter: string): CsvReading {
  const place: Place = { text, delimiter, at: 0, line: 1 }
  const rows: CsvRow[] = []
  for (;;) {
    const start = place.at
    skipBlankLines(place)
    if (place.at >= text.length) return { kind: 'rows', rows, tail: text.slice(start) }
    const { line } = place
    const cells = readCells(place)
    if ('why' in cells) return { kind: 'broken', line, ...cells }
    const ended = skipLineEnd(place)
    rows.push({ cells, raw: text.slice(start, place.at), line, ended })
  }
}

/** Writes a cell, in quotes where they are needed or `quoted` asks for them. */
export function writeCell(value: string | null, delimiter: string, quoted = false): string {
  if (value === null) return ''
  const plain = value !== '' && !quoted && !needsQuotes(value, delimiter)
  return plain ? value : QUOTE + value.replaceAll(QUOTE, QUOTE + QUOTE) + QUOTE
}

function needsQuotes(value: string, delimiter: string): boolean {
  return (
    value.includes(delimiter) ||
    /["\r\n]/.test(value) ||
    value !== value.trim() ||
    value === '\ufeff'
  )
}

function skipBlankLines(place: Place): void {
  while (skipLineEnd(place));
}

/** Steps over one line end, if there is one here. */
function skipLineEnd(place: Place): boolean {
  const { text, at } = place
  const code = text.charCodeAt(at)
  const isWide = code === RETURN_CODE && text.charCodeAt(at + 1) === FEED_CODE
  if (code !== FEED_CODE && !isWide) return false
  place.at += isWide ? 2 : 1
  place.line += 1
  return true
}

/** Reads the cells up to the line end, which is left standing. */
function readCells(place: Place): CsvCell[] | Broken {
  const cells: CsvCell[] = []
  for (;;) {
    const cell = place.text[place.at] === QUOTE ? readQuoted(place) : readPlain(place)
    if ('why' in cell) return cell
    cells.push(cell)
    if (place.text[place.at] !== place.delimiter) return cells
    place.at += 1
  }
}

function readPlain(place: Place): CsvCell | Broken {
  const { text } = place
  const start = place.at
  const end = endOfPlain(place)
  const code = text.charCodeAt(end)
  if (code === QUOTE_CODE) return { why: 'a quote stands inside a cell without quotes', cut: false }
  if (code === RETURN_CODE && text.charCodeAt(end + 1) !== FEED_CODE)
    return { why: 'a carriage return stands outside quotes', cut: false }
  place.at = end
  const raw = text.slice(start, end)
  return { value: raw === '' ? null : raw, raw }
}

/** The first character behind a plain cell: what ends it, or what must not stand in it. */
function endOfPlain({ text, delimiter, at: start }: Place): number {
  const delimiterCode = delimiter.charCodeAt(0)
  let at = start
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // Nearly every character is a letter: one comparison tells.
    if (code > delimiterCode && code > QUOTE_CODE) continue
    if (code === delimiterCode || ENDING_CODES.has(code)) break
  }
  return at
}

function readQuoted(place: Place): CsvCell | Broken {
  const { text, delimiter } = place
  const start = place.at
  let close = text.indexOf(QUOTE, start + 1)
  while (close >= 0 && text[close + 1] === QUOTE) close = text.indexOf(QUOTE, close + 2)
  if (close < 0) return { why: 'a quote is never closed', cut: true }
  const after = text[close + 1]
  const isEnd = after === undefined || after === delimiter || after === '\n'
  if (!isEnd && !text.startsWith('\r\n', close + 1))
    return { why: 'text stands behind a closing quote', cut: false }
  place.at = close + 1
  const raw = text.slice(start, place.at)
  const value = raw.slice(1, -1)
  place.line += value.split('\n').length - 1
  return { value: value.replaceAll(QUOTE + QUOTE, QUOTE), raw }
}
