import { SIGNAL, openShop, readAll, serve } from '../scene.ts'
import { describe, expect, test } from 'vitest'
import type { Reply, SeenRequest } from '../scene.ts'
import type { RestListCall, RestPaging } from '../../../../src/adapters/rest/config.ts'

const ROWS = Array.from({ length: 7 }, (_, at) => ({ id: `r${at}`, no: at, version: 1 }))
const query = ({ url }: SeenRequest): URLSearchParams => new URL(url, 'http://a.test').searchParams
const chunk = (from: number, size = 3): typeof ROWS => ROWS.slice(from, from + size)

/** How servers turn their pages, and how that is declared. */
const STYLES: readonly {
  readonly title: string
  readonly list: Partial<RestListCall>
  readonly answer: (request: SeenRequest, origin: string) => Reply
  readonly requests: number
}[] = [
  {
    title: 'a cursor from the body',
    list: {
      query: { limit: '${size}', after: '${page}' },
      page: { cursor: 'paging.next', size: 3 },
    },
    answer: (request) => {
      const from = Number(query(request).get('after') ?? 0)
      const next = from + 3 < ROWS.length ? from + 3 : null
      return { body: { data: chunk(from), paging: { next } } }
    },
    requests: 3,
  },
  {
    title: 'a cursor that begins with zero and is sent in the body',
    list: {
      request: 'POST /search',
      body: { limit: 3 },
      page: { cursor: 'next', send: 'body.paging.after' },
    },
    answer: ({ body }) => {
      const { paging } = JSON.parse(body) as { paging: { after?: number } }
      const from = paging.after ?? -1
      if (from < 0) return { body: { data: [], next: 0 } }
      return { body: { data: chunk(from), ...(from + 3 < 7 ? { next: from + 3 } : {}) } }
    },
    requests: 4,
  },
  {
    title: 'a cursor from a header',
    list: { page: { cursor: 'header:X-Next', send: 'query.after' } },
    answer: (request) => {
      const from = Number(query(request).get('after') ?? 0)
      const next = from + 3 < ROWS.length ? String(from + 3) : ''
      return { headers: { 'x-next': next }, body: { data: chunk(from) } }
    },
    requests: 3,
  },
  {
    title: 'an address, relative and absolute by turns',
    list: { page: { next: '@odata.nextLink' } },
    answer: (request, origin) => {
      const from = Number(query(request).get('$skip') ?? 0)
      const address = `items?$skip=${from + 3}`
      const next = from === 0 ? `/${address}` : from === 3 ? `${origin}/${address}` : undefined
      return { body: { data: chunk(from), '@odata.nextLink': next } }
    },
    requests: 3,
  },
  {
    title: 'a Link header',
    list: { page: { link: 'next' } },
    answer: (request, origin) => {
      const from = Number(query(request).get('from') ?? 0)
      const links = [`<${origin}/items>; rel="first"`]
      if (from + 3 < 7) links.push(`<?from=${from + 3}>; rel="next"`)
      return { headers: { link: links.join(', ') }, body: { data: chunk(from) } }
    },
    requests: 3,
  },
  {
    title: 'page numbers, ended by an empty page',
    list: { page: { number: 1, size: 3, send: 'query.page' } },
    answer: (request) => ({ body: { data: chunk((Number(query(request).get('page')) - 1) * 3) } }),
    requests: 4,
  },
  {
    title: 'page numbers, ended by a total',
    list: { page: { number: 0, send: 'query.page' }, total: 'header:X-Total' },
    answer: (request) => ({
      headers: { 'x-total': '7' },
      body: { data: chunk(Number(query(request).get('page')) * 3) },
    }),
    requests: 3,
  },
  {
    title: 'an offset that counts from one, on pages smaller than asked for',
    list: { query: { count: '${size}' }, page: { offset: 1, size: 500, send: 'query.startIndex' } },
    answer: (request) => ({
      body: { data: chunk(Number(query(request).get('startIndex')) - 1, 2) },
    }),
    requests: 5,
  },
  {
    title: 'an offset, on pages larger than asked for',
    list: {
      query: { limit: '${size}' },
      page: { offset: 0, size: 1, send: 'query.offset' },
      total: 'n',
    },
    answer: (request) => ({ body: { data: chunk(Number(query(request).get('offset')), 4), n: 7 } }),
    requests: 2,
  },
  {
    title: 'the last id',
    list: { page: { keyset: 'no', send: 'query.after' } },
    answer: (request) => ({ body: { data: chunk(Number(query(request).get('after') ?? -1) + 1) } }),
    requests: 4,
  },
  {
    title: 'the last stamp and id, and a flag that more follows',
    list: {
      query: { version: '${page.stamp}', after: '${page.id}' },
      page: { keyset: { stamp: 'version', id: 'no' }, more: 'has_more' },
    },
    answer: (request) => {
      const from = Number(query(request).get('after') ?? -1) + 1
      if (from > 0 && query(request).get('version') !== '1') return { status: 400 }
      return { body: { data: chunk(from), has_more: from + 3 < 7 } }
    },
    requests: 3,
  },
]

