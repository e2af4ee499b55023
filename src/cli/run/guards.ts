import type { GuardName, Trip } from '../../core/plan/guard.ts'
import type { Names } from '../describe/record.ts'

/** Says which guard stops a run, and why. */
export function describeTrip({ guard, entity, side, message }: Trip, names: Names): string {
  return `stopped by the guard on ${guard}: ${entity} on ${names[side]}, ${message}`
}

/** The command that lifts the guards up to what the plan does, and no further. */
export function liftCommand(trips: readonly Trip[]): string {
  const counts = new Map<string, number>()
  for (const { guard, count } of trips) {
    const option = OPTIONS[guard]
    counts.set(option, Math.max(count, counts.get(option) ?? 0))
  }
  const options = [...counts].map(([option, count]) =>
    option === ALLOW_EMPTY ? option : `${option} ${count}`,
  )
  return `bilateral sync ${options.join(' ')}`
}

const ALLOW_EMPTY = '--allow-empty'

const OPTIONS: Readonly<Record<GuardName, string>> = {
  deletes: '--allow-delete',
  updates: '--allow-update',
  'all-changed': '--allow-update',
  creates: '--allow-create',
  'empty-side': ALLOW_EMPTY,
  'empty-field': ALLOW_EMPTY,
  'records-min': ALLOW_EMPTY,
}

/** What a person lifts the guards with. */
export interface GuardOptions {
  readonly allowDelete?: number | undefined
  readonly allowUpdate?: number | undefined
  readonly allowCreate?: number | undefined
  readonly allowEmpty?: boolean | undefined
}

/** The counts up to which the guards are lifted; a guard without one stands. */
export function allowanceOf({
  allowDelete,
  allowUpdate,
  allowCreate,
  allowEmpty = false,
}: GuardOptions): Readonly<Partial<Record<GuardName, number>>> {
  const lifts = {
    deletes: allowDelete,
    updates: allowUpdate,
    'all-changed': allowUpdate,
    creates: allowCreate,
    'empty-side': allowEmpty ? Infinity : undefined,
    'empty-field': allowEmpty ? Infinity : undefined,
    'records-min': allowEmpty ? Infinity : undefined,
  }
  return Object.fromEntries(Object.entries(lifts).filter(([, count]) => count !== undefined))
}
