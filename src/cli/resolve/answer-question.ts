import type { Answer } from './read-answer.ts'
import type { Asked } from './read-values.ts'
import type { Claim } from './find-counterpart.ts'
import type { Effect } from '../describe/effect.ts'
import type { OpenQuestion } from '../inbox/criteria.ts'
import type { Pair, Resolution } from '../../core/pair.ts'
import { ANSWERS, presentSide } from '../describe/question.ts'
import { SIDES, otherSide } from '../../core/side.ts'
import { claimOn, findCounterpart, recordsOf } from './find-counterpart.ts'
import { effectsOf } from '../describe/effect.ts'
import { foresee, obstacleTo } from './foresee.ts'
import { pairName, recordName } from '../describe/record.ts'
import { readValues } from './read-values.ts'

/** An answer that fits its question, or why it does not. */
export type Judged =
  | {
      readonly kind: 'fits'
      readonly question: OpenQuestion
      /** Absent when an answer is taken back. */
      readonly resolution?: Resolution | undefined
      /** What the next sync does with it, if both sides still show what was asked about. */
      readonly effects: readonly Effect[]
      /** A pair that only asks about the record that this answer links: it ends with it. */
      readonly absorbs?: Pair | undefined
    }
  | { readonly kind: 'unfit'; readonly question: OpenQuestion; readonly why: string }

/** What judging an answer needs besides the question. */
export interface Judging extends Omit<Asked, 'question'> {
  readonly signal: AbortSignal
  /** Answers about the same entity that link records. */
  readonly claims: () => Promise<readonly Claim[]>
}

/** Judges whether an answer fits a question (C73): reads what it has to, writes nothing. */
export async function answerQuestion(
  answer: Answer,
  question: OpenQuestion,
  judging: Judging,
): Promise<Judged> {
  if (answer.kind === 'undo') return takeBack(question)
  const why = ANSWERS[question.conflict.kind][answer.kind]
  if (why !== null) return unfit(question, `${optionOf(answer.kind)} does not fit: ${why}`)
  switch (answer.kind) {
    case 'take':
      return take(answer.side, question, judging)
    case 'values': {
      const read = await readValues(answer.texts, { ...judging, question })
      if (!read.ok) return unfit(question, read.why)
      return settle({ kind: 'values', fields: read.fields }, question, judging)
    }
    case 'both':
      return keepBoth(question, judging)
    case 'adopt':
      return adopt(answer.text, question, judging)
    case 'retry':
    case 'forget':
      return settleCreate(answer.kind, question, judging)
  }
}

type Fitting = Exclude<Answer['kind'], 'undo'>

function optionOf(kind: Fitting): string {
  return kind === 'values' ? '--value' : `--${kind}`
}

function unfit(question: OpenQuestion, why: string): Judged {
  return { kind: 'unfit', question, why }
}

function takeBack(question: OpenQuestion): Judged {
  return question.decree === undefined
    ? unfit(question, 'nobody has answered it')
    : { kind: 'fits', question, effects: [{ says: 'the question is open again', changes: [] }] }
}

/** A record without a counterpart has one side only that can stand. */
async function take(side: 'a' | 'b', question: OpenQuestion, judging: Judging): Promise<Judged> {
  const { conflict } = question
  if (conflict.kind === 'ambiguous') {
    const { names } = judging.entity.terms
    const own = presentSide(conflict)
    if (side !== own)
      return unfit(
        question,
        `it is about a record of ${names[own]}; --take ${names[own]} says that it has no counterpart`,
      )
    const rival = claimOn(recordsOf(question), await judging.claims(), question.no)
    if (rival !== undefined) return unfit(question, claimed(rival))
  }
  return settle({ kind: 'take', side }, question, judging)
}

function claimed(rival: Pair): string {
  return `an answer to ${pairName(rival)} says who its counterpart is: take that back first`
}

/** Answers about values and presence are foreseen by the decision itself. */
function settle(resolution: Resolution, question: OpenQuestion, { entity }: Judging): Judged {
  const decision = foresee(question, resolution, entity.terms)
  const obstacle = obstacleTo(decision, question, resolution)
  if (obstacle !== undefined) return unfit(question, `it would change nothing: ${obstacle}`)
  const effects = effectsOf(decision, question, entity.terms.names)
  return { kind: 'fits', question, resolution, effects }
}

function keepBoth(question: OpenQuestion, judging: Judging): Judged {
  const { names, allow } = judging.entity.terms
  const closed = SIDES.find((side) => !allow[side].create)
  return closed === undefined
    ? settle({ kind: 'both' }, question, judging)
    : unfit(question, `it would change nothing: ${names[closed]} accepts no creates`)
}

async function adopt(text: string, question: OpenQuestion, judging: Judging): Promise<Judged> {
  const { names } = judging.entity.terms
  const counterpart = await findCounterpart(text, { ...judging, question }, judging.signal)
  if (!counterpart.ok) return unfit(question, counterpart.why)
  const { id, asking } = counterpart
  const side = otherSide(presentSide(question.conflict))
  const records = [...recordsOf(question), { side, id }]
  const rival = claimOn(records, await judging.claims(), question.no)
  if (rival !== undefined) return unfit(question, claimed(rival))
  const says = `link it to ${recordName(names, side, id)}, then compare the two`
  const isPending = question.conflict.kind === 'pending-create'
  return {
    kind: 'fits',
    question,
    resolution: { kind: 'adopt', id },
    effects: [{ says, changes: [] }],
    // The engine ends the row itself where both are correlated; a create is settled before that.
    absorbs: isPending ? asking : undefined,
  }
}

function settleCreate(
  kind: 'retry' | 'forget',
  question: OpenQuestion,
  { entity }: Judging,
): Judged {
  const there = entity.terms.names[otherSide(presentSide(question.conflict))]
  const says =
    kind === 'retry'
      ? `send the create to ${there} again, which makes a second record if the first one arrived`
      : 'forget the request; the record is decided anew, and created if it has no counterpart'
  return { kind: 'fits', question, resolution: { kind }, effects: [{ says, changes: [] }] }
}
