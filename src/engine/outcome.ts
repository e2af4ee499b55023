import type { Decision } from '../core/decide/decision.ts'
import type { Delivery } from './apply/parcel.ts'
import type { Entry } from './plan/entry.ts'
import type { Operation } from '../core/operation.ts'
import type { Pair } from '../core/pair.ts'
import type { Plan } from './plan/plan.ts'
import type { Side } from '../core/side.ts'
import { entriesOf } from './plan/plan.ts'

/** How one pair stands at the end of a run, after every look at it. */
export interface Outcome {
  readonly entity: string
  readonly no: number
  /** The last decision made of it. */
  readonly decision: Decision
  readonly landed: readonly Operation[]
  /** Set when the pair is left to the next run. */
  readonly left?: Left | undefined
}

/** Why a pair is left to the next run. */
export interface Left {
  readonly why: string
  /** The side that refused the write; it is not sent again unchanged. */
  readonly refusedBy?: Side | undefined
}

/** How the pairs of a run stand, by entity and number. */
export type Outcomes = ReadonlyMap<string, Outcome>

/** Adds what one round decided and delivered: later rounds replace a pair's decision and add to what landed. */
export function addRound(
  outcomes: Outcomes,
  round: Plan,
  deliveries: readonly Delivery[],
): Outcomes {
  const delivered = new Map(deliveries.map((each) => [keyOf(each.entity.name, each.no), each]))
  const added = new Map(outcomes)
  for (const entry of entriesOf(round)) {
    const key = keyOf(entry.entity.name, entry.pair.no)
    added.set(key, outcomeOf(entry, delivered.get(key), outcomes.get(key)))
  }
  return added
}

function outcomeOf(
  entry: Entry,
  delivery: Delivery | undefined,
  earlier: Outcome | undefined,
): Outcome {
  const { entity, pair, decision } = entry
  return {
    entity: entity.name,
    no: pair.no,
    decision,
    landed: [...(earlier?.landed ?? []), ...(delivery?.landed ?? [])],
    left: leftOf(entry, delivery),
  }
}

function leftOf(entry: Entry, delivery: Delivery | undefined): Left | undefined {
  const parking = parkingOf(entry, delivery)
  if (parking !== undefined) return { why: parking.message, refusedBy: parking.side }
  const { operations, decision } = entry
  const why = operations.length > 0 ? undelivered(delivery) : waitingFor(decision)
  return why === undefined ? undefined : { why }
}

/** The write that a side refused, in this run or an earlier one; what else was written does not end it. */
function parkingOf({ pair, decision }: Entry, delivery: Delivery | undefined): Pair['parking'] {
  if (delivery !== undefined) return delivery.pair?.parking
  return decision.notes.some(({ kind }) => kind === 'parked') ? pair.parking : undefined
}

function undelivered(delivery: Delivery | undefined): string | undefined {
  if (delivery === undefined) return 'the run was stopped before it was written'
  return delivery.result === 'landed' ? undefined : delivery.why
}

/** A value that cannot be read delays only its field, and is counted there; the record itself is not left. */
function waitingFor({ kind, notes, reason }: Decision): string | undefined {
  if (kind === 'repair') return reason
  return kind === 'wait' && notes.length === 0 ? reason : undefined
}

function keyOf(entity: string, no: number): string {
  return `${entity}/${String(no)}`
}
