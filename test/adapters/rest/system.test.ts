import { PLAIN, SIGNAL, openShop, readAll, serve } from './scene.ts'
import { describe, expect, test } from 'vitest'
import type { RestSystemConfig } from '../../../src/adapters/rest/config.ts'
import type { Reply } from './scene.ts'
import { Secret } from '../../../src/core/secret.ts'
import { toHttpDate } from '../../../src/adapters/http/header/http-date.ts'

const PAGE = { body: { data: [] } }

describe('[A63] a system is another when', () => {
  const scopeOf = async (config: Partial<RestSystemConfig>): Promise<string> =>
    (await openShop('https://a.test', {}, config).system.identify(SIGNAL)).scope
  const bearer = (token: string): Partial<RestSystemConfig> => ({
    auth: { bearer: new Secret(token) },
  })
  const collections = (query: object): Partial<RestSystemConfig> => ({
    collections: {
      items: {
        id: 'id',
        list: { request: 'GET /items', query: { ...query } },
        get: { request: 'GET /items/${id}' },
      },
    },
  })

  test.each<[string, Partial<RestSystemConfig>, Partial<RestSystemConfig>]>([
    ['its credential is another', bearer('one'), bearer('two')],
    ['it is asked for other records', collections({ owner: 'me' }), collections({ owner: 'you' })],
    ['somebody else asks', { actor: 'a' }, { actor: 'b' }],
  ])('%s', async (_, one, other) => {
    expect(await scopeOf(one)).not.toBe(await scopeOf(other))
    expect(await scopeOf(one)).toBe(await scopeOf(one))
  })

  test('but not when the same actor has a new credential, or pages are turned otherwise', async () => {
    const actor = 'integration'
    expect(await scopeOf({ ...bearer('one'), actor })).toBe(
      await scopeOf({ ...bearer('two'), actor }),
    )
    const basic = (password: string): Partial<RestSystemConfig> => ({
      auth: { basic: { user: 'me', password: new Secret(password) } },
    })
    expect(await scopeOf(basic('one'))).toBe(await scopeOf(basic('two')))
    expect(await scopeOf({ limits: { concurrency: 1 } })).toBe(await scopeOf({}))
  })

  test('and a scope names its parts and gives no credential away', async () => {
    const scope = await scopeOf(bearer('one'))
    expect(scope).toMatch(/^items=[0-9a-f]{5} as=[0-9a-f]{5}$/)
  })

  test('it says itself that it is', async () => {
    const { origin, requests } = await serve([
      { body: { account: { id: 42 }, generation: 'g1' } },
      { body: { account: {} } },
    ])
    const tenant = { request: 'GET /me', path: 'account.id', incarnation: 'generation' }
    const { system } = openShop(origin, {}, { tenant })
    expect(await system.identify(SIGNAL)).toMatchObject({ tenant: '42', incarnation: 'g1' })
    await expect(system.identify(SIGNAL)).rejects.toThrow(
      /answers without a tenant at "account\.id"/,
    )
    expect(requests.map(({ url }) => url)).toEqual(['/me', '/me'])
    expect(system.usage().byOperation).toEqual({ identify: 2 })
    expect((await openShop(origin).system.identify(SIGNAL)).tenant).toBe(origin)
  })
})

describe('[A65] a check names what is wrong', () => {
  const check = async (
    reply: Reply,
    config: Partial<RestSystemConfig> = {},
  ): Promise<readonly string[]> => {
    const { origin } = await serve([reply])
    const { system } = openShop(origin, {}, { retry: { attempts: 1 }, ...config })
    const checks = await system.test(SIGNAL)
    return checks.map(({ name, ok, detail }) => `${ok ? 'ok' : 'no'} ${name}: ${detail}`)
  }

  test('nothing', async () => {
    const date = toHttpDate(Date.now())
    const [reachable, ...others] = await check({
      headers: { date },
      body: { data: [{ id: '1' }, { id: '2' }] },
    })
    expect(reachable).toMatch(/^ok reachable: http:/)
    expect(others).toEqual([
      'ok authenticated: the credentials are accepted',
      expect.stringMatching(/^ok clock: \d s behind this machine$/),
      'ok lists items: 2 records on the first page',
    ])
  })

  test('nobody answers', async () => {
    const { system } = openShop('http://127.0.0.1:1', {}, { retry: { attempts: 1 } })
    expect(await system.test(SIGNAL)).toMatchObject([
      { name: 'reachable', ok: false, detail: expect.stringMatching(/ECONNREFUSED/) as unknown },
    ])
  })

  test('the credentials', async () => {
    expect(await check({ status: 401 })).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ok reachable/),
        expect.stringMatching(/^no authenticated: .*not accepted/),
        expect.stringMatching(/^no lists items/),
      ]),
    )
  })

  test('the clock', async () => {
    const date = toHttpDate(Date.now() + 3_600_000)
    expect((await check({ ...PAGE, headers: { date } }))[2]).toMatch(
      /^no clock: 3(599|600) s ahead of this machine$/,
    )
  })

  test('the shape of the answer', async () => {
    expect((await check({ body: { rows: [] } })).at(-1)).toMatch(
      /^no lists items: .*has no list at "data"; it has rows/,
    )
  })

  test('the writing of stamps', async () => {
    const { origin } = await serve([{ body: { data: [{ id: '1', at: '1.1.2026' }] } }])
    const { system } = openShop(origin, {
      stamp: { path: 'at', granularity: 1000 },
      changes: { request: 'GET /items', items: 'data' },
    })
    expect((await system.test(SIGNAL)).at(-1)).toMatchObject({
      ok: false,
      detail: 'no record shows its stamp where and as "stamp" says',
    })
  })
})

