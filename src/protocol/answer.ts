import type { Flight, Move, StepTerms } from './flight.ts'
import type { Outcome, Seen } from '../core/operation.ts'
import { giveUp } from './refusal.ts'
import { inDoubt } from './recover.ts'
import { SENDS_MAX } from './ability.ts'
import { intentOf } from './flight.ts'
import { land } from './land.ts'

type Written = Extract<Outcome<Seen>, { kind: 'written' }>
type Refused = Extract<Outcome<Seen>, { kind: 'refused' }>

/** Reads the answer to a request (W4–W6). An unknown outcome is an answer like the others. */
export function answered(
  flight: Flight,
  { outcome, atMs }: { readonly outcome: Outcome<Seen>; readonly atMs: number },
  world: StepTerms,
): Move {
  switch (outcome.kind) {
    case 'written':
      return written(flight, outcome, world)
    case 'refused':
      return refused(flight, outcome, { atMs, world })
    case 'later':
      return later(flight, outcome.afterMs, outcome.message)
    case 'unknown':
      return inDoubt(
        { ...flight, progress: { ...flight.progress, refusal: undefined } },
        atMs,
        world,
      )
  }
}

function written(flight: Flight, outcome: Written, world: StepTerms): Move {
  const intent = intentOf(flight.pair)
  const id = intent.verb === 'create' ? outcome.id : undefined
  if (isReplay(flight, outcome))
    return {
      events: land(flight.pair, intent, { id }, world.terms),
      next: { kind: 'again', why: 'the record was created before; it is looked at again' },
    }
  if (intent.verb !== 'delete' && outcome.after === undefined && world.readBack)
    return {
      events: [],
      next: { kind: 'look', id: outcome.id },
      progress: { ...flight.progress, phase: 'reading-back', written: outcome },
    }
  const events = land(flight.pair, intent, { id, after: outcome.after }, world.terms)
  return { events, next: { kind: 'done' } }
}

/**
 * Tells whether the answer may be to an earlier copy of a create. Then the record it shows may carry a user's edit, for
 * servers answer a repetition with the record as it is now, and what was sent becomes the base (W11).
 */
function isReplay({ pair, progress }: Flight, outcome: Written): boolean {
  const { identification } = intentOf(pair)
  return outcome.replay === true || (progress.doubt && identification.kind === 'idempotency-key')
}

/** A refusal is definite only for a request that had no earlier copy (W5); otherwise the target is looked at. */
function refused(
  flight: Flight,
  outcome: Refused,
  { atMs, world }: { readonly atMs: number; readonly world: StepTerms },
): Move {
  if (!flight.progress.doubt) return giveUp(intentOf(flight.pair), outcome)
  return inDoubt({ ...flight, progress: { ...flight.progress, refusal: outcome } }, atMs, world)
}

/** Refused before any work (429): the same request goes out again, up to its limit. */
function later(flight: Flight, afterMs: number, why: string): Move {
  const { progress } = flight
  if (progress.sends >= SENDS_MAX) return { events: [], next: { kind: 'rest', why } }
  return {
    events: [],
    next: { kind: 'later', afterMs, why },
    progress: { ...progress, sends: progress.sends + 1 },
  }
}
