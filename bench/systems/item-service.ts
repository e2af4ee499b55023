import type { IncomingMessage, RequestListener } from 'node:http'

import { digestItems } from '../digest.ts'
import type { ItemFields } from '../item.ts'
import type { ItemEdit } from '../workload.ts'
import { editStore } from './item-store.ts'
import type { Change, ItemStore, StoredItem } from './item-store.ts'

/** What the service offers; every benchmark says which it used. */
export interface ServiceTerms {
  /** Records in a page at most. */
  readonly page: number
  /** Writes in a batch at most; 0: there is no batch route. */
  readonly batch: number
  /** Whether the change feed shows removals, and a removed record answers 410. */
  readonly tombstones: boolean
}

interface Reply {
  readonly status: number
  readonly etag?: string
  /** JSON text. */
  readonly body?: string
}

interface Request {
  readonly method: string
  readonly url: URL
  readonly ifMatch: string | undefined
  readonly ifNoneMatch: string | undefined
  /** Undefined when nothing was sent. */
  readonly body: unknown
}

/** The workload's REST service: `/items` for everybody, `/admin` for who measures. */
export function createItemService(
  store: ItemStore,
  terms: ServiceTerms,
  edits: readonly ItemEdit[],
): RequestListener {
  const counts = new Map<string, number>()
  const routes: Readonly<Record<string, (request: Request) => Reply>> = {
    'GET /items': ({ url }) => list(store, terms, url.searchParams),
    'POST /items/batch': ({ body }) => writeBatch(store, terms, body),
    'GET /admin/requests': () => json(200, tally(counts)),
    'DELETE /admin/requests': () => {
      counts.clear()
      return { status: 204 }
    },
    'POST /admin/edits': () => {
      editStore(store, edits)
      return json(200, { edits: edits.length })
    },
    'GET /admin/digest': () => {
      const items = Array.from(store.values(), ({ item }) => item)
      return json(200, { records: store.size, digest: digestItems(items) })
    },
  }
  const answer = (request: Request): Reply => {
    const route = `${request.method} ${request.url.pathname}`
    const known = Object.hasOwn(routes, route) ? routes[route] : undefined
    const counted = known === undefined ? `${request.method} /items/:id` : route
    if (!route.includes(' /admin/')) counts.set(counted, (counts.get(counted) ?? 0) + 1)
    if (known !== undefined) return known(request)
    const id = /^\/items\/([\w-]{1,64})$/u.exec(request.url.pathname)?.[1]
    return id === undefined ? refuse(404, 'no such route') : one(store, terms, { ...request, id })
  }
  return (incoming, outgoing) => {
    read(incoming)
      .then(answer)
      .catch((error: unknown) => refuse(400, String(error)))
      .then(({ status, etag, body = '' }) => {
        const headers = { 'Content-Type': 'application/json', ...(etag && { ETag: etag }) }
        outgoing.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) })
        outgoing.end(body)
      })
      .catch(() => outgoing.destroy())
  }
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', 'http://localhost'),
    ifMatch: incoming.headers['if-match'],
    ifNoneMatch: incoming.headers['if-none-match'],
    body:
      chunks.length === 0 ? undefined : (JSON.parse(Buffer.concat(chunks).toString()) as unknown),
  }
}

/** `GET /items?limit&after` by id; `GET /items?since&limit&after` by time of change. */
function list(store: ItemStore, terms: ServiceTerms, query: URLSearchParams): Reply {
  const limit = Math.min(Number(query.get('limit') ?? terms.page), terms.page)
  const since = query.get('since')
  const after = query.get('after')
  if (!(limit >= 1)) return refuse(400, 'limit must be at least 1')
  if (since === null) {
    const { entries, next } = store.list(after ?? '', limit)
    return page(
      entries.map((stored) => stored.json),
      next,
      store.size,
    )
  }
  const sinceMs = Date.parse(since)
  if (Number.isNaN(sinceMs)) return refuse(400, 'since must be an RFC 3339 instant')
  const from = after === null ? { sinceMs } : { position: Number(after) }
  const { entries, next } = store.listChanges({ from, limit, withTombstones: terms.tombstones })
  return page(entries.map(toChangeJson), next, store.size)
}

