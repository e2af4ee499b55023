import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { resolveReferences } from '../../../src/config/secrets/resolve-references.ts'
import type { Resolved } from '../../../src/config/secrets/resolve-references.ts'
import { describePath } from '../../../src/config/source/key-path.ts'

const ENV = { CRM_TOKEN: 's3cr3t-value', TENANT: 'acme', EMPTY: '' }
const FILES: Readonly<Record<string, string>> = { '/run/token': 'from-file\n', '/run/empty': '\n' }

function readText(path: string): string {
  const text = FILES[path]
  if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
  return text
}

const resolve = (tree: unknown, missing: 'refuse' | 'ignore' = 'refuse'): Resolved =>
  resolveReferences(tree, { env: ENV, readText }, missing)

/** One system's part of a configuration. */
const system = (part: object): object => ({ systems: { crm: part } })

const complaintsOf = (tree: unknown): readonly string[] =>
  resolve(tree).complaints.map(
    ({ path, reason, secret }) =>
      `${secret === true ? 'SECRET' : 'INVALID'} ${describePath(path)}: ${reason}`,
  )

const literal = (variable: string): string =>
  `a secret stands in the file; write "\${env:${variable}}" or "\${file:/path}" and keep it there`
const ADDRESS = 'an address with a user or a password in it is shown with both; use auth'
const HEADER = 'a header that proves who asks stands under auth.headers of the system'

