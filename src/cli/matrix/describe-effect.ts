import type { BySide, Side } from '../../core/side.ts'
import type { Effect } from '../../core/policy/effective-matrix.ts'
import type { EntityTerms } from '../../core/terms.ts'

/** Says an action with the systems' names: `create crm`, `update erp`, `ask`. */
export function describeAction(action: Effect['action'] | 'policy', names: BySide<string>): string {
  const side = sideOf(action)
  return side === undefined ? action : `${action.slice(0, action.indexOf('-'))} ${names[side]}`
}

/** The side that an action writes to, if it does. */
export function sideOf(action: Effect['action'] | 'policy'): Side | undefined {
  if (action.endsWith('-a')) return 'a'
  return action.endsWith('-b') ? 'b' : undefined
}

/** The law's reason with the systems' names in place of its letters. */
export function nameSides(reason: string, names: BySide<string>): string {
  return reason.replace(/\b[ab]\b/g, (letter) => names[letter === 'a' ? 'a' : 'b'])
}

/** Says which fields an effect is about; nothing where it is about all of them, or about the record. */
export function describeFields(
  { fields }: Effect,
  { fields: all }: EntityTerms,
): string | undefined {
  return fields === undefined || fields.length === all.length ? undefined : fields.join(', ')
}

const CONDITIONS = {
  'never-agreed': 'at the first meeting',
  'nothing-else-changed': 'if nothing else changed',
} as const

/** Says when an effect holds, where it does not always. */
export function describeWhen({ when }: Effect): string | undefined {
  return when === undefined ? undefined : CONDITIONS[when]
}

const SACRIFICES = {
  convergence: 'the two sides stay different',
  edit: 'the edit is put back',
  creation: 'the new record is removed',
  deletion: 'the deleted record comes back',
} as const

/** Says what an effect costs. */
export function describeSacrifice({ givesUp }: Effect): string | undefined {
  return givesUp === undefined ? undefined : SACRIFICES[givesUp]
}
