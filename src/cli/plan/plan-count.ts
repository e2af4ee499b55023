import type { Plan } from '../../engine/plan/plan.ts'
import { SIDES } from '../../core/side.ts'
import { counted } from '../output/relative-time.ts'
import { groupPlan } from './plan-groups.ts'

/** What a plan comes to, for the last line and for machines. */
export interface PlanCount {
  readonly creates: number
  readonly updates: number
  readonly deletes: number
  /** Pairs that are linked or remembered without a write. */
  readonly adoptions: number
  readonly conflicts: number
  /** Values left alone, refused writes, and records of which too little is known. */
  readonly waiting: number
  /** Differences that a rule of the user keeps. */
  readonly held: number
}

/** Counts what a plan would do. */
export function countPlan({ entities }: Plan): PlanCount {
  const groups = entities.map(groupPlan)
  const sum = (pick: (group: (typeof groups)[number]) => readonly unknown[]): number =>
    groups.reduce((total, group) => total + pick(group).length, 0)
  const verbs = (verb: 'creates' | 'updates' | 'deletes'): number =>
    entities.reduce(
      (total, { tally }) => total + SIDES.reduce((some, side) => some + tally[verb][side], 0),
      0,
    )
  return {
    creates: verbs('creates'),
    updates: verbs('updates'),
    deletes: verbs('deletes'),
    adoptions: sum(({ remembered }) => remembered),
    conflicts: sum(({ ask }) => ask),
    waiting: sum(({ left }) => left),
    held: sum(({ held }) => held),
  }
}

/** Whether a plan writes to a system. */
export function writesOf({ creates, updates, deletes }: PlanCount): number {
  return creates + updates + deletes
}

/** Whether nothing is to be written or asked. */
export function isIdle(count: PlanCount): boolean {
  return writesOf(count) + count.conflicts === 0
}

/** Says a count in one line. */
export function describeCount(count: PlanCount): string {
  const parts = [
    count.creates > 0 ? counted(count.creates, 'create') : '',
    count.updates > 0 ? counted(count.updates, 'update') : '',
    count.deletes > 0 ? counted(count.deletes, 'delete') : '',
    count.adoptions > 0 ? `${counted(count.adoptions, 'pair')} to remember` : '',
    count.conflicts > 0 ? `${counted(count.conflicts, 'question')} for you` : '',
    count.waiting > 0 ? `${counted(count.waiting, 'record')} with something left alone` : '',
    count.held > 0 ? `${counted(count.held, 'difference')} kept by rule` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'nothing to do' : parts.join(', ')
}
