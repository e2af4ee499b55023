import { createCrmApp } from '../../demo/systems/crm/crm-app.ts'
import type { CrmOptions } from '../../demo/systems/crm/crm-app.ts'
import { openCrmDatabase } from '../../demo/systems/crm/crm-database.ts'

export type Json = Record<string, unknown>

/** An answer of the CRM, its body read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
}

/** A request to the CRM. */
export interface Ask {
  (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

export const TOKEN = 'test-token'

/** A CRM in memory, asked without a socket; `second` is its clock. */
export function createCrm(options: Partial<CrmOptions> = {}): {
  ask: Ask
  clock: { second: number }
} {
  const clock = { second: Date.UTC(2026, 0, 5, 9) / 1000 }
  const nowMs = (): number => clock.second * 1000 + 700
  const app = createCrmApp({
    database: openCrmDatabase(':memory:'),
    token: TOKEN,
    nowMs,
    ...options,
  })
  const ask: Ask = async (method, path, body, headers = {}) => {
    const type = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' }
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const init = { method, headers: { ...type, ...headers }, ...(text && { body: text }) }
    const response = await app.request(path, init)
    const answer = await response.text()
    const parsed = (answer === '' ? {} : JSON.parse(answer)) as Json
    return { status: response.status, headers: response.headers, body: parsed }
  }
  return { ask, clock }
}
