import type { Condition, Identification, Outcome } from '../core/operation.ts'
import type { Fields } from '../core/value.ts'
import type { IdentityFact } from '../core/journal.ts'
import type { ErrorCode } from '../errors.ts'

/** What a native field can hold, as far as the system tells. */
export interface FieldInfo {
  /** Path within the native record, dotted. */
  readonly name: string
  readonly type:
    | 'string'
    | 'integer'
    | 'decimal'
    | 'boolean'
    | 'date'
    | 'datetime'
    | 'object'
    | 'list'
    | 'unknown'
  readonly required?: boolean | undefined
  readonly writable?: boolean | undefined
  readonly maxLength?: number | undefined
  readonly refersTo?: string | undefined
}

/** What a collection is made of. */
export interface CollectionInfo {
  readonly name: string
  readonly idField: string
  readonly uniqueKeys: readonly (readonly string[])[]
  readonly fields: readonly FieldInfo[]
}

/** What a collection can do: native abilities narrowed by the configuration. The engine sees only this. */
export interface Capabilities {
  readonly list: {
    /** Records per page asked for, within what the system grants. */
    readonly pageSize: number
    /** Offset pages shift under writes: every absence they suggest is confirmed (O2). */
    readonly stability: 'snapshot' | 'keyset' | 'offset'
    /** Whether the listing tells an exact total, which then vetoes incomplete listings (O4). */
    readonly count: boolean
  }
  /** `since`: `changes()` returns what was stamped at or after a cursor (O1, O2); deletions are not in it. */
  readonly changes: 'none' | 'since'
  readonly stamp?:
    | {
        /** Resolution of the stamp. */
        readonly granularityMs: number
        /** How late a change can appear behind a newer stamp: long transactions, index lag. */
        readonly latenessMs: number
        readonly trust: 'server' | 'client'
      }
    | undefined
  /** What versions a record; absent: content alone decides and no write can be conditional. */
  readonly token?:
    | {
        readonly kind: 'etag' | 'counter' | 'stamp' | 'hash'
        /** Whether listings carry it, or only single reads. */
        readonly inList: boolean
        /** Every change of any field moves it. If not, it only guards writes and content decides. */
        readonly covers: 'all' | 'some'
      }
    | undefined
  readonly read: { readonly batch: number }
  readonly create: {
    readonly allowed: boolean
    readonly clientId: boolean
    readonly idempotencyKey: boolean
    /** Native field with a unique value of our choice that can be searched for. */
    readonly externalKey?: string | undefined
    /** Create only when the id is free, atomically (`If-None-Match: *`). */
    readonly ifAbsent: boolean
  }
  readonly update: {
    readonly allowed: boolean
    /** `patch`: only the fields given change; `replace`: the whole record is sent. */
    readonly style: 'patch' | 'replace'
    readonly condition: 'token' | 'stamp' | 'none'
  }
  readonly delete: { readonly allowed: boolean; readonly condition: 'token' | 'stamp' | 'none' }
  /** Requests that may be in flight at once. */
  readonly concurrency: number
}

/** One record as the system returned it. */
export interface NativeRecord {
  readonly id: string
  readonly fields: Fields
  /** Version of the whole record as returned here; opaque, sent back verbatim. The stamp itself for `stamp` tokens. */
  readonly token?: string | undefined
  /** Time of the last change by the system's clock, RFC 3339. */
  readonly stamp?: string | undefined
  /** Positively deleted or archived records are reported as such, where the system can. */
  readonly state: 'live' | 'deleted'
}

/** The answer to a single read. A 403 is not an absence, and neither is a merge. */
export type Found =
  | { readonly kind: 'found'; readonly record: NativeRecord; readonly serverTimeMs?: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'moved'; readonly to: string }
  | { readonly kind: 'hidden'; readonly why: string }

/** One page of a listing. */
export interface Page {
  readonly records: readonly NativeRecord[]
  /** The system's clock when it made the page, milliseconds since 1970; tells which stamps are settled (W9). */
  readonly serverTimeMs?: number | undefined
}

