import type { Begun, Foreseen, PairCase, Pending, Stand, Trial } from './case.ts'
import type { LineOf, TracedChange, TracedEvent, TracedIntent, TracedPair } from './trace-line.ts'
import { SIDES } from '../core/side.ts'
import { complain, pairKey } from './case.ts'
import { judgeIntent } from './judge-intent.ts'
import { judgeAgreement, judgeEnd, judgeLanding, judgeWithdrawal } from './judge-outcome.ts'

/** Judges a transaction that is durable, change by change, and then the links that it leaves (S1, S3, S5). */
export function judgeCommit(trial: Trial, { line, at }: Begun): void {
  if (line.epoch < trial.epoch)
    complain(
      { trial, at, subject: line.run },
      'S5',
      `a transaction under lease ${String(line.epoch)}, after ${String(trial.epoch)} was granted`,
    )
  for (const change of line.changes) judgeChange(trial, change, at)
  for (const change of line.changes) judgeLinks(trial, change, at)
}

function judgeChange(trial: Trial, change: TracedChange, at: number): void {
  const pair = caseOf(trial, change, at)
  const subject = pairKey(pair)
  const stand: Stand = { trial, at, subject }
  pair.decreed ||= change.before.decreed === true
  let landedDelete = false
  for (const event of change.events) {
    landedDelete ||= event.kind === 'landed' && event.base === null
    judgeEvent(pair, event, { ...stand, landedDelete })
  }
}

/** The pair as the trace knows it; one that is new to the trace is taken as the memory has it. */
function caseOf(trial: Trial, { entity, pair: no, before }: TracedChange, at: number): PairCase {
  const key = pairKey({ entity, no })
  settleUncertain(trial, key, (pair) => isAsRemembered(pair, before))
  const known = trial.pairs.get(key)
  if (known === undefined) {
    const made: PairCase = { entity, no, ids: before.ids, base: before.base, decreed: false }
    trial.pairs.set(key, made)
    noteLinks(trial, made)
    return made
  }
  if (!isAsRemembered(known, before))
    complain(
      { trial, at, subject: key },
      'S1',
      'the memory holds the pair as no transaction left it',
    )
  return known
}

/** The memory holds a request that an earlier run left open: one that the trace may not have seen made durable. */
export function noteRemembered(trial: Trial, line: LineOf<'remembered'>, at: number): void {
  const { entity, pair: no, state, intent, left } = line
  const pair = caseOf(trial, { entity, pair: no, before: state, events: [] }, at)
  pair.pending ??= openIntent(intent, at)
  pair.pending.left ||= left === true
  pair.pending.doubt = true
}

function openIntent(intent: TracedIntent, at: number): Pending {
  return { intent, since: at, sentAt: at, sentBefore: at, doubt: false, searchedAt: 0, left: false }
}

function isAsRemembered(pair: PairCase | undefined, before: TracedPair): boolean {
  if (pair === undefined) return before.op === undefined
  const { ids, base, pending } = pair
  const told = [ids.a, ids.b, base, pending?.intent.op]
  return (
    JSON.stringify(told) === JSON.stringify([before.ids.a, before.ids.b, before.base, before.op])
  )
}

/** Judges a transaction that a kill or an error left open, and keeps what it makes of its pairs until it proves durable. */
export function leaveOpen(trial: Trial, begun: Begun): void {
  const keys = begun.line.changes.map(({ entity, pair: no }) => pairKey({ entity, no }))
  const before = keys.map((key) => [key, structuredClone(trial.pairs.get(key))] as const)
  judgeCommit(trial, begun)
  const pairs = new Map(keys.map((key) => [key, trial.pairs.get(key)] as const))
  for (const [key, pair] of before) install(trial, key, pair)
  trial.uncertain.push({ line: begun.line, pairs })
}

function install(trial: Trial, key: string, pair: PairCase | undefined): void {
  const known = trial.pairs.get(key)
  if (known !== undefined) for (const side of SIDES) unlink(trial, known, side)
  if (pair === undefined) trial.pairs.delete(key)
  else {
    trial.pairs.set(key, pair)
    noteLinks(trial, pair)
  }
}

/**
 * A transaction that was left open is durable or not, and what is found of its pairs tells which, as soon as one is found
 * as it was before and not as the transaction makes it, or the other way round.
 */
export function settleUncertain(
  trial: Trial,
  key: string,
  isFound: (pair: PairCase | undefined) => boolean,
): void {
  for (const open of trial.uncertain) {
    if (!open.pairs.has(key)) continue
    const isBefore = isFound(trial.pairs.get(key))
    const isAfter = isFound(open.pairs.get(key))
    if (isBefore && isAfter) continue
    trial.uncertain = trial.uncertain.filter((each) => each !== open)
    if (!isBefore) becomeDurable(trial, open)
  }
}

