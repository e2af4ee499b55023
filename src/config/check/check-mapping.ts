import { SIDES } from '../../core/side.ts'
import type { BySide, Side } from '../../core/side.ts'
import { checkKey } from '../../mapping/entity/match-key.ts'
import { checkEntity } from '../../mapping/entity/parse-entity.ts'
import { parsePath } from '../../mapping/path/parse-path.ts'
import type { Problem } from '../../mapping/problem.ts'
import type { EntityConfig, FieldConfig } from '../config.ts'
import type { Complaint } from '../source/complaint.ts'
import type { KeyPath } from '../source/key-path.ts'
import { findPath } from '../source/find-path.ts'

/** Finds paths, lenses and keys of an entity that cannot work, and places that two fields would both write. */
export function checkMapping(
  entity: EntityConfig,
  names: BySide<string>,
  tree: unknown,
): readonly Complaint[] {
  const at = ['entities', entity.name]
  const fields = Object.fromEntries(entity.fields.map(({ name, spec }) => [name, spec]))
  const problems = [
    ...checkEntity({ fields }, names),
    ...entity.match.flatMap(({ key }, index) => checkKey(key, names, `match[${String(index)}]`)),
  ]
  return [
    ...problems.map((problem) => toComplaint(problem, at, tree)),
    ...SIDES.flatMap((side) => checkOverlaps(entity, side, names)),
  ]
}

function toComplaint(
  { at, reason, suggestion }: Problem,
  within: KeyPath,
  tree: unknown,
): Complaint {
  const hint = suggestion === undefined ? '' : `; did you mean ${suggestion}?`
  return { path: findPath(tree, within, at), reason: `${reason}${hint}` }
}

/** A place of a record, as steps that can be compared. */
interface Spot {
  readonly field: string
  readonly path: KeyPath
  readonly steps: readonly string[]
}

/** Two fields at one place, or one within the other, would undo each other's writes. */
function checkOverlaps(
  { name, fields }: EntityConfig,
  side: Side,
  names: BySide<string>,
): readonly Complaint[] {
  const spots = fields.flatMap((field) =>
    spotsOf(field, side, ['entities', name, 'fields', field.name, names[side]]),
  )
  return spots.flatMap((spot, at) => {
    const other = spots.slice(0, at).find((earlier) => overlap(earlier.steps, spot.steps))
    if (other === undefined) return []
    const reason = `the field ${other.field} stands at this place of ${names[side]} already`
    return [{ path: spot.path, reason }]
  })
}

function spotsOf({ name, spec }: FieldConfig, side: Side, at: KeyPath): readonly Spot[] {
  const paths = spec[side]
  if (paths === undefined) return []
  if (typeof paths === 'string') return [{ field: name, path: at, steps: stepsOf(paths) }]
  return Object.entries(paths).map(([member, path]) => ({
    field: name,
    path: [...at, member],
    steps: stepsOf(path),
  }))
}

function stepsOf(text: string): readonly string[] {
  const path = parsePath(text, '')
  return path.ok ? path.value.segments.map((segment) => JSON.stringify(segment)) : [text]
}

function overlap(left: readonly string[], right: readonly string[]): boolean {
  const shorter = Math.min(left.length, right.length)
  return left.slice(0, shorter).every((step, at) => step === right[at])
}
