import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { MiddlewareHandler } from 'hono'

import type { Faults } from './faults.ts'
import { Refusal } from './refusal.ts'

/** Lets requests suffer the faults that were ordered; everything else passes. */
export function sufferFault(faults: Faults): MiddlewareHandler<{ Bindings: HttpBindings }> {
  return async (c, next) => {
    const fault = faults.take(c.req.method, c.req.path)
    if (fault === undefined) return next()
    if (fault.kind === 'unavailable') {
      fault.fired += 1
      throw new Refusal({ status: 503, code: 'unavailable', message: 'the service is busy' })
    }
    if (fault.kind === 'delay') {
      fault.fired += 1
      await sleep(fault.delayMs)
      return next()
    }
    await next()
    fault.fired += 1
    return fault.kind === 'reset' ? cut(c.env.outgoing) : keepSilent(c.env.outgoing)
  }
}

function cut(outgoing: HttpBindings['outgoing']): Response {
  outgoing.destroy()
  return RESPONSE_ALREADY_SENT
}

/** Waits until the client has given up. */
async function keepSilent(outgoing: HttpBindings['outgoing']): Promise<Response> {
  if (!outgoing.destroyed) await once(outgoing, 'close')
  return RESPONSE_ALREADY_SENT
}
