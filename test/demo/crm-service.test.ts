import { describe, expect, it } from 'vitest'

import { createCrm } from './crm-client.ts'
import type { Answer, Ask, Json } from './crm-client.ts'

const COMPANY = { name: 'Nord AG', vatId: 'DE123456789' }

function errorOf(answer: Answer): Json {
  return { status: answer.status, ...(answer.body['error'] as Json) }
}

async function createAccount(ask: Ask, attributes: Json = COMPANY): Promise<string> {
  const answer = await ask('POST', '/api/accounts', attributes)
  expect(answer.status).toBe(201)
  return String(answer.body['id'])
}

describe('writing', () => {
  it('gives a new record an id, a version, stamps in whole seconds, a location and a tag', async () => {
    const { ask } = createCrm()
    const { status, body, headers } = await ask('POST', '/api/accounts', COMPANY)
    expect(status).toBe(201)
    expect(body['id']).toMatch(/^acc_[0-9a-z]{14}$/)
    expect(body).toMatchObject({ ...COMPANY, version: 1, status: 'prospect', segments: [] })
    expect(body['createdAt']).toBe('2026-01-05T09:00:00Z')
    expect(headers.get('Location')).toBe(`/api/accounts/${String(body['id'])}`)
    expect(headers.get('ETag')).toBe('"v1"')
  })

  it('moves version, tag and stamp with every patch, and patches nested objects by member', async () => {
    const { ask, clock } = createCrm()
    const address = { street: 'Kai 7', zip: '20457', city: 'Hamburg', country: 'DE' }
    const id = await createAccount(ask, { ...COMPANY, address, segments: ['A1', 'VIP'] })
    clock.second += 60
    const patch = { address: { city: 'Kiel' }, segments: ['KEY'] }
    const { body, headers } = await ask('PATCH', `/api/accounts/${id}`, patch)
    expect(body).toMatchObject({
      version: 2,
      name: COMPANY.name,
      address: { ...address, city: 'Kiel' },
      segments: ['KEY'],
      createdAt: '2026-01-05T09:00:00Z',
      updatedAt: '2026-01-05T09:01:00Z',
    })
    expect(headers.get('ETag')).toBe('"v2"')
  })

  it('refuses a write whose If-Match names an older version, and changes nothing', async () => {
    const { ask } = createCrm()
    const id = await createAccount(ask)
    const path = `/api/accounts/${id}`
    const first = await ask('PATCH', path, { name: 'One' }, { 'If-Match': '"v1"' })
    expect(first.status).toBe(200)
    for (const [method, body] of [
      ['PATCH', { name: 'Two' }],
      ['DELETE', undefined],
    ] as const) {
      const stale = await ask(method, path, body, { 'If-Match': '"v1"' })
      expect(errorOf(stale)).toMatchObject({ status: 412, code: 'stale' })
      expect(stale.headers.get('ETag')).toBe('"v2"')
    }
    expect((await ask('GET', path)).body).toMatchObject({ name: 'One', version: 2 })
  })

  it('compares If-Match strongly, takes a list and a star, and writes without any', async () => {
    const { ask } = createCrm()
    const path = `/api/accounts/${await createAccount(ask)}`
    const patch = async (headers: Record<string, string>): Promise<number> =>
      (await ask('PATCH', path, { name: 'Next' }, headers)).status
    expect(await patch({ 'If-Match': 'W/"v1"' })).toBe(412)
    expect(await patch({ 'If-Match': '"v9", "v1"' })).toBe(200)
    expect(await patch({ 'If-Match': '*' })).toBe(200)
    expect(await patch({})).toBe(200)
  })

  it('deletes without a trace: 204, then 404 for every verb and no listing', async () => {
    const { ask } = createCrm()
    const path = `/api/accounts/${await createAccount(ask)}`
    expect((await ask('DELETE', path, undefined, { 'If-Match': '"v1"' })).status).toBe(204)
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const answer = await ask(method, path, method === 'PATCH' ? {} : undefined)
      expect(errorOf(answer)).toMatchObject({ status: 404, code: 'not_found' })
    }
    expect((await ask('GET', '/api/accounts')).body).toEqual({ data: [], next: null, total: 0 })
  })

  it('keeps an account while it has contacts', async () => {
    const { ask } = createCrm()
    const accountId = await createAccount(ask)
    const contact = await ask('POST', '/api/contacts', { accountId, lastName: 'Lind' })
    const refused = await ask('DELETE', `/api/accounts/${accountId}`)
    expect(errorOf(refused)).toMatchObject({ status: 409, code: 'has_contacts' })
    await ask('DELETE', `/api/contacts/${String(contact.body['id'])}`)
    expect((await ask('DELETE', `/api/accounts/${accountId}`)).status).toBe(204)
  })

  it('answers 304 to a reader who has the current version', async () => {
    const { ask } = createCrm()
    const path = `/api/accounts/${await createAccount(ask)}`
    const known = await ask('GET', path, undefined, { 'If-None-Match': '"v1"' })
    expect([known.status, known.headers.get('ETag')]).toEqual([304, '"v1"'])
    await ask('PATCH', path, { name: 'New' })
    expect((await ask('GET', path, undefined, { 'If-None-Match': '"v1"' })).status).toBe(200)
  })
})

