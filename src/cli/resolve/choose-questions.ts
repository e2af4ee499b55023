import type { Answer } from './read-answer.ts'
import type { OpenQuestion } from '../inbox/criteria.ts'
import type { Pairing } from '../../engine/pairing.ts'
import { BilateralError } from '../../errors.ts'
import { findPairs, referenceTo } from '../record/find-pairs.ts'
import { isOpen, listQuestions } from '../inbox/list-questions.ts'
import { onlyOne } from '../record/only-one.ts'
import { pairName } from '../describe/record.ts'
import { readWhere } from '../inbox/criteria.ts'
import { typed } from '../options/typed.ts'
import { vocabularyOf } from '../inbox/show-conflicts.ts'

/** The questions with these ids, each once. Rejects with `NOT_FOUND` for a pair about which nothing is asked. */
export async function questionsNamed(
  ids: readonly string[],
  pairing: Pairing,
): Promise<readonly OpenQuestion[]> {
  const questions = new Map<string, OpenQuestion>()
  for (const id of ids) {
    const question = await questionNamed(id, pairing)
    questions.set(pairName(question), question)
  }
  return [...questions.values()]
}

async function questionNamed(text: string, pairing: Pairing): Promise<OpenQuestion> {
  const [found, ...others] = await findPairs(referenceTo(text, pairing), pairing)
  if (found === undefined)
    throw new BilateralError(
      'NOT_FOUND',
      `there is no pair ${JSON.stringify(text)}: it is neither a number, as in company/12, nor the id of a linked record. Nothing was written`,
      { next: `bilateral explain ${typed(text)}` },
    )
  const pair = onlyOne([found, ...others], { text, command: 'resolve', pairing })
  if (isOpen(pair)) return pair
  throw closed(pair)
}

/** The error of a question that is not open, or no more. */
export function closed(pair: Pick<OpenQuestion, 'entity' | 'no'>): BilateralError {
  const name = pairName(pair)
  return new BilateralError(
    'NOT_FOUND',
    `nothing is asked about ${name}: it was settled, or never in question. Nothing was written`,
    { next: `bilateral log ${name}` },
  )
}

/** The questions that meet what `--where` says: those without an answer, or with one if it is taken back. */
export async function questionsMeeting(
  where: string,
  answer: Answer,
  { pairing, nowMs }: { readonly pairing: Pairing; readonly nowMs: number },
): Promise<readonly OpenQuestion[]> {
  const criteria = readWhere(where, vocabularyOf(pairing))
  const questions: OpenQuestion[] = []
  for await (const question of listQuestions(pairing, criteria, nowMs))
    if ((question.decree !== undefined) === (answer.kind === 'undo')) questions.push(question)
  return questions
}