describe('[A52] every record is listed once, by', () => {
  test.each(STYLES)('$title', async ({ list, answer, requests }) => {
    const { origin, requests: seen } = await serve((request) => answer(request, origin))
    const { items } = openShop(origin, { list: { request: 'GET /items', items: 'data', ...list } })
    const { records, end } = await readAll(items.list(SIGNAL))
    expect(records.map(({ id }) => id)).toEqual(ROWS.map(({ id }) => id))
    expect(end).toMatchObject({ complete: true })
    expect(seen).toHaveLength(requests)
  })
})

/** Serves pages of ids in turn, the last one for ever, each naming the next as told. */
const script = (pages: readonly object[]): readonly Reply[] => pages.map((body) => ({ body }))
const row = (id: unknown, version = 1): object => ({ id, version })
const CURSOR: RestPaging = { cursor: 'next', send: 'query.after' }

describe('[A53] a listing does not end complete, and says why, when', () => {
  test.each<[string, Partial<RestListCall>, readonly object[], RegExp, number]>([
    [
      'the cursor stays the same',
      { page: CURSOR },
      [
        { data: [row(1)], next: 'x' },
        { data: [row(2)], next: 'x' },
      ],
      /page 2 leads back to a page that was read before/,
      2,
    ],
    [
      'the cursors go in a circle',
      { page: CURSOR },
      [
        { data: [row(1)], next: 'x' },
        { data: [row(2)], next: 'y' },
        { data: [row(3)], next: 'z' },
        { data: [row(4)], next: 'x' },
      ],
      /page 4 leads back/,
      4,
    ],
    [
      'the total says more',
      { page: CURSOR, total: 'total' },
      [{ data: [row(1), row(2)], total: 3 }],
      /it shows 2 records, and the system states 3/,
      1,
    ],
    [
      'the total says less',
      { page: CURSOR, total: 'total' },
      [{ data: [row(1), row(2)], total: 1 }],
      /it shows 2 records, and the system states 1/,
      1,
    ],
    [
      'a record is on two pages in two versions',
      { page: CURSOR },
      [{ data: [row(1), row(2)], next: 'x' }, { data: [row(2, 2), row(3)] }],
      /its pages show different versions of "2"/,
      2,
    ],
    [
      'items have no id',
      { page: CURSOR },
      [{ data: [row(1), row(null), row(''), row({ a: 1 }), 'text'] }],
      /4 of its items have no id/,
      1,
    ],
    [
      'the next page is elsewhere',
      { page: { next: 'next' } },
      [{ data: [row(1)], next: 'http://elsewhere.example/items?page=2' }],
      /its next page points to http:\/\/elsewhere\.example, another origin, and is not followed/,
      1,
    ],
    [
      'the address of the next page is none',
      { page: { next: 'next' } },
      [{ data: [row(1)], next: 'http://[' }],
      /the address of its next page cannot be read/,
      1,
    ],
    [
      'the pages never end',
      { page: { number: 1, send: 'query.page' }, max: { pages: 3 } },
      [{ data: [row(1)] }, { data: [row(2)] }, { data: [row(3)] }, { data: [row(4)] }],
      /it was cut off after 3 pages/,
      3,
    ],
    [
      'the records never end',
      { page: CURSOR, max: { records: 3 } },
      [
        { data: [row(1), row(2)], next: 'x' },
        { data: [row(3), row(4)], next: 'y' },
      ],
      /it was cut off after 4 records/,
      2,
    ],
    [
      'every page is empty and promises another',
      { page: { ...CURSOR, cursor: 'next' } },
      Array.from({ length: 200 }, (_, at) => ({ data: [], next: at })),
      /101 pages in a row brought no record/,
      101,
    ],
    [
      'the page asked for is ignored',
      { page: { offset: 0, send: 'query.offset' } },
      [{ data: [row(1), row(2)] }],
      /page 2 repeats records: the system ignores which page is asked for/,
      2,
    ],
    [
      'more is promised and not how to ask for it',
      { page: { ...CURSOR, more: 'more' } },
      [{ data: [row(1)], more: true }],
      /it says that more follows, and not how to ask for it/,
      1,
    ],
    [
      'the last record has no key',
      { page: { keyset: { stamp: 'at', id: 'id' } } },
      [{ data: [row(1)] }],
      /the last record of a page has no key/,
      1,
    ],
    [
      'the system shows no more than so many',
      { cap: 2 },
      [{ data: [row(1), row(2)] }],
      /the system shows no more than 2/,
      1,
    ],
  ])('%s', async (...[, list, pages, why, requests]) => {
    const { origin, requests: seen } = await serve(script(pages))
    const { items } = openShop(origin, { list: { request: 'GET /items', items: 'data', ...list } })
    const { end } = await readAll(items.list(SIGNAL))
    expect(end.complete).toBe(false)
    expect(end.why).toMatch(why)
    expect(seen).toHaveLength(requests)
  })

  test('it is stopped between two pages', async () => {
    const { origin } = await serve(script([{ data: [row(1)], next: 'x' }]))
    const { items } = openShop(origin, {
      list: { request: 'GET /items', items: 'data', page: CURSOR },
    })
    const stop = new AbortController()
    const listing = items.list(stop.signal)
    await listing.next()
    stop.abort()
    expect((await listing.next()).value).toMatchObject({ complete: false, why: 'it was stopped' })
  })
})

