import type { MemoryEvent, MemoryFacts, PairEvent } from '../core/journal.ts'
import type { Pair } from '../core/pair.ts'
import type { Side } from '../core/side.ts'

/** The right to write to the memory. A newer epoch fences every older one. */
export interface Lease {
  /** What is leased; one writer at a time. */
  readonly scope: string
  readonly owner: string
  /** Grows by one with every new holder; checked in every transaction. */
  readonly epoch: number
  readonly expiresMs: number
}

/** The answer to a request for a lease: it, or who holds it. */
export type LeaseAnswer =
  | { readonly kind: 'granted'; readonly lease: Lease }
  | { readonly kind: 'held'; readonly owner: string; readonly expiresMs: number }

/** What happened to one pair in one transaction, and the pair that results; `after` is `undefined` when the pair ended. */
export interface PairChange {
  readonly before: Pair
  readonly events: readonly PairEvent[]
  readonly after: Pair | undefined
}

/**
 * One transaction: it becomes durable as a whole or not at all. A pair may occur more than once, later changes following
 * earlier ones; whether two pairs hold the same id is judged by what the whole transaction leaves.
 */
export interface Transaction {
  readonly run: string
  /** Our clock, milliseconds since 1970: for people, never for decisions. */
  readonly atMs: number
  readonly pairs: readonly PairChange[]
  readonly facts: readonly MemoryEvent[]
}

/** One line of the journal, of a pair or of the whole memory: never changed, never removed before its retention ends. */
export type JournalEntry = PairEntry | FactEntry

/** Where and when a line of the journal was written. */
interface EntryHead {
  /** Position; grows, with gaps allowed. */
  readonly seq: number
  readonly run: string
  readonly atMs: number
}

/** What happened to one pair. */
export interface PairEntry extends EntryHead {
  readonly entity: string
  readonly pair: number
  readonly event: PairEvent
}

/** What happened to the whole memory. */
export interface FactEntry extends EntryHead {
  readonly entity?: undefined
  readonly pair?: undefined
  readonly event: MemoryEvent
}

/** Which pairs to list; every condition given must hold. */
export interface PairFilter {
  readonly entity?: string | undefined
  /** Only pairs with an intent, a conflict, a decree or a parked write. */
  readonly open?: 'intent' | 'conflict' | 'decree' | 'parking' | undefined
}

/** Which journal entries to read; every condition given must hold. `pair` is a number within `entity`, which is then required. */
export interface JournalFilter {
  readonly entity?: string | undefined
  readonly pair?: number | undefined
  readonly run?: string | undefined
}

/** Where a page of a listing starts and how long it may be. */
export interface PageRequest {
  /** Last position already seen; absent for the first page. */
  readonly after?: number | undefined
  /** At most this many; the store may answer with fewer only on the last page. */
  readonly limit: number
}

/**
 * The memory of one pairing. Asynchronous and batch-shaped: a page of ids in, their pairs out; a batch of changes in one
 * durable transaction. Every implementation passes `storeSuite` in `src/testing/`.
 *
 * Errors: `STORE_FENCED` (another writer took over), `LINK_TAKEN` (an id would have two pairs), `STORE_BUSY`, `STORE_FULL`,
 * `STORE_READONLY`, `STORE_CORRUPT`. Whatever the error of a commit, nothing of the transaction was written.
 */
export interface Store {
  /** Asks for the only right to write. Safe to repeat: the same owner is granted a fresh epoch, which fences its older one. */
  acquireLease(scope: string, owner: string, ttlMs: number, nowMs: number): Promise<LeaseAnswer>
  /** Prolongs a lease; rejects with `STORE_FENCED` when it was taken over. */
  renewLease(lease: Lease, ttlMs: number, nowMs: number): Promise<Lease>
  /** Gives the lease back; safe to repeat. */
  releaseLease(lease: Lease): Promise<void>
  /** The newest lease of a scope, expired or not, unless it was given back. Asking fences nobody. */
  findLease(scope: string): Promise<Lease | undefined>

  /** Pairs that hold one of these ids on this side, in any order; ids without a pair are simply not answered. */
  findPairs(entity: string, side: Side, ids: readonly string[]): Promise<readonly Pair[]>
  /** Pairs by number, in any order; numbers without a pair are not answered. */
  getPairs(entity: string, numbers: readonly number[]): Promise<readonly Pair[]>
  /** Pairs in ascending number within each entity, entities in name order; `after` is the number within `filter.entity`, which is then required. */
  listPairs(filter: PairFilter, page: PageRequest): Promise<readonly Pair[]>
  /** How many pairs the filter matches. */
  countPairs(filter: PairFilter): Promise<number>
  /** The highest pair number ever given in the entity, forgotten pairs included; 0 before the first. */
  lastNumber(entity: string): Promise<number>

  facts(): Promise<MemoryFacts>
  /** Journal entries in order of position. */
  readJournal(filter: JournalFilter, page: PageRequest): Promise<readonly JournalEntry[]>

  /**
   * Makes one transaction durable: on return it survives power loss. Journal and memory move together or not at all.
   * Rejects with `STORE_FENCED` when the lease is no longer the newest or was given back. Not safe to repeat: the journal
   * would tell it twice, and a pair born in it is refused the second time.
   */
  commit(lease: Lease, transaction: Transaction): Promise<void>

  close(): Promise<void>
}
