import { randomBytes } from 'node:crypto'
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

import type { JsonObject } from './field-rules.ts'
import { createAttributes, patchAttributes } from './kinds.ts'
import type { Kind } from './kinds.ts'
import { toCursor } from './list-query.ts'
import type { ListQuery, Position } from './list-query.ts'
import { ID_BYTES, toRecordId } from './record-id.ts'
import { invalid, Refusal } from './refusal.ts'

/** A record as clients see it: its attributes, and what the service itself keeps about it. */
export type Representation = JsonObject & {
  id: string
  version: number
  createdAt: string
  updatedAt: string
}

/** One page of a listing; `next` is the cursor of the following page, null on the last. */
export interface Page {
  readonly data: readonly Representation[]
  readonly next: string | null
  /** Records that satisfy the filters, on all pages together. */
  readonly total: number
}

interface Row {
  readonly id: string
  readonly version: number
  readonly created_at: number
  readonly updated_at: number
  readonly document: string
}

/** Seconds since 1970; the service knows no finer time. */
export type Clock = () => number

/** The records of one kind. Every function throws a `Refusal` for what it does not accept. */
export interface Collection {
  list(query: ListQuery): Page
  get(id: string): Representation
  create(sent: unknown): Representation
  patch(id: string, sent: unknown, ifMatch: string | undefined): Representation
  remove(id: string, ifMatch: string | undefined): void
}

/** The records of `kind` in `database`. */
export function createCollection(database: DatabaseSync, kind: Kind, now: Clock): Collection {
  const table = kind.path
  const byId = database.prepare(`SELECT * FROM ${table} WHERE id = ?`)
  const insert = database.prepare(
    `INSERT INTO ${table} (id, version, created_at, updated_at, document) VALUES (?, 1, ?, ?, ?)`,
  )
  const update = database.prepare(
    `UPDATE ${table} SET version = version + 1, updated_at = ?, document = ? WHERE id = ?`,
  )
  const erase = database.prepare(`DELETE FROM ${table} WHERE id = ?`)

  const find = (id: string, ifMatch?: string): Row => {
    const row = byId.get(id) as Row | undefined
    if (row === undefined) throw notFound(kind, id)
    if (!isMatch(ifMatch, row.version)) throw stale(row)
    return row
  }

  return {
    list: (query) => listPage(database, table, query),
    get: (id) => toRepresentation(find(id)),
    create(sent) {
      const attributes = createAttributes(kind, sent)
      checkReferences(database, kind, { attributes })
      const id = toRecordId(kind.idPrefix, randomBytes(ID_BYTES))
      const second = now()
      insert.run(id, second, second, JSON.stringify(attributes))
      return toRepresentation(find(id))
    },
    patch(id, sent, ifMatch) {
      const row = find(id, ifMatch)
      const attributes = patchAttributes(kind, JSON.parse(row.document) as JsonObject, sent)
      checkReferences(database, kind, { attributes, id })
      update.run(now(), JSON.stringify(attributes), id)
      return toRepresentation(find(id))
    },
    remove(id, ifMatch) {
      find(id, ifMatch)
      if (kind.path === 'accounts') refuseWhileEmploying(database, id)
      erase.run(id)
    },
  }
}

/** The entity tag of a version, quotes included. */
export function toEntityTag(version: number): string {
  return `"v${version}"`
}

/** Whether an `If-Match` header allows a write to this version. Weak tags never match. */
function isMatch(header: string | undefined, version: number): boolean {
  if (header === undefined || header.trim() === '*') return true
  return header.split(',').some((tag) => tag.trim() === toEntityTag(version))
}

function listPage(database: DatabaseSync, table: string, query: ListQuery): Page {
  const filters = toFilters(query)
  const counted = select(database, `SELECT count(*) AS total FROM ${table}`, filters)
  const total = (counted as { total: number }[]).reduce((sum, row) => sum + row.total, 0)

  const order = query.updatedSince === undefined ? 'id' : 'updated_at, id'
  const conditions = new Map([...filters, ...toStart(query.after)])
  const tail = `ORDER BY ${order} LIMIT ${query.limit + 1}`
  const rows = select(database, `SELECT * FROM ${table}`, conditions, tail) as Row[]
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return { data: page.map(toRepresentation), next: last ? cursorAfter(last, order) : null, total }
}

