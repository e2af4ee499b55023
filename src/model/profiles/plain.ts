import type { Ability } from '../../protocol/ability.ts'
import type { FaultSetting, Setting, SystemSetting, UserSetting } from '../setting.ts'
import type { FieldPolicy, PresenceTerms, StatedTerms } from '../../core/terms.ts'
import type { Value } from '../../core/value.ts'
import { IDEMPOTENCY_TTL_MS } from '../../protocol/ability.ts'
import { PRESETS } from '../../core/policy/preset.ts'
import { SHIPPED_KERNEL } from '../kernel.ts'
import { wholePair } from '../engine/commit.ts'
import { prepareTerms } from '../../core/terms.ts'
import { sameValue } from '../../core/value.ts'

/** What a system can do by which a create is recognised, with conditions on versions. */
const TOKENS: Ability = {
  update: 'token',
  delete: 'token',
  createIfAbsent: false,
  identification: 'none',
  idempotencyTtlMs: IDEMPOTENCY_TTL_MS,
}

/** A system with versions, conditions, ids of our choice, tombstones, and answers that show the record. */
export const PLAIN_SYSTEM: SystemSetting = {
  ability: { ...TOKENS, identification: 'client-id', createIfAbsent: true },
  versions: 'counter',
  tombstones: true,
  represents: true,
}

/** Nothing goes wrong. */
export const NO_FAULTS: FaultSetting = {
  crashes: false,
  losses: false,
  delays: false,
  stale: false,
  partial: false,
  expiry: false,
  late: false,
}

/** Users do anything; nobody answers questions. */
export const FREE_USERS: UserSetting = {
  creates: { a: true, b: true },
  updates: { a: true, b: true },
  deletes: { a: true, b: true },
  touches: { a: false, b: false },
  restores: false,
  answers: false,
}

/** The rule for what both sides changed differently. */
export type Policy = 'ask' | 'take-a' | 'keep-updated' | 'keep-deleted'

/** The terms of an entity that both systems own alike. */
export function sharedTerms(fields: readonly string[], policy: Policy): StatedTerms {
  const rule: FieldPolicy = policy === 'take-a' ? { kind: 'take', side: 'a' } : { kind: 'ask' }
  const kept: PresenceTerms['updatedDeleted'] =
    policy === 'keep-deleted' || policy === 'keep-updated' ? policy : 'ask'
  const accepts = { create: true, update: true, delete: true }
  return {
    entity: 'e',
    names: { a: 'crm', b: 'erp' },
    fields: fields.map((name) => ({ name, owner: 'both', otherEdits: 'revert', policy: rule })),
    presence: {
      ...(PRESETS['two-way']?.presence ?? PRESENCE),
      updatedDeleted: kept,
      deletedUpdated: kept,
    },
    allow: { a: accepts, b: accepts },
    tokenCovers: { a: true, b: true },
    same: (_, left, right) => sameValue(left, right),
  }
}

const PRESENCE: PresenceTerms = {
  created: { a: 'propagate', b: 'propagate' },
  deleted: { a: 'propagate', b: 'propagate' },
  updatedDeleted: 'ask',
  deletedUpdated: 'ask',
  createdBoth: { kind: 'merge' },
}

const VALUES: readonly Value[] = [1, 2]

/** The plainest setting: one field, two values, two plain systems, every edit and no fault. */
export const PLAIN: Setting = {
  name: 'plain',
  terms: prepareTerms(sharedTerms(['x'], 'ask')),
  systems: { a: PLAIN_SYSTEM, b: PLAIN_SYSTEM },
  values: { x: VALUES },
  users: FREE_USERS,
  faults: NO_FAULTS,
  room: { places: 2, pairs: 1 },
  start: 'linked',
  keyed: false,
  kernel: SHIPPED_KERNEL,
  remember: wholePair,
  countsSends: false,
}
