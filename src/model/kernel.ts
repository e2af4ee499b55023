import type { EntityTerms } from '../core/terms.ts'
import type { Flight, Step, StepEvent, StepTerms } from '../protocol/flight.ts'
import type { Pair } from '../core/pair.ts'
import { decide } from '../core/decide/decide.ts'
import { foldPair } from '../core/journal.ts'
import { flightOf, step } from '../protocol/step.ts'
import { isClaimed } from '../protocol/claim.ts'
import { openingEvents } from '../protocol/opening.ts'
import { toOperations } from '../protocol/operations.ts'

/**
 * The pure functions that a run is made of. The model calls nothing else of the product, so that a changed kernel, a
 * mutant or another one, is explored like the one that ships.
 */
export interface Kernel {
  readonly decide: typeof decide
  readonly toOperations: typeof toOperations
  readonly openingEvents: typeof openingEvents
  readonly flightOf: (pair: Pair) => Flight
  readonly step: (flight: Flight, event: StepEvent, world: StepTerms) => Step
  readonly isClaimed: (
    intent: Parameters<typeof isClaimed>[0],
    stray: Parameters<typeof isClaimed>[1],
    terms: EntityTerms,
  ) => boolean
  readonly foldPair: typeof foldPair
}

/** What ships. */
export const SHIPPED_KERNEL: Kernel = {
  decide,
  toOperations,
  openingEvents,
  flightOf,
  step,
  isClaimed,
  foldPair,
}