describe('creating once', () => {
  it('replays the stored answer to a repeated Idempotency-Key, even after the record changed', async () => {
    const { ask } = createCrm()
    const key = { 'Idempotency-Key': 'op-1' }
    const first = await ask('POST', '/api/accounts', COMPANY, key)
    await ask('PATCH', `/api/accounts/${String(first.body['id'])}`, { name: 'Later' })
    const again = await ask('POST', '/api/accounts', COMPANY, key)
    expect(again.status).toBe(201)
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('Idempotency-Replayed')).toBe('true')
    expect((await ask('GET', '/api/accounts')).body['total']).toBe(1)
  })

  it('refuses an Idempotency-Key that comes with another body or another collection', async () => {
    const { ask } = createCrm()
    const key = { 'Idempotency-Key': 'op-1' }
    await ask('POST', '/api/accounts', COMPANY, key)
    for (const [path, body] of [
      ['accounts', { name: 'Other' }],
      ['contacts', COMPANY],
    ] as const) {
      const refused = await ask('POST', `/api/${path}`, body, key)
      expect(errorOf(refused)).toMatchObject({ status: 422, code: 'idempotency_key' })
    }
  })

  it('forgets the key of a refused create, so that it can be repaired and sent again', async () => {
    const { ask } = createCrm()
    const key = { 'Idempotency-Key': 'op-1' }
    expect((await ask('POST', '/api/accounts', { name: '' }, key)).status).toBe(422)
    expect((await ask('POST', '/api/accounts', COMPANY, key)).status).toBe(201)
  })

  it('keeps external references unique, and finds records by them', async () => {
    const { ask } = createCrm()
    const id = await createAccount(ask, { ...COMPANY, externalRef: 'K-100001' })
    const other = await createAccount(ask, { name: 'Other' })
    const create = await ask('POST', '/api/accounts', { name: 'Third', externalRef: 'K-100001' })
    const patch = await ask('PATCH', `/api/accounts/${other}`, { externalRef: 'K-100001' })
    for (const refused of [create, patch]) {
      expect(errorOf(refused)).toMatchObject({
        status: 409,
        code: 'duplicate',
        field: 'externalRef',
      })
    }
    const found = await ask('GET', '/api/accounts?externalRef=K-100001')
    expect(found.body).toMatchObject({ data: [{ id }], total: 1 })
    const again = await ask('PATCH', `/api/accounts/${id}`, { externalRef: 'K-100001' })
    expect(again.status).toBe(200)
  })
})

