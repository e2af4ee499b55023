import type { PairCase, Pending, Stand } from './case.ts'
import type { TracedBase, TracedEvent } from './trace-line.ts'
import type { BySide, Side } from '../core/side.ts'
import { SIDES } from '../core/side.ts'
import { complain } from './case.ts'
import { wasLookedAt } from './judge-request.ts'

type Landed = Extract<TracedEvent, { kind: 'landed' }>

/** Judges that a request is said to have landed (W2, W4, W5, W6), and what becomes the base. */
export function judgeLanding(pair: PairCase, landed: Landed, stand: Stand): void {
  const { pending } = pair
  if (pending?.intent.op !== landed.op) {
    complain(stand, 'W2', `${landed.op} has landed, and it is not the pair's intent`)
    return
  }
  judgeEvidence(pair, pending, stand)
  if ((landed.base === null) !== (pending.intent.verb === 'delete'))
    complain(stand, 'W4', 'a write that landed moves both bases, and a delete leaves none')
  const { answer, intent } = pending
  const madeId = landed.ids[intent.side]
  if (answer?.answer === 'written' && madeId !== undefined && madeId !== answer.id)
    complain(stand, 'W4', `the record was created as ${String(answer.id)}, not as ${madeId}`)
  if (landed.base !== null) judgeBases(pair, pending, landed.base, stand)
}

/** A write has landed if the system said so, or if a look at the target showed it. */
function judgeEvidence(pair: PairCase, pending: Pending, stand: Stand): void {
  const { answer, intent, doubt, left } = pending
  if (answer?.answer === 'written' || left) return
  if (answer?.answer === 'refused' && !doubt)
    complain(stand, 'W5', 'the request was refused, and is taken for done')
  else if (!wasLookedFor(pair, pending, stand))
    complain(stand, 'W6', 'nobody knows whether the request landed, and nobody looked')
  else if (intent.verb === 'delete' && isPresent(pair, pending, stand))
    complain(stand, 'W6', 'the record is still there, and its delete is taken for done')
}

/** Whether somebody looked what became of the request since it was sent last. */
function wasLookedFor(pair: PairCase, pending: Pending, stand: Stand): boolean {
  const { intent, searchedAt, sentAt } = pending
  return intent.verb === 'create' ? searchedAt > sentAt : wasLookedAt(pair, pending, sentAt, stand)
}

function isPresent({ entity }: PairCase, { intent }: Pending, { trial }: Stand): boolean {
  const { side, id = '' } = intent
  return trial.witness.of({ entity, side, id })?.state === 'present'
}

/**
 * W4: what agrees becomes the base as the plan used it, on the source always, on the target unless the answer told what
 * the system made of it. Every other field keeps its base. After a look a field may have stayed behind (W6).
 */
function judgeBases(
  pair: PairCase,
  pending: Pending,
  base: BySide<TracedBase>,
  stand: Stand,
): void {
  const { intent, answer } = pending
  const isSure = answer?.answer === 'written' && !pending.doubt
  for (const side of SIDES) {
    const wrong = Object.keys(base[side].fields).filter((name) => {
      const value = base[side].fields[name]
      const old = intent.verb === 'create' ? undefined : pair.base?.[side].fields[name]
      const agreed = intent.agreed[side][name]
      if (agreed === undefined) return value !== old
      return !isFree(pair, pending, side, name) && value !== agreed && (isSure || value !== old)
    })
    if (wrong.length > 0)
      complain(
        stand,
        isSure ? 'W4' : 'W6',
        side === intent.side
          ? `${wrong.join(', ')}: the target's base is neither what was sent nor what it was`
          : `${wrong.join(', ')}: the source's base is not the value that the plan used`,
      )
  }
}

/** Values that the rules let differ: of the target what the answer shows, of a merge what the first side made of it. */
function isFree(
  { target }: PairCase,
  { intent, answer }: Pending,
  side: Side,
  name: string,
): boolean {
  if (target !== undefined && Object.hasOwn(target, name)) return true
  return side === intent.side && answer?.answer === 'written' && Object.hasOwn(intent.set, name)
}

/** Judges that a request is said to have done nothing (W4, W5, W6). */
export function judgeWithdrawal(pair: PairCase, op: string, stand: Stand): void {
  const { pending } = pair
  if (pending?.intent.op !== op) {
    complain(stand, 'W5', `${op} is withdrawn, and it is not the pair's intent`)
    return
  }
  const { answer, doubt, left, first } = pending
  if (left || first === undefined) return
  if (answer?.answer === 'written')
    complain(stand, 'W4', 'the request was done, and its intent is dropped')
  else if (doubt || answer?.answer !== 'refused') judgeGivingUp(pair, pending, stand)
}

/** W6: a request that may have taken effect is given up only on what the target shows. */
function judgeGivingUp(pair: PairCase, pending: Pending, stand: Stand): void {
  const { answer } = pending
  const looked = wasLookedFor(pair, pending, stand)
  if (!looked && answer?.answer !== 'refused') {
    complain(stand, 'W6', 'nobody knows whether the request landed, and its intent is dropped')
    return
  }
  if (!looked || answer?.answer === 'refused' || !showsPrecondition(pair, pending, stand)) return
  complain(
    stand,
    'W6',
    'the target is as it was before, and the request is dropped, not sent again',
  )
}

function showsPrecondition(
  { entity }: PairCase,
  { intent, sentAt }: Pending,
  { trial }: Stand,
): boolean {
  const { side, id, condition } = intent
  if (id === undefined || (condition.kind !== 'token' && condition.kind !== 'stamp')) return false
  const sighting = trial.witness.of({ entity, side, id })
  return (
    sighting !== undefined &&
    sighting.readAt > sentAt &&
    sighting.state === 'present' &&
    sighting.last === condition.token
  )
}

/** W8: a pair ends when both records are proved gone, or both are known and another pair is theirs. */
export function judgeEnd(pair: PairCase, landedDelete: boolean, stand: Stand): void {
  if (pair.pending !== undefined)
    complain(stand, 'W8', 'the pair ends while a request of it is not settled')
  if (landedDelete) return
  const unknown = SIDES.filter((side) => {
    const id = pair.ids[side]
    if (id === undefined) return false
    const state = stand.trial.witness.of({ entity: pair.entity, side, id })?.state ?? 'unknown'
    return state === 'unknown'
  })
  if (unknown.length > 0)
    complain(
      stand,
      'W8',
      `the pair ends, and of ${unknown.map((side) => pair.ids[side]).join(' and ')} nothing is known`,
    )
}

/** W2, L17: both sides agree without a write: no request of the pair is open, and the versions are ones that were seen. */
export function judgeAgreement(pair: PairCase, base: BySide<TracedBase>, stand: Stand): void {
  if (pair.pending !== undefined)
    complain(stand, 'W2', 'a base moves while the outcome of a write is not known')
  for (const side of SIDES) {
    const { token } = base[side]
    const id = pair.ids[side]
    if (token === undefined || id === undefined || token === pair.base?.[side].token) continue
    const sighting = stand.trial.witness.of({ entity: pair.entity, side, id })
    if (sighting?.tokens.has(token) !== true)
      complain(stand, 'L17', `the base of ${id} takes a version that the system never showed`)
  }
}