const REFUSED: readonly (readonly [title: string, tree: object, complaint: string])[] = [
  [
    'a literal token',
    system({ auth: { bearer: 'canary' } }),
    `SECRET systems.crm.auth.bearer: ${literal('CRM_TOKEN')}`,
  ],
  [
    'a literal password',
    system({ auth: { basic: { user: 'me', password: 'canary' } } }),
    `SECRET systems.crm.auth.basic.password: ${literal('CRM_PASSWORD')}`,
  ],
  [
    'a password that is a number',
    system({ auth: { basic: { user: 'me', password: 4711 } } }),
    `SECRET systems.crm.auth.basic.password: ${literal('CRM_PASSWORD')}`,
  ],
  [
    'a literal client secret',
    system({ auth: { oauth2: { clientSecret: 'canary' } } }),
    `SECRET systems.crm.auth.oauth2.clientSecret: ${literal('CRM_CLIENT_SECRET')}`,
  ],
  [
    'a literal header under auth',
    system({ auth: { headers: { 'X-Api-Key': 'canary' } } }),
    `SECRET systems.crm.auth.headers.X-Api-Key: ${literal('CRM_X_API_KEY')}`,
  ],
  [
    'a secret in the place of auth itself',
    system({ auth: 'canary' }),
    `SECRET systems.crm.auth: ${literal('CRM_TOKEN')}`,
  ],
  [
    'a secret under a mistyped key of auth',
    system({ auth: { baerer: 'canary' } }),
    `SECRET systems.crm.auth.baerer: ${literal('CRM_BAERER')}`,
  ],
  [
    'a shell variable instead of a reference',
    system({ auth: { bearer: '$CRM_TOKEN' } }),
    'SECRET systems.crm.auth.bearer: is no reference; write "${env:CRM_TOKEN}"',
  ],
  [
    'a shell variable in braces',
    system({ auth: { bearer: '${CRM_TOKEN}' } }),
    'SECRET systems.crm.auth.bearer: is no reference; write "${env:CRM_TOKEN}"',
  ],
  [
    'a literal header that proves who asks',
    system({ headers: { Authorization: 'canary' } }),
    `SECRET systems.crm.headers.Authorization: ${literal('CRM_AUTHORIZATION')}`,
  ],
  [
    'a literal header called after a key',
    system({ headers: { 'Ocp-Apim-Subscription-Key': 'canary' } }),
    `SECRET systems.crm.headers.Ocp-Apim-Subscription-Key: ${literal('CRM_OCP_APIM_SUBSCRIPTION_KEY')}`,
  ],
  [
    'a literal cookie',
    system({ headers: { Cookie: 'canary' } }),
    `SECRET systems.crm.headers.Cookie: ${literal('CRM_COOKIE')}`,
  ],
  [
    'a proof in the headers of a call',
    system({ collections: { c: { get: { headers: { 'X-Auth-Token': '${env:CRM_TOKEN}' } } } } }),
    `SECRET systems.crm.collections.c.get.headers.X-Auth-Token: ${HEADER}`,
  ],
  [
    'a literal key in the address of a call',
    system({ collections: { c: { list: { query: { api_key: 'canary' } } } } }),
    `SECRET systems.crm.collections.c.list.query.api_key: ${literal('CRM_API_KEY')}`,
  ],
  [
    'a well-known form of token anywhere',
    system({ actor: 'ghp_0123456789abcdef0123' }),
    `SECRET systems.crm.actor: ${literal('CRM_ACTOR')}`,
  ],
  [
    'a signed token anywhere',
    system({ collections: { c: { list: { body: ['eyJhbGciOiJI.eyJzdWIiOiIx.x'] } } } }),
    `SECRET systems.crm.collections.c.list.body[0]: ${literal('CRM_TOKEN')}`,
  ],
  [
    'a private key anywhere',
    { entities: { e: { as: '-----BEGIN RSA PRIVATE KEY-----' } } },
    `SECRET entities.e.as: ${literal('AS')}`,
  ],
  [
    'a header that holds a proof',
    system({ headers: { 'X-Via': 'Bearer 0123456789' } }),
    `SECRET systems.crm.headers.X-Via: ${literal('CRM_X_VIA')}`,
  ],
  [
    'a password in an address',
    system({ url: 'https://me:canary@crm.example.com' }),
    `SECRET systems.crm.url: ${ADDRESS}`,
  ],
  [
    'a user in an address',
    system({ url: 'https://canary@crm.example.com' }),
    `SECRET systems.crm.url: ${ADDRESS}`,
  ],
  [
    'a referenced password in an address',
    system({ url: 'https://me:${env:CRM_TOKEN}@crm.example.com' }),
    `SECRET systems.crm.url: ${ADDRESS}`,
  ],
  [
    'a secret that is not set',
    system({ auth: { bearer: '${env:NOBODY}' } }),
    'SECRET systems.crm.auth.bearer: the environment variable NOBODY is not set',
  ],
  [
    'a secret that is empty',
    system({ auth: { bearer: '${env:EMPTY}' } }),
    'SECRET systems.crm.auth.bearer: the environment variable EMPTY is empty',
  ],
  [
    'a secret with a default',
    system({ auth: { bearer: '${env:NOBODY:-canary}' } }),
    'SECRET systems.crm.auth.bearer: a secret has no default; write ${env:NOBODY}',
  ],
  [
    'a secret in a file that is not there',
    system({ auth: { bearer: '${file:/run/nothing}' } }),
    'SECRET systems.crm.auth.bearer: the file /run/nothing cannot be read (ENOENT)',
  ],
  [
    'a secret in a file that is empty',
    system({ auth: { bearer: '${file:/run/empty}' } }),
    'SECRET systems.crm.auth.bearer: the file /run/empty is empty',
  ],
  [
    'a reference to no file',
    system({ auth: { bearer: '${file:}' } }),
    'SECRET systems.crm.auth.bearer: names no file; write ${file:/path}',
  ],
  [
    'a reference to no variable',
    system({ auth: { bearer: '${env:}' } }),
    'SECRET systems.crm.auth.bearer: holds a reference that cannot be read; write ${env:NAME}',
  ],
  [
    'a reference in capitals',
    system({ auth: { bearer: '${ENV:CRM_TOKEN}' } }),
    'SECRET systems.crm.auth.bearer: holds a reference that cannot be read; write ${env:NAME}',
  ],
  [
    'a command instead of a name',
    system({ auth: { bearer: '${env:$(cat /etc/passwd)}' } }),
    'SECRET systems.crm.auth.bearer: holds a reference that cannot be read; write ${env:NAME}',
  ],
  [
    'a variable that is not set, for what is no secret',
    system({ url: 'https://${env:NOBODY}.example.com' }),
    'INVALID systems.crm.url: the environment variable NOBODY is not set',
  ],
  [
    'a name that every object has',
    system({ url: '${env:toString}' }),
    'INVALID systems.crm.url: the environment variable toString is not set',
  ],
]

describe('what is refused', () => {
  test.each(REFUSED)('[C8] %s is refused, and the fix is named', (_, tree, complaint) => {
    expect(complaintsOf(tree)).toEqual([complaint])
  })

  test('[C8] no complaint quotes the secret it complains about', () => {
    for (const [, tree] of REFUSED)
      for (const complaint of complaintsOf(tree))
        expect(complaint).not.toMatch(/canary|ghp_|eyJ|s3cr3t|4711/)
  })

  test('[C8] every secret of a file is complained about at once', () => {
    const auth = { basic: { user: 'me', password: 'canary' }, bearer: 'canary' }
    expect(complaintsOf({ systems: { crm: { auth }, erp: { auth } } })).toHaveLength(4)
  })
})

