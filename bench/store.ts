import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, cpuUsage } from 'node:process'
import { createItem } from './item.ts'
import type { Item } from './item.ts'
import type { PairChange, Store } from '../src/stores/store.ts'
import { openSqliteStore } from '../src/stores/sqlite/open-sqlite-store.ts'
import { changeOf, emptyPair } from '../src/testing/fold-journal.ts'

// What the memory costs by itself: `node bench/store.ts [pairs] [folder]`.

const BATCH = 1000
const ENTITY = 'items'

const count = Number(argv[2] ?? 100_000)
const folder = mkdtempSync(join(argv[3] ?? tmpdir(), 'bilateral-store-bench-'))
const path = join(folder, 'memory.db')

try {
  const items = Array.from({ length: count }, (_, number) => createItem(1, number))
  await fill(items)
  const bytes = statSync(path).size
  say('on disk, journal included', `${Math.round(bytes / count)} bytes per pair`)
  const store = await timed('open', 1, () => openSqliteStore(path))
  for (const page of [100, 1000]) await look(store, items, page)
  await timed('count', 1, () => store.countPairs({ entity: ENTITY }))
  await timed('list what waits', 1, () => store.listPairs({ open: 'intent' }, { limit: 1000 }))
  await timed('list all, pages of 1000', count, () => listAll(store))
  await store.close()
} finally {
  rmSync(folder, { recursive: true })
}

/** Links and agrees every pair, in one transaction for each batch. */
async function fill(items: readonly Item[]): Promise<void> {
  const store = await openSqliteStore(path)
  const answer = await store.acquireLease('bench', 'bench', 600_000, 0)
  if (answer.kind === 'held') throw new Error('a new memory is leased to nobody')
  const spans: number[] = []
  let cpu = 0
  for (let first = 0; first < items.length; first += BATCH) {
    const pairs = items.slice(first, first + BATCH).map((item, at) => link(item, first + at + 1))
    const started = performance.now()
    const before = cpuUsage()
    await store.commit(answer.lease, { run: 'bench', atMs: Date.now(), pairs, facts: [] })
    const { user, system } = cpuUsage(before)
    cpu += user + system
    spans.push(performance.now() - started)
  }
  const started = performance.now()
  await store.close()
  spans.push(performance.now() - started)
  const total = spans.reduce((sum, span) => sum + span, 0)
  say('link and agree, batches of 1000', `${microseconds(total, items.length)} per pair`)
  const middle = spans.sort((left, right) => left - right)[spans.length >> 1] ?? 0
  say('of which CPU', `${microseconds(cpu / 1000, items.length)} per pair`)
  say('median batch', `${microseconds(middle, BATCH)} per pair`)
}

function link({ id, updatedAt, ...fields }: Item, no: number): PairChange {
  return changeOf(
    emptyPair(ENTITY, no),
    { kind: 'linked', ids: { a: id, b: String(100_000 + no) }, by: 'email' },
    {
      kind: 'agreed',
      base: { a: { fields, token: `"${updatedAt}"` }, b: { fields: { ...fields }, token: '1' } },
    },
  )
}

async function look(store: Store, items: readonly Item[], page: number): Promise<void> {
  const pages: string[][] = []
  // Every 7th record, as far apart as ids of a listing may be.
  for (let first = 0; first + page * 7 <= items.length; first += page * 7)
    pages.push(items.slice(first, first + page * 7).flatMap(({ id }, at) => (at % 7 ? [] : [id])))
  const ids = pages.reduce((sum, { length }) => sum + length, 0)
  const found = await timed(`look up, pages of ${page}`, ids, async () => {
    let pairs = 0
    for (const wanted of pages) pairs += (await store.findPairs(ENTITY, 'a', wanted)).length
    return pairs
  })
  if (found !== ids) throw new Error(`${found} of ${ids} pairs were found`)
}

async function listAll(store: Store): Promise<void> {
  let after = 0
  for (;;) {
    const pairs = await store.listPairs({ entity: ENTITY }, { after, limit: 1000 })
    const last = pairs.at(-1)
    if (last === undefined) return
    after = last.no
  }
}

async function timed<T>(what: string, times: number, perform: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await perform()
  say(what, `${microseconds(performance.now() - started, times)} each`)
  return result
}

function microseconds(spanMs: number, times: number): string {
  return `${((spanMs * 1000) / times).toFixed(1)} µs`
}

function say(what: string, figure: string): void {
  console.log(`${what.padEnd(34)} ${figure}`)
}
