import type { Observation, Present } from '../observation.ts'
import type { Pair, SideBase } from '../pair.ts'
import { SIDES, bySide, otherSide } from '../side.ts'
import { cellOf, situationOf } from '../situation.ts'
import { isAtBase, isClean, movedFields, movedToken, touchedFields } from './dirt.ts'
import type { Decision } from './decision.ts'
import type { EntityTerms } from '../terms.ts'
import type { Observations } from './sight.ts'
import type { Side } from '../side.ts'
import type { SituationOrUnknown } from '../situation.ts'
import { decideFields } from './field-decision.ts'
import { decidePresence } from './presence-decision.ts'

/** What nearly every pair of an audit comes to. */
const QUIET: Decision = Object.freeze({
  kind: 'nothing',
  cell: 'unchanged/unchanged',
  reason: 'both sides agree',
  notes: [],
})

/**
 * Decides what one pair calls for. Pure, total, deterministic (L1, L2): the same pair, observations and terms give the
 * same decision, and exchanging the sides exchanges the decision (L5).
 */
export function decide(pair: Pair, seen: Observations, terms: EntityTerms): Decision {
  if (isQuiet(pair, seen, terms)) return QUIET
  return deliberate(
    pair,
    bySide((side) => believed(side, pair, seen, terms)),
    terms,
  )
}

/** A short cut that allocates nothing: both sides show their bases at the versions remembered. */
function isQuiet({ base, intent }: Pair, { a, b }: Observations, terms: EntityTerms): boolean {
  if (base === undefined || intent !== undefined) return false
  if (a.kind !== 'present' || b.kind !== 'present') return false
  return repeats(base.a, a, terms) && repeats(base.b, b, terms)
}

function repeats(base: SideBase, record: Present, terms: EntityTerms): boolean {
  if (record.token !== undefined && record.token !== base.token) return false
  for (const { name } of terms.fields) if (!isAtBase(name, base, record, terms)) return false
  return true
}

function deliberate(pair: Pair, seen: Observations, terms: EntityTerms): Decision {
  const cell = cellOf(situation('a', pair, seen, terms), situation('b', pair, seen, terms))
  if (pair.intent !== undefined)
    return waiting(cell, 'an earlier request to this record is not settled yet')
  const unread = SIDES.flatMap((side) => {
    const why = unknownBecause(seen[side])
    return why === undefined ? [] : [{ side, why: `${terms.names[side]}: ${why}` }]
  })
  if (unread.length > 0)
    return {
      ...waiting(cell, unread.map(({ why }) => why).join('; ')),
      unread: unread.map(({ side }) => side),
    }
  const { a, b } = seen
  if (a.kind === 'present' && b.kind === 'present') {
    const clean = { a: isClean('a', pair, a, terms), b: isClean('b', pair, b, terms) }
    return decideFields({ pair, a, b, clean, cell }, terms)
  }
  return decidePresence({ pair, seen, cell }, terms)
}

function waiting(cell: Decision['cell'], reason: string) {
  return { kind: 'wait', cell, reason, notes: [] } as const
}

function unknownBecause(observation: Observation): string | undefined {
  switch (observation.kind) {
    case 'present':
    case 'absent':
      return undefined
    case 'moved':
      return `the record moved to ${observation.to}`
    case 'out-of-scope':
    case 'unknown':
      return observation.why
  }
}

/** What may be believed of an observation: neither a stale copy (W10) nor an unproved absence (W8) is news. */
function believed(side: Side, pair: Pair, seen: Observations, terms: EntityTerms): Observation {
  const observation = seen[side]
  if (terms.tokenCovers[side] && isStale(pair.base?.[side], observation))
    return { kind: 'unknown', why: 'the read is older than what is remembered' }
  const hadRecord = pair.base !== undefined || pair.ids[side] !== undefined
  if (hadRecord && observation.kind === 'absent' && observation.proof === 'unlinked')
    return { kind: 'unknown', why: 'the absence of the record is not proved' }
  return observation
}

/** A version that was replaced before is no news, unless it was read by id: some versions recur with their content. */
function isStale(base: SideBase | undefined, observation: Observation): boolean {
  return (
    base?.previous !== undefined &&
    observation.kind === 'present' &&
    observation.fresh !== true &&
    observation.token === base.previous &&
    observation.token !== base.token
  )
}

function situation(
  side: Side,
  pair: Pair,
  seen: Observations,
  terms: EntityTerms,
): SituationOrUnknown {
  const observation = seen[side]
  const base = pair.base?.[side]
  const isDirty = (record: Present, known: SideBase): boolean => {
    const clean = isClean(side, pair, record, terms)
    if (seen[otherSide(side)].kind !== 'absent')
      return movedFields(known, record, clean, terms).length > 0
    return movedToken(known, record) || touchedFields(known, record, clean, terms).length > 0
  }
  return situationOf(
    base !== undefined,
    observation,
    observation.kind === 'present' && base !== undefined && isDirty(observation, base),
  )
}
