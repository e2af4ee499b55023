import type { Decision } from '../../core/decide/decision.ts'
import type { EntityTerms } from '../../core/terms.ts'
import type { Fields } from '../../core/value.ts'
import type { Observation } from '../../core/observation.ts'
import type { OpenQuestion } from '../inbox/criteria.ts'
import type { Resolution } from '../../core/pair.ts'
import type { Side } from '../../core/side.ts'
import { UNLINKED } from '../../core/observation.ts'
import { bySide } from '../../core/side.ts'
import { decide } from '../../core/decide/decide.ts'
import { pickFields } from '../../core/value.ts'

/**
 * What the next sync decides once a question is answered, if both sides still show what was asked about: the decision
 * itself, made of what the question saw. Not for questions about a create that nobody answered. Pure.
 */
export function foresee(
  question: OpenQuestion,
  resolution: Resolution,
  terms: EntityTerms,
): Decision {
  const { conflict } = question
  const pair = { ...question, decree: { resolution, conflict, byWhom: 'the answer' } }
  return decide(
    pair,
    bySide((side) => shown(side, question)),
    terms,
  )
}

/** What a side showed; of fields that were not in question, what both have agreed on since. */
function shown(side: Side, { conflict, base, ids }: OpenQuestion): Observation {
  const record = conflict.seen[side]
  if (record === null)
    return ids[side] === undefined ? UNLINKED : { kind: 'absent', proof: 'not-found' }
  const disputed = conflict.disputes.map(({ field }) => field)
  const settled = disputed.length === 0 ? {} : (base?.[side].fields ?? {})
  const fields: Fields = { ...record, ...settled, ...pickFields(record, disputed) }
  return { kind: 'present', fields, refused: {}, fresh: true }
}

/** Why a decision would leave an answer without effect; nothing if it carries it out. */
export function obstacleTo(
  decision: Decision,
  { conflict }: OpenQuestion,
  resolution: Resolution,
): string | undefined {
  if (decision.kind === 'hold' || decision.kind === 'wait')
    return decision.override ?? decision.reason
  const answered = new Set(
    resolution.kind === 'values'
      ? Object.keys(resolution.fields)
      : conflict.disputes.map(({ field }) => field),
  )
  const note = decision.notes.find(({ field }) => answered.has(field))
  return note?.reason
}
