import type { LineOf, TracedRequest } from './trace-line.ts'
import type { PairCase, Pending, Stand, Trial } from './case.ts'
import { complain, pairKey } from './case.ts'

/** Judges a request as it leaves (W1, W3, W5, W6, W7), and notes that it is under way. */
export function judgeRequest(trial: Trial, line: LineOf<'request'>, at: number): void {
  const pair = [...trial.pairs.values()].find(({ pending }) => pending?.intent.op === line.op)
  const subject = pair === undefined ? line.entity : pairKey(pair)
  const stand: Stand = { trial, at, subject }
  trial.counts.requests += 1
  if (pair?.pending === undefined) {
    const why = trial.settled.has(line.op) ? 'its intent is settled' : 'no intent for it is durable'
    complain(stand, 'W1', `the request ${line.op} leaves, and ${why}`)
    return
  }
  const { pending } = pair
  if (pending.flying !== undefined)
    complain(stand, 'W1', 'a second request of the pair leaves while the first is under way')
  if (pending.first === undefined) judgeFirst(pair, pending, line, stand)
  else {
    if (!isSame(pending.first, line))
      complain(stand, 'W6', 'the request is sent again, and not verbatim')
    judgeRepetition(pair, pending, stand)
  }
  pending.first ??= bare(line)
  pending.flying = line.no
  pending.sentBefore = pending.sentAt
  pending.sentAt = at
  pending.answer = undefined
  trial.flying.set(line.no, pair)
}

function bare({
  entity,
  side,
  verb,
  op,
  id,
  condition,
  identification,
  body,
}: TracedRequest): TracedRequest {
  return { entity, side, verb, op, id, condition, identification, body }
}

function judgeFirst(pair: PairCase, pending: Pending, line: TracedRequest, stand: Stand): void {
  const { side, verb, op, id, condition, identification, body } = pending.intent
  const noted: TracedRequest = {
    entity: pair.entity,
    ...{ side, verb, op, id, condition, body },
    identification: verb === 'create' ? identification : undefined,
  }
  if (!isSame(noted, line)) complain(stand, 'W1', 'the request is not the one that was noted')
  const isBlind = condition.kind === 'none' && verb !== 'create'
  if (isBlind && !wasLookedAt(pair, pending, pending.since, stand))
    complain(stand, 'W3', 'a write without a condition, and its target was not read just before')
}

function judgeRepetition(pair: PairCase, pending: Pending, stand: Stand): void {
  const { intent, answer, doubt } = pending
  // One that was refused before any work has no earlier copy (W6).
  if (!doubt && answer?.answer === 'later') return
  if (!doubt && answer?.answer === 'refused')
    complain(stand, 'W5', 'a request that was refused is sent again')
  if (intent.verb === 'create') judgeSecondCreate(pending, stand)
  else if (!wasLookedAt(pair, pending, pending.sentAt, stand))
    complain(stand, 'W6', 'the request is sent again, and its target was not looked at')
}

/** W7: what nothing can recognise is never sent by itself again. */
function judgeSecondCreate(pending: Pending, stand: Stand): void {
  const { kind } = pending.intent.identification
  if (kind === 'idempotency-key' || pending.left) return
  if (kind === 'none') complain(stand, 'W7', 'a create that nothing can recognise is sent again')
  else if (pending.searchedAt <= pending.sentAt)
    complain(stand, 'W7', 'a create is sent again, and nobody looked for what it may have made')
}

/** Whether the target was read by id in this run, later than a line, and the answer told something. */
export function wasLookedAt(
  { entity }: PairCase,
  { intent }: Pending,
  since: number,
  { trial }: Stand,
): boolean {
  const { side, id } = intent
  const sighting = id === undefined ? undefined : trial.witness.of({ entity, side, id })
  return sighting !== undefined && sighting.readAt > since && sighting.state !== 'unknown'
}

function isSame(left: TracedRequest, right: TracedRequest): boolean {
  return JSON.stringify(bare(left)) === JSON.stringify(bare(right))
}

/** Notes the answer to a request. */
export function noteAnswer(trial: Trial, line: LineOf<'answer'>): void {
  const pair = trial.flying.get(line.no)
  trial.flying.delete(line.no)
  const pending = pair?.pending
  if (pair === undefined || pending?.flying !== line.no) return
  pending.flying = undefined
  pending.answer = line
  if (line.answer === 'unknown' || line.answer === 'failed') pending.doubt = true
  // Refused before any work: what was known before it is known still.
  if (line.answer === 'later') pending.sentAt = pending.sentBefore
  if (line.answer === 'written') noteWritten(trial, pair, pending, line)
}

function noteWritten(
  trial: Trial,
  pair: PairCase,
  { intent }: Pending,
  line: LineOf<'answer'>,
): void {
  const { side, verb, id = line.id } = intent
  if (verb === 'delete' || id === undefined) return
  trial.witness.written({ entity: pair.entity, side, id }, line.token)
}

/** Notes that somebody looked for what a create may have made. */
export function noteSearch(trial: Trial, line: LineOf<'search' | 'read'>, at: number): void {
  for (const { entity, pending } of trial.pairs.values()) {
    if (pending === undefined || entity !== line.entity || pending.intent.side !== line.side)
      continue
    const { identification } = pending.intent
    const isIts =
      line.kind === 'search'
        ? identification.kind === 'external-key' && identification.value === line.value
        : identification.kind === 'client-id' && identification.id === line.id
    if (isIts) pending.searchedAt = at
  }
}
