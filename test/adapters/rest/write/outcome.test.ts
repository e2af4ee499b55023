import { ITEMS, PLAIN, openShop, serve } from '../scene.ts'
import type { Identification, Verb } from '../../../../src/core/operation.ts'
import { describe, expect, test } from 'vitest'
import type { Collection, WriteOutcome } from '../../../../src/adapters/adapter.ts'
import type { Reply } from '../scene.ts'
import type { RestCollectionConfig } from '../../../../src/adapters/rest/config.ts'

const NO_KEY: Identification = { kind: 'none' }

async function write(items: Collection, verb: Verb): Promise<WriteOutcome> {
  if (verb === 'create') return items.create({ a: 1 }, { ...PLAIN, identification: NO_KEY })
  return verb === 'update' ? items.update('7', { a: 1 }, PLAIN) : items.delete('7', PLAIN)
}

async function outcomeOf(
  verb: Verb,
  reply: Reply,
  items: Partial<RestCollectionConfig> = {},
): Promise<WriteOutcome> {
  const { origin } = await serve([reply])
  return write(openShop(origin, items).items, verb)
}

const shortOf = (outcome: WriteOutcome): string =>
  outcome.kind === 'refused' ? outcome.why : outcome.kind

describe('[A56] a status says the same of a write every time', () => {
  const BODY = { id: '7', version: 2 }
  /** Status, then what it says of a create, an update and a delete. */
  const TABLE: readonly (readonly [number, string, string, string])[] = [
    [200, 'written', 'written', 'written'],
    [201, 'written', 'written', 'written'],
    [202, 'unknown', 'unknown', 'unknown'],
    [204, 'unknown', 'written', 'written'],
    [206, 'written', 'written', 'written'],
    [300, 'unknown', 'unknown', 'unknown'],
    [303, 'unknown', 'unknown', 'unknown'],
    [304, 'unknown', 'unknown', 'unknown'],
    [400, 'invalid', 'invalid', 'invalid'],
    [402, 'forbidden', 'forbidden', 'forbidden'],
    [403, 'forbidden', 'forbidden', 'forbidden'],
    [404, 'unsupported', 'absent', 'absent'],
    [405, 'unsupported', 'unsupported', 'unsupported'],
    [408, 'unknown', 'unknown', 'unknown'],
    [409, 'exists', 'stale', 'stale'],
    [410, 'unsupported', 'absent', 'absent'],
    [412, 'exists', 'stale', 'stale'],
    [413, 'invalid', 'invalid', 'invalid'],
    [415, 'unsupported', 'unsupported', 'unsupported'],
    [418, 'invalid', 'invalid', 'invalid'],
    [422, 'invalid', 'invalid', 'invalid'],
    [423, 'later', 'later', 'later'],
    [425, 'later', 'later', 'later'],
    [428, 'unsupported', 'unsupported', 'unsupported'],
    [429, 'later', 'later', 'later'],
    [451, 'forbidden', 'forbidden', 'forbidden'],
    [500, 'unknown', 'unknown', 'unknown'],
    [501, 'unsupported', 'unsupported', 'unsupported'],
    [502, 'unknown', 'unknown', 'unknown'],
    [503, 'unknown', 'unknown', 'unknown'],
    [504, 'unknown', 'unknown', 'unknown'],
    [507, 'unknown', 'unknown', 'unknown'],
  ]
  test.each(TABLE)('%i', async (status, create, update, erase) => {
    const reply = { status, body: status === 204 || status === 304 ? '' : BODY }
    expect(shortOf(await outcomeOf('create', reply))).toBe(create)
    expect(shortOf(await outcomeOf('update', reply))).toBe(update)
    expect(shortOf(await outcomeOf('delete', reply))).toBe(erase)
  })
})

describe('[A56] a system that asks to come back says when, within an hour', () => {
  test.each([
    [503, '7', 7000],
    [429, '7', 7000],
    [429, '0', 0],
    [429, '999999', 3_600_000],
    [429, 'soon', 1000],
    [429, '-3', 1000],
    [429, undefined, 1000],
  ])('%i, Retry-After: %s', async (status, after, afterMs) => {
    const headers = after === undefined ? {} : { 'retry-after': after }
    expect(await outcomeOf('update', { status, headers, body: {} })).toMatchObject({
      kind: 'later',
      afterMs,
    })
  })
})

describe('a refusal tells why, in the words of the system', () => {
  test.each<[unknown, string, string | undefined]>([
    [{ message: 'name is too long', field: 'name' }, 'name is too long', 'name'],
    [{ title: 'Bad', detail: 'the name is empty' }, 'the name is empty', undefined],
    [{ error: { message: 'no', target: 'vat' } }, 'no', 'vat'],
    [{ errors: [{ message: 'no', path: 'a.b' }] }, 'no', 'a.b'],
    [{ errors: ['Subject is empty'] }, 'Subject is empty', undefined],
    [{ error: 'taken' }, 'taken', undefined],
    ['plain words', 'plain words', undefined],
  ])('%j', async (body, words, field) => {
    const outcome = await outcomeOf('update', { status: 422, body })
    expect(outcome).toMatchObject({ kind: 'refused', why: 'invalid', field })
    expect(outcome).toMatchObject({
      message: `shop: PATCH /items/7 answers 422 ${JSON.stringify(words)}; nothing was written`,
    })
  })

  test('and without words by its status', async () => {
    expect(await outcomeOf('update', { status: 422 })).toMatchObject({
      message: 'shop: PATCH /items/7 answers 422; nothing was written',
    })
  })
})

