import type { DatabaseSync } from 'node:sqlite'

import { Hono } from 'hono'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'

import { createCollection, toEntityTag } from './collection.ts'
import type { Clock } from './collection.ts'
import { inTransaction } from './crm-database.ts'
import { createIdempotency } from './idempotency.ts'
import type { Kind } from './kinds.ts'
import { parseListQuery } from './list-query.ts'
import { Refusal } from './refusal.ts'

export const BODY_BYTES_MAX = 64 * 1024

/** The routes of one kind of record: list, get, create, patch and delete. */
export function collectionRoutes(database: DatabaseSync, kind: Kind, now: Clock): Hono {
  const collection = createCollection(database, kind, now)
  const idempotency = createIdempotency(database, now)
  const routes = new Hono()
  routes.use(bodyLimit({ maxSize: BODY_BYTES_MAX, onError: refuseLargeBody }))

  routes.get('/', (c) => answer(c, collection.list(parseListQuery(c.req.query()))))

  routes.get('/:id', (c) => {
    const record = collection.get(c.req.param('id'))
    const tag = toEntityTag(record.version)
    if (c.req.header('If-None-Match') === tag) return c.body(null, 304, { ETag: tag })
    return answer(c, record, { ETag: tag })
  })

  routes.post('/', async (c) => {
    const body = await readBody(c)
    const key = c.req.header('Idempotency-Key')
    const { record, replayed } = inTransaction(database, () => {
      const request = { key: key ?? '', path: kind.path, body: body.text }
      const stored = key === undefined ? undefined : idempotency.find(request)
      if (stored !== undefined) return { record: stored, replayed: true }
      const created = collection.create(body.value)
      if (key !== undefined) idempotency.keep(request, created)
      return { record: created, replayed: false }
    })
    c.status(201)
    c.header('Location', `/api/${kind.path}/${record.id}`)
    if (replayed) c.header('Idempotency-Replayed', 'true')
    return answer(c, record, { ETag: toEntityTag(record.version) })
  })

  routes.patch('/:id', async (c) => {
    const { value } = await readBody(c)
    const ifMatch = c.req.header('If-Match')
    const record = inTransaction(database, () =>
      collection.patch(c.req.param('id'), value, ifMatch),
    )
    return answer(c, record, { ETag: toEntityTag(record.version) })
  })

  routes.delete('/:id', (c) => {
    inTransaction(database, () => {
      collection.remove(c.req.param('id'), c.req.header('If-Match'))
    })
    return c.body(null, 204)
  })

  return routes
}

type Body = { readonly text: string; readonly value: unknown }

async function readBody(c: Context): Promise<Body> {
  const type = c.req.header('Content-Type') ?? ''
  if (!/^application\/(json|merge-patch\+json)\s*(;|$)/iu.test(type)) {
    const message = 'send application/json or application/merge-patch+json'
    throw new Refusal({ status: 415, code: 'unsupported_media_type', message })
  }
  const text = await c.req.text()
  try {
    return { text, value: JSON.parse(text) as unknown }
  } catch {
    const message = 'the body is not JSON'
    throw new Refusal({ status: 400, code: 'malformed_json', message })
  }
}

function answer(
  c: Context,
  value: object,
  headers: Readonly<Record<string, string>> = {},
): Response {
  c.header('Content-Type', 'application/json; charset=utf-8')
  for (const [name, text] of Object.entries(headers)) c.header(name, text)
  return c.body(JSON.stringify(value))
}

function refuseLargeBody(): never {
  const message = `a body has at most ${BODY_BYTES_MAX} bytes`
  throw new Refusal({ status: 413, code: 'too_large', message })
}
