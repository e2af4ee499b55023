import type { RestCollectionConfig, RestSystemConfig } from '../../../src/adapters/rest/config.ts'
import type { Service, ServiceOptions } from './service.ts'
import type { Fields } from '../../../src/core/value.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { SuiteWorld } from '../../../src/testing/adapter-suite/world.ts'
import { restSystem } from '../../../src/adapters/rest/system.ts'
import { startService } from './service.ts'

/** A collection that uses everything the test service offers. */
export const ITEMS: RestCollectionConfig = {
  id: 'id',
  token: { path: 'version', header: 'ETag', as: '"v${token}"' },
  stamp: { path: 'updatedAt', granularity: 1, lateness: 0 },
  readonly: ['id', 'version', 'updatedAt'],
  fields: { size: { type: 'integer' } },
  list: {
    request: 'GET /items',
    query: { cursor: '${page}' },
    items: 'data',
    page: { cursor: 'next', size: 3 },
    total: 'total',
  },
  changes: {
    request: 'GET /items',
    query: { since: '${from}' },
    items: 'data',
    page: { cursor: 'next', send: 'query.cursor' },
  },
  get: { request: 'GET /items/${id}' },
  find: { request: 'GET /items', query: { '${field}': '${value}', limit: 100 }, items: 'data' },
  create: {
    request: 'POST /items',
    body: '${set}',
    idempotency: 'Idempotency-Key',
    replayed: 'Idempotent-Replayed',
  },
  update: {
    request: 'PATCH /items/${id}',
    headers: { 'Content-Type': 'application/merge-patch+json' },
    body: '${set}',
  },
  delete: { request: 'DELETE /items/${id}' },
}

function systemOf(service: Service, items: RestCollectionConfig): RestSystemConfig {
  return {
    url: service.url,
    auth: { bearer: new Secret('open sesame') },
    collections: { items },
  }
}

/** The test service as a system for the conformance suite. */
export async function restWorld(
  items: RestCollectionConfig,
  options: ServiceOptions = {},
): Promise<SuiteWorld> {
  const service = await startService(options)
  service.clock.nowMs = Date.now()
  let outsiders = 0
  return {
    system: restSystem('shop', systemOf(service, items)),
    collection: 'items',
    body: (n) => ({ name: `name ${n}`, note: `note ${n}`, size: n, tags: [`tag ${n}`] }),
    texts: ['name', 'note'],
    nullable: 'note',
    integer: 'size',
    search: items.find === undefined ? undefined : 'name',
    invalid: { size: ['not a number'] },
    outside: {
      create: async (body: Fields, id = `outside-${(outsiders += 1)}`) => {
        if (id === '..') return undefined
        service.put(id, body)
        return id
      },
      update: async (id, set) => service.patch(id, set),
      delete: async (id) => void service.rows.delete(id),
      read: async (id) => service.rows.get(id)?.fields,
    },
    dispose: () => service.close(),
  }
}
