import { PLAIN, SIGNAL, openShop, readAll, serve } from './scene.ts'
import { describe, expect, test } from 'vitest'
import type { Reply, Scripted, SeenRequest } from './scene.ts'
import type { Collection, System } from '../../../src/adapters/adapter.ts'
import type { OAuth2 } from '../../../src/adapters/http/auth/auth.ts'
import { Secret } from '../../../src/core/secret.ts'

const PAGE = { body: { data: [] } }

interface Scene {
  readonly issuer: Scripted
  readonly shop: Scripted
  readonly items: Collection
  readonly system: System
}

/** A shop that knows the tokens its issuer gave, as far as `accepts` says. */
async function scene(
  issue: readonly Reply[] | ((request: SeenRequest, no: number) => Reply),
  accepts: (token: string) => boolean = () => true,
  more: Partial<OAuth2> = {},
): Promise<Scene> {
  const issuer = await serve(issue)
  const shop = await serve(({ headers, method }) => {
    if (!accepts((headers.authorization ?? '').replace('Bearer ', ''))) return { status: 401 }
    return method === 'GET' ? PAGE : { body: { id: '1' } }
  })
  const oauth2 = {
    token: `${issuer.origin}/token?v=2`,
    clientId: 'us',
    clientSecret: new Secret('s3cr3t&'),
    scope: 'read write',
    ...more,
  }
  const { items, system } = openShop(shop.origin, {}, { auth: { oauth2 } })
  return { issuer, shop, items, system }
}

const token = (no: number, seconds?: number): Reply => ({
  body: { access_token: `token-${no}`, ...(seconds === undefined ? {} : { expires_in: seconds }) },
})

describe('[A61] an access token', () => {
  test('is asked for with the credentials of the client, and with nothing else', async () => {
    const { issuer, items, shop } = await scene([token(1)])
    await readAll(items.list(SIGNAL))
    expect(issuer.requests).toMatchObject([
      {
        method: 'POST',
        url: '/token?v=2',
        headers: {
          authorization: `Basic ${Buffer.from('us:s3cr3t&').toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'grant_type=client_credentials&scope=read+write',
      },
    ])
    expect(shop.requests[0]?.headers.authorization).toBe('Bearer token-1')
  })

  test('is asked for in a form where that is declared', async () => {
    const more = { send: 'form', scope: undefined, parameters: { audience: 'shop' } } as const
    const { issuer, items } = await scene([token(1)], undefined, more)
    await readAll(items.list(SIGNAL))
    expect(issuer.requests[0]?.headers.authorization).toBeUndefined()
    expect(issuer.requests[0]?.body).toBe(
      'grant_type=client_credentials&audience=shop&client_id=us&client_secret=s3cr3t%26',
    )
  })

  test('is fetched once, however many ask at once', async () => {
    const { issuer, items } = await scene((_, no) => token(no))
    await Promise.all(Array.from({ length: 8 }, () => readAll(items.list(SIGNAL))))
    expect(issuer.requests).toHaveLength(1)
  })

  test('is replaced when it expires', async () => {
    const { issuer, items, shop, system } = await scene((_, no) => token(no, 0))
    await readAll(items.list(SIGNAL))
    await readAll(items.list(SIGNAL))
    expect(issuer.requests).toHaveLength(2)
    expect(system.usage()).toEqual({ requests: 4, byOperation: { auth: 2, list: 2 } })
    expect(shop.requests[1]?.headers.authorization).toBe('Bearer token-2')
  })

  test('that is refused is replaced once, and the request sent again, even a write', async () => {
    const { issuer, items, shop } = await scene(
      (_, no) => token(no),
      (given) => given !== 'token-1',
    )
    expect(await items.update('1', { a: 1 }, PLAIN)).toMatchObject({ kind: 'written' })
    expect(issuer.requests).toHaveLength(2)
    expect(shop.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ])
  })

  test('that is refused again ends the matter', async () => {
    const { issuer, items, shop } = await scene(
      (_, no) => token(no),
      () => false,
    )
    await expect(items.update('1', {}, PLAIN)).rejects.toMatchObject({ code: 'SYSTEM_AUTH' })
    await expect(readAll(items.list(SIGNAL))).rejects.toMatchObject({ code: 'SYSTEM_AUTH' })
    expect(shop.requests).toHaveLength(4)
    expect(issuer.requests).toHaveLength(3)
  })
})

describe('[A61] without an access token nothing is sent to the system, and', () => {
  test.each<[string, Reply]>([
    [
      'wrong credentials',
      { status: 401, body: { error: 'invalid_client', error_description: 's3cr3t& is wrong' } },
    ],
    ['an answer without a token', { body: { token: 'x' } }],
    ['a web page', { body: '<html>' }],
  ])('%s are an error of the credentials', async (_, reply) => {
    const { items, shop } = await scene([reply])
    await expect(items.update('1', {}, PLAIN)).rejects.toMatchObject({
      code: 'SYSTEM_AUTH',
      message: expect.not.stringContaining('s3cr3t&') as unknown,
    })
    await expect(readAll(items.list(SIGNAL))).rejects.toMatchObject({ code: 'SYSTEM_AUTH' })
    expect(shop.requests).toEqual([])
  })

  test.each<[string, Reply]>([
    ['a failing issuer', { status: 500 }],
    ['a busy issuer', { status: 429 }],
  ])('%s makes a write wait and a read fail for now', async (_, reply) => {
    const { items, shop } = await scene([reply])
    expect(await items.update('1', {}, PLAIN)).toMatchObject({ kind: 'later' })
    await expect(readAll(items.list(SIGNAL))).rejects.toMatchObject({ code: 'SYSTEM_UNAVAILABLE' })
    expect(shop.requests).toEqual([])
  })
})

test('the address of the token endpoint holds no credentials', () => {
  const oauth2 = { token: 'https://a:b@a.test/', clientId: 'us', clientSecret: new Secret('x') }
  expect(() => openShop('https://a.test', {}, { auth: { oauth2 } })).toThrow(
    /^shop\.auth\.oauth2\.token holds a user or a password/,
  )
})
