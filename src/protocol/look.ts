import type { Flight, Move, StepTerms } from './flight.ts'
import type { Observation, Present } from '../core/observation.ts'
import { intentOf } from './flight.ts'
import { land } from './land.ts'
import { NO_FIELDS, sameFields } from '../core/value.ts'

/**
 * The read just before a write that no condition guards (W3): it goes ahead only while the target still shows what the
 * decision saw. The window that remains is the one the plan names.
 */
export function lookedForProbe(flight: Flight, target: Observation, world: StepTerms): Move {
  const intent = intentOf(flight.pair)
  const seen = intent.seen[intent.side]
  const untouched =
    target.kind === 'present' &&
    seen !== undefined &&
    (world.terms.tokenCovers[intent.side] && target.token !== undefined
      ? target.token === seen.token ||
        (seen.token === undefined && sameFields(target.fields, seen.fields))
      : sameFields(target.fields, seen.fields))
  if (untouched)
    return {
      events: [],
      next: { kind: 'send' },
      progress: { ...flight.progress, phase: 'sending', sends: 1 },
    }
  const why = 'the target moved between the decision and the write; nothing was sent'
  return {
    events: [{ kind: 'withdrawn', op: intent.op, why }],
    next: { kind: 'again', why },
  }
}

/**
 * The read after a write whose answer showed no record (W11). It becomes the base only when its version is the one the
 * answer named, when it shows what was sent, or when it shows for the second time what it makes of that: otherwise a user's edit may be in it, and what was sent is the base.
 */
export function lookedForReadBack(flight: Flight, target: Observation, world: StepTerms): Move {
  const intent = intentOf(flight.pair)
  const { written } = flight.progress
  const id = intent.verb === 'create' ? written?.id : undefined
  const after = isOurs(flight, target, world)
    ? { fields: target.fields, token: target.token }
    : undefined
  const events = land(flight.pair, intent, { id, after }, world.terms)
  return { events, next: { kind: 'done' } }
}

function isOurs(
  { pair, progress }: Flight,
  target: Observation,
  { terms }: StepTerms,
): target is Present {
  if (target.kind !== 'present') return false
  const token = progress.written?.token
  if (token !== undefined && target.token === token) return true
  const { set, side, seen } = intentOf(pair)
  const before = seen[side]?.fields ?? NO_FIELDS
  const base = pair.base?.[side].fields ?? NO_FIELDS
  return Object.keys(set).every((field) => {
    const shown = target.fields[field]
    if (terms.same(field, shown, set[field])) return true
    // It was written before, and the target came back to this very value both times: that is its way to say it.
    return terms.same(field, base[field], set[field]) && terms.same(field, shown, before[field])
  })
}
