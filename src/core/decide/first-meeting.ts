import type { EntityTerms } from '../terms.ts'
import type { FieldSight } from './sight.ts'
import { standingDecree } from './decree.ts'

/** The terms of two records that prove to be one and never agreed: one rule for the record, if the user gave one (D8). */
export function firstMeeting({ pair }: FieldSight, terms: EntityTerms): EntityTerms {
  const { createdBoth } = terms.presence
  if (pair.base !== undefined || createdBoth.kind === 'merge' || createdBoth.kind === 'both')
    return terms
  return { ...terms, fields: terms.fields.map((rule) => ({ ...rule, policy: createdBoth })) }
}

/** Tells whether two different records are to stay two, by the user's rule or a person's answer. */
export function isSplit({ pair, a, b }: FieldSight, terms: EntityTerms): boolean {
  if (standingDecree(pair, { a, b })?.kind === 'both') return true
  return pair.base === undefined && terms.presence.createdBoth.kind === 'both'
}
