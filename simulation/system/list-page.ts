import type { PagingKind } from '../setup/setup.ts'
import type { Row, Table } from './table.ts'

/** One page of a listing, with what the server says of the next one. */
export interface ListPage {
  readonly rows: readonly Row[]
  readonly more: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>
}

/** Cuts one page out of a table, as its kind of paging wants it; a search by a field is one page. */
export function listPage(table: Table, query: URLSearchParams): ListPage {
  const all = [...table.rows.values()].sort((left, right) => left.seq - right.seq)
  const ref = query.get('ref')
  if (ref !== null) {
    const isFound = (row: Row): boolean => table.setup.lie === 'ignores-filter' || row.ref === ref
    return { rows: all.filter(isFound), more: {}, headers: {} }
  }
  const total = table.setup.total ? { total: all.length } : {}
  const page = pageOf(table, all, query)
  return { ...page, more: { ...page.more, ...total } }
}

function pageOf(table: Table, all: readonly Row[], query: URLSearchParams): ListPage {
  const { paging, lie } = table.setup
  const asked = Number(query.get('limit') ?? all.length)
  const size = lie === 'lowers-page-size' ? Math.max(1, asked - 1) : asked
  const at = Number(query.get('page') ?? FIRST[paging])
  if (paging === 'none') return countedFrom(all, 0, all.length)
  if (paging === 'offset') return countedFrom(all, at, size)
  if (paging === 'number') return countedFrom(all, (at - 1) * size, size)
  if (paging === 'link') return linked(all, at, size)
  return keyed(table, all, { after: at, size })
}

const FIRST: Readonly<Record<PagingKind, number>> = {
  none: 0,
  offset: 0,
  number: 1,
  link: 0,
  keyset: 0,
  cursor: 0,
  next: 0,
}

function countedFrom(all: readonly Row[], from: number, size: number): ListPage {
  return { rows: all.slice(from, from + size), more: {}, headers: {} }
}

function linked(all: readonly Row[], from: number, size: number): ListPage {
  const { rows } = countedFrom(all, from, size)
  const next = from + size
  const isLast = next >= all.length
  const link = `</api/items?limit=${String(size)}&page=${String(next)}>; rel="next"`
  return { rows, more: {}, headers: isLast ? {} : { link } }
}

function keyed(
  { setup: { paging } }: Table,
  all: readonly Row[],
  { after, size }: { readonly after: number; readonly size: number },
): ListPage {
  const left = all.filter(({ seq }) => seq > after)
  const rows = left.slice(0, size)
  if (paging === 'keyset') return { rows, more: {}, headers: {} }
  const last = left.length > size ? String(rows.at(-1)?.seq ?? 0) : null
  const next =
    last === null || paging === 'cursor' ? last : `/api/items?limit=${String(size)}&page=${last}`
  return { rows, more: { next }, headers: {} }
}
