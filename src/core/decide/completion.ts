import type { Aspect, EntityTerms } from '../terms.ts'
import { SIDES, otherSide } from '../side.ts'
import type { AspectVerdict } from './aspect.ts'
import type { FieldSight } from './sight.ts'
import type { Fields } from '../value.ts'
import type { Side } from '../side.ts'
import { differing } from './aspect.ts'
import { NO_FIELDS, pickFields } from '../value.ts'

/**
 * Completes a merge that is on its way to both sides (W13). A side that got the merged value, in whatever form it keeps
 * it, passes it on; while neither did, both are written. A side that moved on since it was given the value knows what it
 * replaced: while the other side waits, the newer value goes across. Anything else ends the merge.
 */
export function completion(
  aspect: Aspect,
  sight: FieldSight,
  terms: EntityTerms,
): AspectVerdict | undefined {
  const { target } = sight.pair
  if (target === undefined) return undefined
  const shows = (side: Side, field: string, values: Fields): boolean =>
    terms.same(field, sight[side].fields[field], values[field])
  const given = (side: Side, field: string): boolean => target.given?.[side]?.[field] !== undefined
  const arrived = (side: Side, field: string): boolean =>
    shows(side, field, target.fields) || shows(side, field, target.given?.[side] ?? NO_FIELDS)
  // Once a side was written, the value from before is a person's edit again.
  const waits = (side: Side, field: string): boolean =>
    !given(side, field) && shows(side, field, target.seen[side])
  const aims = (field: string): boolean => Object.hasOwn(target.fields, field)
  const onCourse = (field: string): boolean =>
    aims(field) && SIDES.every((side) => arrived(side, field) || waits(side, field))
  const fields = differing(aspect, sight, terms)
  if (!aspect.fields.some(aims)) return undefined
  if (!fields.every(onCourse)) {
    const ahead = SIDES.find((side) =>
      fields.every((field) => given(side, field) && waits(otherSide(side), field)),
    )
    return ahead === undefined ? undefined : { kind: 'flow', to: otherSide(ahead) }
  }
  const there = SIDES.filter((side) => fields.every((field) => arrived(side, field)))
  const [source] = there
  const merged = pickFields(target.fields, fields)
  if (source === undefined) return { kind: 'merge', fields: merged }
  if (there.length === SIDES.length) return { kind: 'agree' }
  return { kind: 'flow', to: otherSide(source), completes: merged }
}
