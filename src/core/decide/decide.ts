import type { Pair } from '../pair.ts'
import type { Observation, Present } from '../observation.ts'
import type { BySide } from '../side.ts'
import type { Decision } from './decision.ts'
import type { EntityTerms } from '../terms.ts'
import type { Observations } from './sight.ts'
import type { Side } from '../side.ts'
import { SIDES } from '../side.ts'
import { cellOf, situationOf } from '../situation.ts'
import { dirtyFields } from './dirt.ts'
import { decideFields } from './field-decision.ts'
import { decidePresence } from './presence-decision.ts'

/**
 * Decides what one pair calls for. Pure, total, deterministic (L1, L2): the same pair, observations and terms give the
 * same decision, and exchanging the sides exchanges the decision (L5).
 */
export function decide(pair: Pair, seen: Observations, terms: EntityTerms): Decision {
  const blind = blindness(pair, seen, terms)
  const cell = cellOf(situation('a', pair, seen, terms), situation('b', pair, seen, terms))
  if (blind !== undefined)
    return { kind: 'wait', cell: blind.cell ?? cell, reason: blind.why, notes: [] }
  const { a, b } = seen
  if (a.kind === 'present' && b.kind === 'present')
    return decideFields({ pair, a, b, clean: cleanliness(pair, seen, terms), cell }, terms)
  return decidePresence({ pair, seen, cell }, terms)
}

/** Why nothing may be concluded, if so. */
function blindness(
  pair: Pair,
  seen: Observations,
  terms: EntityTerms,
): { readonly why: string; readonly cell?: Decision['cell'] } | undefined {
  if (pair.intent !== undefined)
    return { why: 'an earlier request to this record is not settled yet' }
  for (const side of SIDES) {
    const why = unknownBecause(seen[side])
    if (why !== undefined) return { why: `${terms.names[side]}: ${why}` }
    if (isStale(pair, side, seen[side]))
      return {
        why: `${terms.names[side]}: the read is older than what is remembered`,
        cell: staleCell(side),
      }
  }
  return undefined
}

function staleCell(side: Side): Decision['cell'] {
  return side === 'a' ? 'unknown/unchanged' : 'unchanged/unknown'
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

/** A version that was replaced before cannot be news (W10). */
function isStale(pair: Pair, side: Side, observation: Observation): boolean {
  const base = pair.base?.[side]
  return (
    observation.kind === 'present' &&
    base?.previous !== undefined &&
    observation.token === base.previous &&
    observation.token !== base.token
  )
}

function situation(side: Side, pair: Pair, seen: Observations, terms: EntityTerms) {
  const observation = seen[side]
  return situationOf(
    pair.base !== undefined,
    observation,
    observation.kind === 'present' && isDirty(side, observation, pair, terms),
  )
}

/** An equal, trusted token proves that nothing changed; otherwise content decides. */
function isDirty(side: Side, observation: Present, pair: Pair, terms: EntityTerms): boolean {
  const base = pair.base?.[side]
  if (base === undefined || isClean(side, observation, pair, terms)) return false
  return dirtyFields(base, observation, terms).length > 0
}

function isClean(side: Side, observation: Observation, pair: Pair, terms: EntityTerms): boolean {
  const token = pair.base?.[side].token
  return (
    terms.tokenCovers[side] &&
    token !== undefined &&
    observation.kind === 'present' &&
    observation.token === token
  )
}

function cleanliness(pair: Pair, seen: Observations, terms: EntityTerms): BySide<boolean> {
  return { a: isClean('a', seen.a, pair, terms), b: isClean('b', seen.b, pair, terms) }
}
