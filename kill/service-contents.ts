import type { IncomingHttpHeaders } from 'node:http'
import type { Edit, HeldItem, Item } from './item.ts'

/** Everything the service holds: rows, the ids that were deleted, and the id each idempotency key made. */
export interface ServiceContents {
  readonly rows: ReadonlyMap<string, HeldItem>
  readonly gone: ReadonlySet<string>
  readonly keys: ReadonlyMap<string, string>
  readonly lastId: number
}

/** A system without records. */
export const EMPTY_CONTENTS: ServiceContents = {
  rows: new Map(),
  gone: new Set(),
  keys: new Map(),
  lastId: 0,
}

/** What is answered to a request. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly etag?: string | undefined
  readonly replayed?: boolean
}

/** One request as it was received whole. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Readonly<Partial<Item>>
}

/** What the service holds after a request, and its answer. */
export interface Served {
  readonly contents: ServiceContents
  readonly answer: Answer
}

/** Performs one request, or turns it down. */
export function serve(contents: ServiceContents, call: Call): Served {
  const id = /^\/items\/([\w-]+)$/.exec(call.path)?.[1]
  if (id === undefined) return call.method === 'POST' ? post(contents, call) : list(contents)
  const row = contents.rows.get(id)
  if (row !== undefined) return serveOne(contents, row, call)
  if (contents.gone.has(id)) return refuse(contents, 410)
  return call.method === 'PUT' ? put(contents, rowFrom(id, call.body)) : refuse(contents, 404)
}

function serveOne(contents: ServiceContents, row: HeldItem, call: Call): Served {
  const { method, headers, body } = call
  if (method === 'GET') return { contents, answer: shown(200, row) }
  // A record is put only where none is: `If-None-Match: *`.
  if (method === 'PUT' || headers['if-match'] !== tagOf(row)) return refuse(contents, 412)
  if (method === 'DELETE') return { contents: without(contents, row.id), answer: { status: 204 } }
  return put(contents, { ...row, ...body, version: row.version + 1 })
}

function refuse(contents: ServiceContents, status: number): Served {
  return { contents, answer: { status } }
}

function list(contents: ServiceContents): Served {
  const items = [...contents.rows.values()]
  return { contents, answer: { status: 200, body: { items, total: items.length } } }
}

/** Creates a record with an id of its own; the same key never makes two. */
function post(contents: ServiceContents, { headers, body }: Call): Served {
  const key = String(headers['idempotency-key'])
  const known = contents.keys.get(key)
  if (known !== undefined) {
    const row = contents.rows.get(known)
    const answer = row === undefined ? { status: 201, body: { id: known } } : shown(201, row)
    return { contents, answer: { ...answer, replayed: true } }
  }
  const lastId = contents.lastId + 1
  const id = `k${lastId}`
  const keys = new Map(contents.keys).set(key, id)
  return put({ ...contents, lastId, keys }, rowFrom(id, body))
}

function put(contents: ServiceContents, row: HeldItem): Served {
  const status = row.version === 1 ? 201 : 200
  return { contents: withRow(contents, row), answer: shown(status, row) }
}

function rowFrom(id: string, { name = '', city = '', phone = '' }: Partial<Item>): HeldItem {
  return { id, name, city, phone, version: 1 }
}

function shown(status: number, row: HeldItem): Answer {
  return { status, body: row, etag: tagOf(row) }
}

function tagOf({ version }: HeldItem): string {
  return `"v${version}"`
}

function withRow(contents: ServiceContents, row: HeldItem): ServiceContents {
  return { ...contents, rows: new Map(contents.rows).set(row.id, row) }
}

function without(contents: ServiceContents, id: string): ServiceContents {
  const rows = new Map([...contents.rows].filter(([key]) => key !== id))
  return { ...contents, rows, gone: new Set(contents.gone).add(id) }
}

/** What the service holds after a user of the CRM did something there. */
export function edited(contents: ServiceContents, edit: Edit): ServiceContents {
  if (edit.verb === 'create') {
    const lastId = contents.lastId + 1
    return withRow({ ...contents, lastId }, { ...edit.item, id: `u${lastId}`, version: 1 })
  }
  const row = [...contents.rows.values()].find(({ name }) => name === edit.name)
  if (row === undefined) throw new Error(`the CRM does not hold ${edit.name}`)
  if (edit.verb === 'delete') return without(contents, row.id)
  return withRow(contents, { ...row, ...edit.set, version: row.version + 1 })
}
