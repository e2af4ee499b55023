import type { Ability } from '../protocol/ability.ts'
import type { Allowance, EntityTerms, FieldRule } from '../core/terms.ts'
import type { BySide } from '../core/side.ts'

/** What one system of an entity can do, as far as a guarantee depends on it. */
export interface SubjectSystem {
  /** What the write protocol is told of the collection. */
  readonly ability: Ability
  /** What versions a record; `none` where only contents can be compared. */
  readonly versions: 'counter' | 'opaque' | 'stamp' | 'hash' | 'none'
  /** A request that is repeated is carried out once. */
  readonly idempotent: boolean
  /** The writes that are allowed and possible. */
  readonly allow: Allowance
  /** Changes are asked for since a cursor. */
  readonly incremental: boolean
}

/** An entity as what it guarantees depends on it: the user's terms, and the two systems. */
export interface Subject {
  readonly terms: EntityTerms
  readonly systems: BySide<SubjectSystem>
  /** Records that are not linked find their counterpart by a key. */
  readonly keyed: boolean
}

/**
 * One field of each kind, in the order of the configuration. Fields that have the owner, the rule for other edits and the
 * policy in common are decided alike and apart from each other, so that what holds for one of them holds for all; the
 * fields of a group are one, and follow the first one's rule.
 */
export function kindsOf({ aspects }: EntityTerms): readonly FieldRule[] {
  const kinds = new Map<string, FieldRule>()
  for (const { rule } of aspects) {
    const kind = JSON.stringify([rule.owner, rule.otherEdits, rule.policy])
    if (!kinds.has(kind)) kinds.set(kind, rule)
  }
  return [...kinds.values()]
}
