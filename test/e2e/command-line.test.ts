import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { folderWith } from '../config/example.ts'

const MAIN = resolve('src/cli/main.ts')

const CONFIG = `version: 1
name: two
systems:
  left: { type: sql, database: ./left.db, collections: { item: { id: id, version: { column: row_version } } } }
  right: RIGHT
entities:
  item:
    left: item
    right: item
    match: [{ on: { left: name, right: name } }]
    guards: { maxDelete: 0%/0 }
    fields:
      name: { left: name, right: name }
      city: { left: city, right: city }
`
const SQL_RIGHT =
  '{ type: sql, database: ./right.db, collections: { item: { id: id, version: { column: row_version } } } }'

const TABLE = `CREATE TABLE item (
  id INTEGER PRIMARY KEY, name TEXT, city TEXT, row_version INTEGER NOT NULL DEFAULT 1
);
CREATE TRIGGER moved AFTER UPDATE ON item WHEN new.row_version = old.row_version
BEGIN UPDATE item SET row_version = row_version + 1 WHERE id = new.id; END`

/** A folder with a configuration and the databases it names; `left` holds that many records. */
function folder(records: number, right = SQL_RIGHT): string {
  const cwd = folderWith({ 'bilateral.yaml': CONFIG.replace('RIGHT', right) })
  for (const side of ['left', 'right']) {
    const database = new DatabaseSync(join(cwd, `${side}.db`))
    database.exec(TABLE)
    const insert = database.prepare('INSERT INTO item (name, city) VALUES (?, ?)')
    if (side === 'left') for (let at = 0; at < records; at++) insert.run(`n${String(at)}`, 'Paris')
    database.close()
  }
  return cwd
}

function change(cwd: string, side: string, sql: string): void {
  const database = new DatabaseSync(join(cwd, `${side}.db`))
  database.exec(sql)
  database.close()
}

/** A real process of the command. */
function start(args: readonly string[], cwd: string, flags: readonly string[] = []) {
  const child = spawn(process.execPath, [...flags, MAIN, ...args], { cwd, stdio: 'pipe' })
  const texts = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.err += text))
  const ended = once(child, 'close').then(([code]) => ({ ...texts, code: code as number | null }))
  return { child, texts, ended }
}

const run = (args: readonly string[], cwd: string) => start(args, cwd).ended

test('[C64] [C65] from the first plan to agreement, each step ends with its own exit code', async () => {
  const cwd = folder(3)
  const codes: (number | null)[] = []
  const step = async (...args: string[]) => {
    const ended = await run(args, cwd)
    codes.push(ended.code)
    return ended
  }
  await step('plan', '--out', 'p.json')
  await step('sync')
  await step('sync', 'p.json')
  await step('sync', 'p.json')
  await step('plan')
  change(cwd, 'left', "UPDATE item SET city = 'Lyon' WHERE id = 1")
  change(cwd, 'right', "UPDATE item SET city = 'Oslo' WHERE name = 'n0'")
  await step('sync')
  change(cwd, 'left', 'DELETE FROM item WHERE id = 2')
  await step('sync')
  await step('sync', '--allow-delete', '1')
  expect((await step('status', '--porcelain')).out).toBe('MM item/1 conflict city\n')
  expect(codes).toEqual([2, 64, 0, 5, 0, 3, 5, 3, 0])
})

test.each([
  ['a command that does not exist', ['syncc']],
  ['no configuration', ['sync', '--config', 'nowhere.yaml']],
  ['a plan that is not there', ['sync', 'nowhere.json']],
])('[C53] %s ends with 64 and says what to do next', async (_, args) => {
  const { out, err, code } = await run(args, folder(0))
  expect({ out, code }).toEqual({ out: '', code: 64 })
  expect(err).toMatch(/\nnext: .+\n$/)
})

/** A service that takes its time for every write. */
async function slowService(delayMs: number) {
  const items: Readonly<Record<string, unknown>>[] = []
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.method === 'GET') {
      answer(200, { items })
      return
    }
    let text = ''
    request.setEncoding('utf8').on('data', (part: string) => (text += part))
    request.on('end', () => {
      setTimeout(() => {
        const item = { id: String(items.length + 1), ...(JSON.parse(text) as object) }
        items.push(item)
        answer(201, item)
      }, delayMs)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const right = `
    type: rest
    url: http://127.0.0.1:${String(port)}
    limits: { concurrency: 4 }
    collections:
      item:
        id: id
        list: { request: GET /items, items: items }
        get: GET /items/\${id}
        create: { request: POST /items, body: "\${set}" }`
  return { items, right }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await sleep(20)
}

test('[C54] an interrupt ends it with 130 after what is in flight; the next run completes it, nothing twice', async () => {
  const { items, right } = await slowService(20)
  const cwd = folder(250, right)
  const { child, ended } = start(['sync', '--first-run', '--json'], cwd)
  await until(() => items.length > 20)
  child.kill('SIGINT')
  expect((await ended).code).toBe(130)
  const written = items.length
  expect(written).toBeLessThan(250)
  expect((await run(['sync'], cwd)).code).toBe(0)
  expect(items.map(({ name }) => name).sort()).toEqual(
    Array.from({ length: 250 }, (_, at) => `n${String(at)}`).sort(),
  )
})

test('[C54] a second interrupt does not wait for what is in flight', async () => {
  const { items, right } = await slowService(20_000)
  const { child, texts, ended } = start(['sync', '--first-run'], folder(3, right))
  await sleep(1_500)
  child.kill('SIGTERM')
  await until(() => texts.err.includes('stopping'))
  child.kill('SIGTERM')
  expect((await ended).code).toBe(130)
  expect(items).toEqual([])
})

/** Names every module that a process loads. */
const LOADED = `import { registerHooks } from 'node:module'
registerHooks({ load: (url, context, next) => (console.error('loaded ' + url), next(url, context)) })`

test('[C67] what asks no system loads no adapter, no schema and no queue', async () => {
  const hook = pathToFileURL(join(folderWith({ 'hook.mjs': LOADED }), 'hook.mjs')).href
  for (const args of [['--version'], ['--help'], ['matrix']]) {
    const { err, code } = await start(args, folderWith({}), ['--import', hook]).ended
    const loaded = [...err.matchAll(/^loaded (.*)$/gm)].map(([, url = '']) => url)
    expect(code).toBe(0)
    expect(loaded.length).toBeGreaterThan(10)
    expect(
      loaded.filter((url) => /undici|zod|yaml|p-queue|clack|src\/adapters|src\/stores/.test(url)),
    ).toEqual([])
  }
})
