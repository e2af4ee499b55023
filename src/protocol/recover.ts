import type { Conflict, Resolution } from '../core/pair.ts'
import type { Flight, Match, Move, Progress, Search, StepTerms } from './flight.ts'
import type { Fields } from '../core/value.ts'
import type { Intent } from '../core/operation.ts'
import type { Observation, Present } from '../core/observation.ts'
import type { PairEvent } from '../core/journal.ts'
import { giveUp } from './refusal.ts'
import { bySide } from '../core/side.ts'
import { SENDS_MAX } from './ability.ts'
import { intentOf, lookAt } from './flight.ts'
import { land } from './land.ts'
import { pickFields } from '../core/value.ts'

/** What a look at the target of an unsettled request brought. */
export type Evidence = Search | { readonly kind: 'target'; readonly target: Observation }

/** A run begins with an intent in the memory (W6): its request may have been sent, so everything is in doubt. */
export function reopen(flight: Flight, atMs: number, world: StepTerms): Move {
  const intent = intentOf(flight.pair)
  const decree = flight.pair.decree?.resolution
  if (intent.pending !== true) return inDoubt({ ...flight, progress: DOUBTFUL }, atMs, world)
  if (decree !== undefined) return settlePending(flight, decree, world)
  return { events: [], next: { kind: 'search' }, progress: DOUBTFUL }
}

/** What is known of a request that an earlier run left behind. */
const DOUBTFUL: Progress = { phase: 'recovering', doubt: true, sends: 0 }

/**
 * Finds out the fate of a request that may have taken effect: by reading its target, by searching for what it may have
 * created, or by sending it again under the key by which the server recognises it (W7).
 */
export function inDoubt(flight: Flight, atMs: number, world: StepTerms): Move {
  const intent = intentOf(flight.pair)
  const progress: Progress = { ...flight.progress, phase: 'recovering', doubt: true }
  if (intent.verb !== 'create') return { events: [], next: lookAt(intent), progress }
  if (intent.identification.kind !== 'idempotency-key')
    return { events: [], next: { kind: 'search' }, progress }
  return underKey({ ...flight, progress }, intent, atMs - intent.sinceMs < world.idempotencyTtlMs)
}

/** Sends a create again under its key while the server remembers it: it answers as it did, or does it now (W7). */
function underKey(flight: Flight, intent: Intent, isRemembered: boolean): Move {
  if (!isRemembered) return pend(intent, 'the server no longer remembers the idempotency key')
  const { refusal } = flight.progress
  // Servers also refuse a copy while they are busy with an earlier one, which then lands after all.
  if (refusal?.why === 'exists' || refusal?.why === 'stale')
    return { events: [], next: { kind: 'rest', why: refusal.message } }
  return resend(flight, intent)
}

/** Decides the fate of an unsettled request from what the target shows (W6, W7). */
export function recover(flight: Flight, evidence: Evidence, world: StepTerms): Move {
  const intent = intentOf(flight.pair)
  switch (evidence.kind) {
    case 'unknown':
      return { events: [], next: { kind: 'rest', why: evidence.why } }
    case 'gone':
      return createdAndGone(flight, intent, world)
    case 'searched':
      return found(flight, intent, evidence.matches, world)
    case 'target':
      return atTarget(flight, intent, evidence.target, world)
  }
}

/** The id we chose existed: the create landed, and somebody deleted the record since (W7). */
function createdAndGone(flight: Flight, intent: Intent, world: StepTerms): Move {
  const id = intent.identification.kind === 'client-id' ? intent.identification.id : undefined
  return {
    events: land(flight.pair, intent, { id }, world.terms),
    next: { kind: 'again', why: 'the record was created, and deleted since' },
  }
}

