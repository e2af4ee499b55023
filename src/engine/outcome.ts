import type { Decision } from '../core/decide/decision.ts'
import type { Delivery } from './apply/parcel.ts'
import type { Entry } from './plan/entry.ts'
import type { Operation } from '../core/operation.ts'
import type { Plan } from './plan/plan.ts'
import { entriesOf } from './plan/plan.ts'

/** How one pair stands at the end of a run, after every look at it. */
export interface Outcome {
  readonly entity: string
  readonly no: number
  /** The last decision made of it. */
  readonly decision: Decision
  readonly landed: readonly Operation[]
  /** Set when the pair is left to the next run, with the reason. */
  readonly left?: string | undefined
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
  { entity, pair, decision, operations }: Entry,
  delivery: Delivery | undefined,
  earlier: Outcome | undefined,
): Outcome {
  return {
    entity: entity.name,
    no: pair.no,
    decision,
    landed: [...(earlier?.landed ?? []), ...(delivery?.landed ?? [])],
    left: operations.length > 0 ? leftBy(delivery) : waitingFor(decision),
  }
}

function leftBy(delivery: Delivery | undefined): string | undefined {
  if (delivery === undefined) return 'the run was stopped before it was written'
  return delivery.result === 'landed' ? undefined : delivery.why
}

/** A value that cannot be read delays only its field, and is counted there; the record itself is not left. */
function waitingFor({ kind, notes, reason }: Decision): string | undefined {
  const parked = notes.find((note) => note.kind === 'parked')
  if (parked !== undefined) return parked.reason
  if (kind === 'repair') return reason
  return kind === 'wait' && notes.length === 0 ? reason : undefined
}

function keyOf(entity: string, no: number): string {
  return `${entity}/${String(no)}`
}
