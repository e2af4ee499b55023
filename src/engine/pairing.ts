import type { Collection, System } from '../adapters/adapter.ts'
import type { BySide, Side } from '../core/side.ts'
import type { Fields } from '../core/value.ts'
import type { EntityTerms } from '../core/terms.ts'
import type { EntityMapping } from '../mapping/entity/entity-mapping.ts'
import type { Guards } from '../core/plan/guard.ts'
import type { Store } from '../stores/store.ts'

/** What to do with a key that finds exactly one counterpart. */
export type MatchThen = 'link' | 'review'

/** One correlation rule. */
export interface MatchRule {
  /** How people call it, e.g. `number` or `crm.email = erp.mail`. */
  readonly name: string
  readonly then: MatchThen
  /** Where its key stands in the records of each side, as far as it is known. */
  readonly paths?: BySide<readonly string[]> | undefined
  /** The text under which a native record is matched; `undefined` matches nothing. Pure. */
  readonly textOf: (side: Side, native: Fields) => string | undefined
}

/** One collection of `a` mapped to one collection of `b`. */
export interface Entity {
  readonly name: string
  readonly collections: BySide<Collection>
  readonly mapping: EntityMapping
  readonly terms: EntityTerms
  /** Tried in order. */
  readonly match: readonly MatchRule[]
  readonly guards: Guards
  /** Hash of what the configuration means by this entity: scope, match and mapping. */
  readonly meaning: string
}

/** Two systems and what is kept in agreement between them, connected and ready to run. */
export interface Pairing {
  readonly name: string
  readonly systems: BySide<System>
  /** Parents before the entities that refer to them. */
  readonly entities: readonly Entity[]
  readonly store: Store
}