function page(items: readonly string[], next: string | number | null, total: number): Reply {
  const cursor = JSON.stringify(next === null ? null : String(next))
  return { status: 200, body: `{"items":[${items.join(',')}],"next":${cursor},"total":${total}}` }
}

function toChangeJson({ id, stampMs, stored }: Change): string {
  const updatedAt = new Date(stampMs).toISOString()
  return stored?.json ?? JSON.stringify({ id, deleted: true, updatedAt })
}

interface ItemRequest {
  readonly method: string
  readonly id: string
  readonly ifMatch?: string | undefined
  readonly ifNoneMatch?: string | undefined
  readonly body?: unknown
}

/** Gets, puts (creates or replaces), patches or deletes one record, under its conditions. */
function one(store: ItemStore, terms: ServiceTerms, request: ItemRequest): Reply {
  const { method, id } = request
  const stored = store.get(id)
  if (stored === undefined && method !== 'PUT') {
    return terms.tombstones && store.isGone(id) ? refuse(410, 'gone') : refuse(404, 'not found')
  }
  if (isUnmet(request, stored))
    return { ...refuse(412, 'the condition is not met'), ...tag(stored) }
  if (method === 'GET' && stored !== undefined) return shown(200, stored)
  return write(store, stored, request)
}

function write(store: ItemStore, stored: StoredItem | undefined, request: ItemRequest): Reply {
  const { method, id, body } = request
  if (method === 'DELETE') {
    store.remove(id)
    return { status: 204 }
  }
  if (!isFields(body)) return refuse(400, `${method} needs a JSON object`)
  if (method === 'PUT') return shown(stored === undefined ? 201 : 200, store.put(id, body))
  if (method !== 'PATCH') return refuse(405, `there is no ${method}`)
  return shown(200, store.put(id, { ...stored?.item, ...body }))
}

function isFields(body: unknown): body is ItemFields {
  return typeof body === 'object' && body !== null && !Array.isArray(body)
}

function isUnmet({ ifMatch, ifNoneMatch }: ItemRequest, stored: StoredItem | undefined): boolean {
  if (ifNoneMatch === '*' && stored !== undefined) return true
  if (ifMatch === undefined) return false
  return stored === undefined || (ifMatch !== '*' && ifMatch !== tag(stored).etag)
}

/** The entity tag is the record's stamp, which every write moves on. */
function tag(stored: StoredItem | undefined): { etag?: string } {
  return stored === undefined ? {} : { etag: `"${stored.item.updatedAt}"` }
}

function shown(status: number, stored: StoredItem): Reply {
  return { status, ...tag(stored), body: stored.json }
}

/** `POST /items/batch` with `{ writes: [{ method, id, ifMatch?, ifNoneMatch?, body? }] }`. */
function writeBatch(store: ItemStore, terms: ServiceTerms, body: unknown): Reply {
  const { writes } = (body ?? {}) as { writes?: ItemRequest[] }
  if (terms.batch === 0) return refuse(404, 'no such route')
  if (!Array.isArray(writes) || writes.length > terms.batch) {
    return refuse(400, `send at most ${terms.batch} writes`)
  }
  const results = writes.map((write) => {
    const { status, etag, body: item } = one(store, terms, write)
    const known = JSON.stringify({ id: write.id, status, etag: etag ?? null })
    return `${known.slice(0, -1)},"item":${item ?? 'null'}}`
  })
  return { status: 200, body: `{"results":[${results.join(',')}]}` }
}

function tally(counts: ReadonlyMap<string, number>): object {
  const sum = (isIt: (route: string) => boolean): number =>
    [...counts].reduce((total, [route, count]) => (isIt(route) ? total + count : total), 0)
  const reads = sum((route) => route.startsWith('GET '))
  const total = sum(() => true)
  return { reads, writes: total - reads, total, byRoute: Object.fromEntries(counts) }
}

function json(status: number, value: object): Reply {
  return { status, body: JSON.stringify(value) }
}

function refuse(status: number, message: string): Reply {
  return json(status, { error: { message } })
}
