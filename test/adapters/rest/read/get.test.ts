import { SIGNAL, openShop, readAll, serve } from '../scene.ts'
import { describe, expect, test } from 'vitest'
import type { Found } from '../../../../src/adapters/adapter.ts'
import type { Reply } from '../scene.ts'
import type { RestCollectionConfig } from '../../../../src/adapters/rest/config.ts'
import { toHttpDate } from '../../../../src/adapters/http/header/http-date.ts'

const PAGE = { 'content-type': 'text/html' }
const DATE = toHttpDate(Date.UTC(2026, 0, 1))

async function get(reply: Reply, items: Partial<RestCollectionConfig> = {}): Promise<Found> {
  const { origin } = await serve([reply])
  return openShop(origin, items).items.get('7', SIGNAL)
}

describe('a single read tells absences apart', () => {
  const call = { request: 'GET /items/${id}' }
  test.each<[string, Reply, Partial<RestCollectionConfig>, object]>([
    ['found', { body: { id: '7', version: 2 } }, {}, { kind: 'found', record: { token: '"2"' } }],
    ['found by its number', { body: { id: 7 } }, {}, { kind: 'found', record: { id: '7' } }],
    [
      'found in its wrapping',
      { body: { data: [{ id: '7' }] } },
      { get: { ...call, result: 'data.0' } },
      { kind: 'found' },
    ],
    [
      'found, its token in a header',
      { headers: { etag: 'W/"9"' }, body: { id: '7' } },
      {},
      { kind: 'found', record: { token: 'W/"9"' } },
    ],
    ['not found', { status: 404, body: {} }, {}, { kind: 'not-found' }],
    ['gone', { status: 410 }, {}, { kind: 'gone' }],
    [
      'gone by a flag',
      { body: { id: '7', state: 'trash' } },
      { deleted: { path: 'state', value: 'trash' } },
      { kind: 'gone' },
    ],
    [
      'gone by any mark',
      { body: { id: '7', deletedAt: '2026-01-01' } },
      { deleted: { path: 'deletedAt' } },
      { kind: 'gone' },
    ],
    [
      'there, its mark empty',
      { body: { id: '7', deletedAt: null } },
      { deleted: { path: 'deletedAt' } },
      { kind: 'found' },
    ],
    ['moved, by its id', { body: { id: '8' } }, {}, { kind: 'moved', to: '8' }],
    [
      'moved, as it says',
      { body: { id: '7', mergedInto: 9 } },
      { movedTo: 'mergedInto' },
      { kind: 'moved', to: '9' },
    ],
    [
      'hidden',
      { status: 403, body: { message: 'no' } },
      {},
      { kind: 'hidden', why: 'answers 403 "no"' },
    ],
    [
      'not found, as configured',
      { status: 403, body: {} },
      { get: { ...call, when: { '403': 'not-found' } } },
      { kind: 'not-found' },
    ],
  ])('%s', async (_, reply, items, found) => {
    expect(await get(reply, items)).toMatchObject(found)
  })

  test('and an error that says neither is thrown', async () => {
    await expect(get({ status: 400, body: { message: 'what?' } })).rejects.toMatchObject({
      code: 'SYSTEM_ANSWER',
      message: 'shop: GET /items/7 answers 400 "what?"; it only reads',
    })
    await expect(get({ body: {} })).rejects.toThrow(/a record that has no id: "\{\}"/)
    await expect(get({ body: [] })).rejects.toThrow(/a record that has no id/)
  })
})

describe('[A62] a web page proves no absence', () => {
  const lost = '<!doctype html><title>Not Found</title>'
  test.each([404, 410])('%i', async (status) => {
    expect(await get({ status, headers: PAGE, body: lost })).toMatchObject({ kind: 'hidden' })
    expect(await get({ status, body: lost })).toMatchObject({ kind: 'hidden' })
  })

  test('unless the configuration says that this is how the system answers', async () => {
    const call = { request: 'GET /items/${id}', when: { '404': 'not-found' } } as const
    const reply = { status: 404, headers: PAGE, body: lost }
    expect(await get(reply, { get: call })).toEqual({ kind: 'not-found' })
  })

  test('and a listing that is not there is not empty', async () => {
    const { origin } = await serve([{ status: 404, body: {} }])
    await expect(readAll(openShop(origin).items.list(SIGNAL))).rejects.toMatchObject({
      code: 'SYSTEM_ANSWER',
    })
  })
})

