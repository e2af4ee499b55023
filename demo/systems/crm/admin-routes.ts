import { Hono } from 'hono'

import type { Fault, Faults } from './faults.ts'
import { patchMembers, oneOf, optional, shaped, whole } from './field-rules.ts'
import { FAULT_KINDS } from './faults.ts'
import type { RequestTally } from './request-tally.ts'

const FAULT_MEMBERS = {
  kind: oneOf(FAULT_KINDS),
  method: optional(oneOf(['GET', 'POST', 'PATCH', 'DELETE'])),
  path: shaped(/^\/api\//u, '/api/contacts'),
  delayMs: whole(0, 60_000),
  skip: whole(0, 1_000_000),
  times: whole(1, 1_000_000),
}

const BLANK_FAULT = { method: null, path: '/api/', delayMs: 0, skip: 0, times: 1, fired: 0 }

/** The operator's routes: what was asked of the service, and what shall go wrong next. */
export function adminRoutes(tally: RequestTally, faults: Faults): Hono {
  const routes = new Hono()
  routes.get('/requests', (c) => c.json(tally.read()))
  routes.delete('/requests', (c) => {
    tally.reset()
    return c.body(null, 204)
  })
  routes.get('/faults', (c) => c.json(faults.list()))
  routes.post('/faults', async (c) => {
    const sent = { kind: null, ...(await c.req.json<object>()) }
    const fault = patchMembers(FAULT_MEMBERS, { value: sent, current: BLANK_FAULT, path: '' })
    faults.order(fault as unknown as Fault)
    return c.json(fault, 201)
  })
  routes.delete('/faults', (c) => {
    faults.clear()
    return c.body(null, 204)
  })
  return routes
}
