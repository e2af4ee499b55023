import type { Effect, EffectiveCell } from '../../core/policy/effective-matrix.ts'
import type { EntityTerms, FieldPolicy } from '../../core/terms.ts'
import { MATRIX } from '../../core/matrix.ts'
import type { Ruled } from './rule-source.ts'
import { SITUATIONS, cellOf } from '../../core/situation.ts'
import { nameSides, sideOf } from './describe-effect.ts'
import { sourceOfRule } from './rule-source.ts'

/** The sixteen cells of the law, for machines. */
export function lawDocument(): readonly object[] {
  return SITUATIONS.flatMap((a) => SITUATIONS.map((b) => ({ cell: cellOf(a, b), ...MATRIX[a][b] })))
}

/** One cell under the rules of an entity, for machines: `action` stays the law's, `effects` say what is done. */
export function cellDocument(
  { cell, action, reachable, reason, effects, overriddenBy }: EffectiveCell,
  ruled: Ruled,
): object {
  const { terms } = ruled
  return {
    entity: terms.entity,
    cell,
    action,
    reachable,
    reason: nameSides(reason, terms.names),
    ...(action === 'policy' ? { policy: policyOf(cell, terms) } : {}),
    effects: effects.map((effect) => effectDocument(effect, ruled)),
    overriddenBy: overriddenBy.map((key) => sourceOfRule(key, ruled)),
  }
}

function effectDocument(effect: Effect, ruled: Ruled): object {
  const side = sideOf(effect.action)
  return {
    action: effect.action,
    system: side === undefined ? undefined : ruled.terms.names[side],
    fields: effect.fields,
    when: effect.when,
    rules: effect.rules.map((key) => sourceOfRule(key, ruled)),
    givesUp: effect.givesUp,
  }
}

/** The value of the policy of a cell: one word for the record, or one for each field. */
function policyOf(cell: EffectiveCell['cell'], { presence, fields, names }: EntityTerms): unknown {
  if (cell === 'updated/deleted') return presence.updatedDeleted
  if (cell === 'deleted/updated') return presence.deletedUpdated
  const word = (policy: FieldPolicy): string =>
    policy.kind === 'take' ? names[policy.side] : policy.kind
  return Object.fromEntries(
    fields.map(({ name, owner, policy }) => [
      name,
      owner === 'both' ? word(policy) : `owner ${names[owner]}`,
    ]),
  )
}
