import type { Clock, Names } from './clock.ts'
import type { DeliverContext } from './apply/deliver.ts'
import type { Delivery } from './apply/parcel.ts'
import type { EntityReport, RunReport } from './report.ts'
import type { Outcomes } from './outcome.ts'
import { addRound } from './outcome.ts'
import type { GuardName } from '../core/plan/guard.ts'
import type { Ledger } from './ledger.ts'
import type { Listener } from './events.ts'
import type { MemoryEvent } from '../core/journal.ts'
import type { Pair } from '../core/pair.ts'
import type { Pairing } from './pairing.ts'
import type { Plan } from './plan/plan.ts'
import type { PlanContext } from './plan/context.ts'
import { SIDES, bySide } from '../core/side.ts'
import type { BilateralError } from '../errors.ts'
import { isBilateralError } from '../errors.ts'
import { apply } from './apply/apply.ts'
import { createReferences } from './references.ts'
import { entriesOf } from './plan/plan.ts'
import { exitCodeOf, reportEntity, reportRequests } from './report.ts'
import { identify } from './identity.ts'
import { makePlan } from './plan/make-plan.ts'
import { openLedger } from './ledger.ts'
import { recover } from './apply/recover.ts'
import { tellUnwritten } from './apply/unwritten.ts'
import { refuseStrayPaths } from './paths/stray-path.ts'
import { replan } from './plan/replan.ts'

/** How often a run looks again at pairs that lost a race before it leaves them to the next one. */
export const ROUNDS_MAX = 4

/** What a run is asked to do, and what it may use. */
export interface SyncRequest {
  readonly command: string
  /** Who runs: shown to whoever finds the lease held. */
  readonly owner: string
  /** Tells whether the holder of the lease certainly runs no more; a lease of such a one is taken over at once. */
  readonly isGone?: ((owner: string) => boolean) | undefined
  readonly clock: Clock
  readonly names: Names
  readonly listener: Listener
  /** Ends the run gracefully: what is in flight is finished and saved. */
  readonly stop: AbortSignal
  /** Ends the run at once; the next run recovers. */
  readonly abort: AbortSignal
  /** Guards that a person lifted up to a count. */
  readonly allowed: Readonly<Partial<Record<GuardName, number>>>
  /** Systems whose changed identity a person accepts. */
  readonly accepted: readonly string[]
  /**
   * Checks, or narrows, what the run is about to write: first its plan, then what a lost race or a repair makes of some
   * pairs. Throws to stop the run.
   */
  readonly review?: Review | undefined
}

/** Answers the part of a plan that may be carried out. */
export type Review = (plan: Plan) => Plan | Promise<Plan>

/**
 * One run: recover → observe → decide → plan → apply → commit. Safe to repeat and to kill at any point: the next run
 * begins with recovery. Rejects with `STORE_BUSY`, `IDENTITY_CHANGED`, `SYSTEM_…` or `STORE_…`; what had landed by then
 * is saved.
 */
export async function sync(pairing: Pairing, request: SyncRequest): Promise<RunReport> {
  const run = request.names.unique()
  const { clock, owner, listener, command, isGone } = request
  const scope = pairing.name
  const ledger = await openLedger(pairing.store, clock, { scope, owner, run, isGone })
  listener({ type: 'run-started', run, command })
  const spent = () => bySide((side) => pairing.systems[side].usage())
  const before = spent()
  try {
    return await carryOut(pairing, request, ledger)
  } catch (error) {
    if (!isBilateralError(error)) throw error
    await noteEnd(error, ledger, clock)
    throw tellUnwritten(error, before, spent())
  } finally {
    await ledger.release()
  }
}

/** Remembers how a run failed, if the memory still takes it; what failed it is what is told. */
async function noteEnd({ exitCode }: BilateralError, ledger: Ledger, clock: Clock): Promise<void> {
  const end = {
    kind: 'run-ended',
    run: ledger.run,
    exitCode,
    summary: {},
    atMs: clock.nowMs(),
  } as const
  await ledger.commit([], [end]).catch(() => undefined)
}

