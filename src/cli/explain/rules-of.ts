import type { Cell } from '../../core/situation.ts'
import type { Effect, RuleKey } from '../../core/policy/effective-matrix.ts'
import type { EntityTerms } from '../../core/terms.ts'
import type { Entry } from '../../engine/plan/entry.ts'
import type { Side } from '../../core/side.ts'
import type { SituationOrUnknown } from '../../core/situation.ts'
import { cellOf } from '../../core/situation.ts'
import { effectiveMatrix } from '../../core/policy/effective-matrix.ts'
import { hasAgreed } from '../../core/decide/dirt.ts'

/** The rules of the user that have a say in whether a record stays, comes or goes; none where the law stands. */
export function presenceRules({ decision, entity }: Entry): readonly RuleKey[] {
  return effectsIn(decision.cell, entity.terms)
    .filter(({ fields }) => fields === undefined)
    .flatMap(({ rules }) => rules)
}

/** The rules of the user that have a say in one field: those of the field's own cell, which may not be the record's. */
export function fieldRules(field: string, entry: Entry): readonly RuleKey[] {
  const { terms } = entry.entity
  const isFirst = entry.pair.base === undefined
  // All fields of a group follow the rule of its first one.
  const leader = terms.aspects.find(({ fields }) => fields.includes(field))?.rule.name
  const effects = effectsIn(fieldCell(field, entry), terms).filter(({ fields }) =>
    fields?.includes(field),
  )
  const meeting = effects.filter(({ when }) => when === 'never-agreed')
  return (isFirst && meeting.length > 0 ? meeting : effects)
    .filter(({ when }) => when === undefined || isFirst)
    .flatMap(({ rules }) => rules.filter((rule) => !('field' in rule) || rule.field === leader))
}

function effectsIn(cell: Cell, terms: EntityTerms): readonly Effect[] {
  return effectiveMatrix(terms).find((each) => each.cell === cell)?.effects ?? []
}

/** The cell of a single field of two records that are both there. */
function fieldCell(field: string, { pair, seen, entity }: Entry): Cell {
  const situation = (side: Side): SituationOrUnknown => {
    const observation = seen[side]
    const shown = observation.kind === 'present' ? observation.fields[field] : undefined
    if (shown === undefined) return 'unknown'
    const base = pair.base?.[side]
    const isSame = hasAgreed(base, field) && entity.terms.same(field, shown, base?.fields[field])
    return isSame ? 'unchanged' : 'updated'
  }
  return cellOf(situation('a'), situation('b'))
}
