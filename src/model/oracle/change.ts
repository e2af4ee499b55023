import type { Answer, Cargo, Ceded, Sight } from '../world/world.ts'
import type { BySide } from '../../core/side.ts'
import type { Frame } from '../world/turn.ts'
import type { Pair } from '../../core/pair.ts'
import type { PairEvent } from '../../core/journal.ts'
import type { Program } from '../ghost/program.ts'
import type { Value } from '../../core/value.ts'

/** One transaction of one pair, and what the model knows about it. */
export interface Change {
  readonly pair: Pair
  readonly events: readonly PairEvent[]
  readonly frame: Frame
  readonly program: Program
  /** What the decision saw, where the transaction follows from one. */
  readonly seen?: Sight['seen'] | undefined
  /** What is noted of the request that the transaction arms. */
  readonly cargo?: Cargo | undefined
  /** What was answered, where the transaction follows from an answer. */
  readonly answer?: Answer | undefined
}

/** What both sides say from now on when asked what they agreed on, and what one of them no longer stands for. */
export interface Said extends BySide<Record<string, Value>> {
  ceded?: Ceded | undefined
}
