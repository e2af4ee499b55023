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
  /** Tells whether a holder certainly runs no more, so that nobody has to wait until its lease expires. */
  readonly isGone?: ((owner: string) => boolean) | undefined
}

/** Takes the lease; rejects with `STORE_BUSY` (try later) while another run holds it. */
export async function openLedger(
  store: Store,
  clock: Clock,
  request: LedgerRequest,
): Promise<Ledger> {
  const { run } = request
  let lease = await takeLease(store, clock.nowMs(), request)
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

async function takeLease(
  store: Store,
  nowMs: number,
  { scope, owner, isGone }: LedgerRequest,
): Promise<Lease> {
  const first = await store.acquireLease(scope, owner, LEASE_MS, nowMs)
  // A holder that is gone is like one whose time is over: what it left open is recovered as after any crash.
  const answer =
    first.kind === 'held' && isGone?.(first.owner) === true
      ? await store.acquireLease(scope, owner, LEASE_MS, first.expiresMs)
      : first
  if (answer.kind === 'granted') return answer.lease
  throw new BilateralError(
    'STORE_BUSY',
    `another run is under way (${answer.owner}); nothing was read or written`,
    { next: 'bilateral status' },
  )
}

async function keepAlive(store: Store, clock: Clock, lease: Lease): Promise<Lease> {
  const nowMs = clock.nowMs()
  return lease.expiresMs - nowMs > (LEASE_MS * 2) / 3
    ? lease
    : store.renewLease(lease, LEASE_MS, nowMs)
}
