import type { ConflictKind, Pair, Parking } from '../pair.ts'
import type { CreatedRule, DeletedRule, EntityTerms, UpdateDeletePolicy } from '../terms.ts'
import type { Decision, Finding } from './decision.ts'
import { isClean, movedToken, touchedFields } from './dirt.ts'
import { pickFields, sameFields } from '../value.ts'
import type { PresenceSight } from './sight.ts'
import type { Present } from '../observation.ts'
import type { Side } from '../side.ts'
import { otherSide } from '../side.ts'
import { standingDecree } from './decree.ts'

/** The one record that is left of a pair, and what may be said of it. */
interface Remainder {
  readonly side: Side
  readonly record: Present
  readonly pair: Pair
  readonly cell: Finding['cell']
  readonly terms: EntityTerms
  /** The side whose version stands, by a person's answer. */
  readonly answer: { readonly side: Side; readonly byWhom: string } | undefined
}

/** What a decision says for itself. */
type Why = Pick<Finding, 'reason' | 'override'>

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
  const decree = standingDecree(pair, seen)
  const answer =
    decree?.resolution.kind === 'take'
      ? { side: decree.resolution.side, byWhom: decree.byWhom }
      : undefined
  return { side, record, pair, cell, terms, answer }
}

function decideRemainder(rest: Remainder): Decision {
  const { side, record, pair, terms } = rest
  const base = pair.base?.[side]
  if (base === undefined) return decideCreated(rest)
  const gone = otherSide(side)
  const [here, there] = [terms.names[side], terms.names[gone]]
  const touched = touchedFields(base, record, isClean(side, pair, record, terms), terms)
  const isOwn = touched.some(({ owner }) => owner !== gone)
  // The version of the whole record counts too: an edit of a private field must not be destroyed (D7).
  if (isOwn || movedToken(base, record))
    return decideUpdateDelete(rest, `changed on ${here}, deleted on ${there}`)
  if (touched.length === 0)
    return decideDeleted(rest, { reason: `deleted on ${there}, untouched on ${here}` })
  return decideDeleted(rest, {
    reason: `deleted on ${there}; what changed on ${here} belongs to ${there}`,
    override: touched.map(({ name }) => `${name}: owner ${there}`).join('; '),
  })
}

function decideCreated(rest: Remainder): Decision {
  const { side, terms } = rest
  const rule = decreed<CreatedRule>(rest, 'propagate', 'remove') ?? terms.presence.created[side]
  const name = terms.names[side]
  const override =
    rule === 'propagate' ? undefined : overrideOf(rest, `unmatched on ${name}: ${rule}`)
  switch (rule) {
    case 'propagate':
      return create(rest, { reason: `new on ${name}` })
    case 'remove':
      return remove(rest, { reason: `only on ${name}`, override })
    case 'keep':
      return {
        ...finding(rest, { reason: `only on ${name}, and kept there`, override }),
        kind: 'hold',
      }
    case 'ask':
      return ask(rest, 'presence', { reason: `only on ${name}`, override })
  }
}

/** Decides a deletion whose survivor did not move, or moved only in fields that the deleting side owns (D4). */
function decideDeleted(rest: Remainder, why: Why): Decision {
  const { side, terms } = rest
  const gone = otherSide(side)
  const rule = decreed<DeletedRule>(rest, 'restore', 'propagate') ?? terms.presence.deleted[gone]
  if (rule === 'propagate') return remove(rest, why)
  const ruled = {
    reason: why.reason,
    override: overrideOf(rest, `deletes on ${terms.names[gone]}: ${rule}`),
  }
  switch (rule) {
    case 'restore':
      return create(rest, ruled)
    case 'keep':
      return { ...finding(rest, ruled), kind: 'hold' }
    case 'ask':
      return ask(rest, 'presence', ruled)
  }
}

function decideUpdateDelete(rest: Remainder, reason: string): Decision {
  const { side, terms } = rest
  const { updatedDeleted, deletedUpdated } = terms.presence
  const policy =
    decreed<UpdateDeletePolicy>(rest, 'keep-updated', 'keep-deleted') ??
    (side === 'a' ? updatedDeleted : deletedUpdated)
  switch (policy) {
    case 'keep-updated':
      return create(rest, { reason })
    case 'keep-deleted':
      return remove(rest, { reason })
    case 'ask':
      return ask(rest, side === 'a' ? 'updated/deleted' : 'deleted/updated', { reason })
  }
}

/** What a person's answer makes of the record that is left: its side's version stands, or the other side's absence. */
function decreed<Rule>({ answer, side }: Remainder, stays: Rule, goes: Rule): Rule | undefined {
  if (answer === undefined) return undefined
  return answer.side === side ? stays : goes
}

function overrideOf({ answer }: Remainder, rule: string): string {
  return answer === undefined ? rule : `answered by ${answer.byWhom}`
}

/** Creates the record across (D6); whoever had one there before gets a new incarnation, never the old id (W7). */
function create(rest: Remainder, why: Why): Decision {
  const { side, record, terms, pair } = rest
  const target = otherSide(side)
  const base = finding(rest, why)
  if (!terms.allow[target].create)
    return { ...base, kind: 'hold', override: `${terms.names[target]} accepts no creates` }
  const lacking = terms.fields.find(
    ({ name, required }) => required === true && (record.fields[name] ?? null) === null,
  )
  if (lacking !== undefined)
    return { ...base, kind: 'wait', reason: lackReason(rest, lacking.name) }
  const names = terms.fields.map(({ name }) => name)
  const set = pickFields(record.fields, names)
  const { parking } = pair
  if (parking?.side === target && sameFields(parking.set, set)) return parked(base, parking)
  const notes = names.flatMap((field) => {
    const reason = record.refused[field]
    return reason === undefined ? [] : [{ field, kind: 'waiting', reason } as const]
  })
  const renew = pair.base !== undefined || pair.ids[target] !== undefined
  return { ...base, kind: 'create', side: target, set, renew, notes }
}

/** What the target refused for its content is not sent again unchanged (L18). */
function parked(base: Finding, { set, message }: Parking): Decision {
  const reason = `refused before: ${message}`
  const notes = Object.keys(set).map((field) => ({ field, kind: 'parked', reason }) as const)
  return { ...base, kind: 'wait', reason, notes }
}

function lackReason({ record }: Remainder, field: string): string {
  return `${field} is required and has no value yet: ${record.refused[field] ?? 'it is empty or was not read'}`
}

function remove(rest: Remainder, why: Why): Decision {
  const { side, terms } = rest
  const base = finding(rest, why)
  return terms.allow[side].delete
    ? { ...base, kind: 'delete', side }
    : { ...base, kind: 'hold', override: `${terms.names[side]} accepts no deletes` }
}

function ask(rest: Remainder, conflict: ConflictKind, why: Why): Decision {
  return { ...finding(rest, why), kind: 'conflict', conflict, disputes: [] }
}

function finding({ cell }: Remainder, { reason, override }: Why): Finding {
  return { cell, reason, override, notes: [] }
}