/** Conditions that must all hold, with the values of their question marks. */
type Conditions = ReadonlyMap<string, SQLInputValue[]>

function toFilters(query: ListQuery): Conditions {
  const filters = new Map<string, SQLInputValue[]>()
  if (query.updatedSince !== undefined) filters.set('updated_at >= ?', [query.updatedSince])
  if (query.externalRef !== undefined) filters.set('external_ref = ?', [query.externalRef])
  if (query.email !== undefined) filters.set('email = ?', [query.email])
  return filters
}

function toStart(after: Position | undefined): Conditions {
  if (after === undefined) return new Map()
  if (after.order === 'id') return new Map([['id > ?', [after.id]]])
  return new Map([['(updated_at, id) > (?, ?)', [after.updatedAt, after.id]]])
}

function cursorAfter(row: Row, order: string): string {
  if (order === 'id') return toCursor({ order: 'id', id: row.id })
  return toCursor({ order: 'updated', id: row.id, updatedAt: row.updated_at })
}

function select(
  database: DatabaseSync,
  head: string,
  conditions: Conditions,
  tail = '',
): unknown[] {
  const where = conditions.size === 0 ? '' : `WHERE ${[...conditions.keys()].join(' AND ')}`
  return database.prepare(`${head} ${where} ${tail}`).all(...[...conditions.values()].flat())
}

interface Candidate {
  readonly attributes: JsonObject
  /** Absent for a record that is being created. */
  readonly id?: string
}

/** Refuses an unknown account, and an external reference that another record has. */
function checkReferences(database: DatabaseSync, kind: Kind, candidate: Candidate): void {
  const { accountId, externalRef } = candidate.attributes
  if (typeof accountId === 'string') {
    const known = database.prepare('SELECT 1 FROM accounts WHERE id = ?').get(accountId)
    if (known === undefined) {
      throw invalid('accountId', `there is no account ${accountId}`, 'unknown_account')
    }
  }
  if (typeof externalRef === 'string') {
    const query = `SELECT id FROM ${kind.path} WHERE external_ref = ? AND id IS NOT ?`
    const holder = database.prepare(query).get(externalRef, candidate.id ?? null)
    if (holder !== undefined) throw taken(externalRef, String(holder['id']))
  }
}

function refuseWhileEmploying(database: DatabaseSync, accountId: string): void {
  const query = 'SELECT count(*) AS total FROM contacts WHERE account_id = ?'
  const total = Number(database.prepare(query).get(accountId)?.['total'])
  if (total === 0) return
  const message = `account ${accountId} still has ${total} contacts`
  throw new Refusal({ status: 409, code: 'has_contacts', message })
}

function toRepresentation(row: Row): Representation {
  return {
    id: row.id,
    version: row.version,
    ...(JSON.parse(row.document) as JsonObject),
    createdAt: toInstant(row.created_at),
    updatedAt: toInstant(row.updated_at),
  }
}

/** An RFC 3339 instant in UTC with a resolution of one second. */
function toInstant(second: number): string {
  return `${new Date(second * 1000).toISOString().slice(0, 19)}Z`
}

function notFound(kind: Kind, id: string): Refusal {
  const message = `there is no record ${id} among the ${kind.path}`
  return new Refusal({ status: 404, code: 'not_found', message })
}

function stale(row: Row): Refusal {
  const message = `record ${row.id} is at version ${row.version} now`
  const headers = { ETag: toEntityTag(row.version) }
  return new Refusal({ status: 412, code: 'stale', message, headers })
}

function taken(externalRef: string, holderId: string): Refusal {
  const message = `external reference ${externalRef} belongs to ${holderId}`
  return new Refusal({ status: 409, code: 'duplicate', message, field: 'externalRef' })
}
