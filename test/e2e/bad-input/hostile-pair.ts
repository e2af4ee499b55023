import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { listen, startService, stop } from '../../adapters/rest/service.ts'
import type { Service } from '../../adapters/rest/service.ts'
import { configuredIn } from '../../../src/cli/process/configured.ts'
import { folderWith } from '../../config/example.ts'
import { perform } from '../../cli/stage.ts'
import type { Performance, StageOptions } from '../../cli/stage.ts'

/** What stands between Bilateral and an honest service: answers in its place, or lets the request pass by `false`. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean

/** A REST service behind a door that may misbehave, a database, and one entity between them. */
export interface HostilePair {
  readonly folder: string
  readonly service: Service
  /** Misbehaves until told otherwise. */
  fault: Fault | undefined
  run(args: readonly string[], stage?: StageOptions): Promise<Performance>
  /** Runs SQL on the database. */
  change(sql: string): void
  /** What both systems and the memory of the pairs hold, as one text. */
  holdings(): string
  /** Names and notes on each system, sorted. */
  agreement(): { readonly crm: readonly string[]; readonly erp: readonly string[] }
}

const CONFIG = (url: string): string => `version: 1
name: hostile
memory: { sqlite: ./memory.db }
systems:
  crm:
    type: rest
    url: ${url}/api
    auth: { bearer: "\${env:TOKEN}" }
    retry: { attempts: 2, first: 1ms }
    timeouts: { headers: 300ms, idle: 300ms, total: 600ms }
    maxBody: 100000
    collections:
      items:
        id: id
        token: { path: version, header: ETag, as: '"v\${token}"' }
        readonly: [version, updatedAt]
        list: { request: GET /items, query: { cursor: "\${page}" }, items: data, page: { cursor: next, size: 3 }, total: total }
        get: GET /items/\${id}
        create: { request: POST /items, body: "\${set}", idempotency: Idempotency-Key }
        update: { request: "PATCH /items/\${id}", body: "\${set}" }
        delete: DELETE /items/\${id}
  erp:
    type: sql
    database: ./erp.db
    collections: { item: { id: id, version: { column: v, bump: true } } }
entities:
  item:
    crm: items
    erp: item
    match: [{ on: { crm: name, erp: name } }]
    guards: { maxDelete: 50%/5 }
    fields:
      name: { crm: name, erp: name }
      note: { crm: note, erp: note }
`

const TABLE =
  'CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, note TEXT, v INTEGER NOT NULL DEFAULT 1)'

/** Eight records that agreed; then an edit, a creation and a deletion, so that a run has something to write on both sides. */
export async function hostilePair(): Promise<HostilePair> {
  const service = await startService({ pageSize: 3 })
  onTestFinished(() => service.close())
  const pair: { fault: Fault | undefined } = { fault: undefined }
  const door = createServer((request, response) => {
    if (pair.fault?.(request, response) !== true) void pass(service.origin, request, response)
  })
  const url = await listen(door)
  onTestFinished(() => stop(door))
  const folder = folderWith({ 'bilateral.yaml': CONFIG(url) })
  const change = (sql: string): void => withDatabase(folder, 'erp.db', (db) => db.exec(sql))
  const env = { TOKEN: 'open sesame' }
  const made: HostilePair = Object.assign(pair, {
    folder,
    service,
    change,
    run: (args: readonly string[], stage: StageOptions = {}) =>
      perform(args, { cwd: folder, env, ...configuredIn({ cwd: folder, env }), ...stage }),
    holdings: () => holdings(folder, service),
    agreement: () => agreement(folder, service),
  })
  change(TABLE)
  for (let no = 0; no < 8; no++)
    service.put(`k${String(no)}`, { name: `n${String(no)}`, note: 'old' })
  const first = await made.run(['sync', '--first-run'])
  if (first.exitCode !== 0) throw new Error(first.err)
  service.patch('k1', { note: 'edited in the crm' })
  service.put('k9', { name: 'n9', note: 'new in the crm' })
  change("UPDATE item SET note = 'edited in the erp', v = v + 1 WHERE name = 'n2'")
  change("DELETE FROM item WHERE name = 'n3'")
  return made
}

/** Hands a request to the honest service and its answer back. */
async function pass(
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, bytes } = await relay(origin, request)
  response.writeHead(status, headers).end(bytes)
}

/** An answer of the honest service. */
interface Relayed {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer
}

/** Has the honest service answer a request, for whoever then tells something else. */
export async function relay(origin: string, request: IncomingMessage): Promise<Relayed> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { method = 'GET', url = '/' } = request
  const given = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => !HOP.has(name)),
  ) as Record<string, string>
  const body = chunks.length === 0 ? null : Buffer.concat(chunks)
  const answer = await fetch(origin + url, { method, headers: given, body })
  const bytes = Buffer.from(await answer.arrayBuffer())
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !HOP.has(name)))
  return { status: answer.status, headers, bytes }
}

const HOP = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length'])

function withDatabase<T>(folder: string, file: string, work: (db: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(folder, file))
  try {
    return work(database)
  } finally {
    database.close()
  }
}

function holdings(folder: string, service: Service): string {
  const rows = withDatabase(folder, 'erp.db', (db) => db.prepare('SELECT * FROM item').all())
  const pairs = withDatabase(folder, 'memory.db', (db) => db.prepare('SELECT * FROM pairs').all())
  return JSON.stringify([rows, pairs, [...service.rows.values()]])
}

function agreement(folder: string, service: Service) {
  const rows = withDatabase(folder, 'erp.db', (db) =>
    db.prepare('SELECT name, note FROM item').all(),
  )
  const told = (one: Readonly<Record<string, unknown>>): string =>
    `${String(one['name'])}: ${String(one['note'])}`
  return {
    crm: [...service.rows.values()].map(({ fields }) => told(fields)).sort(),
    erp: rows.map(told).sort(),
  }
}
