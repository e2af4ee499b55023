import type { BySide } from '../core/side.ts'
import type { Guards } from '../core/plan/guard.ts'
import type { Secret } from '../core/secret.ts'
import type {
  Allowance,
  CreatedBothPolicy,
  CreatedRule,
  DeletedRule,
  FieldPolicy,
  OtherEdits,
  Owner,
  UpdateDeletePolicy,
} from '../core/terms.ts'
import type { KeySpec } from '../mapping/entity/match-key.ts'
import type { FieldSpec } from '../mapping/entity/parse-entity.ts'
import type { RuleSource, Sourced, SourcedEach } from './resolve/rule-source.ts'
import type { SaidSystem } from './schema/system/system.ts'
import type { Source } from './source/source.ts'

/** One field, with every question about it answered. */
export interface FieldConfig {
  readonly name: string
  readonly owner: Sourced<Owner>
  readonly otherEdits: Sourced<OtherEdits>
  readonly policy: Sourced<FieldPolicy>
  readonly group?: string | undefined
  /** The entity to whose records the values refer. */
  readonly refersTo?: string | undefined
  readonly required: boolean
  /** What the mapping compiles; it has been checked. */
  readonly spec: FieldSpec
}

/** What becomes of records that come and go, with every question answered. */
export interface PresenceConfig {
  readonly created: BySide<Sourced<CreatedRule>>
  readonly deleted: BySide<Sourced<DeletedRule>>
  readonly updatedDeleted: Sourced<UpdateDeletePolicy>
  readonly deletedUpdated: Sourced<UpdateDeletePolicy>
  readonly createdBoth: Sourced<CreatedBothPolicy>
}

/** One way to prove that two records are one. */
export interface MatchConfig {
  /** As people read it: `crm.externalRef = erp.customer_no`. */
  readonly name: string
  readonly then: 'link' | 'review'
  /** What the mapping compiles; it has been checked. */
  readonly key: KeySpec
  readonly source: RuleSource
}

/** One entity, with every question answered except what the systems can do. */
export interface EntityConfig {
  readonly name: string
  /** Collections that the two systems declare. */
  readonly collections: BySide<string>
  /** Name of the preset as the file calls it. */
  readonly preset: Sourced<string>
  readonly fields: readonly FieldConfig[]
  readonly presence: PresenceConfig
  readonly match: readonly MatchConfig[]
  readonly allow: BySide<SourcedEach<Allowance>>
  readonly guards: SourcedEach<Guards>
  /** Writes without a condition are known of and wanted (C123). */
  readonly acceptLostUpdates: boolean
}

/** Where the memory is kept. */
export interface MemoryConfig {
  readonly kind: 'sqlite'
  /** Absolute. */
  readonly file: string
}

/** One system; `name` is how the user calls it. */
export type SystemConfig = SaidSystem & { readonly name: string }

/** A configuration without open questions: checked, references followed, paths absolute, presets and defaults applied. */
export interface Config {
  readonly name: string
  /** The file it was read from, absolute. */
  readonly file: string
  /** The file as it was written, for whoever has to say where something stands. */
  readonly source: Source
  readonly memory: MemoryConfig
  readonly systems: BySide<SystemConfig>
  /** Parents before the entities that refer to them, as far as there are no cycles. */
  readonly entities: readonly EntityConfig[]
  /** References that go round in a circle, each as the names along it; the references are written once both records exist. */
  readonly cycles: readonly (readonly string[])[]
  /** Every secret, for whoever shows text to people. */
  readonly secrets: readonly Secret[]
}
