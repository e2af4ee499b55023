import { Refusal } from './refusal.ts'

export const PAGE_RECORDS_MAX = 100

/** Where a page begins: after this record, in the order of the listing. */
export type Position =
  | { readonly order: 'id'; readonly id: string }
  | { readonly order: 'updated'; readonly updatedAt: number; readonly id: string }

/** What one listing asks for; every filter that is present must hold. */
export interface ListQuery {
  readonly limit: number
  readonly after: Position | undefined
  /** Seconds since 1970, inclusive. Present: oldest change first; absent: ordered by id. */
  readonly updatedSince: number | undefined
  readonly externalRef: string | undefined
  readonly email: string | undefined
}

type Parameters = Readonly<Record<string, string>>

const KNOWN = ['limit', 'cursor', 'updatedSince', 'externalRef', 'email']

/** Reads the query string of a listing; throws a `Refusal` (400) that names the wrong parameter. */
export function parseListQuery(parameters: Parameters): ListQuery {
  const unknown = Object.keys(parameters).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined) throw wrong(unknown, `must be one of ${KNOWN.join(', ')}`)
  const updatedSince = parseInstant(parameters['updatedSince'])
  const after = parameters['cursor'] === undefined ? undefined : fromCursor(parameters['cursor'])
  if (after !== undefined && (after.order === 'updated') !== (updatedSince !== undefined)) {
    throw wrong('cursor', 'belongs to another listing')
  }
  return {
    limit: parseLimit(parameters['limit']),
    after,
    updatedSince,
    externalRef: parameters['externalRef'],
    email: parameters['email']?.trim().toLowerCase(),
  }
}

/** The opaque text that stands for a position. */
export function toCursor(position: Position): string {
  const fields = position.order === 'id' ? [position.id] : [position.id, String(position.updatedAt)]
  return Buffer.from(fields.join(' ')).toString('base64url')
}

function fromCursor(cursor: string): Position {
  const [id, updatedAt] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  if (id === undefined || !/^[a-z]{3}_\w+$/u.test(id)) throw wrong('cursor', 'is not one of ours')
  if (updatedAt === undefined) return { order: 'id', id }
  if (!/^\d{1,12}$/u.test(updatedAt)) throw wrong('cursor', 'is not one of ours')
  return { order: 'updated', id, updatedAt: Number(updatedAt) }
}

function parseLimit(limit: string | undefined): number {
  if (limit === undefined) return PAGE_RECORDS_MAX
  if (!/^[1-9]\d{0,5}$/u.test(limit)) throw wrong('limit', 'must be a whole number from 1')
  return Math.min(Number(limit), PAGE_RECORDS_MAX)
}

function parseInstant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/u
  const milliseconds = shape.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(milliseconds)) throw wrong('updatedSince', 'must be an RFC 3339 instant')
  return Math.floor(milliseconds / 1000)
}

function wrong(field: string, message: string): Refusal {
  return new Refusal({ status: 400, code: 'invalid_parameter', message, field })
}
