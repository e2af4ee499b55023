import type { Lease, PairChange, Store, Transaction } from '../../stores/store.ts'
import type { MemoryEvent } from '../../core/journal.ts'
import { fail, ok } from 'node:assert/strict'
import { isBilateralError, type ErrorCode } from '../../errors.ts'

/** A place where one memory lives, empty at first. */
export interface StoreSite {
  /** A handle on the memory, as one more process would get it; what was committed through another handle is there. */
  readonly open: () => Promise<Store>
  /** Removes the memory; called after every handle was closed. */
  readonly dispose: () => Promise<void>
}

/** What a case of the suite gets: a first handle with the right to write, and a way to more handles. */
export interface StoreTrial {
  readonly store: Store
  readonly lease: Lease
  /** Another handle on the same memory; closed when the case ends. */
  readonly reopen: () => Promise<Store>
}

/** Our clock when a case begins, milliseconds since 1970. */
export const NOW_MS = 1_767_225_600_000

/** How long the leases of the suite last. */
export const TTL_MS = 60_000

/** A promise of the contract and what puts it to the test. */
export interface SuiteCase {
  readonly title: string
  readonly attempt: (trial: StoreTrial) => Promise<void>
}

/** Names a case. */
export function storeCase(title: string, attempt: SuiteCase['attempt']): SuiteCase {
  return { title, attempt }
}

/** Asks for a lease that nobody can hold, and fails the case if it is refused. */
export async function granted(store: Store, scope = 'all', owner = 'first'): Promise<Lease> {
  const answer = await store.acquireLease(scope, owner, TTL_MS, NOW_MS)
  ok(answer.kind === 'granted', `a lease nobody holds is ${answer.kind}`)
  return answer.lease
}

/** A transaction of these changes and facts. */
export function transactionOf(
  pairs: readonly PairChange[],
  facts: readonly MemoryEvent[] = [],
  run = 'run-1',
): Transaction {
  return { run, atMs: NOW_MS, pairs, facts }
}

/** Fails the case unless the promise rejects with an operating error of this code. */
export async function refused(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
  const error = await promise.then(
    () => fail(`expected ${code}, but it was done`),
    (reason: unknown) => reason,
  )
  if (!isBilateralError(error, code)) throw error
}

/** Puts a promise to the test in a fresh place, and closes and removes everything afterwards. */
export async function attemptAt(
  create: () => Promise<StoreSite>,
  attempt: SuiteCase['attempt'],
): Promise<void> {
  const site = await create()
  const handles: Store[] = []
  const reopen = async (): Promise<Store> => {
    const handle = await site.open()
    handles.push(handle)
    return handle
  }
  try {
    const store = await reopen()
    await attempt({ store, lease: await granted(store), reopen })
  } finally {
    for (const handle of handles) await handle.close()
    await site.dispose()
  }
}
