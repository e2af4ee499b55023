import type { BySide } from '../../core/side.ts'
import type { Cell } from '../../core/situation.ts'
import type { Entry } from './entry.ts'
import type { Tally } from '../../core/plan/guard.ts'
import { bySide } from '../../core/side.ts'
import type { Verb } from '../../core/operation.ts'

/** Counts what the entries of one entity would do on each side. */
export function tallyOf(
  entity: string,
  entries: readonly Entry[],
  counts: { readonly linked: number; readonly records: Tally['records'] },
): Tally {
  const count = (verb: Verb): BySide<number> =>
    bySide(
      (side) =>
        entries.filter(({ operations }) =>
          operations.some((operation) => operation.side === side && operation.verb === verb),
        ).length,
    )
  return {
    entity,
    ...counts,
    creates: count('create'),
    updates: count('update'),
    deletes: count('delete'),
  }
}

/** Counts the pairs in each cell; quiet pairs are `unchanged/unchanged`. */
export function cellsOf(entries: readonly Entry[], quiet: number): ReadonlyMap<Cell, number> {
  const cells = new Map<Cell, number>()
  if (quiet > 0) cells.set('unchanged/unchanged', quiet)
  for (const { decision } of entries) cells.set(decision.cell, (cells.get(decision.cell) ?? 0) + 1)
  return cells
}
