import type { Clock } from '../clock.ts'
import type { GuardName } from '../../core/plan/guard.ts'
import type { Listener } from '../events.ts'
import type { NewPair } from './link.ts'
import type { Pairing } from '../pairing.ts'
import type { References } from '../references.ts'

/** What planning needs besides the pairing. */
export interface PlanContext {
  readonly pairing: Pairing
  readonly references: References
  readonly clock: Clock
  readonly listener: Listener
  readonly signal: AbortSignal
  /** Called before whatever may take long: keeps the right to write, where there is one. */
  readonly keepAlive?: (() => Promise<void>) | undefined
  /** Guards that a person lifted up to a count. */
  readonly allowed: Readonly<Partial<Record<GuardName, number>>>
}

/** What is decided: a pair with both observations. */
export type Sight = NewPair
