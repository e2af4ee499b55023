import type { BySide } from '../../core/side.ts'
import type { EntityConfig, FieldConfig } from '../config.ts'
import { describeSource } from '../resolve/rule-source.ts'
import type { Complaint } from '../source/complaint.ts'
import type { SaidEntity } from '../schema/entity.ts'

/** What fields of one group have in common, and what the file calls it. */
const SHARED = ['owner', 'otherEdits', 'policy'] as const

/** Finds answers that contradict each other, or that nobody will ever ask for. */
export function checkAnswers(
  { name, fields }: EntityConfig,
  said: SaidEntity,
  names: BySide<string>,
): readonly Complaint[] {
  return fields.flatMap((field, at) => [
    ...checkIdle(field, said, { entity: name, names }),
    ...checkGroup(field, fields.slice(0, at), name),
  ])
}

/** An owner settles what a policy would, and without an owner nobody's edits are the other's. */
function checkIdle(
  field: FieldConfig,
  said: SaidEntity,
  { entity, names }: { readonly entity: string; readonly names: BySide<string> },
): readonly Complaint[] {
  const own = said.fields[field.name]
  const path = ['entities', entity, 'fields', field.name]
  const { value: owner, source } = field.owner
  if (owner === 'both')
    return own?.otherEdits === undefined
      ? []
      : [{ path: [...path, 'otherEdits'], reason: 'has no effect: both systems own the field' }]
  return own?.policy === undefined
    ? []
    : [
        {
          path: [...path, 'policy'],
          reason: `has no effect: ${names[owner]} owns the field, by ${describeSource(source)}`,
        },
      ]
}

/** Fields that are decided together follow one rule. */
function checkGroup(
  field: FieldConfig,
  earlier: readonly FieldConfig[],
  entity: string,
): readonly Complaint[] {
  const first = earlier.find(({ group }) => group !== undefined && group === field.group)
  if (first === undefined) return []
  return SHARED.filter((key) => !isSame(field[key].value, first[key].value)).map((key) => ({
    path: ['entities', entity, 'fields', field.name, key],
    reason: `differs from ${first.name}, and the group ${field.group ?? ''} is decided as one`,
  }))
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
