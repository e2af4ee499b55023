import type { FieldCheck, FieldSideCheck, Unrepresentable } from './check-field.ts'
import { SIDES, otherSide } from '../../core/side.ts'
import type { Entity } from '../pairing.ts'
import type { Finding } from './finding.ts'
import { plural } from './plural.ts'

/** Tells what of one field a person should know. What never flows to the other side need not fit there. */
export function judgeField({ terms }: Entity, field: FieldCheck): readonly Finding[] {
  const { names } = terms
  const owner = terms.fields.find(({ name }) => name === field.name)?.owner ?? 'both'
  const found = SIDES.flatMap((side) => {
    const check = field.sides[side]
    const flows = owner === 'both' || owner === side
    return [
      ...judgeReading(names[side], check),
      ...judgeEmptiness(names[side], check, field.sides[otherSide(side)]),
      ...(flows ? judgeAcross(names[side], names[otherSide(side)], check.across) : []),
      ...judgeReferences(names[side], check.dangling),
    ].map((finding) => ({ ...finding, side }))
  })
  return found.map((finding) => ({ ...finding, field: field.name }))
}

function judgeReading(name: string, check: FieldSideCheck): readonly Finding[] {
  const { refused, filled, examples } = check
  if (refused === 0) return []
  const nothing = filled === 0
  return [
    {
      severity: nothing ? 'error' : 'warning',
      kind: nothing ? 'nothing-readable' : 'unreadable-values',
      text: nothing
        ? `no value in ${name} can be read (${plural(refused, 'record')}): the field would never be kept in agreement`
        : `${plural(refused, 'record')} in ${name} hold what cannot be read: there the field is left alone`,
      examples,
    },
  ]
}

/** Nothing on one side where the other has plenty, or a path that no record has, is usually a wrong path. */
function judgeEmptiness(
  name: string,
  { filled, refused, empty, unread }: FieldSideCheck,
  across: FieldSideCheck,
): readonly Finding[] {
  if (unread.length > 0)
    return unread.map(({ path, meant }) => {
      const hint = meant === undefined ? 'is the path right?' : `did you mean "${meant}"?`
      const text = `not one record in ${name} has "${path}": ${hint}`
      return { severity: 'warning', kind: 'never-read', text, examples: [] }
    })
  if (filled > 0 || refused > 0 || empty === 0 || across.filled === 0) return []
  const text = `no record in ${name} has a value, while the other system has some: is the path right?`
  return [{ severity: 'warning', kind: 'never-filled', text, examples: [] }]
}

function judgeAcross(
  from: string,
  to: string,
  { values, records, examples }: Unrepresentable,
): readonly Finding[] {
  if (values === 0) return []
  const text = `${plural(values, 'value')} of ${from} (${plural(records, 'record')}) cannot be written to ${to}: refused, not cut, and the field waits`
  return [{ severity: 'warning', kind: 'unrepresentable-values', text, examples }]
}

function judgeReferences(
  name: string,
  { values, records, examples }: Unrepresentable,
): readonly Finding[] {
  if (values === 0) return []
  const text = `${plural(records, 'record')} in ${name} refer to ${plural(values, 'record')} without a counterpart yet: the field waits until there is one`
  return [{ severity: 'warning', kind: 'dangling-references', text, examples }]
}
