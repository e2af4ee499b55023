import type { BySide } from '../../core/side.ts'
import type { ConflictKind, FieldDispute } from '../../core/pair.ts'
import type { Names } from '../describe/record.ts'
import type { OpenQuestion } from './criteria.ts'
import type { Value } from '../../core/value.ts'
import { SIDES } from '../../core/side.ts'
import { answersTo, describeQuestion } from '../describe/question.ts'
import { describeCell } from '../describe/cell.ts'
import { describeDecree } from '../describe/resolution.ts'
import { pairName } from '../describe/record.ts'
import { timestamp } from '../output/relative-time.ts'

/** One value for each system, by its name; absent where there is none. */
export type BySystem<T> = Readonly<Record<string, T>>

/** A question as machines are told it. */
export interface ToldQuestion {
  /** As it is typed. */
  readonly id: string
  readonly entity: string
  readonly kind: ConflictKind
  readonly cell: string
  readonly question: string
  readonly reason: string
  /** When it was asked: RFC 3339, UTC. */
  readonly since: string
  /** Ids of the records. */
  readonly records: BySystem<string>
  readonly fields: readonly ToldDispute[]
  /** Ids on the other side that could be meant. */
  readonly candidates?: readonly string[] | undefined
  /** The options that answer it. */
  readonly answers: readonly string[]
  readonly answered?: { readonly byWhom: string; readonly answer: string } | undefined
}

/** One field in dispute. */
export interface ToldDispute {
  readonly field: string
  readonly values: BySystem<Value>
  readonly base: BySystem<Value>
}

/** Tells a question with the systems' names (C72). Pure. */
export function tellQuestion(question: OpenQuestion, names: Names): ToldQuestion {
  const { entity, ids, conflict, decree } = question
  const { kind, cell, reason, sinceMs, disputes, candidates } = conflict
  return {
    id: pairName(question),
    entity,
    kind,
    cell: describeCell(cell, names),
    question: describeQuestion(conflict, names),
    reason,
    since: timestamp(sinceMs),
    records: bySystem(names, { a: ids.a, b: ids.b }),
    fields: disputes.map((dispute) => tellDispute(dispute, names)),
    candidates,
    answers: answersTo(conflict, names),
    answered: decree && { byWhom: decree.byWhom, answer: describeDecree(decree, names) },
  }
}

function tellDispute({ field, a, b, baseA, baseB }: FieldDispute, names: Names): ToldDispute {
  return {
    field,
    values: bySystem(names, { a, b }),
    base: bySystem(names, { a: baseA, b: baseB }),
  }
}

/** Values by the systems' names, whatever these are; without those that are not there. */
export function bySystem<T>(names: Names, values: BySide<T | undefined>): BySystem<T> {
  return Object.fromEntries(
    SIDES.flatMap((side) => {
      const value = values[side]
      return value === undefined ? [] : [[names[side], value] as const]
    }),
  )
}
