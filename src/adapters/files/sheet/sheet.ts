import type { Fields } from '../../../core/value.ts'

/** One record and the text it stands in. */
export interface SheetEntry {
  readonly id: string
  readonly fields: Fields
  /** Counted from 1. */
  readonly line: number
  /** The text of the record, its line end included, and blank lines before it. */
  readonly raw: string
}

/** What a file says: records between a head and a tail, so that joining all texts gives the file byte for byte. */
export interface Sheet {
  readonly head: string
  readonly entries: ReadonlyMap<string, SheetEntry>
  readonly tail: string
  /** Columns in order; of JSON Lines none. */
  readonly columns: readonly string[]
  /** The file's own line end. */
  readonly lineEnd: string
}

/**
 * Why a file cannot be read as a sheet. `cut` says that it may be a file somebody has not finished writing: reading it
 * again later may help.
 */
export interface SheetProblem {
  readonly line: number
  readonly why: string
  readonly cut: boolean
}

/** A sheet, or what is wrong with it. A file is read as a whole or not at all. */
export type SheetReading =
  | { readonly kind: 'sheet'; readonly sheet: Sheet }
  | { readonly kind: 'problem'; readonly problem: SheetProblem }

/** A record as it will stand in the file and be read from it, or why it cannot. */
export type Written =
  | { readonly kind: 'entry'; readonly entry: SheetEntry }
  | { readonly kind: 'refused'; readonly why: string; readonly field: string }

/** How one format is read and written. */
export interface SheetFormat {
  read(bytes: Buffer): SheetReading
  /** Writes a record: changed from `before`, keeping the spelling of what does not change, or new. */
  write(sheet: Sheet, set: Fields, before: SheetEntry | undefined): Written
}

/** The whole text of a sheet. */
export function sheetText(sheet: Sheet): string {
  const parts = [sheet.head]
  for (const { raw } of sheet.entries.values()) parts.push(raw)
  parts.push(sheet.tail)
  return parts.join('')
}

/** Stands for the line of a record that is not in the file yet. */
export const LINE_OF_NEW = 0

/** The line end most files have, if a text shows none. */
export const LINE_END = '\n'

/** The first line end in a text. */
export function lineEndOf(text: string): string {
  const at = text.indexOf('\n')
  if (at < 0) return LINE_END
  return text[at - 1] === '\r' ? '\r\n' : '\n'
}

/** Makes sure that another line can follow. */
export function endedLine(raw: string, lineEnd: string): string {
  return raw === '' || raw.endsWith('\n') ? raw : raw + lineEnd
}

/** A problem as a reading. */
export function problem(line: number, why: string, cut = false): SheetReading {
  return { kind: 'problem', problem: { line, why, cut } }
}

/** Collects entries in file order, and notices an id that is there twice. */
export function collectEntries(
  read: Iterable<SheetEntry>,
): { readonly entries: Map<string, SheetEntry> } | SheetProblem {
  const entries = new Map<string, SheetEntry>()
  for (const entry of read) {
    const first = entries.get(entry.id)
    if (first !== undefined)
      return {
        line: entry.line,
        why: `the id ${JSON.stringify(entry.id.slice(0, 100))} is also on line ${first.line}`,
        cut: false,
      }
    entries.set(entry.id, entry)
  }
  return { entries }
}