describe('[A67] what a write left behind is read from its answer', () => {
  const record = { id: '7', version: 3, name: 'x' }
  const after = { id: '7', fields: record, token: '"3"', stamp: undefined, state: 'live' }
  const update = { request: 'PATCH /items/${id}', body: '${set}' }
  const create = { request: 'POST /items', body: '${set}' }
  test.each<[string, Verb, Reply, Partial<RestCollectionConfig>, object]>([
    [
      'the record',
      'update',
      { body: record },
      {},
      { kind: 'written', id: '7', after, token: '"3"' },
    ],
    [
      'a wrapped record',
      'update',
      { body: { data: record } },
      { update: { ...update, result: 'data' } },
      { kind: 'written', after },
    ],
    [
      'a record without its version, the token in a header',
      'update',
      { headers: { etag: 'W/"x"' }, body: { id: '7' } },
      {},
      { kind: 'written', token: 'W/"x"' },
    ],
    [
      'nothing, the token in a header',
      'update',
      { status: 204, headers: { etag: '"4"' } },
      {},
      { kind: 'written', id: '7', after: undefined, token: '"4"' },
    ],
    ['something else', 'update', { body: { ok: true } }, {}, { kind: 'written', after: undefined }],
    ['another id', 'update', { body: { ...record, id: '8' } }, {}, { kind: 'written', id: '8' }],
    [
      'a part of the record',
      'create',
      { status: 201, body: { id: '9', version: 1 } },
      { create: { ...create, answer: 'partial' } },
      { kind: 'written', id: '9', after: undefined, token: '"1"' },
    ],
    [
      'words of no use',
      'update',
      { body: 'OK' },
      { update: { ...update, answer: 'none' } },
      { kind: 'written', id: '7', after: undefined },
    ],
    [
      'the address of the record',
      'create',
      { status: 201, headers: { location: '/items/a%2Fb' } },
      {},
      { kind: 'written', id: 'a/b' },
    ],
    [
      'an address of another shape',
      'create',
      { status: 201, headers: { location: '/jobs/5/result' } },
      {},
      { kind: 'unknown', message: expect.stringMatching(/does not tell the id/) as unknown },
    ],
    [
      'no id at all',
      'create',
      { status: 201, body: { ok: true } },
      {},
      { kind: 'unknown', message: expect.stringMatching(/does not tell the id/) as unknown },
    ],
    ['words where a record should be', 'update', { body: 'OK' }, {}, { kind: 'unknown' }],
    ['any words, after a delete', 'delete', { body: 'OK' }, {}, { kind: 'written', id: '7' }],
    [
      'a replayed answer',
      'create',
      { status: 201, headers: { 'idempotent-replayed': 'true' }, body: record },
      { create: { ...create, replayed: 'Idempotent-Replayed' } },
      { kind: 'written', replay: true },
    ],
  ])('%s', async (...[, verb, reply, items, outcome]) => {
    expect(await outcomeOf(verb, reply, items)).toMatchObject(outcome)
  })
})

describe('the configuration has the last word on what a status means', () => {
  const conflict = {
    '400': { path: 'error.code', values: { DUPLICATE: 'exists', LOCKED: 'later' } },
    '500': 'invalid',
    '300': 'ambiguous',
    '200': { path: 'error', values: { stale: 'stale' } },
  } as const
  test.each<[Reply, string]>([
    [{ status: 400, body: { error: { code: 'DUPLICATE' } } }, 'exists'],
    [{ status: 400, body: { error: { code: 'LOCKED' } } }, 'later'],
    [{ status: 400, body: { error: { code: 'OTHER' } } }, 'invalid'],
    [{ status: 400, body: 'no JSON' }, 'invalid'],
    [{ status: 500, body: {} }, 'invalid'],
    [{ status: 300, body: [] }, 'ambiguous'],
    [{ status: 200, body: { error: 'stale' } }, 'stale'],
    [{ status: 200, body: { id: '7' } }, 'written'],
  ])('%j', async (reply, short) => {
    const update = { request: 'PATCH /items/${id}', body: '${set}', when: conflict }
    expect(shortOf(await outcomeOf('update', reply, { update }))).toBe(short)
  })

  test('and on which of them mean success', async () => {
    const update = { request: 'PATCH /items/${id}', ok: [202, 204] }
    expect(shortOf(await outcomeOf('update', { status: 202, body: {} }, { update }))).toBe(
      'written',
    )
    expect(shortOf(await outcomeOf('update', { status: 200, body: {} }, { update }))).toBe(
      'unknown',
    )
  })
})

test('[A24] digits of a field declared as a number go out as a number, and no read-only field does', async () => {
  const { origin, requests } = await serve([{ body: { id: '7' } }])
  const { items } = openShop(origin, {
    readonly: ['id', 'meta.at'],
    fields: {
      big: { type: 'integer' },
      'money.net': { type: 'decimal' },
      code: { type: 'string' },
    },
  })
  const body = {
    id: '7',
    big: '12345678901234567890',
    money: { net: '0.100000000000000000001', currency: 'EUR' },
    code: '12345678901234567890',
    meta: { at: 'now', by: 'me' },
  }
  await items.update('7', body, PLAIN)
  expect(requests[0]?.body).toBe(
    '{"big":12345678901234567890,"money":{"net":0.100000000000000000001,"currency":"EUR"},' +
      '"code":"12345678901234567890","meta":{"by":"me"}}',
  )
})

test('[A28] a system that is only read is never written to', async () => {
  const { origin, requests } = await serve([{ body: {} }])
  const { items } = openShop(origin, ITEMS, { readOnly: true })
  expect(items.can).toMatchObject({
    create: { allowed: false },
    update: { allowed: false, condition: 'none' },
    delete: { allowed: false },
  })
  for (const verb of ['create', 'update', 'delete'] as const)
    expect(await write(items, verb)).toMatchObject({ kind: 'refused', why: 'unsupported' })
  expect(requests).toEqual([])
})
