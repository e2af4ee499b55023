import type { Line, Part } from './line.ts'
import { partsOf, plainText } from './line.ts'
import { printable } from './printable.ts'
import { shorten, textWidth } from './text-width.ts'

/** One column of a table. */
export interface Column {
  /** Absent for a table without a heading. */
  readonly title?: string | undefined
  readonly align?: 'left' | 'right' | undefined
  /** A column that is never shortened: symbols, numbers, commands to be typed. */
  readonly fixed?: boolean | undefined
}

/** How wide a table may be and what stands before each of its lines. */
export interface TableShape {
  readonly columns: number
  readonly indent?: string | undefined
}

/** Columns between two cells. */
const GAP = '  '

/** A column is not shortened below this while another one is wider. */
const COLUMN_WIDTH_MIN = 6

/**
 * Lays out rows as lines that are no wider than asked for (C51): the widest columns give way first, and what does not fit
 * ends in `…`. A row may have fewer cells than there are columns.
 */
export function layOut(
  columns: readonly Column[],
  rows: readonly (readonly Line[])[],
  { columns: room, indent = '' }: TableShape,
): readonly Line[] {
  const titles = columns.map(({ title = '' }) => [{ text: title, style: 'dim' } as const])
  const all = columns.some(({ title }) => title !== undefined) ? [titles, ...rows] : rows
  const natural = columns.map((_, at) =>
    all.reduce((widest, row) => Math.max(widest, widthOf(row[at] ?? '')), 0),
  )
  const widths = fit(columns, natural, room - textWidth(indent) - GAP.length * (columns.length - 1))
  return all.map((row) => layOutRow(columns, row, { widths, indent }))
}

function widthOf(line: Line): number {
  return textWidth(printable(plainText(line)))
}

/** Takes columns from the widest until all fit; columns that are never shortened keep theirs. */
function fit(
  columns: readonly Column[],
  natural: readonly number[],
  room: number,
): readonly number[] {
  const widths = [...natural]
  let excess = widths.reduce((sum, width) => sum + width, 0) - room
  while (excess > 0) {
    const soft = widths.flatMap((width, at) => (columns[at]?.fixed === true ? [] : [{ width, at }]))
    const [widest] = soft.toSorted((left, right) => right.width - left.width)
    if (widest === undefined || widest.width <= COLUMN_WIDTH_MIN) break
    const next = soft.reduce(
      (most, { width }) => (width < widest.width ? Math.max(most, width) : most),
      COLUMN_WIDTH_MIN,
    )
    const give = Math.max(1, Math.min(excess, widest.width - next))
    widths[widest.at] = widest.width - give
    excess -= give
  }
  return widths
}

interface Layout {
  readonly widths: readonly number[]
  readonly indent: string
}

function layOutRow(
  columns: readonly Column[],
  row: readonly Line[],
  { widths, indent }: Layout,
): Line {
  const parts: Part[] = [{ text: indent }]
  let pending = ''
  columns.forEach(({ align = 'left' }, at) => {
    const cell = clip(row[at] ?? '', widths[at] ?? 0)
    const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell)))
    if (align === 'right') pending += space
    if (widthOf(cell) > 0) {
      parts.push({ text: pending }, ...cell)
      pending = ''
    }
    if (align === 'left') pending += space
    pending += GAP
  })
  return parts
}

/** Shortens a line to so many columns, its looks kept. */
export function clip(line: Line, columns: number): readonly Part[] {
  const clean = partsOf(line).map((part) => ({ ...part, text: printable(part.text) }))
  if (clean.reduce((sum, { text }) => sum + textWidth(text), 0) <= columns) return clean
  const kept: Part[] = []
  let left = columns
  for (const part of clean) {
    const width = textWidth(part.text)
    if (width < left) {
      kept.push(part)
      left -= width
      continue
    }
    kept.push({ ...part, text: shorten(`${part.text} `, left) })
    break
  }
  return kept
}
