import type { StoreSite } from './store-suite/site.ts'
import { LEASE_CASES } from './store-suite/leases.ts'
import { LOOKUP_CASES } from './store-suite/lookups.ts'
import { ROW_CASES } from './store-suite/rows.ts'
import { attemptAt } from './store-suite/site.ts'

/** One promise of the store contract, ready to run. Works with every test runner. */
export interface StoreCase {
  /** A sentence that can be false, led by its rule in `docs/spec.md`. */
  readonly title: string
  /** Rejects with an `AssertionError` when the promise is broken. Every run makes a memory of its own. */
  readonly run: () => Promise<void>
}

/**
 * The conformance suite every store passes (S1–S9). `create` finds a fresh, empty place for each case.
 *
 *     for (const { title, run } of storeSuite(create)) test(title, run)
 */
export function storeSuite(create: () => Promise<StoreSite>): readonly StoreCase[] {
  return [...ROW_CASES, ...LOOKUP_CASES, ...LEASE_CASES].map(({ title, attempt }) => ({
    title,
    run: () => attemptAt(create, attempt),
  }))
}