describe('[A53] a listing ends complete nevertheless when', () => {
  const list = { request: 'GET /items', items: 'data', page: CURSOR, total: 'total' }
  test.each<[string, readonly object[], readonly string[]]>([
    [
      'a record is shown twice in one version',
      [
        { data: [row(1), row(2), row(2)], next: 'x' },
        { data: [row(2), row(3)], total: 3 },
      ],
      ['1', '2', '3'],
    ],
    [
      'the total moves while pages are read',
      [
        { data: [row(1), row(2)], next: 'x', total: 4 },
        { data: [row(3)], total: 3 },
      ],
      ['1', '2', '3'],
    ],
    [
      'a page between is empty',
      [{ data: [row(1)], next: 'x' }, { data: [], next: 'y' }, { data: [row(2)] }],
      ['1', '2'],
    ],
    ['there is nothing', [{ data: [], total: 0 }], []],
  ])('%s', async (_, pages, ids) => {
    const { origin } = await serve(script(pages))
    const { records, end } = await readAll(openShop(origin, { list }).items.list(SIGNAL))
    expect(records.map(({ id }) => id)).toEqual(ids)
    expect(end).toMatchObject({ complete: true })
  })
})

test('an unreadable place for the page is a configuration error', () => {
  const page: RestPaging = { cursor: 'next', send: 'header.X' }
  expect(() => openShop('http://a.test', { list: { request: 'GET /items', page } })).toThrow(
    /^shop\.collections\.items\.list\.page\.send: "header\.X" is neither/,
  )
})

test('a failure in the middle of a listing is thrown, and nothing is concluded', async () => {
  const { origin } = await serve([
    { body: { data: [row(1)], next: 'x' } },
    { status: 403, body: {} },
  ])
  const { items } = openShop(origin, {
    list: { request: 'GET /items', items: 'data', page: CURSOR },
  })
  await expect(readAll(items.list(SIGNAL))).rejects.toMatchObject({ code: 'SYSTEM_AUTH' })
})
