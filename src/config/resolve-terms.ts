import type { Capabilities } from '../adapters/adapter.ts'
import { SIDES, bySide } from '../core/side.ts'
import type { BySide } from '../core/side.ts'
import { prepareTerms } from '../core/terms.ts'
import type { Allowance, EntityTerms } from '../core/terms.ts'
import type { EntityMapping } from '../mapping/entity/entity-mapping.ts'
import type { EntityConfig } from './config.ts'
import type { RuleSource, Sourced, SourcedEach } from './resolve/rule-source.ts'

/** How fine stamps have to be for "the newest wins" to be more than a guess. */
export const NEWEST_GRANULARITY_MS_MAX = 1_000

/** What is known of an entity besides its configuration. */
export interface EntityFacts {
  /** The users' names of the two systems. */
  readonly names: BySide<string>
  readonly mapping: Pick<EntityMapping, 'same'>
  readonly can: BySide<Capabilities>
}

/** A rule of the file that the systems cannot follow. */
export interface Fault {
  readonly source: RuleSource
  readonly reason: string
}

/** The terms of an entity, and what they rest on. */
export interface ResolvedTerms {
  readonly terms: EntityTerms
  /** The configuration, its `allow` narrowed to what the systems can do (C18). */
  readonly said: EntityConfig
  readonly faults: readonly Fault[]
}

/** Makes the terms of an entity from its configuration and what the systems can do. */
export function resolveTerms(config: EntityConfig, facts: EntityFacts): ResolvedTerms {
  const { names, mapping, can } = facts
  const allow = bySide((side) =>
    narrow(config.allow[side], can[side], `${names[side]} cannot`, config.collections[side]),
  )
  const { created, deleted, updatedDeleted, deletedUpdated, createdBoth } = config.presence
  const terms = prepareTerms({
    entity: config.name,
    names,
    fields: config.fields.map(({ name, owner, otherEdits, policy, group, refersTo, required }) => ({
      name,
      owner: owner.value,
      otherEdits: otherEdits.value,
      policy: policy.value,
      group,
      refersTo,
      required,
    })),
    presence: {
      created: bySide((side) => created[side].value),
      deleted: bySide((side) => deleted[side].value),
      updatedDeleted: updatedDeleted.value,
      deletedUpdated: deletedUpdated.value,
      createdBoth: createdBoth.value,
    },
    allow: bySide((side) => ({
      create: allow[side].create.value,
      update: allow[side].update.value,
      delete: allow[side].delete.value,
    })),
    tokenCovers: bySide((side) => can[side].token?.covers === 'all'),
    same: (field, left, right) => mapping.same(field, left, right),
  })
  const said = { ...config, allow }
  return { terms, said, faults: [...findFaults(config, facts), ...findBareWrites(said, facts)] }
}

/** A write that the file allows and the system does not offer is not allowed, and the system is named as the reason. */
function narrow(
  said: SourcedEach<Allowance>,
  can: Capabilities,
  cannot: string,
  collection: string,
): SourcedEach<Allowance> {
  const verb = (name: keyof Allowance): Sourced<boolean> =>
    said[name].value && !can[name].allowed
      ? { value: false, source: { rule: `${cannot} ${name} ${collection}` } }
      : said[name]
  return { create: verb('create'), update: verb('update'), delete: verb('delete') }
}

/** Finds writes that take no condition, unless the file accepts what they can overwrite (C123). */
function findBareWrites(
  { name, allow, collections, acceptLostUpdates }: EntityConfig,
  { names, can }: EntityFacts,
): readonly Fault[] {
  if (acceptLostUpdates) return []
  return SIDES.flatMap((side) => {
    const { token, ...abilities } = can[side]
    const bare = (['update', 'delete'] as const).filter(
      (verb) =>
        allow[side][verb].value && (token === undefined || abilities[verb].condition === 'none'),
    )
    if (bare.length === 0) return []
    const where = `${names[side]} ${collections[side]}`
    return {
      source: { rule: `entities.${name}` },
      reason: `${where} takes no condition for ${bare.join(' and ')}, so that an edit just before can be lost; declare its token:, or add acceptLostUpdates: true here`,
    }
  })
}

/** Finds every `newest` that would compare stamps which cannot be compared (C19). */
function findFaults(
  { fields, presence, collections }: EntityConfig,
  { names, can }: EntityFacts,
): readonly Fault[] {
  const policies = [
    ...fields.filter(({ owner }) => owner.value === 'both').map(({ policy }) => policy),
    presence.createdBoth,
  ]
  const rules = policies.filter(({ value }) => value.kind === 'newest')
  const reasons = SIDES.flatMap((side) => {
    const reason = doubtOf(can[side].stamp)
    return reason === undefined ? [] : [`${names[side]} ${collections[side]}: ${reason}`]
  })
  if (reasons.length === 0) return []
  const unique = new Map(rules.map(({ source }) => [source.rule, source]))
  return [...unique.values()].map((source) => ({
    source,
    reason: `newest cannot be told (${reasons.join('; ')}); write ask, or a system's name`,
  }))
}

/** Why stamps cannot tell which of two records is the newer one; nothing if they can. */
function doubtOf(stamp: Capabilities['stamp']): string | undefined {
  if (stamp === undefined) return 'records have no stamp'
  if (stamp.trust !== 'server')
    return 'stamps are not declared as set by the server (trust: server)'
  return stamp.granularityMs > NEWEST_GRANULARITY_MS_MAX
    ? `stamps are coarser than ${NEWEST_GRANULARITY_MS_MAX} ms`
    : undefined
}
