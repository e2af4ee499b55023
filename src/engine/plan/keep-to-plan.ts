import type { EntityPlan, Plan } from './plan.ts'
import type { PlanFile, PlannedOperation, PlannedStep } from './plan-file.ts'
import { hasEffect, stepOf } from './plan-file.ts'
import { BilateralError } from '../../errors.ts'
import { NOTHING_WRITTEN } from '../apply/unwritten.ts'
import type { Entry } from './entry.ts'
import type { Pairing } from '../pairing.ts'
import { canonicalText } from '../../core/value.ts'
import { entriesOf } from './plan.ts'
import { linkText } from '../references.ts'

/** How many records a refusal names; the rest is counted. */
export const STALE_NAMED_MAX = 5

/** Throws `PLAN_STALE` when a plan file is of another pairing, or of entities that meant something else. */
export function checkPlanFile(file: PlanFile, pairing: Pairing): void {
  if (file.pairing !== pairing.name)
    throw stale(`the plan is of ${file.pairing}, and this is ${pairing.name}`)
  for (const { name, meaning } of file.entities) {
    const entity = pairing.entities.find((candidate) => candidate.name === name)
    if (entity === undefined) throw stale(`the configuration has no ${name} any more`)
    if (entity.meaning !== meaning)
      throw stale(`the configuration says something else about ${name} than when the plan was made`)
  }
}

/**
 * Holds a fresh plan to a reviewed one (C56). The first plan of a run has to contain every write of the file exactly, or
 * `PLAN_STALE` names what changed; what is not in the file is left for another run, and so is whatever a later round of the
 * same run makes of a record. Cursors stay unless the file says all there is.
 */
export function keepToPlan(file: PlanFile): (plan: Plan) => Plan {
  const planned = new Set(file.steps.map(keyOf))
  let isFirst = true
  return (plan) => {
    if (isFirst) refuseStale(file, plan)
    isFirst = false
    return { ...plan, entities: plan.entities.map((entity) => narrow(entity, planned)) }
  }
}

function refuseStale({ steps, systems }: PlanFile, fresh: Plan): void {
  const now = new Map(entriesOf(fresh).map((entry) => [pairKey(stepOf(entry)), entry]))
  const lost = steps.filter((step) => {
    const entry = now.get(pairKey(step))
    return step.operations.length > 0 && (!entry || keyOf(stepOf(entry)) !== keyOf(step))
  })
  if (lost.length === 0) return
  const lines = lost.slice(0, STALE_NAMED_MAX).map((step) => {
    const entry = now.get(pairKey(step))
    return `  ${describe(step, entry, systems)}: ${nowSays(entry)}`
  })
  const more = lost.length - lines.length
  throw stale(
    [
      `${lost.length} of ${steps.length} steps of the plan can no longer be taken as they were planned`,
      ...lines,
      ...(more > 0 ? [`  and ${more} more`] : []),
    ].join('\n'),
  )
}

function narrow(plan: EntityPlan, planned: ReadonlySet<string>): EntityPlan {
  const entries: Entry[] = []
  let isWhole = true
  for (const entry of plan.entries) {
    if (planned.has(keyOf(stepOf(entry)))) entries.push(entry)
    else if (isWork(entry)) isWhole = false
  }
  const numbers = new Set(entries.map(({ pair }) => pair.no))
  return {
    ...plan,
    entries,
    absorbed: plan.absorbed.filter(({ into }) => numbers.has(into)),
    cursors: isWhole ? plan.cursors : {},
  }
}

/** What another run has to see again if this one does not take it up. */
function isWork(entry: Entry): boolean {
  return hasEffect(entry) || entry.decision.kind === 'repair' || entry.decision.kind === 'wait'
}

function pairKey({ entity, ids }: PlannedStep): string {
  return canonicalText([entity, ids.a ?? null, ids.b ?? null])
}

function keyOf(step: PlannedStep): string {
  const operations = step.operations.map(({ side, verb, id, set, condition }) => [
    side,
    verb,
    id ?? null,
    set,
    { ...condition },
  ])
  return `${pairKey(step)} ${step.decision} ${canonicalText(operations)}`
}

/** The pair as people call it, where there still is one, and its records. */
function describe(
  { entity, ids, operations }: PlannedStep,
  entry: Entry | undefined,
  names: PlanFile['systems'],
): string {
  const records = (['a', 'b'] as const).flatMap((side) => {
    const id = ids[side]
    return id === undefined ? [] : [`${names[side]}:${id}`]
  })
  const name = entry === undefined ? entity : linkText(entity, entry.pair.no)
  const writes = operations.map((operation) => describeWrite(operation, names))
  return `${name} (${records.join(' ↔ ')}), ${writes.join(' and ')}`
}

function describeWrite({ verb, side, set }: PlannedOperation, names: PlanFile['systems']): string {
  const fields = verb === 'update' ? ` (${Object.keys(set).join(', ')})` : ''
  return `${verb} on ${names[side]}${fields}`
}

function nowSays(entry: Entry | undefined): string {
  return entry === undefined ? 'nothing is to be done any more' : entry.decision.reason
}

function stale(message: string): BilateralError {
  return new BilateralError('PLAN_STALE', `${message}\n${NOTHING_WRITTEN}`, {
    next: 'bilateral plan',
  })
}