describe('values', () => {
  it('collapses white space in names and writes mailboxes in lower case', async () => {
    const { ask } = createCrm()
    const accountId = await createAccount(ask, {
      name: '  Nord \n  AG ',
      email: ' Info@NORD.example ',
    })
    expect((await ask('GET', `/api/accounts/${accountId}`)).body).toMatchObject({
      name: 'Nord AG',
      email: 'info@nord.example',
    })
    const contact = await ask('POST', '/api/contacts', {
      accountId,
      lastName: ' van  der Berg',
      firstName: ' ',
    })
    expect(contact.body).toMatchObject({ lastName: 'van der Berg', firstName: null })
    expect((await ask('GET', '/api/accounts?email=INFO@nord.example')).body['total']).toBe(1)
  })

  it('drops phones without a number and gives the others their usual kind', async () => {
    const { ask } = createCrm()
    const phones = [
      { number: '+49 30 1' },
      { kind: 'fax', number: null },
      { kind: 'mobile', number: '0171 22' },
    ]
    const id = await createAccount(ask, { name: 'Nord', phones })
    expect((await ask('GET', `/api/accounts/${id}`)).body['phones']).toEqual([
      { kind: 'office', number: '+49 30 1' },
      { kind: 'mobile', number: '0171 22' },
    ])
  })

  it.each([
    ['accounts', {}, 'name', 'required'],
    ['accounts', { name: ' ' }, 'name', 'blank'],
    ['accounts', { name: 'x'.repeat(121) }, 'name', 'too_long'],
    ['accounts', { name: 'x', status: 'Z' }, 'status', 'not_in_list'],
    ['accounts', { name: 'x', creditLimit: 1.005 }, 'creditLimit', 'too_precise'],
    ['accounts', { name: 'x', creditLimit: -1 }, 'creditLimit', 'invalid_value'],
    ['accounts', { name: 'x', creditLimit: '1.00' }, 'creditLimit', 'invalid_value'],
    ['accounts', { name: 'x', email: 'nobody' }, 'email', 'invalid_email'],
    ['accounts', { name: 'x', address: { zip: 1 } }, 'address.zip', 'invalid_value'],
    ['accounts', { name: 'x', address: null }, 'address', 'not_an_object'],
    ['accounts', { name: 'x', segments: ['ok', 'A B'] }, 'segments[0]', 'invalid_value'],
    [
      'accounts',
      { name: 'x', phones: [{ number: 'call me' }] },
      'phones[0].number',
      'invalid_value',
    ],
    ['accounts', { name: 'x', colour: 'red' }, 'colour', 'unknown_field'],
    ['accounts', { name: 'x', version: 7 }, 'version', 'read_only'],
    ['accounts', [], '', 'not_an_object'],
    ['accounts', '{"name":"x","__proto__":{"a":1}}', '__proto__', 'unknown_field'],
    ['contacts', { lastName: 'x' }, 'accountId', 'required'],
    ['contacts', { lastName: 'x', accountId: 'acc_nobody' }, 'accountId', 'unknown_account'],
    ['contacts', { lastName: 'x', birthday: '2023-02-29' }, 'birthday', 'invalid_date'],
  ])('refuses %s %j because of %s (%s)', async (collection, body, field, code) => {
    const { ask } = createCrm()
    const refused = await ask('POST', `/api/${collection}`, body)
    expect(errorOf(refused)).toMatchObject({ status: 422, code, field })
    expect((await ask('GET', `/api/${collection}`)).body['total']).toBe(0)
  })

  it.each([
    ['{"name":', {}, 400, 'malformed_json'],
    [
      'name=x',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported_media_type',
    ],
    [JSON.stringify({ notes: 'x'.repeat(70_000) }), {}, 413, 'too_large'],
  ])('refuses the body %.20s', async (body, headers, status, code) => {
    const { ask } = createCrm()
    const refused = await ask('POST', '/api/accounts', body, headers)
    expect(errorOf(refused)).toMatchObject({ status, code })
  })
})

