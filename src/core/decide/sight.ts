import type { BySide } from '../side.ts'
import type { Cell } from '../situation.ts'
import type { Observation, Present } from '../observation.ts'
import type { Pair } from '../pair.ts'

/** One observation for each side of a pair. */
export type Observations = BySide<Observation>

/** Two present records of one pair. */
export interface FieldSight {
  readonly pair: Pair
  readonly a: Present
  readonly b: Present
  /** The side's token proves that it says what its base says. */
  readonly clean: BySide<boolean>
  readonly cell: Cell
}

/** A pair with at most one record present; the other side's absence is proved. */
export interface PresenceSight {
  readonly pair: Pair
  readonly seen: Observations
  readonly cell: Cell
}