describe('what is followed', () => {
  const at = (tree: object, path: readonly string[]): unknown =>
    path.reduce<unknown>(
      (node, key) => (node as Readonly<Record<string, unknown>>)[key],
      resolve(tree).tree,
    )

  test('[C10] a secret becomes a `Secret`, and is known to whoever hides secrets', () => {
    const tree = system({ auth: { bearer: '${env:CRM_TOKEN}' } })
    const secret = at(tree, ['systems', 'crm', 'auth', 'bearer'])
    expect(secret).toBeInstanceOf(Secret)
    expect((secret as Secret).reveal()).toBe('s3cr3t-value')
    expect(resolve(tree).secrets.map((one) => one.reveal())).toEqual(['s3cr3t-value'])
  })

  test('[C10] a secret may have text around it', () => {
    const secret = at(system({ auth: { headers: { 'X-Key': 'Token ${env:CRM_TOKEN}!' } } }), [
      'systems',
      'crm',
      'auth',
      'headers',
      'X-Key',
    ])
    expect((secret as Secret).reveal()).toBe('Token s3cr3t-value!')
  })

  test('[C10] a header that proves who asks is a secret as well', () => {
    const secret = at(system({ headers: { 'X-Api-Key': '${env:CRM_TOKEN}' } }), [
      'systems',
      'crm',
      'headers',
      'X-Api-Key',
    ])
    expect(secret).toBeInstanceOf(Secret)
  })

  test('[C10] a file is read without the line break at its end', () => {
    const secret = at(system({ auth: { bearer: '${file:/run/token}' } }), [
      'systems',
      'crm',
      'auth',
      'bearer',
    ])
    expect((secret as Secret).reveal()).toBe('from-file')
  })

  test('[C10] what is no secret becomes text, anywhere in it and several times', () => {
    expect(
      at(system({ url: 'https://${env:TENANT}.example.com/${env:TENANT}' }), [
        'systems',
        'crm',
        'url',
      ]),
    ).toBe('https://acme.example.com/acme')
  })

  test('[C10] a default stands for a variable that is not set or empty', () => {
    expect(at(system({ url: '${env:NOBODY:-https://x.example}' }), ['systems', 'crm', 'url'])).toBe(
      'https://x.example',
    )
    expect(at(system({ actor: 'a${env:EMPTY:-}b' }), ['systems', 'crm', 'actor'])).toBe('ab')
  })

  test('[C10] a followed text is not looked at for references again', () => {
    const { tree } = resolveReferences(
      { name: '${env:A}' },
      { env: { A: '${env:B}', B: 'x' }, readText },
      'refuse',
    )
    expect(tree).toEqual({ name: '${env:B}' })
  })

  test('[C10] substitutions of calls stay as they are', () => {
    const list = {
      request: 'GET /a/${id}',
      query: { since: '${from:epoch-ms}', page_token: '${page}' },
    }
    const tree = system({ collections: { c: { list } } })
    expect(complaintsOf(tree)).toEqual([])
    expect(at(tree, ['systems', 'crm', 'collections', 'c', 'list'])).toEqual(list)
  })

  test('[C10] who asks and where is no secret', () => {
    const oauth2 = {
      token: 'https://x.example/token',
      clientId: 'me',
      scope: 'all',
      send: 'form',
      parameters: { audience: 'x' },
      clientSecret: '${env:CRM_TOKEN}',
    }
    expect(complaintsOf(system({ auth: { oauth2 } }))).toEqual([])
    expect(
      complaintsOf(system({ headers: { Accept: 'application/json', 'Idempotency-Key': 'x' } })),
    ).toEqual([])
    expect(
      complaintsOf(system({ collections: { c: { list: { query: { sort_key: 'name' } } } } })),
    ).toEqual([])
  })

  test('[C10] without need for secrets, one that is not there is no error', () => {
    const tree = system({ auth: { bearer: '${env:NOBODY}' } })
    expect(resolve(tree, 'ignore').complaints).toEqual([])
    expect(resolve(system({ auth: { bearer: 'canary' } }), 'ignore').complaints).toHaveLength(1)
    expect(resolve(system({ url: '${env:NOBODY}' }), 'ignore').complaints).toHaveLength(1)
  })
})