/** An unanswered create: one match is ours, none means it never arrived, several are for a person. */
function found(flight: Flight, intent: Intent, matches: readonly Match[], world: StepTerms): Move {
  const [match] = matches
  if (match !== undefined && matches.length === 1)
    // What we sent becomes the base, not what is there now: a user may have edited it since.
    return {
      events: land(flight.pair, intent, { id: match.id }, world.terms),
      next: { kind: 'again', why: 'the record was created; it is looked at again' },
    }
  if (matches.length > 1) return pend(intent, 'several records could be the one that was created')
  const { kind } = intent.identification
  if (kind === 'none')
    return pend(
      intent,
      'the answer to a create was lost and the system offers no way to recognise it',
    )
  if (kind === 'external-key' && flight.progress.refusal?.why === 'exists')
    return pend(intent, 'the system refused it as being there already, and does not find it')
  return intent.pending === true ? waitForPerson() : resend(flight, intent)
}

function atTarget(flight: Flight, intent: Intent, target: Observation, world: StepTerms): Move {
  if (target.kind === 'absent') return targetGone(flight, intent, world)
  if (target.kind !== 'present') {
    const why = target.kind === 'moved' ? `the record moved to ${target.to}` : target.why
    return { events: [], next: { kind: 'rest', why } }
  }
  if (neverArrived(intent, target, world)) return resend(flight, intent)
  if (isVersionless(intent, target) && !isWritten(intent, target, world))
    return { events: [], next: { kind: 'rest', why: 'the record was read without its version' } }
  if (intent.verb === 'delete') return withdraw(intent, 'the record changed before it was deleted')
  return weigh(flight, intent, target, world)
}

/**
 * The target no longer has the record (W6). A delete landed. An update landed or not, and nobody can tell whether who
 * deleted the record knew of it: the bases stay, so that the user's rule for changed and deleted decides, as it would
 * have without us. Nothing of ours can take effect any more: the record's version is gone with it.
 */
function targetGone(flight: Flight, intent: Intent, world: StepTerms): Move {
  if (intent.verb === 'delete')
    return { events: land(flight.pair, intent, {}, world.terms), next: { kind: 'done' } }
  const { events, next } = withdraw(
    intent,
    'the record was deleted while its update was unanswered',
  )
  return { events: [unacknowledged(intent, intent.set), ...events], next }
}

/** The precondition still holds, so no copy of the request has taken effect. */
function neverArrived(intent: Intent, target: Present, { terms }: StepTerms): boolean {
  const { condition } = intent
  if (condition.kind === 'token' || condition.kind === 'stamp')
    return target.token !== undefined && target.token === condition.token
  const before = intent.seen[intent.side]?.fields ?? {}
  const compared = intent.verb === 'delete' ? Object.keys(before) : Object.keys(intent.set)
  return compared.every((field) => terms.same(field, target.fields[field], before[field]))
}

/**
 * Without the version nobody knows whether the precondition still holds: a copy under way may yet land. A stamp that is
 * not settled is newer than any that was written against (W9), so the record did change.
 */
function isVersionless({ condition }: Intent, { token, unsettled }: Present): boolean {
  const isGuarded = condition.kind === 'token' || condition.kind === 'stamp'
  return isGuarded && token === undefined && unsettled !== true
}

function isWritten({ verb, set }: Intent, { fields }: Present, { terms }: StepTerms): boolean {
  const names = Object.keys(set)
  return verb !== 'delete' && names.every((field) => terms.same(field, fields[field], set[field]))
}

/** Sends the same request again, verbatim (W6): an earlier copy and this one cannot both take effect. */
function resend(flight: Flight, intent: Intent): Move {
  const { progress } = flight
  if (progress.refusal !== undefined) return giveUp(intent, progress.refusal)
  if (progress.sends >= SENDS_MAX)
    return { events: [], next: { kind: 'rest', why: 'it was sent often enough for one run' } }
  return {
    events: [],
    next: { kind: 'send' },
    progress: { ...progress, phase: 'sending', sends: progress.sends + 1 },
  }
}

