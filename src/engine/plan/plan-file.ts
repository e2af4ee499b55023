import { createHash } from 'node:crypto'
import type { BySide, Side } from '../../core/side.ts'
import type { Condition, Verb } from '../../core/operation.ts'
import type { Fields, Value } from '../../core/value.ts'
import type { Cell } from '../../core/situation.ts'
import type { DecisionKind } from '../../core/decide/decision.ts'
import type { Entry } from './entry.ts'
import type { Pair } from '../../core/pair.ts'
import type { PairEvent } from '../../core/journal.ts'
import type { Pairing } from '../pairing.ts'
import type { Plan } from './plan.ts'
import { bySide } from '../../core/side.ts'
import { canonicalText } from '../../core/value.ts'
import { entriesOf } from './plan.ts'

/** The form of plan files that this version writes, and the only one it reads. */
export const PLAN_FILE_VERSION = 1

/** One guarded write as it was planned. */
export interface PlannedOperation {
  readonly side: Side
  readonly verb: Verb
  /** The target's id; absent on a create. */
  readonly id?: string | undefined
  readonly set: Fields
  readonly condition: Condition
}

/** What a plan does to one pair; without operations only the memory learns something. */
export interface PlannedStep {
  readonly entity: string
  /** The ids of the pair's records, a link that the plan makes included. */
  readonly ids: Pair['ids']
  readonly cell: Cell
  readonly decision: DecisionKind
  readonly reason: string
  readonly operations: readonly PlannedOperation[]
}

/** A plan as it is kept in a file: what was decided and on which condition, so that it can be performed or refused. */
export interface PlanFile {
  readonly version: typeof PLAN_FILE_VERSION
  readonly pairing: string
  readonly systems: BySide<string>
  /** RFC 3339. */
  readonly madeAt: string
  /** The entities that were planned, with the hash of what the configuration meant by each. */
  readonly entities: readonly { readonly name: string; readonly meaning: string }[]
  readonly steps: readonly PlannedStep[]
  /** SHA-256 of everything else, hexadecimal: a file that was cut off or edited does not pass. */
  readonly digest: string
}

/** Everything of a plan file but its digest. */
export type PlanFileBody = Omit<PlanFile, 'digest'>

/** Makes the file of a plan. */
export function toPlanFile(plan: Plan, pairing: Pairing, madeMs: number): PlanFile {
  const body: PlanFileBody = {
    version: PLAN_FILE_VERSION,
    pairing: pairing.name,
    systems: bySide((side) => pairing.systems[side].name),
    madeAt: new Date(madeMs).toISOString(),
    entities: plan.entities.map(({ entity: { name, meaning } }) => ({ name, meaning })),
    steps: entriesOf(plan).filter(hasEffect).map(stepOf),
  }
  return { ...body, digest: digestOf(body) }
}

/** Writes a plan file as JSON, one step to a line. */
export function planFileText({ steps, digest, ...head }: PlanFile): string {
  const lines = steps.map((step) => JSON.stringify(step)).join(',\n')
  const begin = JSON.stringify(head).slice(0, -1)
  return `${begin},"steps":[\n${lines}\n],"digest":${JSON.stringify(digest)}}\n`
}

/** The digest of a plan file. */
export function digestOf(body: PlanFileBody): string {
  // Through JSON, so that what is absent has no digest of its own.
  const plain = JSON.parse(JSON.stringify(body)) as Value
  return createHash('sha256').update(canonicalText(plain)).digest('hex')
}

/** Characters of the digest by which people call a plan. */
const NAME_CHARACTERS = 8

/** How people call a plan. */
export function planName({ digest }: PlanFile): string {
  return digest.slice(0, NAME_CHARACTERS)
}

/**
 * Tells whether an entry changes a system or the memory in a way that can be foreseen. A repair cannot: what follows from
 * it shows only once both sides were read again.
 */
export function hasEffect({ decision, linking, operations }: Entry): boolean {
  if (decision.kind === 'repair') return false
  if (operations.length > 0 || linking.some(joins)) return true
  return decision.kind !== 'nothing' && decision.kind !== 'wait' && decision.kind !== 'hold'
}

/** A link of two records; the row of a record that stands alone is none. */
function joins(event: PairEvent): boolean {
  return event.kind === 'linked' && event.ids.a !== undefined && event.ids.b !== undefined
}

/** An entry in the terms of a plan file. */
export function stepOf({ entity, pair, decision, operations }: Entry): PlannedStep {
  return {
    entity: entity.name,
    ids: pair.ids,
    cell: decision.cell,
    decision: decision.kind,
    reason: decision.reason,
    operations: operations.map(({ side, verb, id, set, condition }) => ({
      side,
      verb,
      id,
      set,
      condition,
    })),
  }
}