test('[A64] a read tells the time of the server when it began to answer, at the latest', async () => {
  const found = await get({ headers: { date: DATE }, body: { id: '7' } })
  const time = found.kind === 'found' ? (found.serverTimeMs ?? 0) : 0
  expect(time).toBeLessThan(Date.UTC(2026, 0, 1))
  expect(time).toBeGreaterThan(Date.UTC(2026, 0, 1) - 10_000)
  expect(await get({ headers: { date: 'now' }, body: { id: '7' } })).not.toHaveProperty(
    'serverTimeMs',
  )
})

describe('stamps are read as declared, and shown as RFC 3339', () => {
  test.each<[Partial<NonNullable<RestCollectionConfig['stamp']>>, object, string | undefined]>([
    [{}, { at: '2026-01-01T10:00:00+02:00' }, '2026-01-01T10:00:00+02:00'],
    [{}, { at: '2026-01-01 10:00:00' }, undefined],
    [{}, { at: 1767225600 }, undefined],
    [{ format: 'utc' }, { at: '2026-01-01 10:00:00.5' }, '2026-01-01T10:00:00.5Z'],
    [{ format: 'epoch-s' }, { at: 1767225600 }, '2026-01-01T00:00:00.000Z'],
    [{ format: 'epoch-ms' }, { at: '1767225600001' }, '2026-01-01T00:00:00.001Z'],
    [{ format: 'epoch-ms' }, { at: '1e300' }, undefined],
    [{ format: 'http-date' }, { at: DATE }, '2026-01-01T00:00:00.000Z'],
    [{ path: ['at', 'made'] }, { at: null, made: '2026-01-01T00:00:00Z' }, '2026-01-01T00:00:00Z'],
    [{ path: undefined, header: 'Last-Modified' }, {}, '2026-01-01T00:00:00.000Z'],
  ])('%j %j', async (stamp, fields, text) => {
    const found = await get(
      { headers: { 'last-modified': DATE }, body: { id: '7', ...fields } },
      { token: undefined, stamp: { path: 'at', granularity: 1000, ...stamp } },
    )
    expect(found).toMatchObject({ record: { stamp: text, token: text } })
  })
})

describe('several records in one request', () => {
  const getMany = { request: 'GET /items', query: { ids: '${items}' }, items: 'data', batch: 2 }

  test('a batch that is silent about a record proves nothing: it is read alone', async () => {
    const { origin, requests } = await serve(({ url }) =>
      url.startsWith('/items?') ? { body: { data: [{ id: 'b' }, { id: 'a' }] } } : { status: 404 },
    )
    const { items } = openShop(origin, { getMany })
    expect(items.can.read.batch).toBe(2)
    const answers = await items.getMany?.(['a', 'x', 'b'], SIGNAL)
    expect(answers?.map(({ kind }) => kind)).toEqual(['found', 'not-found', 'found'])
    expect(requests.map(({ url }) => url)).toEqual(['/items?ids=a%2Cx', '/items/x', '/items?ids=b'])
  })

  test('where only single reads show the token, there are no batches', () => {
    const token = { header: 'ETag' }
    expect('getMany' in openShop('http://a.test', { getMany, token }).items).toBe(false)
  })
})

