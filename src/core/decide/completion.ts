import type { Aspect, AspectVerdict } from './aspect.ts'
import type { EntityTerms } from '../terms.ts'
import type { FieldSight } from './sight.ts'
import type { Side } from '../side.ts'

/**
 * Completes a merge that is on its way to both sides (W13): while a side shows either the value it had when the merge
 * was made or the merged value, it is written the merged value, not merged again. A side that moved on ends the merge.
 */
export function completion(
  { fields }: Aspect,
  { pair, a, b }: FieldSight,
  { same }: EntityTerms,
): AspectVerdict | undefined {
  const { target } = pair
  if (target === undefined || !fields.every((field) => field in target.fields)) return undefined
  const onCourse = (side: Side, shown: typeof a): boolean =>
    fields.every(
      (field) =>
        same(field, shown.fields[field], target.fields[field]) ||
        same(field, shown.fields[field], target.seen[side][field]),
    )
  if (!onCourse('a', a) || !onCourse('b', b)) return undefined
  return fields.every((field) => same(field, a.fields[field], b.fields[field]))
    ? { kind: 'agree' }
    : { kind: 'merge', fields: target.fields }
}
