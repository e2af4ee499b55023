import type { IdentityFact, MemoryEvent } from '../core/journal.ts'
import { BilateralError } from '../errors.ts'
import type { Pairing } from './pairing.ts'
import { SIDES } from '../core/side.ts'

/**
 * Asks both systems who they are (O5) and compares with what is remembered. Throws `IDENTITY_CHANGED` before anything
 * is written: another tenant, a restored copy or a narrower permission looks exactly like mass deletion. Systems in
 * `accepted` (by name) are taken as they are now. Answers what has to be remembered.
 */
export async function identify(
  pairing: Pairing,
  accepted: readonly string[],
  signal: AbortSignal,
): Promise<readonly MemoryEvent[]> {
  const { identities } = await pairing.store.facts()
  const found: MemoryEvent[] = []
  for (const side of SIDES) {
    const identity = await pairing.systems[side].identify(signal)
    const known = identities[side]
    const { name } = pairing.systems[side]
    if (known !== undefined && !accepted.includes(name)) refuseChange(name, known, identity)
    else found.push({ kind: 'identified', side, identity })
  }
  return found
}

const WORDS = { tenant: 'tenant', incarnation: 'incarnation', scope: 'scope' } as const

function refuseChange(name: string, known: IdentityFact, now: IdentityFact): void {
  for (const part of Object.keys(WORDS) as (keyof typeof WORDS)[]) {
    if (known[part] === now[part]) continue
    throw new BilateralError(
      'IDENTITY_CHANGED',
      `${name} is not the system it was: its ${WORDS[part]} was "${known[part] ?? ''}" and is "${now[part] ?? ''}". Nothing was written to either system`,
      {
        next: `bilateral check, then bilateral sync --accept-identity ${name} if this is intended`,
      },
    )
  }
}
