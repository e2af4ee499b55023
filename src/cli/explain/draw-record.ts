import type { Line } from '../output/line.ts'
import type { FoundLink } from './find-link.ts'
import type { ToldField, ToldRecord } from './told-record.ts'
import { describeValue } from '../describe/value.ts'
import { hang } from '../output/hang.ts'
import { layOut } from '../output/table.ts'
import { relativeTime } from '../output/relative-time.ts'
import { styled } from '../output/line.ts'

/** How an explanation is laid out. */
export interface RecordShape {
  readonly columns: number
  readonly nowMs: number
  readonly link: FoundLink | undefined
}

/** Explains one record to people: what it is, what both systems say, what follows and why; no line is too wide. */
export function drawRecord(
  told: ToldRecord,
  { columns, nowMs, link }: RecordShape,
): readonly Line[] {
  const records = Object.entries(told.records).map(([name, id]) => `${name}:${id}`)
  const say = (title: string, text: string | undefined): readonly string[] =>
    text === undefined ? [] : hang(text, { columns, first: `  ${title.padEnd(TITLE_COLUMNS)}` })
  const linked = link && `${link.how}, ${relativeTime(link.atMs, nowMs)}`
  const replaced = told.override === undefined ? '' : ` (${told.override})`
  return [
    [styled(told.id, 'bold'), `  ${records.join(' ↔ ')}${told.linked ? '' : ' · not linked'}`],
    ...say('linked', linked),
    ...Object.entries(told.seen).flatMap(([name, seen]) => say(name, seen)),
    ...say('cell', told.cell),
    ...say('decision', told.decision),
    ...say('why', `${told.reason}${replaced}`),
    ...say('rule', told.rule),
    ...say('question', told.question),
    ...say('could be', told.candidates?.join(', ')),
    ...fieldTable(told.fields, columns),
    ...told.fields.flatMap(({ field, rule }) => say('rule', rule && `${field}: ${rule}`)),
    ...told.open.flatMap((open) => say('open', open)),
  ]
}

const TITLE_COLUMNS = 10

function fieldTable(fields: readonly ToldField[], columns: number): readonly Line[] {
  const systems = [
    ...new Set(fields.flatMap(({ now, base }) => [...Object.keys(now), ...Object.keys(base)])),
  ]
  const titles = ['field', 'owner', 'base', ...systems, 'verdict']
  return layOut(
    titles.map((title) => ({ title })),
    fields.map(({ field, owner, base, now, verdict }) => [
      field,
      owner,
      describeBase(base),
      ...systems.map((name) => describeValue(now[name])),
      verdict,
    ]),
    { columns, indent: '  ' },
  )
}

/** One value where both systems agreed on the same spelling, else both. */
function describeBase(base: ToldField['base']): string {
  const texts = [...new Set(Object.values(base).map(describeValue))]
  return texts.length === 0 ? describeValue(undefined) : texts.join(' | ')
}
