import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'

import { createAdaptorServer } from '@hono/node-server'

import { createCrmApp } from './crm/crm-app.ts'
import { openCrmDatabase } from './crm/crm-database.ts'
import { DEFAULT_RATE } from './crm/token-bucket.ts'

const USAGE = `A small CRM: a REST service with its own SQLite database.

  CRM_TOKEN=… node demo/systems/crm-service.ts --db PATH [--port 0] [--rate N] [--burst N]

Prints one line of JSON with the address it listens on; stops on SIGTERM.
CRM_TOKEN is the bearer token of /api; CRM_ADMIN_TOKEN, when set, that of /admin.
`

function fail(reason: string): never {
  process.stderr.write(`${reason}\n\n${USAGE}`)
  process.exit(64)
}

function parseCount(text: string, name: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 0) fail(`--${name} must be a whole number, not ${text}`)
  return count
}

function parseOptions(): { [name in 'db' | 'port' | 'rate' | 'burst']?: string } {
  const option = { type: 'string' } as const
  const options = { db: option, port: option, rate: option, burst: option }
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

function main(): void {
  const { db, port = '0', rate, burst } = parseOptions()
  const { CRM_TOKEN: token, CRM_ADMIN_TOKEN: adminToken } = process.env
  if (db === undefined) fail('--db is missing: the path of the database')
  if (token === undefined || token === '') fail('the environment variable CRM_TOKEN is missing')
  const limit = {
    perSecond: rate === undefined ? DEFAULT_RATE.perSecond : parseCount(rate, 'rate'),
    burst: burst === undefined ? DEFAULT_RATE.burst : parseCount(burst, 'burst'),
  }
  const portNumber = parseCount(port, 'port')

  const database = openCrmDatabase(db)
  const app = createCrmApp({ database, token, adminToken, rate: limit })
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  server.listen(portNumber, '127.0.0.1', () => {
    const address = server.address() as AddressInfo
    process.stdout.write(`${JSON.stringify({ listening: `http://127.0.0.1:${address.port}` })}\n`)
  })
  stopOnRequest(() => {
    server.close(() => {
      database.close()
    })
    server.closeAllConnections()
  })
}

/** Calls `stop` once: on SIGTERM, on SIGINT, or when whoever started the service is gone. */
function stopOnRequest(stop: () => void): void {
  let stopping = false
  const stopOnce = (): void => {
    if (stopping) return
    stopping = true
    stop()
    if (process.connected) process.disconnect()
  }
  process.on('SIGTERM', stopOnce)
  process.on('SIGINT', stopOnce)
  if (process.connected) process.on('disconnect', stopOnce)
}

main()