async function carryOut(
  pairing: Pairing,
  request: SyncRequest,
  ledger: Ledger,
): Promise<RunReport> {
  const { clock, listener, stop } = request
  const startedMs = clock.nowMs()
  const before = bySide((side) => pairing.systems[side].usage())
  const facts = await identify(pairing, request.accepted, stop)
  await refuseStrayPaths(pairing.entities, stop)
  await ledger.commit(
    [],
    [...facts, { kind: 'run-started', run: ledger.run, command: request.command, atMs: startedMs }],
  )
  const context: DeliverContext = {
    ...request,
    references: createReferences(pairing.store),
    ledger,
  }
  listener({ type: 'phase', phase: 'recover' })
  const recovered = await recover(pairing, context)
  listener({ type: 'phase', phase: 'observe' })
  const planning = planContext(pairing, request, context)
  const observed = await makePlan(planning)
  const review: Review = request.review ?? ((unchanged) => unchanged)
  const plan = await review(observed)
  const idle = plan.trips.length > 0 || stop.aborted
  const outcomes = idle ? NOTHING : await applyRounds(plan, context, planning, review)
  const entities = plan.entities.map((entity) => reportEntity(entity, outcomes))
  const exitCode = exitCodeOf(entities, { trips: plan.trips, stopped: stop.aborted })
  const endedMs = clock.nowMs()
  listener({ type: 'phase', phase: 'commit' })
  await ledger.commit(
    [],
    [
      ...(plan.trips.length > 0 || stop.aborted ? [] : cursorEvents(plan, startedMs)),
      { kind: 'run-ended', run: ledger.run, exitCode, summary: summaryOf(entities), atMs: endedMs },
    ],
  )
  return {
    run: ledger.run,
    exitCode,
    entities,
    trips: plan.trips,
    recovered: recovered.length,
    requests: reportRequests(pairing, before, plan, entities),
    durationMs: endedMs - startedMs,
  }
}

const NOTHING: Outcomes = new Map()

function planContext(
  pairing: Pairing,
  { clock, listener, stop, allowed }: SyncRequest,
  { references, ledger }: DeliverContext,
): PlanContext {
  const { keepAlive } = ledger
  return { pairing, references, clock, listener, signal: stop, allowed, keepAlive }
}

/** Applies the plan, then looks again at the pairs whose writes lost a race, or whose memory was repaired. */
async function applyRounds(
  plan: Plan,
  context: DeliverContext,
  planning: PlanContext,
  review: Review,
): Promise<Outcomes> {
  context.listener({ type: 'phase', phase: 'apply' })
  let outcomes: Outcomes = new Map()
  let round = plan
  for (let count = 1; ; count++) {
    const deliveries = await apply(round, context)
    outcomes = addRound(outcomes, round, deliveries)
    const created = deliveries.some(({ landed }) => landed.some(({ verb }) => verb === 'create'))
    const again = [...pairsAgain(deliveries, created), ...(await repaired(round, planning))]
    if (again.length === 0 || context.stop.aborted || count === ROUNDS_MAX) return outcomes
    round = await review(await replan(again, planning))
  }
}

/** Pairs to be looked at again; those that lack a reference only when this round created what it may refer to. */
function pairsAgain(deliveries: readonly Delivery[], created: boolean): readonly Pair[] {
  return deliveries.flatMap(({ result, pair, lacking }) => {
    const isWhole = pair?.ids.a !== undefined && pair.ids.b !== undefined
    return result === 'again' || (created && lacking && isWhole) ? (pair ?? []) : []
  })
}

/** Pairs whose tokens were distrusted in this round: they are read again at once. */
async function repaired(round: Plan, { pairing }: PlanContext): Promise<readonly Pair[]> {
  const found: Pair[] = []
  for (const { entity, entries } of round.entities) {
    const numbers = entries
      .filter(({ decision }) => decision.kind === 'repair')
      .map(({ pair }) => pair.no)
    if (numbers.length > 0) found.push(...(await pairing.store.getPairs(entity.name, numbers)))
  }
  return found
}

function cursorEvents(plan: Plan, takenMs: number): readonly MemoryEvent[] {
  return plan.entities.flatMap(({ entity, cursors }) =>
    SIDES.flatMap((side): readonly MemoryEvent[] => {
      const text = cursors[side]
      return text === undefined
        ? []
        : [{ kind: 'cursor-moved', entity: entity.name, side, cursor: { text, takenMs } }]
    }),
  )
}

function summaryOf(entities: readonly EntityReport[]): Readonly<Record<string, number>> {
  const sum = (pick: (report: EntityReport) => number): number =>
    entities.reduce((total, report) => total + pick(report), 0)
  return {
    created: sum(({ landed }) => landed.create.a + landed.create.b),
    updated: sum(({ landed }) => landed.update.a + landed.update.b),
    deleted: sum(({ landed }) => landed.delete.a + landed.delete.b),
    conflicts: sum(({ conflicts }) => conflicts),
    waiting: sum(({ waiting }) => waiting),
  }
}

/** Whether a plan would write to either system or ask anything new. */
export function hasDifferences(plan: Plan): boolean {
  return entriesOf(plan).some(
    ({ operations, decision }) => operations.length > 0 || decision.kind === 'conflict',
  )
}
