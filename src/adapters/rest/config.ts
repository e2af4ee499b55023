import type { Auth } from '../http/auth/auth.ts'
import type { Secret } from '../../core/secret.ts'
import type { RefusalKind } from '../../core/operation.ts'
import type { Value } from '../../core/value.ts'

/** Milliseconds. The file writes `500ms`, `5s`, `1m` or an ISO 8601 duration. */
export type DurationMs = number

/**
 * Where something stands in an answer: a dotted path into its JSON (`paging.next.after`, the empty text being all of
 * it), or `header:Name`.
 */
export type Source = string

/**
 * A text with substitutions `${name}` or `${name:format}`; `$${` is a literal `${`. Names: `id`, `token`, `set`, `op`,
 * `from`, `to`, `field`, `value`, `items`, `fields`, `page` (`page.name` of a composite keyset), `size`. Formats:
 * `epoch-ms`, `epoch-s`, `http-date`, `date`, `seconds` (RFC 3339 without a fraction) for times, `number`, `text`.
 */
export type Template = string

/** One system that is asked over HTTP, as declared. Everything but `url` and `collections` has a default. */
export interface RestSystemConfig {
  /** Where the API begins: `http(s)`, without user, query or fragment. No request ever leaves its origin. */
  readonly url: string
  readonly auth?: Auth | undefined
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string | Secret>> | undefined
  /** Who the credential stands for: keeps the identity when the credential is replaced. */
  readonly actor?: string | undefined
  /** What tells this tenant from others: a fixed text, or a call. Default: `url`. */
  readonly tenant?: string | RestTenantCall | undefined
  readonly limits?: RestLimits | undefined
  readonly retry?: RestRetry | undefined
  readonly timeouts?: RestTimeouts | undefined
  /** Largest answer in bytes, unpacked (default 32 MiB). */
  readonly maxBody?: number | undefined
  /** Ask for compressed answers (default false: some systems' ETags then differ). */
  readonly compress?: boolean | undefined
  /** Nothing is ever written. */
  readonly readOnly?: boolean | undefined
  readonly collections: Readonly<Record<string, RestCollectionConfig>>
}

/** A request whose answer names the tenant. */
export interface RestTenantCall extends RestCall {
  readonly path: Source
  /** Names the generation of the data, where restoring a backup changes it. */
  readonly incarnation?: Source | undefined
}

/** What the system allows. */
export interface RestLimits {
  /** Requests in any span of `per`. */
  readonly requests?: number | undefined
  readonly per?: DurationMs | undefined
  /** Requests in flight at once (default 4). */
  readonly concurrency?: number | undefined
  /** Share of the quota left to others, 0 to 1. */
  readonly keepFree?: number | undefined
  /** Name of the header that tells how many requests are left. */
  readonly remaining?: string | undefined
  /** Name of the header that tells when the quota is full again. */
  readonly reset?: string | undefined
  readonly resetIs?: 'seconds' | 'epoch-s' | 'epoch-ms' | 'http-date' | undefined
}

/** How patiently reads are repeated. Writes never are. */
export interface RestRetry {
  readonly attempts?: number | undefined
  readonly first?: DurationMs | undefined
  readonly max?: DurationMs | undefined
  /** All waits of one read together. */
  readonly patience?: DurationMs | undefined
}

/** How long each part of a request may take. */
export interface RestTimeouts {
  readonly connect?: DurationMs | undefined
  readonly headers?: DurationMs | undefined
  /** Between two pieces of an answer. */
  readonly idle?: DurationMs | undefined
  readonly total?: DurationMs | undefined
}

/** The records of one kind. `list` and `get` are all it takes to read. */
export interface RestCollectionConfig {
  /** Path of the id in a record. */
  readonly id: string
  readonly token?: RestToken | undefined
  readonly stamp?: RestStamp | undefined
  /** Marks records that are deleted but still shown. */
  readonly deleted?: { readonly path: string; readonly value?: Value | undefined } | undefined
  /** Path of the id a merged record went to. */
  readonly movedTo?: string | undefined
  /** Field with a unique value of our choice that `find` accepts. */
  readonly externalKey?: string | undefined
  /** Fields, or groups of fields, whose values are unique. */
  readonly unique?: readonly (string | readonly string[])[] | undefined
  /** Fields the system sets itself: never sent. */
  readonly readonly?: readonly string[] | undefined
  /** What a first page cannot show. */
  readonly fields?: Readonly<Record<string, RestField>> | undefined
  readonly list: RestListCall
  /** Records stamped at or after `${from}`. */
  readonly changes?: RestListCall | undefined
  readonly get: RestCall
  readonly getMany?: RestBatchCall | undefined
  /** Records whose `${field}` holds `${value}`. */
  readonly find?: RestFindCall | undefined
  readonly create?: RestCreateCall | undefined
  readonly update?: RestUpdateCall | undefined
  readonly delete?: RestWriteCall | undefined
}

/** What versions a record. */
export interface RestToken {
  /** Path in a record, wherever one is shown. */
  readonly path?: string | undefined
  /** Header of a single record's answer, usually `ETag`; counts where `path` shows nothing. */
  readonly header?: string | undefined
  /** Makes of what `path` shows the very text `header` would hold, such as `"v${token}"`. */
  readonly as?: Template | undefined
  /** Header that makes a write conditional (default `If-Match` where `header` is given). */
  readonly send?: string | undefined
  readonly kind?: 'etag' | 'counter' | 'stamp' | 'hash' | undefined
  /** Whether listings show it (default: where `path` is given). */
  readonly inList?: boolean | undefined
  /** Whether every change of every field moves it (default `all`). */
  readonly covers?: 'all' | 'some' | undefined
}

