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
  /** Renews the lease where that is due, so that a long read or a long wait does not lose it; cheap to repeat. */
  readonly keepAlive: () => Promise<void>
  /** Gives the lease back; one that cannot be given back ends by itself. */
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
  let renewal: Promise<void> | undefined
  const renew = async (): Promise<void> => {
    try {
      lease = await store.renewLease(lease, LEASE_MS, clock.nowMs())
    } finally {
      renewal = undefined
    }
  }
  const keepAlive = async (): Promise<void> => {
    if (lease.expiresMs - clock.nowMs() <= (LEASE_MS * 2) / 3) await (renewal ??= renew())
  }
  return {
    run,
    async commit(changes, facts = []) {
      await keepAlive()
      for (const [at, last] of portions(changes.length))
        await store.commit(lease, {
          run,
          atMs: clock.nowMs(),
          pairs: changes.slice(at, at + CHANGES_PER_COMMIT),
          // What the changes earn becomes true with the last of them.
          facts: last ? facts : [],
        })
    },
    keepAlive,
    release: () => store.releaseLease(lease).catch(() => undefined),
  }
}

/** Where each transaction begins, and whether it is the last; one for no changes at all. */
function portions(length: number): readonly (readonly [at: number, last: boolean])[] {
  const count = Math.max(1, Math.ceil(length / CHANGES_PER_COMMIT))
  return Array.from({ length: count }, (_, no) => [no * CHANGES_PER_COMMIT, no === count - 1])
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
