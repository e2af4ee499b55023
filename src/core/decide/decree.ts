import type { Aspect, AspectVerdict } from './aspect.ts'
import type { Conflict, Pair, Resolution } from '../pair.ts'
import type { FieldSight, Observations } from './sight.ts'
import { SIDES, otherSide } from '../side.ts'
import { sameFields } from '../value.ts'

/** The person's answer that may be carried out now: both sides still show what the question was asked about (R8). */
export function standingDecree({ decree }: Pair, seen: Observations): Resolution | undefined {
  return decree !== undefined && sameSight(decree.conflict, seen) ? decree.resolution : undefined
}

/** Tells whether both sides still show what a question was asked about; then it is not asked anew. */
export function sameSight(conflict: Conflict, seen: Observations): boolean {
  return SIDES.every((side) => {
    const observation = seen[side]
    const asked = conflict.seen[side]
    if (observation.kind !== 'present') return asked === null
    return asked !== null && sameFields(asked, observation.fields)
  })
}

/** Applies the person's answer to one disputed aspect; `undefined` where it says nothing about it. */
export function decreedVerdict(
  { fields }: Aspect,
  { pair, a, b }: FieldSight,
): AspectVerdict | undefined {
  const resolution = standingDecree(pair, { a, b })
  if (resolution?.kind === 'take') return { kind: 'flow', to: otherSide(resolution.side) }
  if (resolution?.kind !== 'values') return undefined
  if (!fields.every((field) => Object.hasOwn(resolution.fields, field))) return undefined
  return { kind: 'merge', fields: resolution.fields }
}
