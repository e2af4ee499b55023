import type { EntityTerms, FieldPolicy } from '../../core/terms.ts'
import type { Side } from '../../core/side.ts'
import { otherSide } from '../../core/side.ts'

/** What the user's rules allow a write to one side beyond the law: the licence by which it is judged. */
export interface Licence {
  /** It may win a conflict. */
  readonly wins: boolean
  /** It may put back what was there before, and win over edits that it does not know of. */
  readonly restores: boolean
  /** It may come without a user who asked for it. */
  readonly invents: boolean
}

/** What may be written into a field of a side. */
export function fieldLicence(terms: EntityTerms, side: Side, field: string): Licence {
  const rule = terms.fields.find(({ name }) => name === field)
  const { createdBoth } = terms.presence
  const source = otherSide(side)
  const wins =
    (rule !== undefined && mayWin(rule.policy, source)) ||
    (createdBoth.kind !== 'merge' && createdBoth.kind !== 'both' && mayWin(createdBoth, source))
  const isOwned = rule !== undefined && rule.owner === source
  return { wins: wins || isOwned, restores: isOwned, invents: false }
}

function mayWin(policy: FieldPolicy, source: Side): boolean {
  if (policy.kind === 'take') return policy.side === source
  return policy.kind !== 'ask'
}

/** Whether a side's record may be deleted. */
export function deleteLicence({ presence, fields }: EntityTerms, side: Side): Licence {
  const policy = side === 'a' ? presence.updatedDeleted : presence.deletedUpdated
  const isOwned = fields.some(({ owner }) => owner === otherSide(side))
  const isRemoved = presence.created[side] === 'remove'
  return {
    wins: policy === 'keep-deleted' || isOwned || isRemoved,
    restores: isRemoved,
    invents: isRemoved,
  }
}

/** Whether a record may be created on a side. */
export function createLicence({ presence }: EntityTerms, side: Side): Licence {
  const policy = side === 'b' ? presence.updatedDeleted : presence.deletedUpdated
  const restores = presence.deleted[side] === 'restore'
  return { wins: policy === 'keep-updated' || restores, restores, invents: false }
}
