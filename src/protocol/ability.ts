import type { Identification } from '../core/operation.ts'

/** What a system can do to make a write safe: the input from which every guarantee follows. */
export interface Ability {
  /** How an update is made conditional (W3). */
  readonly update: 'token' | 'stamp' | 'none'
  /** How a delete is made conditional (W3). */
  readonly delete: 'token' | 'stamp' | 'none'
  /** A create can be refused atomically when the id is taken (`If-None-Match: *`). */
  readonly createIfAbsent: boolean
  /** How an unanswered create can be recognised (W7), the best way the system offers. */
  readonly identification: Identification['kind']
  /** The native field of an `external-key`. */
  readonly externalKey?: string | undefined
  /** How long the server remembers an idempotency key. */
  readonly idempotencyTtlMs: number
}

/** How often one request is sent within a run before it is left to the next one. */
export const SENDS_MAX = 5

/** How long a server is trusted to remember an idempotency key when nobody says otherwise. */
export const IDEMPOTENCY_TTL_MS = 24 * 60 * 60 * 1_000
