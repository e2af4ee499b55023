import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Fields, Value } from '../../../src/core/value.ts'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { readJson } from '../../../src/adapters/http/json/read-json.ts'
import { canonicalText } from '../../../src/core/value.ts'

/** One record of the small service: what a user put in, and what the service keeps. */
interface Row {
  readonly id: string
  readonly fields: Fields
  readonly version: number
  readonly atMs: number
}

/** A small honest REST service on loopback: what the adapter must be able to work with. */
export interface Service {
  readonly url: string
  readonly origin: string
  readonly rows: Map<string, Row>
  /** Every request so far: method, path with query, headers, body. */
  readonly requests: {
    method: string
    url: string
    headers: IncomingMessage['headers']
    body: string
  }[]
  /** The service's clock; moves only when told. */
  clock: { nowMs: number }
  put(id: string, fields: Fields): void
  patch(id: string, set: Fields): void
  close(): Promise<void>
}

/** How the service behaves. */
export interface ServiceOptions {
  readonly pageSize?: number
  /** Ids are made by clients: `PUT /items/ID`. */
  readonly clientIds?: boolean
  /** Stamps are whole multiples of this. */
  readonly granularityMs?: number
}

/** Starts the service. */
export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const rows = new Map<string, Row>()
  const keys = new Map<string, string>()
  const requests: Service['requests'] = []
  const clock = { nowMs: Date.UTC(2026, 0, 1) }
  let made = 0
  const put = (id: string, fields: Fields): void => {
    const version = (rows.get(id)?.version ?? 0) + 1
    rows.set(id, { id, fields, version, atMs: clock.nowMs })
  }
  const patch = (id: string, set: Fields): void => put(id, { ...rows.get(id)?.fields, ...set })
  const answer = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    clock.nowMs += 1
    const { method = '', url = '', headers } = request
    requests.push({ method, url, headers, body })
    const state = { options, rows, keys, clock, put, nextId: () => `item-${(made += 1)}` }
    const reply = route(state, { method, url, headers, body })
    response.writeHead(reply.status, {
      'content-type': 'application/json',
      date: new Date(clock.nowMs).toUTCString(),
      ...reply.headers,
    })
    response.end(reply.value === undefined ? undefined : textOf(reply.value))
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()))
  })
  const origin = await listen(server)
  return {
    url: `${origin}/api`,
    origin,
    rows,
    requests,
    clock,
    put,
    patch,
    close: () => stop(server),
  }
}

interface State {
  readonly options: ServiceOptions
  readonly rows: Map<string, Row>
  readonly keys: Map<string, string>
  readonly clock: { readonly nowMs: number }
  readonly put: (id: string, fields: Fields) => void
  readonly nextId: () => string
}

interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

interface Reply {
  readonly status: number
  readonly value?: Value
  readonly headers?: Readonly<Record<string, string>>
}

const refuse = (status: number, message: string, field?: string): Reply => ({
  status,
  value: { message, field: field ?? null },
})

function route(state: State, asked: Asked): Reply {
  const [path = '', query = ''] = asked.url.split('?')
  const [, base, collection, id, ...rest] = path.split('/')
  if (asked.headers.authorization !== 'Bearer open sesame') return refuse(401, 'who are you?')
  if (base !== 'api' || collection !== 'items' || rest.length > 0)
    return refuse(404, 'no such route')
  if (id !== undefined) return routeOne(state, asked, decodeURIComponent(id))
  if (asked.method === 'GET') return list(state, new URLSearchParams(query))
  return state.options.clientIds === true ? refuse(405, 'use PUT') : create(state, asked)
}

function create(state: State, asked: Asked): Reply {
  const { rows, keys } = state
  const key = String(asked.headers['idempotency-key'] ?? '')
  const before = keys.get(key)
  if (before !== undefined)
    return show(state, rows.get(before), {
      status: 201,
      headers: { 'idempotent-replayed': 'true' },
    })
  const body = parse(asked.body)
  const ref = body['ref'] ?? null
  if (ref !== null && [...rows.values()].some((row) => row.fields['ref'] === ref))
    return refuse(409, 'ref is taken', 'ref')
  const wrong = refusalOf(body)
  if (wrong !== undefined) return wrong
  const id = state.nextId()
  state.put(id, body)
  if (key !== '') keys.set(key, id)
  return show(state, rows.get(id), { status: 201, headers: { location: `/api/items/${id}` } })
}