/**
 * The target changed and our write is not plainly there (W6), field by field: what shows our value landed; what shows
 * the value from before is still pending; what shows anything else was overwritten after us, so it counts as landed,
 * ours goes to the journal and the newer value stands; of a merge it is decided again.
 */
function weigh(flight: Flight, intent: Intent, target: Present, world: StepTerms): Move {
  const { same } = world.terms
  const before = intent.seen[intent.side]?.fields ?? {}
  const names = Object.keys(intent.set)
  const written = names.filter((field) => same(field, target.fields[field], intent.set[field]))
  const overtaken = names.filter(
    (field) => !written.includes(field) && !same(field, target.fields[field], before[field]),
  )
  // What we sent becomes the base, not what is there now: another field may carry a user's edit.
  if (written.length === names.length)
    return {
      events: land(flight.pair, intent, {}, world.terms),
      next: { kind: 'again', why: 'the earlier request had landed' },
    }
  // Nothing of a merge agrees before its second write: what overtook it is for the policy again (W13).
  const merging = Object.keys(flight.pair.target?.fields ?? {})
  const landed = [...written, ...overtaken.filter((field) => !merging.includes(field))]
  const { events, next } =
    landed.length === 0
      ? withdraw(intent, 'the target changed, and not through this request')
      : overtakenBy(land(flight.pair, intent, { fields: landed }, world.terms))
  const lost = pickFields(intent.set, overtaken)
  return {
    events: overtaken.length === 0 ? events : [unacknowledged(intent, lost), ...events],
    next,
  }
}

function overtakenBy(events: readonly PairEvent[]): Move {
  const why = 'the earlier request was overtaken by another change'
  return { events, next: { kind: 'again', why } }
}

function unacknowledged(intent: Intent, fields: Fields): PairEvent {
  return { kind: 'unacknowledged', side: intent.side, fields }
}

function withdraw(intent: Intent, why: string): Move {
  return {
    events: [{ kind: 'withdrawn', op: intent.op, why }],
    next: { kind: 'again', why },
  }
}

function waitForPerson(): Move {
  return { events: [], next: { kind: 'rest', why: 'a person has to settle an unanswered create' } }
}

/** Leaves an unanswered create to a person (W7); it is asked once. */
function pend(intent: Intent, why: string): Move {
  if (intent.pending === true) return waitForPerson()
  const conflict: Conflict = {
    kind: 'pending-create',
    cell: intent.side === 'b' ? 'updated/missing' : 'missing/updated',
    disputes: [],
    seen: bySide((side) => intent.seen[side]?.fields ?? null),
    sinceMs: intent.sinceMs,
    reason: why,
  }
  return {
    events: [
      { kind: 'pending', op: intent.op, why },
      { kind: 'disputed', conflict },
    ],
    next: { kind: 'rest', why },
  }
}

/**
 * Carries out a person's answer to a pending create: adopt a record, send again, or forget the request. An answer to any
 * other question settles nothing.
 */
function settlePending(flight: Flight, resolution: Resolution, world: StepTerms): Move {
  const intent = intentOf(flight.pair)
  const close: PairEvent = { kind: 'undisputed', why: 'a person settled it' }
  switch (resolution.kind) {
    case 'adopt':
      return {
        events: land(flight.pair, intent, { id: resolution.id }, world.terms),
        next: { kind: 'again', why: 'the record was adopted' },
      }
    case 'retry':
      return {
        events: [
          { kind: 'intended', intent: { ...intent, pending: undefined }, before: null },
          close,
        ],
        next: { kind: 'send' },
        progress: { ...DOUBTFUL, phase: 'sending', sends: 1 },
      }
    case 'forget':
      return {
        events: [{ kind: 'withdrawn', op: intent.op, why: 'a person forgot it' }, close],
        next: { kind: 'again', why: 'the request was forgotten' },
      }
    case 'take':
    case 'values':
    case 'both':
      return { events: [], next: { kind: 'search' }, progress: DOUBTFUL }
  }
}
