import type { Change } from '../describe/change.ts'
import type { Fields } from '../../core/value.ts'
import type { Line } from '../output/line.ts'
import { changesTo } from '../describe/change.ts'
import { counted } from '../output/relative-time.ts'
import { describeValue } from '../describe/value.ts'
import { printable } from '../output/printable.ts'
import { shorten, textWidth } from '../output/text-width.ts'
import { styled } from '../output/line.ts'

/** Fields of one write that are shown; the others are counted. */
export const FIELDS_SHOWN_MAX = 8

/** Columns that a field's name may take. */
const NAME_COLUMNS_MAX = 24

const ARROW = ' → '

/** Draws the values that a write changes, `phone  "1" → "2"`; of two long values both ends of the arrow stay in sight. */
export function changeLines(
  set: Fields,
  before: Fields | null,
  { columns, indent }: { readonly columns: number; readonly indent: string },
): readonly Line[] {
  const changes = changesTo(set, before)
  const shown = changes.slice(0, FIELDS_SHOWN_MAX)
  const more = changes.length - shown.length
  const names = shown.map(({ field }) => shorten(printable(field), NAME_COLUMNS_MAX))
  const widest = Math.max(...names.map(textWidth))
  const room = columns - textWidth(indent) - widest - GAP.length
  return [
    ...shown.map((change, at): Line => {
      const name = names[at] ?? ''
      const space = ' '.repeat(widest - textWidth(name))
      return [indent, styled(name, 'bold'), space, GAP, fitChange(change, room)]
    }),
    ...(more > 0 ? [`${indent}… and ${counted(more, 'more field')}`] : []),
  ]
}

const GAP = '  '

function fitChange({ before, after }: Change, room: number): string {
  const [old, young] = [printable(describeValue(before)), printable(describeValue(after))]
  const excess = textWidth(old) + textWidth(young) + ARROW.length - room
  if (excess <= 0) return `${old}${ARROW}${young}`
  const half = Math.floor((room - ARROW.length) / 2)
  const oldRoom = Math.max(half, room - ARROW.length - textWidth(young))
  const shortOld = shorten(old, oldRoom)
  return `${shortOld}${ARROW}${shorten(young, room - ARROW.length - textWidth(shortOld))}`
}
