import type { BySide, Side } from '../../src/core/side.ts'
import type { Collection } from '../../src/adapters/adapter.ts'
import type { Entity } from '../../src/engine/pairing.ts'
import type { EntityTerms, FieldPolicy, FieldRule, PresenceTerms } from '../../src/core/terms.ts'
import type { Rules, Setup } from '../setup/setup.ts'
import { DEFAULT_GUARDS } from '../../src/core/plan/guard.ts'
import type { Preset } from '../../src/core/policy/preset.ts'
import { PRESETS } from '../../src/core/policy/preset.ts'
import { KEY, LIST } from '../setup/field-names.ts'
import { assert } from '../../src/core/assert.ts'
import { bySide } from '../../src/core/side.ts'
import { compileEntity } from '../../src/mapping/entity/compile-entity.ts'
import { compileKey } from '../../src/mapping/entity/match-key.ts'
import { prepareTerms } from '../../src/core/terms.ts'

/** The users' names of the two systems. */
export const NAMES: BySide<string> = { a: 'crm', b: 'erp' }
/** The one entity that a simulation keeps. */
export const ENTITY = 'item'

const GENEROUS = {
  deletes: { ratioMax: 1, countFloor: 1_000 },
  updates: { ratioMax: 1, countFloor: 1_000 },
  creates: { ratioMax: 1_000, countFloor: 1_000 },
  recordsMin: 0,
}

/** Of strict guards: deletes that are always allowed. */
export const STRICT_DELETES = 1

const STRICT = {
  ...DEFAULT_GUARDS,
  deletes: { ratioMax: 0.05, countFloor: STRICT_DELETES },
}

/** Puts together what a configuration would say of a setup's entity. */
export function entityOf(setup: Setup, collections: BySide<Collection>): Entity {
  const names = [KEY, ...setup.fields]
  const fields = Object.fromEntries(names.map((name) => [name, { a: name, b: name }]))
  const mapping = compileEntity({ fields }, NAMES)
  const allow = bySide((side) => {
    const { can } = collections[side]
    return { create: can.create.allowed, update: can.update.allowed, delete: can.delete.allowed }
  })
  const terms: EntityTerms = prepareTerms({
    entity: ENTITY,
    names: NAMES,
    fields: names.map((name) => fieldOf(name, setup)),
    presence: presenceOf(setup.rules),
    allow,
    tokenCovers: bySide((side) => collections[side].can.token?.covers === 'all'),
    same: (field, left, right) => mapping.same(field, left, right),
  })
  const match = {
    name: KEY,
    then: 'link',
    ...compileKey({ on: { a: KEY, b: KEY } }, NAMES),
  } as const
  const guards = setup.guarded ? STRICT : GENEROUS
  return {
    name: ENTITY,
    collections,
    mapping,
    terms,
    match: [match],
    guards,
    meaning: 'simulated',
  }
}

function fieldOf(name: string, { rules }: Setup): FieldRule {
  const { field } = presetOf(rules)
  const kind = name === LIST ? 'union' : rules.policy
  const policy = field.owner === 'both' ? policyOf(kind, 'a') : field.policy
  const group = rules.grouped && name !== KEY ? 'all' : undefined
  return { ...field, name, policy, group }
}

function policyOf(kind: FieldPolicy['kind'], side: Side): FieldPolicy {
  return kind === 'take' ? { kind, side } : { kind }
}

function presenceOf(rules: Rules): PresenceTerms {
  const { presence } = presetOf(rules)
  if (rules.updateDelete === 'preset') return presence
  return { ...presence, updatedDeleted: rules.updateDelete, deletedUpdated: rules.updateDelete }
}

function presetOf({ preset }: Rules): Preset {
  const found = PRESETS[preset]
  assert(found !== undefined, `there is a preset ${preset}`)
  return found
}
