import type { BySide, Side } from '../../src/core/side.ts'
import type { Know } from '../system/table.ts'
import type { Intent } from '../../src/core/operation.ts'

/** What travels with a request although no system sees it. */
export interface Cargo {
  readonly intent: Intent
  readonly key: string
  readonly side: Side
  /** The record on the other side that the write comes from. */
  readonly source: string | undefined
  /** What the written values descend from, as the source showed them. */
  readonly own: Know
  /** The same, and what the decision saw of the target: the write settles both. */
  readonly know: Know
  /** What the decision read on each side. */
  readonly read: BySide<Know>
  /** A person, or a rule of the user, decided it against the law. */
  readonly ruled: boolean
  /** Its intent was settled: it must not take effect any more. */
  settled: boolean
}
