import type { CliContext } from '../context.ts'
import type { Judged } from './answer-question.ts'
import type { Pair } from '../../core/pair.ts'
import type { PairChange } from '../../stores/store.ts'
import type { PairEvent } from '../../core/journal.ts'
import type { Pairing } from '../../engine/pairing.ts'
import { foldPair } from '../../core/journal.ts'
import { openLedger } from '../../engine/ledger.ts'
import { pairName } from '../describe/record.ts'
import { sameQuestion } from '../../core/decide/decree.ts'

/** An answer that fits. */
export type Fitting = Extract<Judged, { kind: 'fits' }>

/** What became of answers: those that are durable, and those whose question changed before they could be. */
export interface Recorded {
  readonly kept: readonly Fitting[]
  readonly overtaken: readonly Fitting[]
}

/**
 * Makes answers durable, under the lease: the next sync carries them out. A question that closed or changed since it was
 * read is left alone. Rejects with `STORE_BUSY` while a run is under way; nothing is then written.
 */
export async function recordAnswers(
  answers: readonly Fitting[],
  pairing: Pairing,
  { clock, names, owner, isGone, person }: CliContext,
): Promise<Recorded> {
  if (answers.length === 0) return { kept: [], overtaken: [] }
  const run = names.unique()
  const ledger = await openLedger(pairing.store, clock, {
    scope: pairing.name,
    owner,
    isGone,
    run,
  })
  try {
    const current = await readAgain(answers, pairing)
    const isCurrent = (answer: Fitting): boolean => isSame(answer, current.get(nameOf(answer)))
    const kept = answers.filter(isCurrent)
    const changes = kept.flatMap((answer) => changesOf(answer, current, person))
    if (changes.length > 0) await ledger.commit(changes)
    return { kept, overtaken: answers.filter((answer) => !isCurrent(answer)) }
  } finally {
    await ledger.release()
  }
}

function nameOf({ question }: Fitting): string {
  return pairName(question)
}

/** Every pair that is to be changed, as it is now. */
async function readAgain(
  answers: readonly Fitting[],
  { store }: Pairing,
): Promise<ReadonlyMap<string, Pair>> {
  const numbers = new Map<string, number[]>()
  for (const { question, absorbs } of answers) {
    const known = numbers.get(question.entity) ?? []
    numbers.set(question.entity, known)
    known.push(question.no, ...(absorbs === undefined ? [] : [absorbs.no]))
  }
  const pairs = new Map<string, Pair>()
  for (const [entity, wanted] of numbers)
    for (const pair of await store.getPairs(entity, wanted)) pairs.set(pairName(pair), pair)
  return pairs
}

function isSame({ question, resolution }: Fitting, now: Pair | undefined): boolean {
  if (now?.conflict === undefined) return false
  if (resolution === undefined && now.decree === undefined) return false
  return sameQuestion(question.conflict, now.conflict)
}

function changesOf(
  { question, resolution, absorbs }: Fitting,
  current: ReadonlyMap<string, Pair>,
  byWhom: string,
): readonly PairChange[] {
  const before = current.get(pairName(question))
  if (before?.conflict === undefined) return []
  const event: PairEvent =
    resolution === undefined
      ? { kind: 'recalled', byWhom }
      : { kind: 'decreed', decree: { resolution, conflict: before.conflict, byWhom } }
  const row = absorbs && current.get(pairName(absorbs))
  const why = `its record is the one that was created for ${pairName(question)}`
  return [
    ...(row === undefined ? [] : [changeOf(row, { kind: 'forgotten', why })]),
    changeOf(before, event),
  ]
}

function changeOf(before: Pair, event: PairEvent): PairChange {
  return { before, events: [event], after: foldPair(before, event) }
}
