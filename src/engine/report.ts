import type { BySide } from '../core/side.ts'
import type { Cell } from '../core/situation.ts'
import type { Decision } from '../core/decide/decision.ts'
import type { Left, Outcome, Outcomes } from './outcome.ts'
import type { EntityPlan, Plan } from './plan/plan.ts'
import type { ExitCode } from '../errors.ts'
import type { Pairing } from './pairing.ts'
import type { Trip } from '../core/plan/guard.ts'
import type { Usage } from '../adapters/adapter.ts'
import type { Verb } from '../core/operation.ts'
import { EXIT_CODES } from '../errors.ts'
import { SIDES, bySide } from '../core/side.ts'

/** Pairs left to the next run that a report names; the others are counted. */
export const LEFT_NAMED_MAX = 20

/** A pair that a run left to the next one. */
export interface LeftRecord extends Left {
  /** The pair's number. */
  readonly no: number
}

/** What one run did to one entity. */
export interface EntityReport {
  readonly entity: string
  readonly records: BySide<number>
  /** How many pairs were found in each cell before anything was written. */
  readonly cells: Readonly<Partial<Record<Cell, number>>>
  /** Writes that landed, by side written to. */
  readonly landed: Readonly<Record<Verb, BySide<number>>>
  /** Pairs adopted or linked without a write. */
  readonly adopted: number
  /** Questions that wait for a person. */
  readonly conflicts: number
  /** Differences that a rule of the user keeps. */
  readonly held: number
  /** Pairs of which too little was known, or whose write was refused: the next run tries again. */
  readonly waiting: number
  /** Those of them whose write a system refused. */
  readonly refused: number
  /** The first `LEFT_NAMED_MAX` of those that wait, refused ones first. */
  readonly left: readonly LeftRecord[]
  /** Fields without a shared value on a side; the other fields of their records flow. */
  readonly refusedFields: number
}

/** Requests spent on one system beside the fewest that could have done it. */
export interface RequestReport {
  readonly system: string
  readonly spent: number
  /** Asking who it is, where that takes a request (O5), the pages of the listings, and one for each write that landed. */
  readonly minimum: number
  readonly byOperation: Usage['byOperation']
}

/** What one run did. */
export interface RunReport {
  readonly run: string
  readonly exitCode: ExitCode
  readonly entities: readonly EntityReport[]
  /** Guards that stopped the run before its first write. */
  readonly trips: readonly Trip[]
  /** Requests of an earlier run that were settled first. */
  readonly recovered: number
  readonly requests: readonly RequestReport[]
  readonly durationMs: number
}

/** Counts what a run did to one entity; a guard that tripped leaves no outcome. */
export function reportEntity(plan: EntityPlan, outcomes: Outcomes): EntityReport {
  const own = [...outcomes.values()].filter(({ entity }) => entity === plan.entity.name)
  const count = (test: (outcome: Outcome) => boolean): number => own.filter(test).length
  const left = own.flatMap(({ no, left: each }) => (each === undefined ? [] : [{ no, ...each }]))
  const refused = left.filter(({ refusedBy }) => refusedBy !== undefined)
  const others = left.filter(({ refusedBy }) => refusedBy === undefined)
  return {
    entity: plan.entity.name,
    records: bySide((side) => plan.tally.records[side] ?? 0),
    cells: Object.fromEntries(plan.cells),
    landed: {
      create: landedBy(own, 'create'),
      update: landedBy(own, 'update'),
      delete: landedBy(own, 'delete'),
    },
    adopted: count(({ decision }) => decision.kind === 'adopt'),
    conflicts: count(({ decision }) => asks(decision)),
    held: count(({ decision }) => decision.kind === 'hold'),
    waiting: left.length,
    refused: refused.length,
    left: [...refused, ...others].slice(0, LEFT_NAMED_MAX),
    refusedFields: own.reduce((sum, { decision }) => sum + refusedBy(decision), 0),
  }
}

/** Whether a decision leaves a question for a person. */
export function asks(decision: Decision): boolean {
  return (
    decision.kind === 'conflict' || (decision.kind === 'update' && decision.disputes.length > 0)
  )
}

function refusedBy({ notes }: Decision): number {
  return notes.filter(({ kind }) => kind === 'waiting').length
}

function landedBy(outcomes: readonly Outcome[], verb: Verb): BySide<number> {
  const operations = outcomes
    .flatMap(({ landed }) => landed)
    .filter((operation) => operation.verb === verb)
  return bySide((side) => operations.filter((operation) => operation.side === side).length)
}

/** Puts the requests spent beside the fewest possible: `before` is what the systems had spent when the run began. */
export function reportRequests(
  { systems }: Pairing,
  before: BySide<Usage>,
  plan: Plan,
  reports: readonly EntityReport[],
): readonly RequestReport[] {
  return SIDES.map((side) => {
    const usage = systems[side].usage()
    const byOperation = difference(usage.byOperation, before[side].byOperation)
    const pages = plan.entities.reduce((sum, entity) => sum + entity.pages[side], 0)
    const writes = reports.reduce((sum, { landed }) => sum + total(landed, side), 0)
    return {
      system: systems[side].name,
      spent: usage.requests - before[side].requests,
      minimum: (byOperation['identify'] ?? 0) + pages + writes,
      byOperation,
    }
  })
}

function total(landed: EntityReport['landed'], side: 'a' | 'b'): number {
  return landed.create[side] + landed.update[side] + landed.delete[side]
}

function difference(now: Usage['byOperation'], before: Usage['byOperation']): Usage['byOperation'] {
  return Object.fromEntries(
    Object.entries(now)
      .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  )
}

/** Chooses the exit code of a run that came to its end (design 8). */
export function exitCodeOf(
  entities: readonly EntityReport[],
  { trips, stopped }: { readonly trips: readonly Trip[]; readonly stopped: boolean },
): ExitCode {
  if (trips.length > 0) return EXIT_CODES.guarded
  if (stopped) return EXIT_CODES.interrupted
  if (entities.some(({ waiting }) => waiting > 0)) return EXIT_CODES.partial
  return entities.some(({ conflicts }) => conflicts > 0) ? EXIT_CODES.waiting : EXIT_CODES.done
}
