import { PLAIN, SIGNAL, openShop, readAll, serve } from './scene.ts'
import { describe, expect, test } from 'vitest'
import type { Auth } from '../../../src/adapters/http/auth/auth.ts'
import type { Reply, SeenRequest } from './scene.ts'
import type { RestSystemConfig } from '../../../src/adapters/rest/config.ts'
import { Secret } from '../../../src/core/secret.ts'
import { inspect } from 'node:util'
import { restSystem } from '../../../src/adapters/rest/system.ts'

const CANARY = 'c4n4ry-S3cr3t/+='
const ITEMS_PAGE = { body: { data: [] } }

/** Everything a system says while a server throws its own words back at it. */
async function everythingSaid(auth: Auth, reply: (request: SeenRequest) => Reply): Promise<string> {
  const { origin } = await serve((request) => reply(request))
  const said: unknown[] = []
  const more: Partial<RestSystemConfig> = {
    auth,
    headers: { 'X-Api-Key': new Secret(CANARY) },
    tenant: { request: 'GET /me', path: 'name' },
  }
  const { system, items } = openShop(origin, {}, more)
  const note = async (what: Promise<unknown>): Promise<void> => {
    said.push(await what.catch((error: unknown) => error))
  }
  await note(readAll(items.list(SIGNAL)))
  await note(items.get('1', SIGNAL))
  await note(items.update('1', { a: 1 }, PLAIN))
  await note(items.delete('1', PLAIN))
  await note(items.create({ a: 1 }, { ...PLAIN, identification: { kind: 'none' } }))
  await note(items.describe(SIGNAL))
  await note(system.identify(SIGNAL))
  await note(system.test(SIGNAL))
  said.push(system, system.usage())
  return said.map((one) => `${inspect(one, { depth: 9 })} ${JSON.stringify(one)}`).join('\n')
}

describe('[A60] no message, outcome or check shows a secret, whatever a server throws back', () => {
  const auths: readonly (readonly [string, Auth])[] = [
    ['bearer', { bearer: new Secret(CANARY) }],
    ['basic', { basic: { user: 'me', password: new Secret(CANARY) } }],
    ['a header', { headers: { 'X-Auth': new Secret(CANARY) } }],
    ['both', { bearer: new Secret(CANARY), headers: { 'X-Auth': new Secret(CANARY) } }],
  ]
  const seen = ({ headers }: SeenRequest): string =>
    [headers['x-api-key'], headers['x-auth'], headers.authorization].join(' ')
  const echoes: readonly (readonly [string, (request: SeenRequest) => Reply])[] = [
    ['in a refusal', (request) => ({ status: 422, body: { message: seen(request) } })],
    ['in words', (request) => ({ status: 403, body: seen(request) })],
    ['in a failure', (request) => ({ status: 500, body: { error: seen(request) } })],
    ['in a web page', (request) => ({ body: `<html>${seen(request)}` })],
    ['in broken JSON', (request) => ({ body: `{"${seen(request)}` })],
    ['in another shape', (request) => ({ body: { [seen(request)]: seen(request) } })],
  ]
  const spellings = [
    CANARY,
    encodeURIComponent(CANARY),
    Buffer.from(CANARY).toString('base64url'),
    Buffer.from(`me:${CANARY}`).toString('base64'),
  ]
  test.each(
    auths.flatMap(([how, auth]) =>
      echoes.map(([where, echo]) => [how, where, auth, echo] as const),
    ),
  )('sent as %s, thrown back %s', async (_how, _where, auth, echo) => {
    const said = await everythingSaid(auth, echo)
    for (const spelling of spellings) expect(said).not.toContain(spelling)
    expect(said).toContain('***')
  })
})

