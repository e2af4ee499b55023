import type { Fields, Value } from '../../../core/value.ts'
import type {
  Sheet,
  SheetEntry,
  SheetFormat,
  SheetProblem,
  SheetReading,
  Written,
} from './sheet.ts'
import { LINE_OF_NEW, collectEntries, lineEndOf } from './sheet.ts'
import { keepsDigits } from '../../http/json/decimal.ts'
import { readJson } from '../../http/json/read-json.ts'
import { toText } from './utf8.ts'

/**
 * JSON Lines: one object per line. Numbers a double cannot hold are shown as their digits, and stay numbers. Without
 * an id, records are told apart by their line.
 */
export function jsonlFormat(id: string | undefined): SheetFormat {
  return {
    read: (bytes) => readSheet(bytes, id),
    write: (sheet, set, before) => writeLine(sheet, set, { before, id }),
  }
}

/** One line that is not blank, with the blank lines before it. */
interface Line {
  readonly raw: string
  readonly line: number
}

function readSheet(bytes: Buffer, id: string | undefined): SheetReading {
  const decoded = toText(bytes)
  if (decoded.kind === 'problem') return decoded
  const { mark, text } = decoded
  const { lines, tail } = splitLines(text)
  const read: SheetEntry[] = []
  for (const line of lines) {
    const entry = toEntry(line, id)
    if ('why' in entry) return { kind: 'problem', problem: entry }
    read.push(entry)
  }
  const collected = collectEntries(read)
  if ('why' in collected) return { kind: 'problem', problem: collected }
  return {
    kind: 'sheet',
    sheet: {
      head: mark,
      entries: collected.entries,
      tail,
      columns: [],
      lineEnd: lineEndOf(text),
    },
  }
}

const BLANK = /^[ \t\r\n]*$/

function splitLines(text: string): { readonly lines: readonly Line[]; readonly tail: string } {
  const lines: Line[] = []
  let start = 0
  let line = 1
  for (let at = 0; at < text.length; line++) {
    const end = text.indexOf('\n', at)
    const stop = end < 0 ? text.length : end + 1
    if (!BLANK.test(text.slice(at, stop))) {
      lines.push({ raw: text.slice(start, stop), line })
      start = stop
    }
    at = stop
  }
  return { lines, tail: text.slice(start) }
}

function toEntry({ raw, line }: Line, idField: string | undefined): SheetEntry | SheetProblem {
  const isEnded = raw.endsWith('\n')
  const wrong = (why: string, cut: boolean): SheetProblem => ({ line, why, cut })
  const reading = readJson(Buffer.from(raw))
  if (!reading.ok) return wrong(`the line ${reading.why}`, !isEnded)
  const fields = reading.value
  if (!isFields(fields)) return wrong('the line is not a JSON object', false)
  if (idField === undefined) return { id: String(line), fields, line, raw }
  const held = Object.hasOwn(fields, idField) ? fields[idField] : undefined
  const id = toIdText(held)
  if (id === undefined)
    return wrong(
      held === undefined
        ? `there is no member ${JSON.stringify(idField)} for the id`
        : `the id ${JSON.stringify(held)} is neither a number nor text`,
      false,
    )
  return { id, fields, line, raw }
}

function toIdText(value: Value | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isFields(value: Value): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Changes the members given and keeps the spelling of all other numbers. */
function writeLine(
  sheet: Sheet,
  set: Fields,
  { before, id }: { readonly before: SheetEntry | undefined; readonly id: string | undefined },
): Written {
  const bad = Object.entries(set).find(([, value]) => !isWellFormed(value))
  if (bad !== undefined)
    return { kind: 'refused', why: 'is not well-formed Unicode', field: bad[0] }
  const model = before ?? sheet.entries.values().next().value
  const numbers = model === undefined ? new Set<string>() : numbersIn(model.raw)
  const changed = Object.entries(set).map(([name, value]): [string, unknown] => [
    name,
    numbers.has(name) ? toNumber(value) : value,
  ])
  const kept = before === undefined ? {} : parseKeeping(before.raw)
  const text = JSON.stringify({ ...kept, ...Object.fromEntries(changed) })
  const raw = before === undefined ? text + sheet.lineEnd : framed(before.raw, text)
  const entry = toEntry({ raw, line: before?.line ?? LINE_OF_NEW }, id)
  return 'why' in entry
    ? { kind: 'refused', why: `cannot be written: ${entry.why}`, field: id ?? '' }
    : { kind: 'entry', entry }
}

/** Puts a text between the blanks that stood around another. */
function framed(raw: string, text: string): string {
  const [before = '', after = ''] = [/^[ \t\r\n]*/.exec(raw)?.[0], /[ \t\r\n]*$/.exec(raw)?.[0]]
  return before + text + after
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

/** Digits that reached us as text only because no double holds them go back as the number they were. */
function toNumber(value: Value): unknown {
  if (typeof value !== 'string' || !NUMBER.test(value)) return value
  return keepsDigits(value, Number(value)) ? value : rawJson(value)
}

function isWellFormed(value: Value): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, held]) => name.isWellFormed() && isWellFormed(held))
}

/** The members that hold numbers, whatever their length. */
function numbersIn(raw: string): ReadonlySet<string> {
  const parsed = JSON.parse(raw) as Fields
  return new Set(Object.keys(parsed).filter((name) => typeof parsed[name] === 'number'))
}

/** The language knows how to write digits as they are; its types do not yet. */
const { rawJSON: rawJson } = JSON as unknown as { readonly rawJSON: (text: string) => unknown }

/** Reads a record so that writing it again spells every number as it was. */
function parseKeeping(raw: string): object {
  const keep = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' && context?.source !== undefined ? rawJson(context.source) : value
  return JSON.parse(raw, keep) as object
}