function becomeDurable(trial: Trial, { pairs }: Foreseen): void {
  for (const [key, pair] of pairs) {
    if (pair?.pending !== undefined) orphan(pair.pending)
    install(trial, key, pair)
  }
}

/** Nobody hears the answer to a request any more when its run is over. */
export function orphan(pending: Pending): void {
  pending.doubt = true
  pending.flying = undefined
  pending.answer = undefined
}

/** Where an event stands: after a delete that landed in the same transaction, or not. */
interface EventStand extends Stand {
  readonly landedDelete: boolean
}

type EventOf<K extends TracedEvent['kind']> = Extract<TracedEvent, { readonly kind: K }>

const JUDGES: {
  readonly [K in TracedEvent['kind']]?: (
    pair: PairCase,
    event: EventOf<K>,
    stand: EventStand,
  ) => void
} = {
  intended: judgeIntent,
  landed: judgeLanding,
  withdrawn: (pair, { op }, stand) => judgeWithdrawal(pair, op, stand),
  agreed: (pair, { base }, stand) => judgeAgreement(pair, base, stand),
  forgotten: (pair, _event, stand) => judgeEnd(pair, stand.landedDelete, stand),
}

function judgeEvent<K extends TracedEvent['kind']>(
  pair: PairCase,
  event: EventOf<K>,
  stand: EventStand,
): void {
  // The tables are indexed by the event's own kind, which the compiler cannot correlate for a union.
  const judge = JUDGES[event.kind] as
    ((pair: PairCase, event: EventOf<K>, stand: EventStand) => void) | undefined
  judge?.(pair, event, stand)
  const change = CHANGES[event.kind] as
    ((pair: PairCase, event: EventOf<K>, stand: EventStand) => void) | undefined
  change?.(pair, event, stand)
}

/** What an event changes; the others change nothing that a rule asks for. */
const CHANGES: typeof JUDGES = {
  linked(pair, { ids }) {
    pair.ids = { ...pair.ids, ...ids }
  },
  agreed(pair, { base }) {
    pair.base = base
  },
  intended: intend,
  landed(pair, { base, ids }, { trial }) {
    pair.base = base ?? pair.base
    pair.ids = { ...pair.ids, ...ids }
    close(trial, pair)
  },
  withdrawn: (pair, _event, { trial }) => close(trial, pair),
  pending(pair) {
    if (pair.pending !== undefined) pair.pending.left = true
  },
  targeted(pair, { fields }) {
    pair.target = fields
  },
  untargeted(pair) {
    pair.target = undefined
  },
  distrusted(pair) {
    pair.base = undefined
    pair.target = undefined
  },
  undisputed(pair) {
    pair.decreed = false
  },
  recalled(pair) {
    pair.decreed = false
  },
  forgotten(pair, _event, { trial }) {
    trial.pairs.delete(pairKey(pair))
    for (const side of SIDES) unlink(trial, pair, side)
  },
}

function intend(
  pair: PairCase,
  { intent }: EventOf<'intended'>,
  { trial, at }: Pick<EventStand, 'trial' | 'at'>,
): void {
  const again = pair.pending?.intent.op === intent.op ? pair.pending : undefined
  trial.counts.intents += again === undefined ? 1 : 0
  pair.pending = again ?? openIntent(intent, at)
}

function close(trial: Trial, pair: PairCase): void {
  if (pair.pending === undefined) return
  trial.settled.add(pair.pending.intent.op)
  pair.pending = undefined
}

/** S3: on one side of an entity a record has at most one pair, judged by what the whole transaction leaves. */
function judgeLinks(trial: Trial, { entity, pair: no }: TracedChange, at: number): void {
  const key = pairKey({ entity, no })
  const pair = trial.pairs.get(key)
  if (pair === undefined) return
  for (const side of SIDES) {
    const id = pair.ids[side]
    if (id === undefined) continue
    const holder = trial.links.get(linkKey(pair, side))
    if (holder !== undefined && holder !== no && trial.pairs.has(pairKey({ entity, no: holder })))
      complain({ trial, at, subject: key }, 'S3', `${id} belongs to pair ${String(holder)} already`)
  }
  noteLinks(trial, pair)
}

function noteLinks(trial: Trial, pair: PairCase): void {
  for (const side of SIDES)
    if (pair.ids[side] !== undefined) trial.links.set(linkKey(pair, side), pair.no)
}

function unlink(trial: Trial, pair: PairCase, side: 'a' | 'b'): void {
  const key = linkKey(pair, side)
  if (trial.links.get(key) === pair.no) trial.links.delete(key)
}

function linkKey({ entity, ids }: PairCase, side: 'a' | 'b'): string {
  return JSON.stringify([entity, side, ids[side]])
}
