import type {
  Collection,
  Listing,
  ListingEnd,
  NativeRecord,
  System,
} from '../../../src/adapters/adapter.ts'
import type { IncomingHttpHeaders } from 'node:http'
import type { RestCollectionConfig, RestSystemConfig } from '../../../src/adapters/rest/config.ts'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:http'
import { createServer as createSocketServer } from 'node:net'
import { listen, stop } from './service.ts'
import { onTestFinished } from 'vitest'
import { once } from 'node:events'
import { restSystem } from '../../../src/adapters/rest/system.ts'

/** A request as a server saw it. */
export interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** An answer a server gives. */
export interface Reply {
  readonly status?: number | undefined
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined
  /** Text goes out as it is, everything else as JSON. */
  readonly body?: unknown
}

/** A server that answers as told, and what it was asked. */
export interface Scripted {
  readonly origin: string
  readonly requests: SeenRequest[]
}

/** Serves on loopback until the test ends. A list of replies is worked off, the last one for ever. */
export async function serve(
  script: readonly Reply[] | ((request: SeenRequest, no: number) => Reply),
): Promise<Scripted> {
  const requests: SeenRequest[] = []
  const replyTo = (request: SeenRequest): Reply => {
    const no = requests.push(request)
    return typeof script === 'function'
      ? script(request, no)
      : (script[Math.min(no, script.length) - 1] ?? {})
  }
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming
      const body = Buffer.concat(chunks).toString()
      const { status = 200, headers: more, body: answer } = replyTo({ method, url, headers, body })
      response.writeHead(status, { 'content-type': 'application/json', ...more })
      response.end(
        answer === undefined || typeof answer === 'string' || Buffer.isBuffer(answer)
          ? answer
          : JSON.stringify(answer),
      )
    })
  })
  const origin = await listen(server)
  onTestFinished(() => stop(server))
  return { origin, requests }
}

/** Serves raw bytes: `answer` is called with the socket once a request's headers are in. */
export async function serveRaw(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createSocketServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      if (chunk.includes('\r\n\r\n')) answer(socket)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The simplest collection that reads and writes. */
export const ITEMS: RestCollectionConfig = {
  id: 'id',
  token: { path: 'version', header: 'ETag', as: '"${token}"' },
  list: { request: 'GET /items', items: 'data' },
  get: { request: 'GET /items/${id}' },
  create: { request: 'POST /items', body: '${set}', idempotency: 'Idempotency-Key' },
  update: { request: 'PATCH /items/${id}', body: '${set}' },
  delete: { request: 'DELETE /items/${id}' },
}

/** A system with one collection `items`, in a hurry; closed when the test ends. */
export function openShop(
  url: string,
  items: Partial<RestCollectionConfig> = {},
  more: Partial<RestSystemConfig> = {},
): { readonly system: System; readonly items: Collection; readonly waits: number[] } {
  const waits: number[] = []
  const config: RestSystemConfig = {
    url,
    retry: { attempts: 2, first: 1 },
    collections: { items: { ...ITEMS, ...items } },
    ...more,
  }
  const system = restSystem('shop', config, { onWait: ({ delayMs }) => waits.push(delayMs) })
  onTestFinished(() => system.close())
  return { system, items: system.collection('items'), waits }
}

/** Reads a listing to its end. */
export async function readAll(
  listing: Listing,
): Promise<{ readonly records: readonly NativeRecord[]; readonly end: ListingEnd }> {
  const records: NativeRecord[] = []
  for (;;) {
    const step = await listing.next()
    if (step.done === true) return { records, end: step.value }
    records.push(...step.value.records)
  }
}

/** A signal nobody aborts. */
export const SIGNAL = new AbortController().signal

/** What a write without a condition carries. */
export const PLAIN = {
  condition: { kind: 'none', because: 'a test' },
  op: 'op-1',
  signal: SIGNAL,
} as const
