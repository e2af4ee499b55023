import type { Entity } from '../pairing.ts'
import type { Operation } from '../../core/operation.ts'
import type { Pair } from '../../core/pair.ts'
import type { PairEvent } from '../../core/journal.ts'

/** One pair on its way through its writes. */
export interface Parcel {
  readonly entity: Entity
  /** As the memory holds it now. */
  readonly before: Pair
  /** `before` after `opening`, which is committed with the first intent. */
  readonly pair: Pair
  readonly opening: readonly PairEvent[]
  /** Writes still to be made, in order; empty for a pair whose earlier request is to be settled. */
  readonly queue: readonly Operation[]
}

/** How a pair's writes ended in this run. */
export interface Delivery {
  readonly entity: Entity
  /** The pair's number. */
  readonly no: number
  /** `undefined` when the pair ended. */
  readonly pair: Pair | undefined
  readonly result: 'landed' | 'again' | 'waits'
  readonly why: string
  /** Set when a field was left out because the record it refers to was not linked yet. */
  readonly lacking: boolean
  /** Writes that landed. */
  readonly landed: readonly Operation[]
}
