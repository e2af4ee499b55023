import { createHash, timingSafeEqual } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'

import { adminRoutes } from './admin-routes.ts'
import { collectionRoutes } from './collection-routes.ts'
import { createFaults } from './faults.ts'
import { accounts, contacts } from './kinds.ts'
import { Refusal } from './refusal.ts'
import type { RefusalAnswer } from './refusal.ts'
import { createRequestTally } from './request-tally.ts'
import { sufferFault } from './suffer-fault.ts'
import { createTokenBucket, DEFAULT_RATE } from './token-bucket.ts'
import type { Rate } from './token-bucket.ts'

/** What the service needs; the database stays the caller's to close. */
export interface CrmOptions {
  readonly database: DatabaseSync
  /** The bearer token of the API. */
  readonly token: string
  /** The bearer token of `/admin`; without it there are no such routes. */
  readonly adminToken?: string | undefined
  readonly rate?: Rate
  readonly nowMs?: () => number
}

/** The CRM's HTTP service: accounts and contacts under `/api`, the operator's switches under `/admin`. */
export function createCrmApp(options: CrmOptions): Hono<{ Bindings: HttpBindings }> {
  const { database, nowMs = Date.now } = options
  const now = (): number => Math.floor(nowMs() / 1000)
  const tally = createRequestTally()
  const faults = createFaults()
  const app = new Hono<{ Bindings: HttpBindings }>()

  app.use('/api/*', async (c, next) => {
    await next()
    tally.count(c.req.method, c.req.path, c.res.status)
  })
  app.use('/api/*', limitRate(options.rate ?? DEFAULT_RATE, nowMs))
  app.use('/api/*', requireBearer(options.token))
  app.use('/api/*', sufferFault(faults))
  for (const kind of [accounts, contacts]) {
    app.route(`/api/${kind.path}`, collectionRoutes(database, kind, now))
  }
  if (options.adminToken !== undefined) {
    app.use('/admin/*', requireBearer(options.adminToken))
    app.route('/admin', adminRoutes(tally, faults))
  }
  app.get('/health', (c) => c.json({ status: 'ok' }))
  app.notFound((c) =>
    toResponse({ status: 404, code: 'not_found', message: `there is no ${c.req.path}` }),
  )
  app.onError((error) => {
    if (error instanceof Refusal) return toResponse(error.answer)
    process.stderr.write(`${error.stack ?? error.message}\n`)
    return Response.json({ error: { code: 'internal', message: 'see the log' } }, { status: 500 })
  })
  return app
}

function requireBearer(token: string): MiddlewareHandler {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  const expected = digest(`Bearer ${token}`)
  return async (c, next) => {
    if (!timingSafeEqual(digest(c.req.header('Authorization') ?? ''), expected)) {
      const headers = { 'WWW-Authenticate': 'Bearer' }
      const message = 'send Authorization: Bearer and your token'
      throw new Refusal({ status: 401, code: 'unauthorized', message, headers })
    }
    await next()
  }
}

function limitRate(rate: Rate, nowMs: () => number): MiddlewareHandler {
  const take = createTokenBucket(rate, nowMs)
  return async (_, next) => {
    const waitMs = take()
    if (waitMs > 0) {
      const headers = { 'Retry-After': String(Math.ceil(waitMs / 1000)) }
      const message = `more than ${rate.perSecond} requests per second`
      throw new Refusal({ status: 429, code: 'rate_limited', message, headers })
    }
    await next()
  }
}

function toResponse(answer: RefusalAnswer): Response {
  const { status, code, message, field, headers = {} } = answer
  return Response.json({ error: { code, message, field } }, { status, headers })
}
