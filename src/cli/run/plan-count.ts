import type { Plan } from '../../engine/plan/plan.ts'
import type { Trip } from '../../core/plan/guard.ts'
import { SIDES } from '../../core/side.ts'
import { asks } from '../../engine/report.ts'
import { counted } from '../output/relative-time.ts'
import { entriesOf } from '../../engine/plan/plan.ts'

/** What a plan comes to, for the last line and for machines. */
export interface PlanCount {
  readonly creates: number
  readonly updates: number
  readonly deletes: number
  readonly adoptions: number
  readonly conflicts: number
  readonly waiting: number
  readonly refusedFields: number
}

/** Counts what a plan would do. */
export function countPlan(plan: Plan): PlanCount {
  const entries = entriesOf(plan)
  const verbs = (verb: 'creates' | 'updates' | 'deletes'): number =>
    plan.entities.reduce(
      (sum, { tally }) => sum + SIDES.reduce((some, side) => some + tally[verb][side], 0),
      0,
    )
  return {
    creates: verbs('creates'),
    updates: verbs('updates'),
    deletes: verbs('deletes'),
    adoptions: entries.filter(({ decision }) => decision.kind === 'adopt').length,
    conflicts: entries.filter(({ decision }) => asks(decision)).length,
    waiting: entries.filter(
      ({ decision: { kind, notes } }) => kind === 'wait' && notes.length === 0,
    ).length,
    refusedFields: entries.reduce(
      (sum, { decision }) => sum + decision.notes.filter(({ kind }) => kind === 'waiting').length,
      0,
    ),
  }
}

/** Whether anything is to be done or asked. */
export function isIdle(count: PlanCount): boolean {
  return count.creates + count.updates + count.deletes + count.conflicts === 0
}

/** Says a count in one line. */
export function describeCount(count: PlanCount): string {
  const parts = [
    count.creates > 0 ? counted(count.creates, 'create') : '',
    count.updates > 0 ? counted(count.updates, 'update') : '',
    count.deletes > 0 ? counted(count.deletes, 'delete') : '',
    count.adoptions > 0 ? `${counted(count.adoptions, 'pair')} to remember` : '',
    count.conflicts > 0 ? `${counted(count.conflicts, 'question')} for you` : '',
    count.waiting > 0 ? `${counted(count.waiting, 'record')} not known well enough` : '',
    count.refusedFields > 0 ? `${counted(count.refusedFields, 'value')} left alone` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'nothing to do' : parts.join(', ')
}

/** What lifts a guard, as a person types it. */
export function liftOf({ guard, count }: Trip): string {
  switch (guard) {
    case 'deletes':
      return `--allow-delete ${String(count)}`
    case 'updates':
    case 'all-changed':
      return `--allow-update ${String(count)}`
    case 'creates':
      return `--allow-create ${String(count)}`
    case 'empty-side':
    case 'records-min':
      return '--allow-empty'
  }
}
