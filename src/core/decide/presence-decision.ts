import type { CreatedRule, DeletedRule, EntityTerms, UpdateDeletePolicy } from '../terms.ts'
import type { Decision, Finding } from './decision.ts'
import type { ConflictKind, Pair } from '../pair.ts'
import type { PresenceSight } from './sight.ts'
import type { Present } from '../observation.ts'
import type { Side } from '../side.ts'
import { dirtyFields, movedToken } from './dirt.ts'
import { otherSide } from '../side.ts'
import { sameFields } from '../value.ts'
import { standingDecree } from './decree.ts'

/** The one record that is left of a pair, and what may be said of it. */
interface Remainder {
  readonly side: Side
  readonly record: Present
  readonly pair: Pair
  readonly cell: Finding['cell']
  readonly terms: EntityTerms
  readonly decreed: Side | undefined
}

/** Decides a pair of which at least one side is proved absent (D6). */
export function decidePresence(sight: PresenceSight, terms: EntityTerms): Decision {
  const { a, b } = sight.seen
  if (a.kind === 'present') return decideRemainder(remainder('a', a, sight, terms))
  if (b.kind === 'present') return decideRemainder(remainder('b', b, sight, terms))
  const reason = sight.pair.base === undefined ? 'nothing exists' : 'deleted on both sides'
  return { kind: 'forget', cell: sight.cell, reason, notes: [] }
}

function remainder(
  side: Side,
  record: Present,
  { pair, seen, cell }: PresenceSight,
  terms: EntityTerms,
): Remainder {
  const resolution = standingDecree(pair, seen)
  const decreed = resolution?.kind === 'take' ? resolution.side : undefined
  return { side, record, pair, cell, terms, decreed }
}

function decideRemainder(rest: Remainder): Decision {
  if (rest.pair.base === undefined) return decideCreated(rest)
  return isUntouched(rest) ? decideDeleted(rest) : decideUpdateDelete(rest)
}

/**
 * Whether the survivor may go with its deleted counterpart: none of its own or shared fields moved, and the version of
 * the whole record did not either, for a private field's edit must not be destroyed (D7).
 */
function isUntouched({ side, record, pair, terms }: Remainder): boolean {
  const base = pair.base?.[side]
  if (base === undefined || movedToken(base, record)) return false
  return dirtyFields(base, record, terms).every(({ owner }) => owner === otherSide(side))
}

function decideCreated(rest: Remainder): Decision {
  const { side, terms } = rest
  const rule: CreatedRule = rest.decreed === side ? 'propagate' : terms.presence.created[side]
  const name = terms.names[side]
  const override = rule === 'propagate' ? undefined : `unmatched on ${name}: ${rule}`
  switch (rule) {
    case 'propagate':
      return create(rest, `new on ${name}`, false)
    case 'remove':
      return remove(rest, side, `only on ${name}`, override)
    case 'keep':
      return { ...finding(rest, `only on ${name}, and kept there`, override), kind: 'hold' }
    case 'ask':
      return ask(rest, 'presence', `only on ${name}`, override)
  }
}

function decideDeleted(rest: Remainder): Decision {
  const { side, terms } = rest
  const gone = otherSide(side)
  const rule: DeletedRule = decreedDeletion(rest) ?? terms.presence.deleted[gone]
  const reason = `deleted on ${terms.names[gone]}, untouched on ${terms.names[side]}`
  const override = rule === 'propagate' ? undefined : `deletes on ${terms.names[gone]}: ${rule}`
  switch (rule) {
    case 'propagate':
      return remove(rest, side, reason, override)
    case 'restore':
      return create(rest, reason, true, override)
    case 'keep':
      return { ...finding(rest, reason, override), kind: 'hold' }
    case 'ask':
      return ask(rest, 'presence', reason, override)
  }
}

function decreedDeletion({ decreed, side }: Remainder): DeletedRule | undefined {
  if (decreed === undefined) return undefined
  return decreed === side ? 'restore' : 'propagate'
}

function decideUpdateDelete(rest: Remainder): Decision {
  const { side, terms } = rest
  const gone = otherSide(side)
  const conflict = side === 'a' ? 'updated/deleted' : 'deleted/updated'
  const reason = `changed on ${terms.names[side]}, deleted on ${terms.names[gone]}`
  switch (updateDeletePolicy(rest)) {
    case 'keep-updated':
      return create(rest, reason, true)
    case 'keep-deleted':
      return remove(rest, side, reason)
    case 'ask':
      return ask(rest, conflict, reason)
  }
}

function updateDeletePolicy({ side, decreed, terms }: Remainder): UpdateDeletePolicy {
  if (decreed !== undefined) return decreed === side ? 'keep-updated' : 'keep-deleted'
  return side === 'a' ? terms.presence.updatedDeleted : terms.presence.deletedUpdated
}

/** Creates the record across; `renew` re-creates it as a new incarnation (R7). */
function create(rest: Remainder, reason: string, renew: boolean, override?: string): Decision {
  const { side, record, terms, pair } = rest
  const target = otherSide(side)
  const base = finding(rest, reason, override)
  if (!terms.allow[target].create)
    return { ...base, kind: 'hold', override: `${terms.names[target]} accepts no creates` }
  const lacking = terms.fields.find(
    ({ name, required }) => required === true && record.fields[name] === undefined,
  )
  if (lacking !== undefined)
    return { ...base, kind: 'wait', reason: lackReason(rest, lacking.name) }
  const notes = Object.entries(record.refused).map(
    ([field, why]) => ({ field, kind: 'waiting', reason: why }) as const,
  )
  const { parking } = pair
  if (parking?.side === target && sameFields(parking.set, record.fields))
    return { ...base, kind: 'wait', reason: `refused before: ${parking.message}` }
  return { ...base, kind: 'create', side: target, set: record.fields, renew, notes }
}

function lackReason({ record }: Remainder, field: string): string {
  return `${field} is required and has no value yet: ${record.refused[field] ?? 'it was not read'}`
}

function remove(rest: Remainder, side: Side, reason: string, override?: string): Decision {
  const base = finding(rest, reason, override)
  return rest.terms.allow[side].delete
    ? { ...base, kind: 'delete', side }
    : { ...base, kind: 'hold', override: `${rest.terms.names[side]} accepts no deletes` }
}

function ask(rest: Remainder, conflict: ConflictKind, reason: string, override?: string): Decision {
  return { ...finding(rest, reason, override), kind: 'conflict', conflict, disputes: [] }
}

function finding(rest: Remainder, reason: string, override?: string): Finding {
  return { cell: rest.cell, reason, override, notes: [] }
}
