import type { Ability } from '../protocol/ability.ts'
import type { Capabilities } from '../adapters/adapter.ts'
import { IDEMPOTENCY_TTL_MS } from '../protocol/ability.ts'

/** Translates what a collection can do into what the write protocol needs to know (W3, W7). */
export function abilityOf(can: Capabilities): Ability {
  return {
    update: can.token === undefined ? 'none' : can.update.condition,
    delete: can.token === undefined ? 'none' : can.delete.condition,
    createIfAbsent: can.create.ifAbsent,
    identification: identificationOf(can),
    externalKey: can.create.externalKey,
    idempotencyTtlMs: IDEMPOTENCY_TTL_MS,
  }
}

/** The ways to recognise an unanswered create, best first (W7). */
function identificationOf({ create }: Capabilities): Ability['identification'] {
  if (create.clientId) return 'client-id'
  if (create.externalKey !== undefined) return 'external-key'
  return create.idempotencyKey ? 'idempotency-key' : 'none'
}
