import type { Intent, Outcome, RefusalKind, Seen } from '../core/operation.ts'
import type { Move } from './flight.ts'
import type { Parking } from '../core/pair.ts'

/** What a definite refusal leads to: never "done", never "deleted" (W5). */
const AFTER_REFUSAL: Readonly<Record<RefusalKind, 'again' | 'rest' | 'park'>> = {
  stale: 'again',
  absent: 'again',
  // Observed at once, it would be created and refused again: the next run sees whose record is in the way.
  exists: 'rest',
  ambiguous: 'park',
  invalid: 'park',
  forbidden: 'park',
  unsupported: 'park',
}

/** Ends a request that certainly did nothing: the bases stay, and the pair is observed anew, now or in the next run, or parked. */
export function giveUp(intent: Intent, outcome: Extract<Outcome<Seen>, { kind: 'refused' }>): Move {
  const withdrawn = { kind: 'withdrawn', op: intent.op, why: outcome.message } as const
  const after = AFTER_REFUSAL[outcome.why]
  if (after !== 'park') return { events: [withdrawn], next: { kind: after, why: outcome.message } }
  const parking: Parking = {
    side: intent.side,
    set: intent.set,
    message: outcome.message,
    sinceMs: intent.sinceMs,
  }
  return {
    events: [withdrawn, { kind: 'parked', parking }],
    next: { kind: 'rest', why: outcome.message },
  }
}
