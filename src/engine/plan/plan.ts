import type { BySide, Side } from '../../core/side.ts'
import type { Absorbed, Entry } from './entry.ts'
import type { Cell } from '../../core/situation.ts'
import type { Tally } from '../../core/plan/guard.ts'
import type { Trip } from '../../core/plan/guard.ts'
import type { Entity } from '../pairing.ts'
import type { UnreadPath } from '../paths/unread-path.ts'

/** What a run would do to one entity. */
export interface EntityPlan {
  readonly entity: Entity
  readonly entries: readonly Entry[]
  readonly absorbed: readonly Absorbed[]
  /** Pairs that were shown and not even decided: both sides as remembered. */
  readonly quiet: number
  readonly tally: Tally
  /** Where the next incremental read of each side may start, if its listing earned one (O1, O3). */
  readonly cursors: Readonly<Partial<Record<Side, string>>>
  /** Requests that reading this entity takes at least: the pages of both listings. */
  readonly pages: BySide<number>
  /** How many pairs were found in each cell, the quiet ones included. */
  readonly cells: ReadonlyMap<Cell, number>
  /** Paths of the mapping that no record had; empty for a side that was not read as a whole. */
  readonly unread: BySide<readonly UnreadPath[]>
}

/** What a run would do, entity by entity, parents first. Nothing has been written yet. */
export interface Plan {
  readonly entities: readonly EntityPlan[]
  readonly trips: readonly Trip[]
}

/** Every entry of a plan, parents before children. */
export function entriesOf(plan: Plan): readonly Entry[] {
  return plan.entities.flatMap(({ entries }) => entries)
}