/** When a record was last changed. Without a `token` it versions the record too, as RFC 3339. */
export interface RestStamp {
  /** Path in a record; of several the first that holds something. */
  readonly path?: string | readonly string[] | undefined
  /** Header of a single record's answer, usually `Last-Modified`. */
  readonly header?: string | undefined
  readonly granularity: DurationMs
  /** How late a change may appear behind a newer stamp (default 1 minute). */
  readonly lateness?: DurationMs | undefined
  readonly trust?: 'server' | 'client' | undefined
  /** Default `some`: a stamp proves nothing until it was seen to cover every field. */
  readonly covers?: 'all' | 'some' | undefined
  /** How it is written (default `rfc3339`; `utc` is the same without an offset). */
  readonly format?: 'rfc3339' | 'utc' | 'epoch-s' | 'epoch-ms' | 'http-date' | undefined
  /** Header that makes a write conditional, usually `If-Unmodified-Since`. */
  readonly send?: string | undefined
}

/** What is known of a field. `integer` and `decimal` also make digits go out as numbers, however many. */
export interface RestField {
  readonly type?:
    | 'string'
    | 'integer'
    | 'decimal'
    | 'boolean'
    | 'date'
    | 'datetime'
    | 'object'
    | 'list'
    | undefined
  readonly required?: boolean | undefined
  readonly writable?: boolean | undefined
  readonly maxLength?: number | undefined
  readonly refersTo?: string | undefined
}

/** One request. */
export interface RestCall {
  /** Method and path below `url`, such as `GET /accounts/${id}`. */
  readonly request: Template
  /** Names may be templates too. Lists are repeated; what has no value is left out. */
  readonly query?: Readonly<Record<Template, Value>> | undefined
  readonly headers?: Readonly<Record<string, Template>> | undefined
  /** JSON; texts in it are templates, and a text that is one substitution becomes its value. */
  readonly body?: Value | undefined
  /** Path of the record in the answer (default: all of it). */
  readonly result?: string | undefined
  /** Statuses that mean success (default: 2xx but 202). */
  readonly ok?: readonly number[] | undefined
  /** What other statuses mean here, where that is not the usual. */
  readonly when?: RestMeanings | undefined
}

/** Status to meaning; or the place in the answer that tells, and the meaning of what it says. */
export type RestMeanings = Readonly<Record<string, RestMeaning | RestMeaningByBody>>

/** What an answer means: of a write a refusal or an outcome, of a read an absence or an error. */
export type RestMeaning =
  RefusalKind | 'written' | 'later' | 'unknown' | 'not-found' | 'gone' | 'hidden' | 'cursor-expired'

/** The meaning of an answer, by what stands at a path in it. What is not named has its usual meaning. */
export interface RestMeaningByBody {
  readonly path: Source
  readonly values: Readonly<Record<string, RestMeaning>>
}

/** A request that answers with records, page by page. */
export interface RestListCall extends RestCall {
  /** Path of the list in the answer (default: all of it). */
  readonly items?: string | undefined
  readonly page?: RestPaging | undefined
  /** Where the answer tells how many records there are in all. */
  readonly total?: Source | undefined
  /** Most records the system ever returns to one query. */
  readonly cap?: number | undefined
  readonly max?:
    { readonly pages?: number | undefined; readonly records?: number | undefined } | undefined
  /** Whether pages shift under writes (default `offset` for `offset`, `number` and `link`, else `keyset`). */
  readonly stability?: 'snapshot' | 'keyset' | 'offset' | undefined
}

interface PageRules {
  /** Records asked for; `${size}`. */
  readonly size?: number | undefined
  /** Where `${page}` goes: `query.NAME` or `body.PATH`. Or write `${page}` there yourself. */
  readonly send?: string | undefined
  /** Place of a flag that says whether more pages follow. */
  readonly more?: Source | undefined
}

/** How the next page is asked for. Where nothing else tells the end, an empty page does. */
export type RestPaging = PageRules &
  (
    | /** The answer holds what to send for the next page. */ { readonly cursor: Source }
    | /** The answer holds the address of the next page. */ { readonly next: Source }
    | /** The `Link` header holds it, under this relation. */ { readonly link: string }
    | /** Pages are numbered, from this number on. */ { readonly number: number }
    | /** Records are numbered, from this number on. */ { readonly offset: number }
    | /** The path, or paths by name, of what to send of the last record. */ {
        readonly keyset: string | Readonly<Record<string, string>>
      }
  )

/** Fresh reads of several records at once. */
export interface RestBatchCall extends RestCall {
  readonly items?: string | undefined
  /** Ids in one request. */
  readonly batch: number
}

/** A search by the exact value of one field. */
export interface RestFindCall extends RestListCall {
  /** The fields it accepts (default: any). */
  readonly keys?: readonly string[] | undefined
}

/** A request that changes one record. */
export interface RestWriteCall extends RestCall {
  /** Whether success answers with the whole record (default), with id and token only, or with nothing of use. */
  readonly answer?: 'record' | 'partial' | 'none' | undefined
}

/** A request that makes a record. A template with `${id}` takes an id of our choice. */
export interface RestCreateCall extends RestWriteCall {
  /** `If-None-Match: *` is honoured. */
  readonly ifAbsent?: boolean | undefined
  /** Name of the header that carries the idempotency key, usually `Idempotency-Key`. */
  readonly idempotency?: string | undefined
  /** Name of the header that marks a replayed answer. */
  readonly replayed?: string | undefined
}

/** A request that changes fields of a record, or replaces it. */
export interface RestUpdateCall extends RestWriteCall {
  /** Default: `replace` for PUT, else `patch`. */
  readonly style?: 'patch' | 'replace' | undefined
}
