import type { Bench } from './bench.ts'

/** What a case found: the promise held, or the capabilities do not make it. A broken promise is thrown. */
export type Verdict =
  { readonly kind: 'held' } | { readonly kind: 'not-declared'; readonly why: string }

/** One promise of the contract. */
export interface SuiteCase {
  readonly title: string
  /** Why the promise is not made by this collection; `undefined` when it is. */
  readonly unless?: ((bench: Bench) => string | undefined) | undefined
  readonly check: (bench: Bench) => Promise<void>
}
