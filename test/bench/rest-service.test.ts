import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { describe, expect, it, onTestFinished } from 'vitest'

import { startRest } from '../../bench/start-rest.ts'
import { createItemService } from '../../bench/systems/item-service.ts'
import type { ServiceTerms } from '../../bench/systems/item-service.ts'
import { createItemStore } from '../../bench/systems/item-store.ts'
import { workload } from '../../bench/workload.ts'

interface Answer {
  readonly status: number
  readonly etag: string | null
  readonly body: Record<string, unknown>
}

type Ask = (route: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

const LOAD = workload(1000, 1)
const IDS = LOAD.records.map(({ id }) => id).sort()
const [FIRST = '', SECOND = ''] = IDS

function asker(url: string): Ask {
  return async (route, body, headers = {}) => {
    const [method = '', path = ''] = route.split(' ')
    const content = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(url + path, { method, headers, ...content })
    const text = await response.text()
    const parsed = (text === '' ? {} : JSON.parse(text)) as Answer['body']
    return { status: response.status, etag: response.headers.get('ETag'), body: parsed }
  }
}

async function serve(terms: Partial<ServiceTerms> = {}): Promise<Ask> {
  const store = createItemStore(LOAD.records)
  const full = { page: 1000, batch: 0, tombstones: false, ...terms }
  const server = createServer(createItemService(store, full, LOAD.edits.a))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return asker(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

async function readAll(ask: Ask, query: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  let after: string | null = ''
  for (let pages = 0; after !== null; pages += 1) {
    expect(pages).toBeLessThan(1000)
    const { body } = await ask(`GET /items?${query}${after === '' ? '' : `&after=${after}`}`)
    items.push(...(body['items'] as Record<string, unknown>[]))
    after = body['next'] as string | null
  }
  return items
}

describe('the REST side of the workload', () => {
  it('lists every record once in the order of ids, a page at a time', async () => {
    const ask = await serve({ page: 300 })
    expect((await readAll(ask, '')).map(({ id }) => id)).toEqual(IDS)
    expect((await readAll(ask, 'limit=100')).map(({ id }) => id)).toEqual(IDS)
    const { body } = await ask('GET /admin/requests')
    expect(body).toEqual({ reads: 14, writes: 0, total: 14, byRoute: { 'GET /items': 14 } })
  })

  it('lists the changes since a millisecond, that one included, removals only as tombstones', async () => {
    for (const tombstones of [true, false]) {
      const ask = await serve({ tombstones })
      const updatedAt = String(
        (await ask(`PATCH /items/${FIRST}`, { note: 'x' })).body['updatedAt'],
      )
      await ask(`DELETE /items/${SECOND}`)
      const changes = await readAll(ask, `limit=1&since=${updatedAt}`)
      const seen = changes.map(({ id, deleted = false }) => [id, deleted])
      expect(seen).toEqual(
        tombstones
          ? [
              [FIRST, false],
              [SECOND, true],
            ]
          : [[FIRST, false]],
      )
      expect((await ask(`GET /items/${SECOND}`)).status).toBe(tombstones ? 410 : 404)
    }
  })

  it('ends the change feed without an empty page when only outdated entries are left', async () => {
    const ask = await serve()
    const updatedAt = String((await ask(`PATCH /items/${FIRST}`, { note: 'x' })).body['updatedAt'])
    await ask(`PATCH /items/${SECOND}`, { note: 'x' })
    await ask(`DELETE /items/${SECOND}`)
    const { body } = await ask(`GET /items?limit=1&since=${updatedAt}`)
    expect([(body['items'] as unknown[]).length, body['next']]).toEqual([1, null])
  })

  it('writes only under the condition it is given, and moves the tag with every write', async () => {
    const ask = await serve()
    const path = `/items/${FIRST}`
    const { etag } = await ask(`GET ${path}`)
    const first = await ask(`PATCH ${path}`, { note: 'one' }, { 'If-Match': String(etag) })
    expect([first.status, first.body['note']]).toEqual([200, 'one'])
    expect(first.etag).not.toBe(etag)
    expect(first.etag).toBe(JSON.stringify(first.body['updatedAt']))
    for (const method of ['PATCH', 'PUT', 'DELETE']) {
      const stale = await ask(`${method} ${path}`, { note: 'two' }, { 'If-Match': String(etag) })
      expect([stale.status, stale.etag]).toEqual([412, first.etag])
    }
    expect((await ask(`PUT ${path}`, {}, { 'If-None-Match': '*' })).status).toBe(412)
    expect(
      (await ask(`DELETE ${path}`, undefined, { 'If-Match': String(first.etag) })).status,
    ).toBe(204)
    const absent = await ask(`PUT ${path}`, {}, { 'If-Match': String(first.etag) })
    expect(absent.status).toBe(412)
    const created = await ask(`PUT ${path}`, { note: 'back' }, { 'If-None-Match': '*' })
    expect([created.status, created.body['id'], created.body['note']]).toEqual([201, FIRST, 'back'])
  })

  it('takes batches when it offers them, and answers each write on its own', async () => {
    const ask = await serve({ batch: 2 })
    const writes = [
      { method: 'PATCH', id: FIRST, body: { note: 'batched' } },
      { method: 'DELETE', id: SECOND, ifMatch: '"stale"' },
    ]
    const { body } = await ask('POST /items/batch', { writes })
    const results = body['results'] as { status: number; item: Answer['body'] }[]
    expect(results.map(({ status }) => status)).toEqual([200, 412])
    expect(results[0]?.item).toMatchObject({ id: FIRST, note: 'batched' })
    expect((await ask('POST /items/batch', { writes: [...writes, ...writes] })).status).toBe(400)
    expect((await (await serve())('POST /items/batch', { writes })).status).toBe(404)
  })

  it('builds the workload by itself, in a process of its own', async () => {
    const rest = await startRest(['--n', '1000', '--c', '1'])
    onTestFinished(() => rest.stop())
    const ask = asker(rest.url)
    const before = (await ask('GET /admin/digest')).body
    expect(before['records']).toBe(1000)
    expect((await ask('POST /admin/edits')).body).toEqual({ edits: LOAD.edits.a.length })
    const after = (await ask('GET /admin/digest')).body
    expect(after['digest']).not.toBe(before['digest'])
    expect(after['records']).toBe(1000)
  })
})