test('a collection is described by its first page and by what is declared of it', async () => {
  const { origin, requests } = await serve([
    {
      body:
        '{"data":[{"id":"1","n":1,"d":1.5,"on":true,"at":"2026-01-01T10:00:00Z","day":"2026-01-01",' +
        '"big":9007199254740993,"tags":[],"address":{"city":"Berlin"},"none":null,"mixed":1},' +
        '{"id":"2","n":2,"d":2,"mixed":"text"}]}',
    },
  ])
  const { items, system } = openShop(origin, {
    readonly: ['id'],
    externalKey: 'ref',
    unique: ['email', ['a', 'b']],
    fields: { n: { maxLength: 5, type: 'decimal' }, hidden: { type: 'string', refersTo: 'items' } },
  })
  const info = await items.describe(SIGNAL)
  expect(info).toMatchObject({
    name: 'items',
    idField: 'id',
    uniqueKeys: [['ref'], ['email'], ['a', 'b']],
  })
  const types = Object.fromEntries(info.fields.map(({ name, type }) => [name, type]))
  expect(types).toEqual({
    id: 'string',
    n: 'decimal',
    d: 'decimal',
    on: 'boolean',
    at: 'datetime',
    day: 'date',
    big: 'integer',
    tags: 'list',
    address: 'object',
    'address.city': 'string',
    none: 'unknown',
    mixed: 'string',
    hidden: 'string',
  })
  const byName = new Map(info.fields.map((field) => [field.name, field]))
  expect(byName.get('id')).toMatchObject({ required: true, writable: false })
  expect(byName.get('n')).toMatchObject({ required: true, writable: true, maxLength: 5 })
  expect(byName.get('on')).toMatchObject({ required: false })
  expect(byName.get('hidden')).toMatchObject({ required: false, refersTo: 'items' })
  expect(await system.discover(SIGNAL)).toEqual([info])
  expect(requests).toHaveLength(2)
})

describe('[A55] a read is repeated', () => {
  test('while the reason passes, after a wait that is told', async () => {
    const replies = [408, 425, 429, 500, 502, 503, 504, 524].map((status) => ({ status, body: '' }))
    const { origin, requests } = await serve([...replies, PAGE])
    const { items, waits } = openShop(origin, {}, { retry: { attempts: 20, first: 2, max: 4 } })
    await readAll(items.list(SIGNAL))
    expect(requests).toHaveLength(9)
    expect(waits).toHaveLength(8)
    for (const waited of waits) expect(waited).toBeLessThanOrEqual(4)
  })

  test('not before the system asked for', async () => {
    const { origin } = await serve([{ status: 503, headers: { 'retry-after': '1' } }, PAGE])
    const { items, waits } = openShop(origin)
    await readAll(items.list(SIGNAL))
    expect(waits[0]).toBe(1000)
    expect(waits.length).toBeLessThanOrEqual(2)
  })

  test('not if the system asks for more patience than there is', async () => {
    const { origin, requests } = await serve([
      { status: 503, headers: { 'retry-after': '3600' } },
      PAGE,
    ])
    await expect(readAll(openShop(origin).items.list(SIGNAL))).rejects.toMatchObject({
      code: 'SYSTEM_UNAVAILABLE',
      retryable: true,
    })
    expect(requests).toHaveLength(1)
  })

  test('not after it was stopped', async () => {
    const stop = new AbortController()
    const { origin, requests } = await serve(() => {
      setTimeout(() => stop.abort(), 10)
      return { status: 503, headers: { 'retry-after': '1' } }
    })
    await expect(openShop(origin).items.get('1', stop.signal)).rejects.toMatchObject({
      code: 'INTERRUPTED',
    })
    expect(requests).toHaveLength(1)
  })

  test('and a write never', async () => {
    const { origin, requests } = await serve([{ status: 503 }])
    const { items } = openShop(origin)
    await items.update('1', {}, PLAIN)
    await items.delete('1', PLAIN)
    await items.create({}, { ...PLAIN, identification: { kind: 'none' } })
    expect(requests.map(({ method }) => method)).toEqual(['PATCH', 'DELETE', 'POST'])
  })
})

test('[A59] after a 429 nothing else is sent until the system asked for more', async () => {
  const { origin, requests } = await serve([{ status: 429, headers: { 'retry-after': '1' } }, PAGE])
  const { items } = openShop(origin)
  const startMs = performance.now()
  expect(await items.update('1', {}, PLAIN)).toMatchObject({ kind: 'later', afterMs: 1000 })
  await items.list(SIGNAL).next()
  expect(performance.now() - startMs).toBeGreaterThan(950)
  expect(requests).toHaveLength(2)
})

test('[A59] no more requests are in flight than the system allows', async () => {
  const { origin, requests } = await serve([PAGE])
  const { items } = openShop(origin, {}, { limits: { concurrency: 2, requests: 6, per: 200 } })
  const startMs = performance.now()
  await Promise.all(Array.from({ length: 13 }, () => items.list(SIGNAL).next()))
  expect(performance.now() - startMs).toBeGreaterThan(400)
  expect(requests).toHaveLength(13)
})

test('[A9] repeated and redirected requests are counted, each as what it is for', async () => {
  const { origin } = await serve([
    { status: 503 },
    { status: 302, headers: { location: '/items' } },
    PAGE,
    { body: { id: '1' } },
  ])
  const { items, system } = openShop(origin)
  await readAll(items.list(SIGNAL))
  await items.delete('1', PLAIN)
  expect(system.usage()).toEqual({ requests: 4, byOperation: { list: 3, delete: 1 } })
})