describe('[A5] a search', () => {
  const find = { request: 'GET /items', query: { '${field}': '${value}' }, items: 'data' }
  const search = async (
    reply: Reply,
    more: object = {},
  ): Promise<readonly string[] | undefined> => {
    const { origin } = await serve([reply])
    const { items } = openShop(origin, { find: { ...find, ...more } })
    return (await items.findByKey?.('ref', 'x', SIGNAL))?.map(({ id }) => id)
  }

  test('counts only records that hold the very value, and no deleted ones', async () => {
    const { origin } = await serve([
      {
        body: {
          data: [
            { id: '1', ref: 'x' },
            { id: '2', ref: 'X' },
            { id: '3' },
            { id: '4', ref: 'x', gone: 1 },
          ],
        },
      },
    ])
    const { items } = openShop(origin, { find, deleted: { path: 'gone' } })
    expect((await items.findByKey?.('ref', 'x', SIGNAL))?.map(({ id }) => id)).toEqual(['1'])
  })

  test('that finds nothing may be answered with a 404', async () => {
    expect(await search({ status: 404, body: {} })).toEqual([])
  })

  test('that is cut off fails rather than answer in part', async () => {
    await expect(
      search({ body: { data: [{ id: '1', ref: 'x' }] } }, { cap: 1 }),
    ).rejects.toMatchObject({
      code: 'LISTING_INCOMPLETE',
    })
  })

  test('by a field it does not accept is a configuration error', async () => {
    await expect(search({ body: {} }, { keys: ['email'] })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/searched by email, not by ref/) as unknown,
    })
  })
})

describe('[A64] changes', () => {
  const MS = 1_700_000_000_000
  const items: Partial<RestCollectionConfig> = {
    stamp: { path: 'at', granularity: 1000, lateness: 5000 },
    changes: { request: 'GET /changes', query: { since: '${from:epoch-ms}' }, items: 'data' },
  }
  const at = (ms: number): string => new Date(ms).toISOString()
  const cursorOf = async (
    headers: Record<string, string>,
    rows: readonly object[],
  ): Promise<number> => {
    const { origin } = await serve([{ headers, body: { data: rows } }])
    const { end } = await readAll(openShop(origin, items).items.list(SIGNAL))
    return Date.parse(end.cursor ?? '')
  }

  test('begin at the server time of the first page, less lateness, granularity and a second', async () => {
    const cursor = await cursorOf({ date: toHttpDate(MS) }, [{ id: '1', at: at(MS - 60_000) }])
    expect(cursor).toBeLessThanOrEqual(MS - 7000)
    expect(cursor).toBeGreaterThan(MS - 17_000)
  })

  test('begin at the newest stamp, less the same, where the server tells no time', async () => {
    const rows = [{ id: '1', at: at(MS) }, { id: '2', at: at(MS - 1) }, { id: '3' }]
    expect(await cursorOf({ date: '' }, rows)).toBe(MS - 7000)
    expect(await cursorOf({ date: '' }, [])).toBeNaN()
  })

  test('are asked for since the cursor, and show every version', async () => {
    const { origin, requests } = await serve([
      {
        body: {
          data: [
            { id: '1', version: 1 },
            { id: '1', version: 2 },
            { id: '1', version: 2 },
          ],
        },
      },
    ])
    const shop = openShop(origin, items)
    const { records, end } = await readAll(shop.items.changes!(at(MS), SIGNAL))
    expect(requests[0]?.url).toBe(`/changes?since=${MS}`)
    expect(records.map(({ token }) => token)).toEqual(['"1"', '"2"'])
    expect(end.complete).toBe(true)
  })

  test.each<[string, Reply]>([
    ['a cursor of another kind', { body: { data: [] } }],
    [at(MS), { status: 410, body: { message: 'too old' } }],
  ])('from a cursor the system does not know are everything: %s', async (cursor, reply) => {
    const { origin } = await serve([reply])
    const shop = openShop(origin, items)
    await expect(readAll(shop.items.changes!(cursor, SIGNAL))).rejects.toMatchObject({
      code: 'CURSOR_EXPIRED',
    })
  })

  test('without a stamp are a configuration error', () => {
    expect(() => openShop('http://a.test', { ...items, stamp: undefined })).toThrow(
      /^shop\.collections\.items\.changes: changes are found by a stamp/,
    )
  })
})
