import type { ConflictKind } from '../../core/pair.ts'
import type { Effect } from '../describe/effect.ts'
import type { Fitting } from './record-answers.ts'
import type { Judged } from './answer-question.ts'
import type { Line } from '../output/line.ts'
import type { Names } from '../describe/record.ts'
import { clip, layOut } from '../output/table.ts'
import { describeChange } from '../describe/change.ts'
import { describeDecree, describeResolution } from '../describe/resolution.ts'
import { pairName } from '../describe/record.ts'
import { styled } from '../output/line.ts'

/** An answer as machines are told it. */
export interface ToldAnswer {
  readonly id: string
  readonly answer: string
  /** What the next sync does with it, if both sides still show what was asked about. */
  readonly effects: readonly Effect[]
  /** The earlier answer that it replaces. */
  readonly replaces?: string | undefined
}

/** Tells an answer with the systems' names. Pure. */
export function tellAnswer({ question, resolution, effects }: Fitting, names: Names): ToldAnswer {
  const { decree } = question
  return {
    id: pairName(question),
    answer: resolution === undefined ? 'taken back' : describeResolution(resolution, names),
    effects,
    replaces: decree && describeDecree(decree, names),
  }
}

/** One answer for people: what it says, then what the next sync does with it, value by value. */
export function answerLines(
  { id, answer, effects, replaces }: ToldAnswer,
  columns: number,
): readonly Line[] {
  const head: Line = [styled(id, 'cyan'), '  ', styled(answer, 'bold')]
  const earlier: Line[] = replaces === undefined ? [] : [[`  instead of: ${replaces}`]]
  const lines = effects.flatMap(({ says, changes }): readonly Line[] => [
    `  ${says}`,
    ...layOut(
      [{}, {}],
      changes.map((change) => [change.field, describeChange(change)]),
      { columns, indent: '    ' },
    ),
  ])
  return [head, ...earlier, ...lines].map((line) => clip(line, columns))
}

/** A question that an answer does not reach, and why. */
export interface ToldUnfit {
  readonly id: string
  readonly kind: ConflictKind
  readonly why: string
}

/** Tells why a question keeps waiting. */
export function tellUnfit({
  question,
  why,
}: Pick<Extract<Judged, { kind: 'unfit' }>, 'question' | 'why'>): ToldUnfit {
  return { id: pairName(question), kind: question.conflict.kind, why }
}
