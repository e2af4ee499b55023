import { ITEMS, restWorld } from './rest-world.ts'
import { conforms } from '../conformance.ts'

conforms('a REST system with ETags, idempotency keys and cursors', () => restWorld(ITEMS))

conforms('a REST system whose clients choose the ids', () =>
  restWorld(
    {
      ...ITEMS,
      create: { request: 'PUT /items/${id}', body: '${set}', ifAbsent: true },
      getMany: {
        request: 'GET /items',
        query: { ids: '${items}', limit: 10_000 },
        items: 'data',
        batch: 2,
      },
    },
    { clientIds: true },
  ),
)

conforms('a REST system that is searched by an external key and has only stamps', () =>
  restWorld({
    ...ITEMS,
    token: undefined,
    stamp: { path: 'updatedAt', granularity: 1, lateness: 0, covers: 'all' },
    externalKey: 'ref',
    create: { request: 'POST /items', body: '${set}' },
  }),
)

conforms('a REST system that only lists and reads', () =>
  restWorld({
    id: 'id',
    list: { request: 'GET /items', query: { limit: 10_000 }, items: 'data' },
    get: { request: 'GET /items/${id}' },
  }),
)
