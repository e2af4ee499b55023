import type { Answer, ResolveOptions } from './read-answer.ts'
import type { CliContext } from '../context.ts'
import type { ExitCode } from '../../errors.ts'
import type { Fitting } from './record-answers.ts'
import type { Judged } from './answer-question.ts'
import type { OpenQuestion } from '../inbox/criteria.ts'
import type { Output } from '../output/output.ts'
import type { Pairing } from '../../engine/pairing.ts'
import type { ToldAnswer, ToldUnfit } from './tell-answer.ts'
import { BilateralError, EXIT_CODES } from '../../errors.ts'
import { answerLines, tellAnswer, tellUnfit } from './tell-answer.ts'
import { bySide } from '../../core/side.ts'
import { closed, questionsMeeting, questionsNamed } from './choose-questions.ts'
import { counted } from '../output/relative-time.ts'
import { judge } from './judge.ts'
import { pairName } from '../describe/record.ts'
import { readAnswer } from './read-answer.ts'
import { recordAnswers } from './record-answers.ts'
import { withPairing } from '../with-pairing.ts'

/**
 * Answers questions (C73–C75): by their ids, all of them or none; or all that meet `--where`, after a preview. An answer
 * changes neither system: the next sync carries it out.
 */
export async function showResolve(
  context: CliContext,
  ids: readonly string[],
  options: ResolveOptions,
): Promise<ExitCode> {
  return withPairing(context, async (pairing) => {
    const names = bySide((side) => pairing.systems[side].name)
    const answer = readAnswer(options, names)
    const questions = await choose(ids, { answer, options, pairing, context })
    const judged = await judge(answer, questions, { pairing, signal: context.stop })
    const fitting = judged.filter((each) => each.kind === 'fits')
    const unfit = judged.filter((each) => each.kind === 'unfit')
    if (options.where === undefined || fitting.length === 0) requireFitting(unfit)
    return carryOut({ fitting, unfit }, { options, pairing, context })
  })
}

interface Choosing {
  readonly answer: Answer
  readonly options: ResolveOptions
  readonly pairing: Pairing
  readonly context: CliContext
}

async function choose(
  ids: readonly string[],
  { answer, options, pairing, context }: Choosing,
): Promise<readonly OpenQuestion[]> {
  const { where } = options
  if ((where === undefined) === (ids.length === 0))
    throw refuse('which questions? Give their ids, as in company/12, or --where, and not both')
  const questions =
    where === undefined
      ? await questionsNamed(ids, pairing)
      : await questionsMeeting(where, answer, { pairing, nowMs: context.clock.nowMs() })
  if (answer.kind === 'adopt' && questions.length > 1)
    throw refuse('a record is the counterpart of one other: give --adopt one id')
  return questions
}

function refuse(message: string): BilateralError {
  return new BilateralError('USAGE', `${message}. Nothing was written`, {
    next: 'bilateral conflicts',
  })
}

type Unfit = Extract<Judged, { kind: 'unfit' }>

/** Reasons told at once; the others are counted. */
const REASONS_TOLD_MAX = 10

function requireFitting(unfit: readonly Unfit[]): void {
  const [first] = unfit
  if (first === undefined) return
  throw new BilateralError('USAGE', [...reasons(unfit), 'Nothing was written'].join('\n'), {
    next: `bilateral conflicts --kind ${first.question.conflict.kind}`,
  })
}

function reasons(unfit: readonly Unfit[]): readonly string[] {
  const others = unfit.length - REASONS_TOLD_MAX
  const told = unfit.slice(0, REASONS_TOLD_MAX).map(tellUnfit)
  const lines = told.map(({ id, kind, why }) => `${id} (${kind}): ${why}`)
  return others > 0 ? [...lines, `and ${counted(others, 'other')}`] : lines
}

interface Sorted {
  readonly fitting: readonly Fitting[]
  readonly unfit: readonly Unfit[]
}

async function carryOut(
  { fitting, unfit }: Sorted,
  { options, pairing, context }: Omit<Choosing, 'answer'>,
): Promise<ExitCode> {
  const { output } = context
  const names = bySide((side) => pairing.systems[side].name)
  const would = fitting.map((answer) => tellAnswer(answer, names))
  const left = unfit.map(tellUnfit)
  if (!output.json) preview(would, left, output)
  if (options.dryRun === true || !(await isConfirmed(fitting, options, context))) {
    if (output.json) output.document({ answered: [], would, left })
    output.note('nothing was written')
    return EXIT_CODES.done
  }
  const { kept, overtaken } = await recordAnswers(fitting, pairing, context)
  const [lost] = overtaken
  if (lost !== undefined && kept.length === 0) throw closed(lost.question)
  const late = overtaken.map(({ question }) => tellUnfit({ question, why: OVERTAKEN }))
  const answered = kept.map((answer) => tellAnswer(answer, names))
  if (output.json) output.document({ answered, left: [...left, ...late], byWhom: context.person })
  else preview([], late, output)
  conclude(kept, output)
  return EXIT_CODES.done
}

function preview(would: readonly ToldAnswer[], left: readonly ToldUnfit[], output: Output): void {
  for (const line of would.flatMap((each) => answerLines(each, output.columns))) output.print(line)
  for (const { id, why } of left) output.warn(`${id} is left: ${why}`)
}

const OVERTAKEN = 'it was settled, or asked anew, meanwhile'

/** Questions by criteria are answered once a person has seen which they are. */
async function isConfirmed(
  { length }: readonly Fitting[],
  { where, yes }: ResolveOptions,
  { isInteractive, confirm, output }: CliContext,
): Promise<boolean> {
  if (where === undefined || yes === true || length === 0) return true
  if (isInteractive && !output.json)
    return (await confirm(`answer ${counted(length, 'question')}?`)) === true
  throw new BilateralError(
    'USAGE',
    `${counted(length, 'question')} would be answered, and nobody can be asked whether that is meant. Nothing was written`,
    { next: 'the same command with --yes, or with --dry-run to see them' },
  )
}

function conclude(kept: readonly Fitting[], output: Output): void {
  const [first] = kept
  if (first === undefined) {
    output.note('no question meets this: nothing was written')
    return
  }
  if (first.resolution === undefined) {
    output.note(`${counted(kept.length, 'answer')} taken back`)
    output.note('next: bilateral conflicts')
    return
  }
  output.note(
    `${counted(kept.length, 'answer')} noted; the next sync carries out those whose records still show what was asked about`,
  )
  output.note(
    `next: bilateral sync   (or take it back: bilateral resolve ${pairName(first.question)} --undo)`,
  )
}
