import type { FieldPolicy, PresenceTerms } from '../../../src/core/terms.ts'
import type { Ability } from '../../../src/protocol/ability.ts'
import type { EntityTerms } from '../../../src/core/terms.ts'
import { IDEMPOTENCY_TTL_MS } from '../../../src/protocol/ability.ts'
import type { Value } from '../../../src/core/value.ts'
import { PRESETS } from '../../../src/core/policy/preset.ts'
import { prepareTerms } from '../../../src/core/terms.ts'
import { sameValue } from '../../../src/core/value.ts'

/** The rule for what both sides changed differently, as explored. */
export type Policy = 'ask' | 'take-a' | 'keep-updated' | 'keep-deleted'

/** How two systems behave, both alike but for the normalising one, which is `b`. */
export interface Profile {
  readonly fields: readonly string[]
  /** What users write; three let both sides change one field differently. */
  readonly values: readonly Value[]
  readonly policy: Policy
  readonly ability: Ability
  /** Deleted ids answer `gone` and are never given again. */
  readonly tombstones: boolean
  /** Whether a write is answered with the record. */
  readonly represents: boolean
  /** What side `b` makes of a value it is sent. */
  readonly normalises: (value: Value) => Value
  /** Whether the engine knows how `b` normalises. */
  readonly isDeclared: boolean
  /** Records prove to be one by a key: one on each side is a pair. */
  readonly keyed: boolean
  /** What the systems promise and do not keep. */
  readonly lie?: 'conditions' | 'keys' | undefined
}

const TOKENS: Ability = {
  update: 'token',
  delete: 'token',
  createIfAbsent: false,
  identification: 'none',
  idempotencyTtlMs: IDEMPOTENCY_TTL_MS,
}

/** The abilities explored, by name. */
export const ABILITIES = {
  clientId: { ...TOKENS, identification: 'client-id', createIfAbsent: true },
  idempotencyKey: { ...TOKENS, identification: 'idempotency-key' },
  externalKey: { ...TOKENS, identification: 'external-key', externalKey: 'ref' },
  stamp: {
    ...TOKENS,
    update: 'stamp',
    delete: 'stamp',
    identification: 'client-id',
    createIfAbsent: true,
  },
  /** No condition on any write. */
  blind: { ...TOKENS, update: 'none', delete: 'none', identification: 'idempotency-key' },
  /** Nothing by which a create could be recognised. */
  nameless: TOKENS,
} as const satisfies Readonly<Record<string, Ability>>

/** The plainest profile: one field, versions, ids of our choice, answers that show the record. */
export const PLAIN: Profile = {
  fields: ['x'],
  values: [1, 2],
  policy: 'ask',
  ability: ABILITIES.clientId,
  tombstones: true,
  represents: true,
  normalises: (value) => value,
  isDeclared: false,
  keyed: false,
}

/** The terms of the profile's only entity. */
export function termsOf(profile: Profile): EntityTerms {
  const rule: FieldPolicy =
    profile.policy === 'take-a' ? { kind: 'take', side: 'a' } : { kind: 'ask' }
  const presence = PRESETS['two-way']!.presence
  const kept: PresenceTerms['updatedDeleted'] =
    profile.policy === 'keep-deleted' || profile.policy === 'keep-updated' ? profile.policy : 'ask'
  return prepareTerms({
    entity: 'e',
    names: { a: 'a', b: 'b' },
    fields: profile.fields.map((name) => ({
      name,
      owner: 'both',
      otherEdits: 'revert',
      policy: rule,
    })),
    presence: { ...presence, updatedDeleted: kept, deletedUpdated: kept },
    allow: {
      a: { create: true, update: true, delete: true },
      b: { create: true, update: true, delete: true },
    },
    tokenCovers: { a: profile.ability.update !== 'none', b: profile.ability.update !== 'none' },
    same: (_, left, right) => isAlike(profile, left, right),
  })
}

/** Tells whether two values are one to the engine: the same, or made the same by a rule that it knows. */
export function isAlike(
  { isDeclared, normalises }: Profile,
  left: Value | undefined,
  right: Value | undefined,
): boolean {
  if (sameValue(left, right)) return true
  if (!isDeclared || left === undefined || right === undefined) return false
  return sameValue(normalises(left), normalises(right))
}
