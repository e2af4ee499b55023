import type { Collection, Listing, NativeRecord } from '../../adapter.ts'
import { LIST_MEANINGS, compilePage } from './page.ts'
import type { RestCollectionConfig, RestListCall } from '../config.ts'
import { readRecords, requestOf, runListing } from './listing.ts'
import { BilateralError } from '../../../errors.ts'
import type { CallPlace } from '../call/call.ts'
import type { HttpClient } from '../../http/client.ts'
import type { ListSource } from './listing.ts'
import type { RecordReader } from './record.ts'
import type { Scope } from '../call/substitution.ts'
import { compileCall } from '../call/call.ts'
import { compileFind } from './find.ts'
import { compileGet } from './get.ts'
import { compileGetMany } from './get-many.ts'
import { compilePaging } from './paging.ts'
import { fromCursor } from './cursor.ts'
import { sendPage } from '../call/send-page.ts'
import { statusesOf } from '../call/meaning.ts'

/** What the reads of a collection share. */
export interface ReadParts {
  readonly name: string
  readonly client: HttpClient
  readonly config: RestCollectionConfig
  readonly reader: RecordReader
  /** Where a call stands in the configuration. */
  readonly place: (member: string) => CallPlace
}

/** Every read of a collection, and what of them capabilities depend on. */
export interface Reads {
  readonly stability: 'snapshot' | 'keyset' | 'offset'
  readonly verbs: Pick<Collection, 'list' | 'changes' | 'get' | 'getMany' | 'findByKey'>
  /** Reads the first page, counted as `operation`. Throws what a listing does. */
  readonly peek: (operation: string, signal: AbortSignal) => Promise<Peek>
}

/** What a first page shows. */
export interface Peek {
  readonly records: readonly NativeRecord[]
  readonly total: number | undefined
  readonly serverTimeMs: number | undefined
}

/** A day: no two working clocks are further apart, so `${to}` never cuts off what just happened. */
export const CLOCKS_APART_MAX_MS = 86_400_000

/** Compiles the reads of a collection. Throws `CONFIG_INVALID` for a declaration that cannot work. */
export function compileReads(parts: ReadParts): Reads {
  const { config, client, reader } = parts
  const source = compileList(parts, 'list', config.list)
  const scope = scopeOf(config, client)
  const get = compileGet(config.get, { client, reader, place: parts.place('get') })
  return {
    stability: source.paging.stability,
    verbs: {
      list: (signal) => runListing(source, scope(), signal),
      get,
      ...(config.changes === undefined ? {} : { changes: compileChanges(parts, config.changes) }),
      ...getManyOf(parts, get),
      ...(config.find === undefined ? {} : { findByKey: findOf(parts, config.find) }),
    },
    peek: async (operation, signal) => {
      const request = { ...requestOf(source, scope(), source.paging.first), operation }
      const page = await source.readPage(request, signal)
      const { records } = readRecords(source, request, page)
      return { records, total: page.total, serverTimeMs: page.serverTimeMs }
    },
  }
}

function compileList(
  { client, config, reader, place }: ReadParts,
  operation: keyof typeof LIST_MEANINGS,
  declared: RestListCall,
): ListSource {
  const at = place(operation)
  const call = sendPage(declared, at.where)
  return {
    client,
    config: call,
    call: compileCall(call, { operation, reads: true, expects: statusesOf(call.when) }, at),
    paging: compilePaging(call.page),
    readPage: compilePage(client, call, LIST_MEANINGS[operation]),
    reader,
    idPath: config.id,
    stamp: config.changes === undefined ? undefined : config.stamp,
    repeats: operation === 'changes',
  }
}

/** What every listing may ask for. */
function scopeOf(config: RestCollectionConfig, client: HttpClient): () => Scope {
  const fields = Object.keys(config.fields ?? {})
  return () => ({ fields, to: client.clock.nowMs() + CLOCKS_APART_MAX_MS })
}

function compileChanges(
  parts: ReadParts,
  declared: RestListCall,
): (cursor: string, signal: AbortSignal) => Listing {
  const { client, config, name, place } = parts
  if (config.stamp === undefined)
    throw new BilateralError(
      'CONFIG_INVALID',
      `${place('changes').where}: changes are found by a stamp; say under "stamp" where it is and how fine`,
      { next: 'bilateral check' },
    )
  const source = compileList(parts, 'changes', declared)
  const scope = scopeOf(config, client)
  return async function* (cursor, signal) {
    const from = fromCursor(cursor)
    if (from === undefined)
      throw new BilateralError(
        'CURSOR_EXPIRED',
        `${client.system}: ${name} knows no cursor ${JSON.stringify(cursor.slice(0, 80))}; everything must be read again`,
        { next: 'bilateral sync' },
      )
    return yield* runListing(source, { ...scope(), from }, signal)
  }
}

/** A batch shows records as a listing does: where that lacks the token, single reads are needed. */
function getManyOf(
  { client, config, reader, place }: ReadParts,
  get: Collection['get'],
): Pick<Collection, 'getMany'> {
  const { getMany, token } = config
  const shows = token === undefined || (token.inList ?? token.path !== undefined)
  if (getMany === undefined || !shows) return {}
  return { getMany: compileGetMany(getMany, { client, reader, place: place('getMany') }, get) }
}

function findOf(
  parts: ReadParts,
  find: NonNullable<RestCollectionConfig['find']>,
): NonNullable<Collection['findByKey']> {
  return compileFind(compileList(parts, 'find', find), parts.name, find.keys)
}
