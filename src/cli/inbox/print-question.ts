import type { FieldDispute } from '../../core/pair.ts'
import type { Fields } from '../../core/value.ts'
import type { Line } from '../output/line.ts'
import type { Names } from '../describe/record.ts'
import type { OpenQuestion } from './criteria.ts'
import { SIDES, otherSide } from '../../core/side.ts'
import { clip, layOut } from '../output/table.ts'
import { describeDecree } from '../describe/resolution.ts'
import { describeQuestion, presentSide } from '../describe/question.ts'
import { describeValue } from '../describe/value.ts'
import { pairName, recordName, recordNames } from '../describe/record.ts'
import { relativeTime } from '../output/relative-time.ts'
import { sameValue } from '../../core/value.ts'
import { styled } from '../output/line.ts'

/** What printing a question needs. */
export interface QuestionShape {
  readonly names: Names
  readonly nowMs: number
  readonly columns: number
}

/** What printing fields in dispute needs. */
export interface DisputeShape extends Pick<QuestionShape, 'names' | 'columns'> {
  readonly indent?: string | undefined
}

const INDENT = '  '

/** One question for people (C72), each line no wider than the terminal. */
export function questionLines(question: OpenQuestion, shape: QuestionShape): readonly Line[] {
  const { names, nowMs, columns } = shape
  const { conflict } = question
  const when = relativeTime(conflict.sinceMs, nowMs)
  const heading: Line = [
    styled(pairName(question), 'cyan'),
    `  ${conflict.kind} · `,
    styled(`${when} · `, 'dim'),
    recordNames(question, names),
  ]
  const asked: Line = [INDENT, styled(describeQuestion(conflict, names), 'bold')]
  const reason: Line = [INDENT, styled(conflict.reason, 'dim')]
  const values = disputeLines(conflict.disputes, shape)
  const rest = [...recordLines(question, names), ...answerLines(question, names)]
  return [
    ...[heading, asked, reason].map((line) => clip(line, columns)),
    ...values,
    ...rest.map((line) => clip([INDENT, ...line], columns)),
  ]
}

/** What each field in dispute says on both sides, and what it said when the pair last agreed. */
export function disputeLines(
  disputes: readonly FieldDispute[],
  { names, columns, indent = INDENT }: DisputeShape,
): readonly Line[] {
  const rows = disputes.map(({ field, a, b, baseA, baseB }) => [
    [styled(field, 'bold')],
    sameValue(baseA, baseB)
      ? `base ${describeValue(baseA)}`
      : `base ${describeValue(baseA)} / ${describeValue(baseB)}`,
    `${names.a} ${describeValue(a)}`,
    `${names.b} ${describeValue(b)}`,
  ])
  return layOut([{}, {}, {}, {}], rows, { columns, indent })
}

type Row = readonly Exclude<Line, string>[number][]

/** Where presence or identity is in question: what the record says, and which others it could be. */
function recordLines({ conflict, ids }: OpenQuestion, names: Names): readonly Row[] {
  if (conflict.disputes.length > 0) return []
  const side = presentSide(conflict)
  const record = conflict.seen[side]
  const shown = record === null ? [] : [[`${names[side]} shows ${summary(record)}`]]
  const { candidates = [] } = conflict
  const across = candidates.map((id) => recordName(names, otherSide(side), id))
  const isOnlyOne = SIDES.every((each) => each === side || ids[each] === undefined)
  return [
    ...shown,
    ...(across.length > 0 && isOnlyOne ? [[`it could be ${across.join(', ')}`]] : []),
  ]
}

function summary(record: Fields): string {
  return Object.entries(record)
    .filter(([, value]) => value !== null)
    .map(([field, value]) => `${field} ${describeValue(value)}`)
    .join(', ')
}

function answerLines({ decree }: OpenQuestion, names: Names): readonly Row[] {
  if (decree === undefined) return []
  return [[styled(`${describeDecree(decree, names)}; the next sync carries it out`, 'green')]]
}
