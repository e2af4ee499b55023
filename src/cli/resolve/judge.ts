import type { Answer } from './read-answer.ts'
import type { Claim } from './find-counterpart.ts'
import type { Judged } from './answer-question.ts'
import type { OpenQuestion } from '../inbox/criteria.ts'
import type { Pairing } from '../../engine/pairing.ts'
import { answerQuestion } from './answer-question.ts'
import { assert } from '../../core/assert.ts'
import { listClaims } from './find-counterpart.ts'

/** Judges one answer to several questions, in their order; what they have in common is read once. */
export async function judge(
  answer: Answer,
  questions: readonly OpenQuestion[],
  { pairing, signal }: { readonly pairing: Pairing; readonly signal: AbortSignal },
): Promise<readonly Judged[]> {
  const claims = new Map<string, Promise<readonly Claim[]>>()
  const claimsOf = async (entity: string): Promise<readonly Claim[]> => {
    const known = claims.get(entity) ?? listClaims(pairing.store, entity)
    claims.set(entity, known)
    return known
  }
  const judged: Judged[] = []
  for (const question of questions) {
    const entity = pairing.entities.find(({ name }) => name === question.entity)
    assert(entity !== undefined, 'a question that was found belongs to an entity')
    const judging = { entity, pairing, signal, claims: async () => claimsOf(question.entity) }
    judged.push(await answerQuestion(answer, question, judging))
  }
  return judged
}
