import type { Condition, Identification } from '../../../../src/core/operation.ts'
import { PLAIN, openShop, serve } from '../scene.ts'
import { describe, expect, test } from 'vitest'
import type { RestCollectionConfig } from '../../../../src/adapters/rest/config.ts'

const STAMP = { path: 'at', granularity: 1000 } as const
const token = (text: string): Condition => ({ kind: 'token', token: text })
const stamp = (text: string): Condition => ({ kind: 'stamp', token: text })
const update = { request: 'PATCH /items/${id}', body: '${set}' }

describe('[A66] a condition is carried as declared', () => {
  test.each<[string, Partial<RestCollectionConfig>, Condition, object, string]>([
    ['a tag', {}, token('"7"'), { headers: { 'if-match': '"7"' } }, 'token'],
    ['a weak tag, verbatim', {}, token('W/"7"'), { headers: { 'if-match': 'W/"7"' } }, 'token'],
    [
      'a version in a header of its own',
      { token: { path: 'v', send: 'X-Version' } },
      token('7'),
      { headers: { 'x-version': '7' } },
      'token',
    ],
    [
      'a version in the body',
      {
        token: { path: 'v' },
        update: { ...update, body: { v: '${token:number}', set: '${set}' } },
      },
      token('7'),
      { body: '{"v":7,"set":{"a":1}}' },
      'token',
    ],
    [
      'a version in the query',
      { token: { path: '_rev' }, update: { ...update, query: { rev: '${token}' } } },
      token('3-a/b'),
      { url: '/items/1?rev=3-a%2Fb' },
      'token',
    ],
    [
      'a stamp as an HTTP date',
      { token: undefined, stamp: { ...STAMP, send: 'If-Unmodified-Since' } },
      stamp('2026-01-01T00:00:00.900Z'),
      { headers: { 'if-unmodified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' } },
      'stamp',
    ],
    [
      'a stamp in the body',
      {
        token: undefined,
        stamp: STAMP,
        update: { ...update, body: { at: '${token:epoch-s}' } },
      },
      stamp('2026-01-01T00:00:00Z'),
      { body: '{"at":1767225600}' },
      'stamp',
    ],
  ])('%s', async (...[, items, condition, request, kind]) => {
    const { origin, requests } = await serve([{ body: {} }])
    const shop = openShop(origin, items)
    expect(shop.items.can.update.condition).toBe(kind)
    const outcome = await shop.items.update('1', { a: 1 }, { ...PLAIN, condition })
    expect(outcome).toMatchObject({ kind: 'written' })
    expect(requests).toMatchObject([request])
  })

  test('and without a condition none is sent', async () => {
    const { origin, requests } = await serve([{ body: {} }])
    await openShop(origin).items.update('1', { a: 1 }, PLAIN)
    expect(requests[0]?.headers['if-match']).toBeUndefined()
  })
})

describe('[A66] a condition that cannot be carried is refused, and nothing is sent', () => {
  test.each<[string, Partial<RestCollectionConfig>, Condition]>([
    ['a token where none is declared', { token: undefined }, token('7')],
    ['a token that no header sends', { token: { path: 'v' } }, token('7')],
    ['a stamp where a token is declared', {}, stamp('2026-01-01T00:00:00Z')],
    ['an absence', {}, { kind: 'absent' }],
    [
      'a stamp that is no time',
      { token: undefined, stamp: { ...STAMP, send: 'If-Unmodified-Since' } },
      stamp('yesterday'),
    ],
  ])('%s', async (_, items, condition) => {
    const { origin, requests } = await serve([{ body: {} }])
    const shop = openShop(origin, items)
    for (const outcome of [
      await shop.items.update('1', {}, { ...PLAIN, condition }),
      await shop.items.delete('1', { ...PLAIN, condition }),
    ])
      expect(outcome).toMatchObject({ kind: 'refused', why: 'unsupported' })
    expect(requests).toEqual([])
  })
})

describe('[A66] a create is identified as declared', () => {
  const create = { request: 'POST /items', body: { data: '${set}' } }
  const put = { request: 'PUT /items/${id}', body: '${set}', ifAbsent: true }
  const key: Identification = { kind: 'idempotency-key', key: 'k-1' }
  const external: Identification = { kind: 'external-key', field: 'ref.ours', value: 'e/1' }
  const client: Identification = { kind: 'client-id', id: 'mine' }
  const none: Identification = { kind: 'none' }

  test.each<[string, Partial<RestCollectionConfig>, Identification, object]>([
    [
      'an idempotency key',
      { create: { ...create, idempotency: 'X-Request-Key' } },
      key,
      { headers: { 'x-request-key': 'k-1' }, body: '{"data":{"a":1}}' },
    ],
    [
      'an external key, beside what is there',
      { create, externalKey: 'ref.ours' },
      external,
      { body: '{"data":{"a":1,"ref":{"ours":"e/1"}}}' },
    ],
    ['an id of ours', { create: put }, client, { method: 'PUT', url: '/items/mine' }],
    [
      'the operation itself',
      { create: { ...create, headers: { 'X-Op': '${op}' } } },
      none,
      { headers: { 'x-op': 'op-1' } },
    ],
  ])('%s', async (_, items, identification, request) => {
    const { origin, requests } = await serve([{ status: 201, body: { id: '1' } }])
    const shop = openShop(origin, items)
    const outcome = await shop.items.create({ a: 1 }, { ...PLAIN, identification })
    expect(outcome).toMatchObject({ kind: 'written' })
    expect(requests).toMatchObject([request])
  })

  test('a free id is demanded where that is declared', async () => {
    const { origin, requests } = await serve([{ status: 412, body: {} }])
    const shop = openShop(origin, { create: put })
    const options = { ...PLAIN, condition: { kind: 'absent' }, identification: client } as const
    expect(await shop.items.create({}, options)).toMatchObject({ kind: 'refused', why: 'exists' })
    expect(requests[0]?.headers['if-none-match']).toBe('*')
    expect(shop.items.can.create).toMatchObject({ clientId: true, ifAbsent: true })
  })

  test.each<[string, Partial<RestCollectionConfig>, Identification, Condition?]>([
    ['an idempotency key', { create }, key],
    ['an external key', { create, externalKey: 'other' }, external],
    ['an id of ours', { create }, client],
    ['no id of ours where one is needed', { create: put }, none],
    ['an absence', { create }, none, { kind: 'absent' }],
    ['a token', { create }, none, token('7')],
  ])('and refused as unsupported otherwise: %s', async (_, items, identification, condition) => {
    const { origin, requests } = await serve([{ status: 201, body: { id: '1' } }])
    const options = { ...PLAIN, identification, ...(condition && { condition }) }
    const outcome = await openShop(origin, items).items.create({}, options)
    expect(outcome).toMatchObject({ kind: 'refused', why: 'unsupported' })
    expect(requests).toEqual([])
  })
})
