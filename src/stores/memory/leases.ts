import type { Lease, LeaseAnswer } from '../store.ts'
import type { HeldLease } from './memory.ts'
import { fenced } from '../refusal.ts'

/** Grants what is asked for unless another owner's lease has not expired; every grant has the next epoch. */
export function acquireLease(
  leases: Map<string, HeldLease>,
  { scope, owner, expiresMs }: Lease,
  nowMs: number,
): LeaseAnswer {
  const held = leases.get(scope)
  if (held?.owner !== undefined && held.owner !== owner && held.expiresMs > nowMs)
    return { kind: 'held', owner: held.owner, expiresMs: held.expiresMs }
  const lease = { scope, owner, epoch: (held?.epoch ?? 0) + 1, expiresMs }
  leases.set(scope, lease)
  return { kind: 'granted', lease }
}

/** Prolongs a lease; throws `STORE_FENCED` when it is no longer the newest. */
export function renewLease(leases: Map<string, HeldLease>, lease: Lease, expiresMs: number): Lease {
  requireNewest(leases, lease)
  const renewed = { ...lease, expiresMs }
  leases.set(lease.scope, renewed)
  return renewed
}

/** Forgets the owner and keeps the epoch, so that whoever comes next fences this lease. */
export function releaseLease(leases: Map<string, HeldLease>, lease: Lease): void {
  if (isNewest(leases, lease)) leases.set(lease.scope, { ...lease, owner: undefined })
}

/** The newest lease of a scope, unless it was given back. */
export function findLease(
  leases: ReadonlyMap<string, HeldLease>,
  scope: string,
): Lease | undefined {
  const held = leases.get(scope)
  return held?.owner === undefined ? undefined : { scope, ...held, owner: held.owner }
}

/** Throws `STORE_FENCED` unless the lease is the newest of its scope and was not given back. */
export function requireNewest(leases: ReadonlyMap<string, HeldLease>, lease: Lease): void {
  if (!isNewest(leases, lease)) throw fenced(lease)
}

function isNewest(leases: ReadonlyMap<string, HeldLease>, lease: Lease): boolean {
  const held = leases.get(lease.scope)
  return held?.owner === lease.owner && held.epoch === lease.epoch
}
