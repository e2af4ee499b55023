import type { BySide } from '../core/side.ts'
import type { GivenTier } from './tier.ts'
import type { LimitBudget, Limits } from './find-limits.ts'
import type { Remembered } from './memory-needed.ts'
import type { Subject } from './subject.ts'
import { bySide } from '../core/side.ts'
import { findLimits } from './find-limits.ts'
import { memoryNeeded } from './memory-needed.ts'
import { tierOf } from './tier.ts'

/** What an entity guarantees, what that takes, and what remains possible. */
export interface Guarantee {
  readonly tiers: BySide<GivenTier>
  readonly memory: readonly Remembered[]
  readonly limits: Limits
}

/** Works out what an entity guarantees; explores as long as the budget allows. */
export function guaranteeOf(subject: Subject, budget: LimitBudget): Guarantee {
  return {
    tiers: bySide((side) => tierOf(subject.systems[side])),
    memory: memoryNeeded(subject),
    limits: findLimits(subject, budget),
  }
}
