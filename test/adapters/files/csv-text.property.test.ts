import { expect, test } from 'vitest'
import { readCsv, writeCell } from '../../../src/adapters/files/sheet/csv-text.ts'
import fc from 'fast-check'
import { parse } from 'csv-parse/sync'

const DELIMITER = fc.constantFrom(',', ';', '\t')
const LINE_END = fc.constantFrom('\n', '\r\n')
const CELL = fc.oneof(
  fc.constant(null),
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^["\r\n,; \t0-9a]*$/),
)
const TABLE = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(CELL, { minLength: width, maxLength: width }), { minLength: 1 }),
  )
  // A row of one empty cell is a blank line, which is no row.
  .filter((rows) => rows.every((row) => row.length > 1 || row[0] !== null))

type Cells = readonly (readonly (string | null)[])[]

function textOf(rows: Cells, delimiter: string, lineEnd: string): string {
  return rows
    .map((row) => row.map((cell) => writeCell(cell, delimiter)).join(delimiter) + lineEnd)
    .join('')
}

function cellsOf(text: string, delimiter: string): Cells {
  const reading = readCsv(text, delimiter)
  if (reading.kind === 'broken') throw new Error(`line ${reading.line}: ${reading.why}`)
  return reading.rows.map(({ cells }) => cells.map(({ value }) => value))
}

test('[A43] every table is read as it was written, empty text and no value told apart', () => {
  fc.assert(
    fc.property(TABLE, DELIMITER, LINE_END, (rows, delimiter, lineEnd) => {
      expect(cellsOf(textOf(rows, delimiter, lineEnd), delimiter)).toEqual(rows)
    }),
  )
})

test('[A43] another reader of CSV sees the same cells', () => {
  fc.assert(
    fc.property(TABLE, DELIMITER, LINE_END, (rows, delimiter, lineEnd) => {
      const text = textOf(rows, delimiter, lineEnd)
      const theirs: unknown = parse(text, {
        delimiter,
        record_delimiter: lineEnd,
        cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
      })
      expect(cellsOf(text, delimiter)).toEqual(theirs)
    }),
  )
})

test('[A42] the texts of the rows and the rest are the whole text, whatever it is', () => {
  const anyText = fc.stringMatching(/^[a"\r\n,; ]*$/)
  fc.assert(
    fc.property(anyText, (text) => {
      const reading = readCsv(text, ',')
      if (reading.kind === 'broken') return
      expect(reading.rows.map(({ raw }) => raw).join('') + reading.tail).toBe(text)
    }),
    { numRuns: 1000 },
  )
})

test('whatever another reader refuses in quotes and widths, this one does not read differently', () => {
  const anyText = fc.stringMatching(/^[a"\n,]*$/)
  fc.assert(
    fc.property(anyText, (text) => {
      const ours = readCsv(text, ',')
      if (ours.kind === 'broken') return
      const theirs: unknown = parse(text, {
        record_delimiter: '\n',
        skip_empty_lines: true,
        relax_column_count: true,
        cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
      })
      expect(ours.rows.map(({ cells }) => cells.map(({ value }) => value))).toEqual(theirs)
    }),
    { numRuns: 1000 },
  )
})
