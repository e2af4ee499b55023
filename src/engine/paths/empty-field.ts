import type { BySide, Side } from '../../core/side.ts'
import type { Value } from '../../core/value.ts'
import type { Entry } from '../plan/entry.ts'
import type { Trip } from '../../core/plan/guard.ts'
import type { UnreadPath } from './unread-path.ts'
import { SIDES, otherSide } from '../../core/side.ts'
import { isBranch } from '../../mapping/path/branch.ts'

/** Values that have to be emptied before it is no coincidence: one person may well empty the last one. */
export const EMPTIED_VALUES_MIN = 2

/** What is known of an entity when its plan is made. */
export interface Planned {
  readonly entity: string
  readonly entries: readonly Entry[]
  /** Pairs linked before the run. */
  readonly linked: number
  /** Paths that no record of a complete listing had. */
  readonly unread: BySide<readonly UnreadPath[]>
}

/**
 * Finds fields that would be carried across as empty although nobody emptied them (L21): not one record has their path,
 * and values of the other side would be emptied by that; or nothing is linked yet, and records have a name much like it.
 */
export function findEmptyFields(planned: Planned): readonly Trip[] {
  return SIDES.flatMap((side) =>
    planned.unread[side].flatMap((unread) => tripOf(unread, side, planned) ?? []),
  )
}

function tripOf(
  { field, path, meant }: UnreadPath,
  side: Side,
  { entity, entries, linked }: Planned,
): Trip | undefined {
  const emptied = entries.filter((entry) => isEmptied(entry, field, otherSide(side))).length
  const written = entries.filter(({ operations }) => operations.length > 0).length
  const isFirst = linked === 0 && meant !== undefined
  const count = isFirst ? written : emptied
  if (count < (isFirst ? 1 : EMPTIED_VALUES_MIN)) return undefined
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`
  const harm = isFirst ? `would be written without ${field}` : `would lose their ${field}`
  const records = count === 1 ? '1 record' : `${String(count)} records`
  const message = `not one record has "${path}", and ${records} ${harm}${hint}`
  return { guard: 'empty-field', entity, side, count, of: entries.length, message }
}

function isEmptied({ operations }: Entry, field: string, side: Side): boolean {
  return operations.some(
    (operation) =>
      operation.side === side &&
      operation.verb === 'update' &&
      isEmptier(operation.set[field], operation.seen[side]?.fields[field]),
  )
}

/** Whether a value, or a member of a group, is replaced by nothing. */
function isEmptier(after: Value | undefined, before: Value | undefined): boolean {
  if (after === undefined || before === undefined || before === null) return false
  if (after === null) return true
  if (!isBranch(after) || !isBranch(before)) return false
  return Object.entries(after).some(([member, value]) => isEmptier(value, before[member]))
}