function routeOne(state: State, asked: Asked, id: string): Reply {
  const { rows } = state
  const row = rows.get(id)
  if (row === undefined) {
    if (asked.method !== 'PUT' || state.options.clientIds !== true)
      return refuse(404, `no item ${id}`)
    state.put(id, parse(asked.body))
    return show(state, rows.get(id), { status: 201 })
  }
  if (asked.method === 'GET') return show(state, row, { status: 200 })
  return preconditionOf(asked, row) ?? change(state, asked, row)
}

function preconditionOf({ headers }: Asked, row: Row): Reply | undefined {
  if (headers['if-none-match'] === '*') return refuse(412, 'it exists')
  const match = headers['if-match'] ?? tagOf(row)
  return match === tagOf(row) ? undefined : refuse(412, 'it has changed')
}

function change(state: State, asked: Asked, row: Row): Reply {
  const { rows } = state
  if (asked.method === 'DELETE') {
    rows.delete(row.id)
    return { status: 204 }
  }
  const body = parse(asked.body)
  const wrong = refusalOf(body)
  if (wrong !== undefined) return wrong
  state.put(row.id, { ...row.fields, ...body })
  return show(state, rows.get(row.id), { status: 200 })
}

function list({ rows, options, clock }: State, query: URLSearchParams): Reply {
  const since = query.get('since')
  const wanted = ['ref', 'name'].filter((field) => query.has(field))
  const found = [...rows.values()]
    .filter((row) => since === null || stampOf(row, options) >= since)
    .filter((row) => wanted.every((field) => row.fields[field] === query.get(field)))
    .sort((left, right) => (left.id < right.id ? -1 : 1))
  const after = query.get('cursor')
  const from = after === null ? 0 : found.filter(({ id }) => id <= after).length
  const end = from + Number(query.get('limit') ?? options.pageSize ?? 3)
  const next = end < found.length ? (found[end - 1]?.id ?? null) : null
  const data = found.slice(from, end).map((row) => toItem(row, options))
  return { status: 200, value: { data, next, total: found.length, now: clock.nowMs } }
}

function show({ options }: State, row: Row | undefined, reply: Reply): Reply {
  if (row === undefined) return refuse(404, 'gone again')
  const headers = { etag: tagOf(row), ...reply.headers }
  return { ...reply, value: toItem(row, options), headers }
}

function toItem(row: Row, options: ServiceOptions): Value {
  return { ...row.fields, id: row.id, version: row.version, updatedAt: stampOf(row, options) }
}

function stampOf(row: Row, { granularityMs = 1 }: ServiceOptions): string {
  return new Date(Math.floor(row.atMs / granularityMs) * granularityMs).toISOString()
}

function tagOf(row: Row): string {
  return `"v${row.version}"`
}

function refusalOf(body: Fields): Reply | undefined {
  const size = body['size'] ?? null
  return size === null || typeof size === 'number' || typeof size === 'string'
    ? undefined
    : refuse(422, 'size is a number', 'size')
}

/** Reads and writes whole numbers of any length, as a service with a 64-bit column does. */
function parse(text: string): Fields {
  const reading = readJson(Buffer.from(text))
  return reading.ok ? (reading.value as Fields) : {}
}

function textOf(value: Value): string {
  const big = (_: string, one: unknown): unknown =>
    typeof one === 'string' && /^-?[1-9]\d{15,18}$/.test(one) ? BigInt(one) : one
  return stringify(JSON.parse(canonicalText(value), big))
}

function stringify(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return `[${value.map(stringify).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(
    ([key, one]) => `${JSON.stringify(key)}:${stringify(one)}`,
  )
  return `{${members.join(',')}}`
}

/** Listens on a free port of loopback and tells the origin. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Ends a server with everyone still connected. */
export async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
