import type { Listing, ListingEnd, NativeRecord, Page } from '../adapter.ts'
import { BilateralError } from '../../errors.ts'
import type { RawRow } from './table/sql-value.ts'
import type { SqlReader } from './sql-reader.ts'
import type { SqlTable } from './table/sql-table.ts'
import type { SQLInputValue } from 'node:sqlite'
import { lowestStamp } from './table/sql-stamp.ts'

/** Lists every row in the order of its id, page by page; each page is read at its own moment. */
export async function* listRows(reader: SqlReader, signal: AbortSignal): Listing {
  let cursor: string | undefined
  let last: SQLInputValue | undefined
  for (;;) {
    if (signal.aborted) return stopped()
    const { page, lost } = await reader.read('list', (table, nowMs) => {
      cursor ??= cursorAt(table, nowMs)
      // One row more than a page holds tells whether another page follows, without asking for it.
      const rows = pageAfter(table, last)
      const shown = rows.slice(0, reader.pageSize)
      last = table.valueOf(shown.at(-1) ?? [], table.settings.id)
      const isLast = rows.length <= reader.pageSize
      return {
        page: toPage(table, shown, nowMs),
        lost: isLast ? countUnidentified(table) : undefined,
      }
    })
    if (page.records.length > 0) yield page
    if (lost !== undefined) return endOf(lost, cursor)
  }
}

function endOf(lost: number, cursor: string | undefined): ListingEnd {
  return lost === 0
    ? { complete: true, cursor }
    : { complete: false, cursor, why: `${lost} rows have no id and cannot be listed` }
}

/** Lists the rows stamped at or after the cursor, and those without a stamp. Throws `CURSOR_EXPIRED`. */
export async function* listChangedRows(
  reader: SqlReader,
  cursor: string,
  signal: AbortSignal,
): Listing {
  const fromMs = /^-?\d{1,15}$/.test(cursor) ? Number(cursor) : undefined
  if (fromMs === undefined)
    throw new BilateralError('CURSOR_EXPIRED', `${reader.name}: the cursor ${cursor} is unknown`)
  let next: string | undefined
  for (const phase of [unstampedAfter, stampedAfter]) {
    let last: RawRow | undefined
    for (;;) {
      if (signal.aborted) return stopped()
      const page = await reader.read('changes', (table, nowMs) => {
        next ??= cursorAt(table, nowMs)
        const rows = phase(table, last, fromMs)
        last = rows.at(-1) ?? last
        return toPage(table, rows, nowMs)
      })
      if (page.records.length > 0) yield page
      if (page.records.length < reader.pageSize) break
    }
  }
  return { complete: true, cursor: next }
}

/** From here on nothing is missed: now, less what may still appear behind it (O1). */
function cursorAt({ settings: { stamp } }: SqlTable, nowMs: number): string | undefined {
  return stamp && String(nowMs - stamp.latenessMs - stamp.granularityMs)
}

function stopped(): ListingEnd {
  return { complete: false, why: 'the listing was stopped' }
}

function toPage(table: SqlTable, rows: readonly RawRow[], nowMs: number): Page {
  const records: readonly NativeRecord[] = rows.map((row) => table.toNative(row))
  return { records, serverTimeMs: nowMs }
}

function pageAfter(table: SqlTable, last: SQLInputValue | undefined): readonly RawRow[] {
  const { idSql, settings } = table
  const limit = settings.can.list.pageSize + 1
  const order = `ORDER BY ${idSql} LIMIT ?`
  if (last !== undefined) return table.select(`WHERE ${idSql} > ? ${order}`, last, limit)
  return table.select(`WHERE ${idSql} IS NOT NULL AND ${idSql} <> '' ${order}`, limit)
}

function unstampedAfter(table: SqlTable, last: RawRow | undefined): readonly RawRow[] {
  const { idSql, stampSql, settings } = table
  const rest = `ORDER BY ${idSql} LIMIT ?`
  const limit = settings.can.list.pageSize
  if (last === undefined) return table.select(`WHERE ${stampSql} IS NULL ${rest}`, limit)
  const lastId = table.valueOf(last, settings.id)
  return table.select(`WHERE ${stampSql} IS NULL AND ${idSql} > ? ${rest}`, lastId, limit)
}

function stampedAfter(
  table: SqlTable,
  last: RawRow | undefined,
  fromMs: number,
): readonly RawRow[] {
  const { idSql, stampSql, settings } = table
  if (settings.stamp === undefined) return []
  const order = `ORDER BY ${stampSql}, ${idSql} LIMIT ?`
  const limit = settings.can.list.pageSize
  if (last === undefined) {
    const from = lowestStamp(settings.stamp.format, fromMs)
    return table.select(`WHERE ${stampSql} >= ? ${order}`, from, limit)
  }
  const { column } = settings.stamp
  return table.select(
    `WHERE (${stampSql}, ${idSql}) > (?, ?) ${order}`,
    table.valueOf(last, column),
    table.valueOf(last, settings.id),
    limit,
  )
}

/** Rows no listing can name: SQLite allows an empty id in most keys. */
function countUnidentified(table: SqlTable): number {
  const { id } = table.settings
  const column = table.columnOf.get(id)
  if (column?.affinity === 'integer' && column.notNull) return 0
  return table.select(`WHERE ${table.idSql} IS NULL OR ${table.idSql} = '' LIMIT 1000`).length
}
