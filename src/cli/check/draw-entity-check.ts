import type { CollectionCheck, EntityCheck } from '../../engine/check/check-entity.ts'
import {
  describeChanges,
  describeCreates,
  describeDeletes,
  describeListing,
  describeWrites,
} from './describe-collection.ts'
import type { BySide } from '../../core/side.ts'
import type { Line } from '../output/line.ts'
import type { MatchPreview } from '../../engine/check/preview-match.ts'
import { grouped } from '../output/relative-time.ts'
import { SIDES } from '../../core/side.ts'
import { describeField } from './describe-field.ts'
import { clip } from '../output/table.ts'
import { printable } from '../output/printable.ts'
import { shorten, textWidth } from '../output/text-width.ts'
import { styled } from '../output/line.ts'
import { hang } from '../output/hang.ts'

/** Shows an entity: what is listed, how changes are seen and writes are kept safe, what matches, and what fields hold. */
export function drawEntityCheck(
  check: EntityCheck,
  names: BySide<string>,
  columns: number,
): readonly Line[] {
  const counts = SIDES.map((side) => {
    const { collection, records } = check.sides[side]
    return `${names[side]} ${collection} ${grouped(records)}`
  })
  const rows: readonly Row[] = [
    ...SUBJECTS.flatMap(([title, describe]) =>
      SIDES.map((side, at): Row => [
        at === 0 ? title : '',
        names[side],
        describe(check.sides[side], names[side]),
      ]),
    ),
    ...describeMatch(check.match, names).map((text, at): Row => [
      at === 0 ? 'match' : '',
      '',
      text,
    ]),
    ...check.fields.flatMap((field, at) =>
      describeField(field, names).map((text, line): Row => [
        at === 0 && line === 0 ? 'fields' : '',
        line === 0 ? field.name : '',
        text,
      ]),
    ),
  ]
  return [
    clip([styled(check.entity, 'bold'), '  ', counts.join(' · ')], columns),
    ...layRows(rows, columns),
  ]
}

type Row = readonly [title: string, name: string, text: string]

/** Names are cut where they are long; what is said of them is wrapped, so that nothing of it is lost. */
function layRows(rows: readonly Row[], columns: number): readonly Line[] {
  const widest = rows.reduce((width, [, name]) => Math.max(width, textWidth(printable(name))), 0)
  const width = Math.min(widest, Math.floor(columns / NAME_SHARE))
  return rows.flatMap(([title, name, text]) => {
    const shown = shorten(printable(name), width)
    const padding = ' '.repeat(width - textWidth(shown))
    const first = `${INDENT}${title.padEnd(TITLE_WIDTH)}${shown}${padding}${GAP}`
    return hang(text, { columns, first })
  })
}

const INDENT = '  '
const GAP = '  '
const TITLE_WIDTH = 9

/** Names take at most a quarter of the line. */
const NAME_SHARE = 4

const SUBJECTS: readonly (readonly [string, (side: CollectionCheck, name: string) => string])[] = [
  ['listing', describeListing],
  ['changes', describeChanges],
  ['deletes', describeDeletes],
  ['writes', describeWrites],
  ['creates', describeCreates],
]

function describeMatch(match: MatchPreview, names: BySide<string>): readonly string[] {
  const { linked, rules, ambiguous, alone } = match
  const doubtful = ambiguous.a + ambiguous.b
  return [
    `${grouped(linked)} linked already`,
    ...rules.map(({ name, links }) => `${grouped(links)} would be linked by ${name}`),
    ...(doubtful > 0
      ? [
          `${grouped(ambiguous.a)} in ${names.a}, ${grouped(ambiguous.b)} in ${names.b} for a person to tell`,
        ]
      : []),
    `${grouped(alone.a)} only in ${names.a} · ${grouped(alone.b)} only in ${names.b}`,
  ]
}
