import type { CliContext } from '../context.ts'
import type { Criteria, OpenQuestion, TypedCriteria, Vocabulary } from './criteria.ts'
import type { ExitCode } from '../../errors.ts'
import type { Pairing } from '../../engine/pairing.ts'
import { EXIT_CODES } from '../../errors.ts'
import { bySide } from '../../core/side.ts'
import { counted } from '../output/relative-time.ts'
import { answersTo } from '../describe/question.ts'
import { listQuestions } from './list-questions.ts'
import { pairName } from '../describe/record.ts'
import { questionLines } from './print-question.ts'
import { readCriteria } from './criteria.ts'
import { tellQuestion } from './tell-question.ts'
import { withPairing } from '../with-pairing.ts'

/** Shows the inbox: every question that waits for a person (C72). Ends with 3 while one of those shown has no answer. */
export async function showConflicts(context: CliContext, said: TypedCriteria): Promise<ExitCode> {
  return withPairing(context, async (pairing) => {
    const criteria = readCriteria(said, vocabularyOf(pairing))
    const inbox = context.output.json
      ? await document(context, pairing, criteria)
      : await print(context, pairing, criteria)
    return inbox.waiting > 0 ? EXIT_CODES.waiting : EXIT_CODES.done
  })
}

/** The names that criteria can mention. */
export function vocabularyOf({ entities }: Pairing): Vocabulary {
  return {
    fields: new Map(
      entities.map(({ name, terms }) => [name, terms.fields.map((field) => field.name)]),
    ),
  }
}

interface Inbox {
  readonly waiting: number
  readonly answered: number
}

async function document(
  { output, clock }: CliContext,
  pairing: Pairing,
  criteria: Criteria,
): Promise<Inbox> {
  const names = bySide((side) => pairing.systems[side].name)
  const conflicts = []
  for await (const question of listQuestions(pairing, criteria, clock.nowMs()))
    conflicts.push(tellQuestion(question, names))
  const answered = conflicts.filter((told) => told.answered !== undefined).length
  const inbox = { waiting: conflicts.length - answered, answered }
  output.document({ conflicts, ...inbox })
  return inbox
}

async function print(
  { output, clock }: CliContext,
  pairing: Pairing,
  criteria: Criteria,
): Promise<Inbox> {
  const shape = {
    names: bySide((side) => pairing.systems[side].name),
    nowMs: clock.nowMs(),
    columns: output.columns,
  }
  let [waiting, answered] = [0, 0]
  let first: OpenQuestion | undefined
  for await (const question of listQuestions(pairing, criteria, shape.nowMs)) {
    for (const line of questionLines(question, shape)) output.print(line)
    if (question.decree !== undefined) answered += 1
    else waiting += 1
    if (question.decree === undefined) first ??= question
  }
  const all = await pairing.store.countPairs({ open: 'conflict' })
  output.note(totals({ waiting, answered }, all))
  if (first !== undefined) output.note(`next: bilateral resolve ${suggestion(first, shape.names)}`)
  else if (answered > 0) output.note('next: bilateral sync')
  return { waiting, answered }
}

function totals({ waiting, answered }: Inbox, all: number): string {
  const others = all - waiting - answered
  const rest = others > 0 ? `; ${counted(others, 'other question')} not shown` : ''
  if (waiting + answered === 0 && others === 0) return 'the inbox is empty: nothing waits for you'
  const shown = [`${counted(waiting, 'question')} for you`]
  if (answered > 0) shown.push(`${counted(answered, 'answer')} for the next sync to carry out`)
  return `${shown.join(', ')}${rest}`
}

function suggestion(question: OpenQuestion, names: Parameters<typeof answersTo>[1]): string {
  const [answer = ''] = answersTo(question.conflict, names)
  return `${pairName(question)} ${answer}`
}
