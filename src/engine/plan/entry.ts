import type { Decision } from '../../core/decide/decision.ts'
import type { Entity } from '../pairing.ts'
import type { Observations } from '../../core/decide/sight.ts'
import type { Operation } from '../../core/operation.ts'
import type { Pair } from '../../core/pair.ts'
import type { PairEvent } from '../../core/journal.ts'

/** One pair of a plan: what was seen, what was decided, and the guarded writes it comes to. */
export interface Entry {
  readonly entity: Entity
  /** As remembered; a new pair is empty but for its number. */
  readonly before: Pair
  /** `before` after `linking`: what the decision was made of. */
  readonly pair: Pair
  /** Events that make or complete the link; committed with the entry's first transaction. */
  readonly linking: readonly PairEvent[]
  readonly seen: Observations
  readonly decision: Decision
  readonly operations: readonly Operation[]
}

/** A pair row that ends because its record was found to belong to another pair. */
export interface Absorbed {
  readonly before: Pair
  readonly into: number
}
