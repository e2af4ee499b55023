import type { Contents, Know, Row, Table } from './table.ts'
import type { Value } from '../../src/core/value.ts'
import type { Verb } from '../../src/core/operation.ts'
import { KEY, PRIVATE } from '../setup/field-names.ts'
import { change, erase, insert, toNative, toText } from './table.ts'
import { listPage } from './list-page.ts'
import { originOf } from './rest-config.ts'

/** A request as a server sees it. */
export interface Asked {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** An answer before it goes out. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A write of the engine that took effect: what it met and what it left. */
export interface Effect {
  readonly table: Table
  readonly verb: Verb
  readonly op: string
  readonly met: Row | undefined
  readonly made: Row | undefined
}

/** What a server needs of the world. */
export interface ServiceWorld {
  /** The server's own clock. */
  readonly clockMs: () => number
  /** What the written values descend from. */
  readonly knowOf: (op: string) => Know
  readonly onEffect: (effect: Effect) => void
  readonly onShown: (table: Table, row: Row) => void
}

/** One simulated system that is asked over HTTP. */
export type Service = (asked: Asked) => Reply

/** Opens the HTTP face of a table. */
export function openService(table: Table, world: ServiceWorld): Service {
  return (asked) => {
    const { pathname, searchParams } = new URL(asked.path, originOf(table.side))
    const reply = route({ table, world, asked }, pathname, searchParams)
    const date = new Date(world.clockMs()).toUTCString()
    return { ...reply, headers: { 'content-type': 'application/json', date, ...reply.headers } }
  }
}

interface Served {
  readonly table: Table
  readonly world: ServiceWorld
  readonly asked: Asked
}

function route(served: Served, pathname: string, query: URLSearchParams): Reply {
  if (pathname === '/api/me') return json(200, { tenant: served.table.side })
  if (pathname === '/api/items')
    return served.asked.method === 'POST' ? create(served, undefined) : list(served, query)
  const id = decodeURIComponent(pathname.slice('/api/items/'.length))
  const { method, headers } = served.asked
  if (method === 'PUT' && headers['if-none-match'] === '*') return create(served, id)
  const row = served.table.rows.get(id)
  if (row === undefined) return absent(served.table, id)
  if (method === 'GET') return show(served, 200, row)
  if (!holds(served, row)) return json(412, { error: 'it was changed since' })
  return method === 'DELETE' ? remove(served, row) : update(served, row)
}

function list({ table, world }: Served, query: URLSearchParams): Reply {
  const page = listPage(table, query)
  for (const row of page.rows) world.onShown(table, row)
  const items = page.rows.map((row) => itemOf(table, row, table.setup.versionInList))
  return json(200, { items, ...page.more }, page.headers)
}

function create({ table, world, asked }: Served, id: string | undefined): Reply {
  const key = asked.headers['idempotency-key']
  const before = key === undefined ? undefined : table.replies.get(key)
  const served = { table, world, asked }
  if (before !== undefined) return replay(served, before)
  const body = bodyOf(asked)
  if (isTaken(table, id, body)) return json(412, { error: 'it is there already' })
  const op = opOf(asked)
  const birth = { ...partsOf(body), id, key: body[KEY] ?? '', ref: body['ref'] ?? undefined }
  const row = insert(table, { ...birth, know: world.knowOf(op) }, world.clockMs())
  if (key !== undefined) table.replies.set(key, row.id)
  world.onEffect({ table, verb: 'create', op, met: undefined, made: row })
  return written(served, 201, table.rows.get(row.id) ?? row)
}

function isTaken(table: Table, id: string | undefined, { ref }: Contents): boolean {
  if (id !== undefined) return table.rows.has(id) || (table.setup.tombstones && table.gone.has(id))
  return typeof ref === 'string' && [...table.rows.values()].some((row) => row.ref === ref)
}

/** A repetition is answered with the record as it is now, or as it was last. */
function replay(served: Served, id: string): Reply {
  const { table } = served
  const row = table.rows.get(id) ?? table.gone.get(id)?.row
  if (row === undefined) return json(500, { error: 'lost' })
  const reply = written(served, 201, row)
  return { ...reply, headers: { ...reply.headers, replayed: 'true' } }
}

function update(served: Served, row: Row): Reply {
  const { table, world, asked } = served
  const op = opOf(asked)
  const by = { ...partsOf(bodyOf(asked)), know: world.knowOf(op) }
  const made = change(table, row, by, world.clockMs())
  world.onEffect({ table, verb: 'update', op, met: row, made })
  return written(served, 200, table.rows.get(row.id) ?? made)
}

function remove({ table, world, asked }: Served, row: Row): Reply {
  const op = opOf(asked)
  erase(table, row, world.knowOf(op))
  world.onEffect({ table, verb: 'delete', op, met: row, made: undefined })
  return { status: 204, headers: {}, body: '' }
}

/** The answer to a write, as complete as the system makes it. */
function written(served: Served, status: number, row: Row): Reply {
  const { answers, version } = served.table.setup
  if (answers === 'record') return show(served, status, row)
  const location = { location: `/api/items/${encodeURIComponent(row.id)}` }
  const headers = { ...location, ...(version === 'etag' ? { etag: etagOf(row) } : {}) }
  if (answers === 'none') return { status: status === 201 ? 201 : 204, headers, body: '' }
  const { id, etag, version: counter, updated } = itemOf(served.table, row, true)
  return json(status, { id, etag, version: counter, updated }, headers)
}

function show({ table, world }: Served, status: number, row: Row): Reply {
  world.onShown(table, row)
  const headers = table.setup.version === 'etag' ? { etag: etagOf(row) } : {}
  const isBare = table.setup.version === 'etag' && !table.setup.versionInList
  return json(status, itemOf(table, row, !isBare), headers)
}

function absent({ setup, gone }: Table, id: string): Reply {
  const status = setup.tombstones && gone.has(id) ? 410 : 404
  return json(status, { error: 'not there' })
}

function holds({ table, asked }: Served, row: Row): boolean {
  if (table.setup.lie === 'ignores-conditions') return true
  const { 'if-match': match, 'x-if-version': version, 'x-if-stamp': stamp } = asked.headers
  const since = asked.headers['if-unmodified-since']
  if (match !== undefined && match !== etagOf(row)) return false
  if (version !== undefined && version !== String(row.version)) return false
  if (stamp !== undefined && stamp !== new Date(row.stampMs).toISOString()) return false
  return since === undefined || row.stampMs <= Date.parse(since)
}

function etagOf({ version }: Row): string {
  return `"v${String(version)}"`
}

function itemOf(table: Table, row: Row, versioned: boolean): Readonly<Record<string, unknown>> {
  const { version } = table.setup
  const id = table.setup.ids === 'number' && /^\d+$/.test(row.id) ? Number(row.id) : row.id
  return {
    id,
    seq: row.seq,
    [KEY]: row.key,
    ...nativeOf(row.contents),
    [PRIVATE]: row.note,
    ref: row.ref ?? null,
    etag: version === 'etag' && versioned ? etagOf(row) : undefined,
    version: version === 'counter' && versioned ? row.version : undefined,
    updated: version === 'none' ? undefined : new Date(row.stampMs).toISOString(),
  }
}

function bodyOf({ body }: Asked): Contents {
  const native = JSON.parse(body ?? '{}') as Readonly<Record<string, Value>>
  return Object.fromEntries(Object.entries(native).map(([name, value]) => [name, toText(value)]))
}

const NOT_CONTENTS = new Set([KEY, PRIVATE, 'ref', 'id', 'seq', 'etag', 'version', 'updated'])

function nativeOf(contents: Contents): Readonly<Record<string, Value>> {
  const named = Object.entries(contents).map(
    ([name, text]) => [name, toNative(name, text)] as const,
  )
  return Object.fromEntries(named)
}

function partsOf(body: Contents): { readonly contents: Contents; readonly note?: string } {
  const contents = Object.fromEntries(
    Object.entries(body).filter(([name]) => !NOT_CONTENTS.has(name)),
  )
  const note = body[PRIVATE]
  return typeof note === 'string' ? { contents, note } : { contents }
}

function opOf({ headers }: Asked): string {
  return headers['x-op'] ?? ''
}

function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, headers, body: JSON.stringify(body) }
}
