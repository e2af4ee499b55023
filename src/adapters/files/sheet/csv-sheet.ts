import type {
  Sheet,
  SheetEntry,
  SheetFormat,
  SheetProblem,
  SheetReading,
  Written,
} from './sheet.ts'
import { LINE_OF_NEW, collectEntries, lineEndOf, problem } from './sheet.ts'
import { readCsv, writeCell } from './csv-text.ts'
import type { CsvCell, CsvRow } from './csv-text.ts'
import type { Fields, Value } from '../../../core/value.ts'
import { toText } from './utf8.ts'

/** What has to be known of a CSV file to read it. */
export interface CsvDialect {
  /** Without one, records are told apart by their line: enough to look at a file, not to work in it. */
  readonly id: string | undefined
  readonly delimiter: string
  readonly finalNewline: 'required' | 'optional'
}

/** CSV with a header row. Cells are text; an empty cell is `null`. */
export function csvFormat(dialect: CsvDialect): SheetFormat {
  return {
    read: (bytes) => readSheet(bytes, dialect),
    write: (sheet, set, before) => writeRow(sheet, set, { before, ...dialect }),
  }
}

function readSheet(bytes: Buffer, dialect: CsvDialect): SheetReading {
  const decoded = toText(bytes)
  if (decoded.kind === 'problem') return decoded
  const { mark, text } = decoded
  const reading = readCsv(text, dialect.delimiter)
  if (reading.kind === 'broken') return problem(reading.line, reading.why, reading.cut)
  const [header, ...rows] = reading.rows
  if (header === undefined) return problem(1, 'there is no header row', true)
  const columns = header.cells.map(({ value }) => value ?? '')
  const wrong = headerProblem(columns, dialect) ?? rowsProblem(rows, header, dialect)
  if (wrong !== undefined) return { kind: 'problem', problem: wrong }
  const collected = collectEntries(rows.map((row) => toEntry(columns, dialect.id, row)))
  if ('why' in collected) return { kind: 'problem', problem: collected }
  return {
    kind: 'sheet',
    sheet: {
      head: mark + header.raw,
      entries: collected.entries,
      tail: reading.tail,
      columns,
      lineEnd: lineEndOf(text),
    },
  }
}

function headerProblem(columns: readonly string[], { id }: CsvDialect): SheetProblem | undefined {
  const at = (why: string): SheetProblem => ({ line: 1, why, cut: false })
  const unnamed = columns.indexOf('')
  if (unnamed >= 0) return at(`column ${unnamed + 1} has no name`)
  const twice = columns.find((name, index) => columns.indexOf(name) !== index)
  if (twice !== undefined) return at(`two columns are named ${JSON.stringify(twice)}`)
  if (id === undefined || columns.includes(id)) return undefined
  return at(`there is no column ${JSON.stringify(id)} for the id, only ${columns.join(', ')}`)
}

function rowsProblem(
  rows: readonly CsvRow[],
  header: CsvRow,
  { id, finalNewline }: CsvDialect,
): SheetProblem | undefined {
  const idAt = header.cells.findIndex(({ value }) => value === id)
  for (const row of rows) {
    const why = rowProblem(row, header.cells.length, idAt)
    if (why !== undefined) return { line: row.line, why, cut: row === rows.at(-1) }
  }
  const { ended, line } = rows.at(-1) ?? header
  return ended || finalNewline === 'optional' ? undefined : { line, why: UNENDED, cut: true }
}

const UNENDED =
  'the last line does not end, so its last value may be cut short (or set finalNewline: optional)'

function rowProblem({ cells }: CsvRow, width: number, idAt: number): string | undefined {
  if (cells.length !== width) return `there are ${cells.length} cells where the header has ${width}`
  const id = cells[idAt]
  return id !== undefined && (id.value ?? '') === '' ? 'the id column is empty' : undefined
}

function toEntry(columns: readonly string[], id: string | undefined, row: CsvRow): SheetEntry {
  return {
    id: (id === undefined ? undefined : row.cells[columns.indexOf(id)]?.value) ?? String(row.line),
    fields: Object.fromEntries(columns.map((name, at) => [name, row.cells[at]?.value ?? null])),
    line: row.line,
    raw: row.raw,
  }
}

interface Writing extends CsvDialect {
  readonly before: SheetEntry | undefined
}

function writeRow(sheet: Sheet, set: Fields, { before, delimiter, id }: Writing): Written {
  for (const field of Object.keys(set)) {
    const why = unwritable(sheet, set, field)
    if (why !== undefined) return { kind: 'refused', why, field }
  }
  const old = before && readRow(before.raw, delimiter)?.cells
  const cells = sheet.columns.map((name, at) =>
    Object.hasOwn(set, name)
      ? writeCell(toCellText(set[name]), delimiter, isQuoted(old?.[at]))
      : (old?.[at]?.raw ?? ''),
  )
  const raw = blankBefore(before) + cells.join(delimiter) + endOf(sheet, before)
  const row = readRow(raw, delimiter)
  if (row === undefined || row.cells.length !== cells.length)
    return { kind: 'refused', why: 'does not fit a row of CSV', field: id ?? '' }
  const entry = toEntry(sheet.columns, id, row)
  return { kind: 'entry', entry: { ...entry, line: before?.line ?? LINE_OF_NEW } }
}

function blankBefore(before: SheetEntry | undefined): string {
  return before === undefined ? '' : (/^[\r\n]*/.exec(before.raw)?.[0] ?? '')
}

function readRow(raw: string, delimiter: string): CsvRow | undefined {
  const reading = readCsv(raw, delimiter)
  return reading.kind === 'rows' ? reading.rows[0] : undefined
}

/** The line keeps the end it had. */
function endOf({ lineEnd }: Sheet, before: SheetEntry | undefined): string {
  if (before === undefined) return lineEnd
  return /\r?\n$/.exec(before.raw)?.[0] ?? ''
}

/** Why a value cannot stand in a cell; `undefined` when it can. */
function unwritable(sheet: Sheet, set: Fields, name: string): string | undefined {
  const value = set[name] ?? null
  if (!sheet.columns.includes(name)) return 'is not a column of the header'
  if (typeof value === 'string' && !value.isWellFormed()) return 'is not well-formed Unicode'
  return value !== null && typeof value === 'object'
    ? 'holds text, not a list or an object'
    : undefined
}

function isQuoted(cell: CsvCell | undefined): boolean {
  return cell?.raw.startsWith('"') ?? false
}

function toCellText(value: Value | undefined): string | null {
  if (value === null || value === undefined || typeof value === 'object') return null
  return String(value)
}
