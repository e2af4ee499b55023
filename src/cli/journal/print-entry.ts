import type { Line } from '../output/line.ts'
import type { ToldEntry } from './tell-entry.ts'
import { clip, layOut } from '../output/table.ts'
import { describeChange } from '../describe/change.ts'
import { relativeTime } from '../output/relative-time.ts'
import { printable } from '../output/printable.ts'
import { styled } from '../output/line.ts'
import { textWidth } from '../output/text-width.ts'

/** How entries are laid out. */
export interface EntryShape {
  readonly columns: number
  /** Whether values are shown whole, however long, rather than shortened to the line. */
  readonly whole: boolean
}

const INDENT = '            '

/** The line that stands before the lines of one run. */
export function runHeading({ run, at }: ToldEntry, nowMs: number): Line {
  const when = `${at.slice(0, 10)} ${relativeTime(Date.parse(at), nowMs)}`
  return [styled(`run ${run}`, 'bold'), styled(`  ${when}`, 'dim')]
}

/** One entry of the journal for people: what happened, then each value, the reason, the request and its outcome. */
export function entryLines(entry: ToldEntry, { columns, whole }: EntryShape): readonly Line[] {
  const { at, record, says, changes = [] } = entry
  const name = record === undefined ? '' : `${record}  `
  const start = `  ${at.slice(11, 19)}  `
  const [said = '', ...more] = proseOf(says, { columns, whole, from: start.length + name.length })
  const head: Line = ['  ', styled(at.slice(11, 19), 'dim'), '  ', styled(name, 'cyan'), said]
  const values = changes.map((change) => [change.field, describeChange(change)])
  const rest = [
    ...(whole
      ? values.map(([field = '', value = '']): Line => `${INDENT}${field}  ${value}`)
      : layOut([{}, {}], values, { columns, indent: INDENT })),
    ...detail('why', entry.why, { columns, whole }),
    ...detail('request', requestOf(entry), { columns, whole }),
  ]
  return [head, ...more.map((text): Line => `${INDENT}${text}`), ...rest].map((line) =>
    whole ? line : clip(line, columns),
  )
}

/** A pair has one request at a time, so that only the line that sends it has to name it. */
function requestOf({ request, outcome }: ToldEntry): string | undefined {
  return outcome === undefined ? undefined : `${request ?? ''} · ${outcome}`
}

function detail(name: string, text: string | undefined, shape: EntryShape): readonly Line[] {
  if (text === undefined) return []
  const [first = '', ...more] = proseOf(text, { ...shape, from: INDENT.length + name.length + 1 })
  return [[INDENT, styled(`${name} `, 'dim'), first], ...more.map((part) => `${INDENT}${part}`)]
}

/** Prose that is told whole goes on in further lines; the first begins `from` columns in, and no word is broken. */
function proseOf(
  text: string,
  { columns, whole, from }: EntryShape & { readonly from: number },
): readonly string[] {
  if (!whole) return [text]
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    const room = columns - (lines.length === 0 ? from : INDENT.length)
    if (line !== '' && textWidth(printable(longer)) > room) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}
