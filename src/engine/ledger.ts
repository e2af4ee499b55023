import type { Lease, PairChange, Store } from '../stores/store.ts'
import type { Clock } from './clock.ts'
import type { MemoryEvent } from '../core/journal.ts'
import { BilateralError } from '../errors.ts'

/** How long a lease lasts unless it is renewed; a run renews it when a third has passed. */
export const LEASE_MS = 60_000

/** Changes in one transaction: enough to make one fsync cheap, few enough to recover quickly. */
export const CHANGES_PER_COMMIT = 500

/** The only way a run writes to the memory: every transaction under one lease. */
export interface Ledger {
  readonly run: string
  /** Makes changes durable, in transactions of bounded size; each is all or nothing. */
  commit(changes: readonly PairChange[], facts?: readonly MemoryEvent[]): Promise<void>
  release(): Promise<void>
}

/** Who asks for the ledger, and for what. */
export interface LedgerRequest {
  readonly scope: string
  readonly owner: string
  readonly run: string
}

/** Takes the lease; rejects with `STORE_BUSY` (try later) while another run holds it. */
export async function openLedger(
  store: Store,
  clock: Clock,
  { scope, owner, run }: LedgerRequest,
): Promise<Ledger> {
  const answer = await store.acquireLease(scope, owner, LEASE_MS, clock.nowMs())
  if (answer.kind === 'held')
    throw new BilateralError(
      'STORE_BUSY',
      `another run is under way (${answer.owner}); nothing was read or written`,
      { next: 'bilateral status' },
    )
  let lease = answer.lease
  return {
    run,
    async commit(changes, facts = []) {
      lease = await keepAlive(store, clock, lease)
      for (let at = 0; at === 0 || at < changes.length; at += CHANGES_PER_COMMIT)
        await store.commit(lease, {
          run,
          atMs: clock.nowMs(),
          pairs: changes.slice(at, at + CHANGES_PER_COMMIT),
          facts: at === 0 ? facts : [],
        })
    },
    release: () => store.releaseLease(lease),
  }
}

async function keepAlive(store: Store, clock: Clock, lease: Lease): Promise<Lease> {
  const nowMs = clock.nowMs()
  return lease.expiresMs - nowMs > (LEASE_MS * 2) / 3
    ? lease
    : store.renewLease(lease, LEASE_MS, nowMs)
}
