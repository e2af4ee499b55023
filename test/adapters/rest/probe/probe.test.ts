import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { onTestFinished } from 'vitest'
import { listen, stop } from '../service.ts'
import { probe } from '../../../../src/adapters/rest/probe/probe.ts'

/** What a service answers: a body, and headers. */
interface Reply {
  readonly status?: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

const PEOPLE = Array.from({ length: 7 }, (_, at) => ({
  id: `p${String(at + 1)}`,
  name: `Person ${String(at + 1)}`,
  version: at + 1,
  updatedAt: '2026-01-01T00:00:00Z',
}))

/** Looks at `/people` of a service, and keeps what it was asked. */
async function look(
  reply: (query: URLSearchParams, id: string | undefined) => Reply,
  path = '/people',
) {
  const asked: string[] = []
  const server = createServer((request: IncomingMessage, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`)
    const url = new URL(request.url ?? '', 'http://x')
    const id = /^\/api\/people\/(.+)$/.exec(url.pathname)?.[1]
    const { status = 200, body, headers = {} } = reply(url.searchParams, id)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(body === undefined ? '' : JSON.stringify(body))
  })
  const origin = await listen(server)
  onTestFinished(() => stop(server))
  const config = { url: `${origin}/api`, collections: {} }
  const { signal } = new AbortController()
  const [found] = await probe('crm', config, { targets: [{ name: 'people', path }], signal })
  return { found, asked, list: found?.declaration['list'] }
}

/** One record, or a page between two positions. */
function single(id: string | undefined): Reply | undefined {
  return id === undefined ? undefined : { body: PEOPLE.find((person) => person.id === id) ?? null }
}

test('[C96] only GET requests are sent', async () => {
  const { asked } = await look((_, id) => single(id) ?? { body: PEOPLE })
  expect(asked.length).toBeGreaterThan(2)
  expect(asked.filter((line) => !line.startsWith('GET /api/people'))).toEqual([])
})

test('[C96] a bare list on one page has no paging, and the doubt is told', async () => {
  const { list, found } = await look((_, id) => single(id) ?? { body: PEOPLE })
  expect(list).toEqual({ request: 'GET /people' })
  expect(found?.evidence['list']).toMatch(/^no way to a second page was found, is there one\?/)
})

test('[C96] a cursor is followed once, under the name that leads on', async () => {
  const { list } = await look((query, id) => {
    const limit = Math.min(Number(query.get('limit') ?? 3), 3)
    const at = Number(query.get('cursor') ?? 0)
    const next = at + limit < PEOPLE.length ? String(at + limit) : null
    return (
      single(id) ?? { body: { data: PEOPLE.slice(at, at + limit), total: 7, paging: { next } } }
    )
  })
  expect(list).toEqual({
    request: 'GET /people',
    query: { limit: '${size}' },
    items: 'data',
    total: 'total',
    page: { cursor: 'paging.next', send: 'query.cursor', size: 100 },
  })
})

test('[C96] an address of the next page is taken as it is', async () => {
  const { list } = await look((query, id) => {
    const at = Number(query.get('at') ?? 0)
    const body = {
      items: PEOPLE.slice(at, at + 3),
      links: { next: `/api/people?at=${String(at + 3)}` },
    }
    return single(id) ?? { body }
  })
  expect(list).toEqual({ request: 'GET /people', items: 'items', page: { next: 'links.next' } })
})

test('[C96] a Link header and a total in a header are found', async () => {
  const headers = { link: '</api/people?page=2>; rel="next"', 'x-total-count': '7' }
  const { list } = await look((_, id) => single(id) ?? { body: PEOPLE.slice(0, 3), headers })
  expect(list).toEqual({
    request: 'GET /people',
    total: 'header:X-Total-Count',
    page: { link: 'next' },
  })
})

test.each([
  ['from one', 1],
  ['from zero', 0],
])('[C96] pages are numbered %s', async (_, start) => {
  const { list } = await look((query, id) => {
    const at = (Number(query.get('page') ?? start) - start) * 2
    return single(id) ?? { body: { results: PEOPLE.slice(at, at + 2) } }
  })
  expect(list).toMatchObject({ items: 'results', page: { number: start, send: 'query.page' } })
})

test('[C96] records are skipped by number, and a size is asked for where one is granted', async () => {
  const { list } = await look((query, id) => {
    const [size, at] = [Number(query.get('per_page') ?? 3), Number(query.get('skip') ?? 0)]
    return single(id) ?? { body: { value: PEOPLE.slice(at, at + size) } }
  })
  expect(list).toMatchObject({
    query: { per_page: '${size}' },
    page: { offset: 0, send: 'query.skip', size: 100 },
  })
})

test('[C96] a version in the listing that makes the ETag of a single read is a token for both', async () => {
  const { found } = await look((_, id) => {
    const record = PEOPLE.find((person) => person.id === id)
    if (record === undefined) return { body: PEOPLE }
    return { body: { person: record }, headers: { etag: `W/"v${String(record.version)}"` } }
  })
  expect(found?.declaration).toMatchObject({
    id: 'id',
    token: { path: 'version', header: 'ETag', as: 'W/"v${token}"' },
    stamp: { path: 'updatedAt', granularity: '1s' },
    readonly: ['version', 'updatedAt'],
    get: { request: 'GET /people/${id}', result: 'person' },
  })
})

test('[C96] an ETag that no listing shows is read one by one', async () => {
  const { found } = await look((_, id) => {
    const reply = single(id)
    return reply === undefined ? { body: PEOPLE } : { ...reply, headers: { etag: '"abc"' } }
  })
  expect(found?.declaration['token']).toEqual({ header: 'ETag', kind: 'etag' })
})

test('[C96] the query of a collection is sent every time and kept', async () => {
  const { list, asked } = await look(
    (_, id) => single(id) ?? { body: PEOPLE },
    '/people?kind=staff',
  )
  expect(list).toEqual({ request: 'GET /people', query: { kind: 'staff' } })
  expect(asked.every((line) => line.includes('kind=staff'))).toBe(true)
})

test.each<readonly [string, Reply]>([
  ['no list', { body: { message: 'hello' } }],
  ['texts', { body: { data: ['a', 'b'] } }],
  ['nothing at all', { status: 404, body: {} }],
])('[C96] an answer with %s is refused with the place it came from', async (_, reply) => {
  await expect(look(() => reply)).rejects.toMatchObject({
    code: 'SYSTEM_ANSWER',
    message: expect.stringContaining('GET /api/people answers') as string,
  })
})