describe('[A54] nothing ever leaves the origin', () => {
  test.each<[string, (elsewhere: string) => Reply]>([
    ['a redirect', (elsewhere) => ({ status: 302, headers: { location: `${elsewhere}/items` } })],
    [
      'a lasting redirect',
      (elsewhere) => ({ status: 308, headers: { location: `${elsewhere}/items` } }),
    ],
    [
      'a redirect without a scheme',
      (elsewhere) => ({ status: 307, headers: { location: elsewhere.slice(5) } }),
    ],
    [
      'the address of the next page',
      (next) => ({ body: { data: [{ id: '1' }], next: `${next}/items` } }),
    ],
    [
      'the same without a scheme',
      (next) => ({ body: { data: [{ id: '1' }], next: next.slice(5) } }),
    ],
  ])('by %s', async (_, reply) => {
    const elsewhere = await serve([ITEMS_PAGE])
    const { origin } = await serve([reply(elsewhere.origin)])
    const list = { request: 'GET /items', items: 'data', page: { next: 'next' } }
    const { items } = openShop(origin, { list }, { auth: { bearer: new Secret(CANARY) } })
    await readAll(items.list(SIGNAL)).catch(() => undefined)
    await items.get('1', SIGNAL).catch(() => undefined)
    await items.update('1', {}, PLAIN)
    expect(elsewhere.requests).toEqual([])
  })

  test('and a redirect within it keeps the credentials', async () => {
    const { origin, requests } = await serve(({ url }) =>
      url === '/items' ? { status: 302, headers: { location: '/others' } } : ITEMS_PAGE,
    )
    const auth = { bearer: new Secret(CANARY), headers: { 'X-Auth': new Secret('key') } }
    await readAll(openShop(origin, {}, { auth }).items.list(SIGNAL))
    expect(requests.map(({ headers }) => headers['x-auth'])).toEqual(['key', 'key'])
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(
      Array(2).fill(`Bearer ${CANARY}`),
    )
  })

  test('a write follows only a redirect that says it was not done', async () => {
    const redirects = async (status: number): Promise<readonly string[]> => {
      const { origin, requests } = await serve(({ url }) =>
        url === '/items/1'
          ? { status, headers: { location: '/v2/items/1' } }
          : { body: { id: '1' } },
      )
      const { kind } = await openShop(origin).items.update('1', { a: 1 }, PLAIN)
      return [kind, ...requests.map(({ method, url, body }) => `${method} ${url} ${body}`)]
    }
    const twice = ['PATCH /items/1 {"a":1}', 'PATCH /v2/items/1 {"a":1}']
    expect(await redirects(307)).toEqual(['written', ...twice])
    expect(await redirects(308)).toEqual(['written', ...twice])
    expect(await redirects(302)).toEqual(['unknown', 'PATCH /items/1 {"a":1}'])
    expect(await redirects(303)).toEqual(['unknown', 'PATCH /items/1 {"a":1}'])
  })
})

describe('an address that is none, or that holds more than an address, is a configuration error', () => {
  const open = (url: string): unknown => restSystem('shop', { url, collections: {} })
  test.each([
    ['ftp://a.test', 'CONFIG_INVALID', /is not an address/],
    ['a.test', 'CONFIG_INVALID', /is not an address/],
    ['', 'CONFIG_INVALID', /is not an address/],
    ['https://me:secret@a.test/', 'CONFIG_SECRET', /holds a user or a password/],
    ['https://a.test/?key=secret', 'CONFIG_INVALID', /holds a query/],
    ['https://a.test/#x', 'CONFIG_INVALID', /holds a query or a fragment/],
  ])('%j', (url, code, says) => {
    expect(() => open(url)).toThrow(expect.objectContaining({ code }))
    expect(() => open(url)).toThrow(says)
    expect(() => open(url)).not.toThrow(/secret@|key=secret/)
  })
})

test('what is sent by default asks for JSON as it is, from no cache', async () => {
  const { origin, requests } = await serve([ITEMS_PAGE])
  const { items } = openShop(`${origin}/base/`, {}, { headers: { 'Accept-Language': 'en' } })
  await readAll(items.list(SIGNAL))
  expect(requests[0]).toMatchObject({
    method: 'GET',
    url: '/base/items',
    headers: {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'accept-language': 'en',
      'cache-control': 'no-cache',
      'user-agent': 'bilateral',
    },
  })
  await readAll(openShop(origin, {}, { compress: true }).items.list(SIGNAL))
  expect(requests[1]?.headers['accept-encoding']).toBe('gzip, br, deflate')
})
