import type { Aspect, EntityTerms } from '../terms.ts'
import type { Conflict, Decree, FieldDispute, Pair } from '../pair.ts'
import type { FieldSight, Observations } from './sight.ts'
import { SIDES, otherSide } from '../side.ts'
import { pickFields, sameFields, sameValue } from '../value.ts'
import type { AspectVerdict } from './aspect.ts'
import { differing } from './aspect.ts'

/** The person's answer that may be carried out now: both sides still show what the question was about (D10, R8). */
export function standingDecree({ decree }: Pair, seen: Observations): Decree | undefined {
  return decree !== undefined && sameSight(decree.conflict, seen) ? decree : undefined
}

/**
 * Tells whether both sides still show what a question was about: the disputed fields or, where presence itself is in
 * question, the whole record. Other fields may go on.
 */
export function sameSight({ seen: asked, disputes }: Conflict, seen: Observations): boolean {
  return SIDES.every((side) => {
    const observation = seen[side]
    const record = asked[side]
    if (record === null) return observation.kind === 'absent'
    if (observation.kind !== 'present') return false
    const { fields } = observation
    if (disputes.length === 0) return sameFields(record, fields)
    return disputes.every(({ field }) => sameValue(record[field], fields[field]))
  })
}

/** Tells whether a question is the one that waits already; then it is not asked anew. */
export function sameQuestion(waiting: Conflict, asked: Conflict): boolean {
  if (waiting.kind !== asked.kind || waiting.disputes.length !== asked.disputes.length) return false
  if (asked.disputes.length === 0) return SIDES.every((side) => sameRecord(side, waiting, asked))
  return waiting.disputes.every((dispute) =>
    asked.disputes.some(
      ({ field, a, b }) =>
        field === dispute.field && sameValue(a, dispute.a) && sameValue(b, dispute.b),
    ),
  )
}

/** What kind of question disputed fields make: values that never agreed meet for the first time. */
export function questionKind(
  disputes: readonly FieldDispute[],
): 'created/created' | 'updated/updated' {
  const isFirst = disputes.every(({ baseA, baseB }) => baseA === undefined && baseB === undefined)
  return isFirst ? 'created/created' : 'updated/updated'
}

/** Applies the person's answer to one disputed aspect; `undefined` where it says nothing about it. */
export function decreedVerdict(
  aspect: Aspect,
  sight: FieldSight,
  terms: EntityTerms,
): AspectVerdict | undefined {
  const decree = standingDecree(sight.pair, sight)
  if (decree === undefined) return undefined
  const { resolution, conflict } = decree
  const fields = differing(aspect, sight, terms)
  const asked = new Set(conflict.disputes.map(({ field }) => field))
  if (!fields.every((field) => asked.has(field))) return undefined
  if (resolution.kind === 'take') return { kind: 'flow', to: otherSide(resolution.side) }
  if (resolution.kind !== 'values') return undefined
  const answers = pickFields(resolution.fields, fields)
  if (Object.keys(answers).length < fields.length) return undefined
  return { kind: 'merge', fields: answers }
}

function sameRecord(side: 'a' | 'b', left: Conflict, right: Conflict): boolean {
  const [before, after] = [left.seen[side], right.seen[side]]
  if (before === null || after === null) return before === after
  return sameFields(before, after)
}