/** How a listing ended: the only evidence from which an absence may be suspected (O4). */
export interface ListingEnd {
  /** True only when every record in scope was returned: no cap, no skipped page, count agrees. */
  readonly complete: boolean
  /** Total the system stated on its own, if it does. */
  readonly count?: number | undefined
  /**
   * Where the next `changes` may start, verbatim: taken before the first page, and already moved back by the stamp's
   * granularity and lateness (O1).
   */
  readonly cursor?: string | undefined
  /** Why it is not complete, for people. */
  readonly why?: string | undefined
}

/** Pages in order, then the end. A failure in the middle throws `BilateralError`; nothing is concluded from it. */
export type Listing = AsyncGenerator<Page, ListingEnd, void>

/** What a write may carry besides the record's content. */
export interface WriteOptions {
  readonly condition: Condition
  /** Unique name of the request, the same on every repetition. */
  readonly op: string
  readonly signal: AbortSignal
}

/**
 * What became of one write. An answer of the system is never thrown, and neither is a missing one: an unknown outcome
 * is an outcome. A write rejects with `BilateralError` only for what stops every write of the system and certainly
 * wrote nothing: refused credentials, a full disk, another system in its place.
 */
export type WriteOutcome = Outcome<NativeRecord>

/** The records of one kind in one system. Every implementation passes `adapterSuite` in `src/testing/`. */
export interface Collection {
  readonly name: string
  readonly can: Capabilities
  /** Names, types and keys, as far as known without reading every record. */
  describe(signal: AbortSignal): Promise<CollectionInfo>
  /**
   * Every name that a field of its records can have, where the system knows them all: a mapping that names another is
   * mistaken. Absent where records may have any field. Costs no request of its own.
   */
  columns?(signal: AbortSignal): Promise<readonly string[]>
  /** Every record in scope, once, in the collection's own stable order. Safe to repeat. */
  list(signal: AbortSignal): Listing
  /** Records stamped at or after the cursor, repeats allowed, none skipped (O2). Throws `CURSOR_EXPIRED`. */
  changes?(cursor: string, signal: AbortSignal): Listing
  /** A fresh read of one record, never from a search index. Safe to repeat. */
  get(id: string, signal: AbortSignal): Promise<Found>
  /** Fresh reads in one request each `can.read.batch` ids; answers in the order asked. */
  getMany?(ids: readonly string[], signal: AbortSignal): Promise<readonly Found[]>
  /** Every record whose native field holds this value: none, one or many. */
  findByKey?(field: string, value: string, signal: AbortSignal): Promise<readonly NativeRecord[]>
  /** Creates one record from native fields. Not safe to repeat unless `identification` makes it so (W7). */
  create(
    body: Fields,
    options: WriteOptions & { readonly identification: Identification },
  ): Promise<WriteOutcome>
  /** Changes the native fields given (`patch`) or the whole record (`replace`). Safe to repeat under a condition. */
  update(id: string, body: Fields, options: WriteOptions): Promise<WriteOutcome>
  /** Deletes one record. An absent record answers `refused: absent`. Safe to repeat. */
  delete(id: string, options: WriteOptions): Promise<WriteOutcome>
}

/** One named check of `bilateral check`. */
export interface SystemCheck {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
  /** Why it failed, where that is known: tells a system that does not answer from one that answers wrongly. */
  readonly code?: ErrorCode | undefined
}

/** Requests spent so far, by operation (`list`, `get`, …); writes count as `create`, `update` and `delete` when they leave. */
export interface Usage {
  readonly requests: number
  readonly byOperation: Readonly<Record<string, number>>
}

/** One end of a pairing. */
export interface System {
  readonly name: string
  /** Who answers: tenant, incarnation, scope (O5). */
  identify(signal: AbortSignal): Promise<IdentityFact>
  /** Connectivity, credential, permission and clock; never throws for what it finds. */
  test(signal: AbortSignal): Promise<readonly SystemCheck[]>
  /** Every collection the system offers or the configuration declares. */
  discover(signal: AbortSignal): Promise<readonly CollectionInfo[]>
  /** Throws `CONFIG_INVALID` for a name the system does not have. */
  collection(name: string): Collection
  usage(): Usage
  close(): Promise<void>
}