describe('listing', () => {
  async function readAll(ask: Ask, query: string): Promise<{ ids: string[]; pages: number }> {
    const ids: string[] = []
    let cursor: string | null = ''
    let pages = 0
    while (cursor !== null) {
      const path: string = `/api/accounts?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`
      const { body } = await ask('GET', path)
      ids.push(...(body['data'] as Json[]).map(({ id }) => String(id)))
      cursor = body['next'] as string | null
      pages += 1
    }
    return { ids, pages }
  }

  it('pages through every record once, in the order of ids, 100 at most', async () => {
    const { ask } = createCrm()
    const created: string[] = []
    for (let number = 0; number < 205; number += 1) {
      created.push(await createAccount(ask, { name: `Company ${number}` }))
    }
    const sorted = created.toSorted()
    expect(await readAll(ask, '')).toEqual({ ids: sorted, pages: 3 })
    expect(await readAll(ask, 'limit=5000')).toEqual({ ids: sorted, pages: 3 })
    expect(await readAll(ask, 'limit=41')).toEqual({ ids: sorted, pages: 5 })
    expect((await ask('GET', '/api/accounts?limit=1')).body['total']).toBe(205)
  })

  it('lists changes from a second on, that second included, oldest first', async () => {
    const { ask, clock } = createCrm()
    const ids: string[] = []
    for (let number = 0; number < 5; number += 1) {
      ids.push(await createAccount(ask, { name: `Company ${number}` }))
      clock.second += 1
    }
    const since = async (instant: string): Promise<string[]> =>
      (await readAll(ask, `limit=2&updatedSince=${encodeURIComponent(instant)}`)).ids
    expect(await since('2026-01-05T09:00:02Z')).toEqual(ids.slice(2))
    expect(await since('2026-01-05T09:00:02.900Z')).toEqual(ids.slice(2))
    expect(await since('2026-01-05T10:00:02+01:00')).toEqual(ids.slice(2))
    await ask('PATCH', `/api/accounts/${String(ids[0])}`, { name: 'Changed' })
    expect(await since('2026-01-05T09:00:04Z')).toEqual([ids[4], ids[0]])
    expect(await since('2026-01-05T09:00:06Z')).toEqual([])
  })

  it.each([
    ['limit=0', 'limit'],
    ['limit=ten', 'limit'],
    ['cursor=nonsense', 'cursor'],
    ['updatedSince=2026-01-05', 'updatedSince'],
    ['updatedSince=2026-13-05T00:00:00Z', 'updatedSince'],
    ['sort=name', 'sort'],
  ])('refuses the query %s', async (query, field) => {
    const { ask } = createCrm()
    const refused = await ask('GET', `/api/accounts?${query}`)
    expect(errorOf(refused)).toMatchObject({ status: 400, code: 'invalid_parameter', field })
  })

  it('refuses a cursor of the other order', async () => {
    const { ask } = createCrm()
    for (let number = 0; number < 2; number += 1) await createAccount(ask, { name: 'x' })
    const { body } = await ask('GET', '/api/accounts?limit=1')
    const path = `/api/accounts?updatedSince=2026-01-01T00:00:00Z&cursor=${String(body['next'])}`
    expect(errorOf(await ask('GET', path))).toMatchObject({ status: 400, field: 'cursor' })
  })
})

describe('access', () => {
  it('answers nobody who lacks the token', async () => {
    const { ask } = createCrm()
    for (const Authorization of ['', 'Bearer wrong', 'Basic dGVzdA==']) {
      const refused = await ask('GET', '/api/accounts', undefined, { Authorization })
      expect(errorOf(refused)).toMatchObject({ status: 401, code: 'unauthorized' })
      expect(refused.headers.get('WWW-Authenticate')).toBe('Bearer')
    }
  })

  it('answers 429 with Retry-After when the bucket is empty, and works again when it has refilled', async () => {
    const { ask, clock } = createCrm({ rate: { perSecond: 0.5, burst: 2 } })
    const get = (): Promise<Answer> => ask('GET', '/api/accounts')
    expect([(await get()).status, (await get()).status]).toEqual([200, 200])
    const refused = await get()
    expect(errorOf(refused)).toMatchObject({ status: 429, code: 'rate_limited' })
    expect(refused.headers.get('Retry-After')).toBe('2')
    clock.second += 2
    expect((await get()).status).toBe(200)
  })

  it('has no admin routes without an admin token', async () => {
    const { ask } = createCrm()
    expect((await ask('GET', '/admin/requests')).status).toBe(404)
  })

  it('counts what it was asked, by route and by answer', async () => {
    const { ask } = createCrm({ adminToken: 'operator' })
    const operator = { Authorization: 'Bearer operator' }
    const path = `/api/accounts/${await createAccount(ask)}`
    await ask('GET', path)
    await ask('GET', `${path}x`)
    const { body } = await ask('GET', '/admin/requests', undefined, operator)
    expect(body).toEqual({
      total: 3,
      byRoute: { 'POST /api/accounts': 1, 'GET /api/accounts/:id': 2 },
      byStatus: { 200: 1, 201: 1, 404: 1 },
    })
    await ask('DELETE', '/admin/requests', undefined, operator)
    expect((await ask('GET', '/admin/requests', undefined, operator)).body['total']).toBe(0)
    expect((await ask('GET', '/admin/requests')).status).toBe(401)
  })
})
