import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Answer, Call, ServiceContents } from './service-contents.ts'
import type { Edit, Item } from './item.ts'
import type { KillPoint } from './kill-point.ts'
import { EMPTY_CONTENTS, edited, serve } from './service-contents.ts'

/** A request that is waited for, and what happens to the process that sent it. */
export interface Trap {
  readonly point: Extract<KillPoint, { kind: 'request' }>
  readonly kill: () => void
}

/** The CRM, behind real HTTP on the loopback, in the process that watches: it survives every kill. */
export interface Service {
  readonly url: string
  contents(): ServiceContents
  restore(contents: ServiceContents): void
  edit(edits: readonly Edit[]): void
  /** Methods of the requests received since the last call, in order. */
  takeLog(): readonly string[]
  /** Sets a trap, or takes it away. */
  arm(trap: Trap | undefined): void
  /** Lets what the dead process had sent take effect. */
  deliverLate(): void
  close(): Promise<void>
}

/** Starts the service. Whoever asks for it closes it. */
export async function startService(): Promise<Service> {
  let contents = EMPTY_CONTENTS
  let trap: Trap | undefined
  let log: string[] = []
  const late: (() => void)[] = []
  const perform = (call: Call): Answer => {
    const served = serve(contents, call)
    contents = served.contents
    return served.answer
  }
  const take = (call: Call, response: ServerResponse): void => {
    log.push(call.method)
    if (trap?.point.at !== log.length) {
      send(response, perform(call))
      return
    }
    const { point, kill } = trap
    if (point.when === 'done') perform(call)
    if (point.when === 'late') late.push(() => void perform(call))
    kill()
    response.destroy()
  }
  const server = createServer((request, response) => {
    receive(request)
      .then((call) => take(call, response))
      .catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    contents: () => contents,
    restore: (other) => void (contents = other),
    edit: (edits) => void (contents = edits.reduce(edited, contents)),
    takeLog: () => log.splice(0),
    arm(next) {
      trap = next
      log = []
    },
    deliverLate: () => late.splice(0).forEach((perform) => perform()),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Rejects for a request that was cut off: half of one is none. */
async function receive(request: IncomingMessage): Promise<Call> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const text = Buffer.concat(parts).toString()
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: text === '' ? {} : (JSON.parse(text) as Readonly<Partial<Item>>),
  }
}

function send(response: ServerResponse, { status, body, etag, replayed }: Answer): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(etag !== undefined && { etag }),
    ...(replayed === true && { 'idempotency-replayed': 'true' }),
  })
  response.end(body === undefined ? '' : JSON.stringify(body))
}
