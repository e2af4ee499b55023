import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'
import type { Listing, ListingEnd } from '../../adapters/adapter.ts'
import type { SuiteCase } from './case.ts'
import { isBilateralError } from '../../errors.ts'

/** Enough records for a second page of most systems' smallest page. */
const SEEDS = 7

/** What reading promises. */
export const READ_CASES: readonly SuiteCase[] = [
  { title: '[A1] a listing returns every record once, by a non-empty id', check: listsEveryRecord },
  {
    title: '[A1] a record that stays is listed, although others come and go meanwhile',
    unless: ({ can }) =>
      can.list.stability === 'offset' ? 'offset pages shift under writes' : undefined,
    check: listsWhatStays,
  },
  {
    title: '[A2] a listing that returned everything ends complete, and its count agrees',
    check: endsComplete,
  },
  { title: '[A2] an empty collection lists nothing and ends complete', check: listsNothing },
  {
    title: '[A3] a single read shows what the listing shows, and its token',
    check: readsAsListed,
  },
  {
    title:
      '[A3] a record that never was is not found, and one that was deleted is not found or gone',
    check: readsAbsence,
  },
  {
    title: '[A4] a batch of reads answers in the order asked, absences included',
    unless: ({ records }) => (records.getMany ? undefined : 'no getMany'),
    check: readsBatch,
  },
  {
    title: '[A5] a search by key finds none, one or many',
    unless: ({ records, search }) =>
      records.findByKey && search !== undefined ? undefined : 'no search',
    check: searches,
  },
  {
    title: '[A6] changes include everything edited since the cursor was taken',
    unless: ({ can }) => (can.changes === 'since' ? undefined : 'no changes'),
    check: showsChanges,
  },
  {
    title: '[A6] an edit made while a listing runs is in that listing or in the changes after it',
    unless: ({ can }) => (can.changes === 'since' ? undefined : 'no changes'),
    check: showsConcurrentEdits,
  },
  {
    title: '[A7] a listing that is aborted never ends complete',
    check: abortsHonestly,
  },
  {
    title: '[A7] a listing that is aborted between its pages never ends complete',
    check: abortsBetweenPages,
  },
  {
    title: '[A8] a system answers who it is, the same after its records change',
    check: identifies,
  },
  {
    title: '[A8] a collection describes its id field and every field its records show',
    check: describes,
  },
  {
    title: '[A8] a collection that knows its columns shows no field besides them',
    unless: ({ records }) => (records.columns ? undefined : 'no columns'),
    check: keepsToColumns,
  },
  {
    title: '[A8] a collection the system does not have is a configuration error',
    check: refusesName,
  },
  { title: '[A9] every request is counted, by operation', check: counts },
]

async function seeds(bench: Bench, count = SEEDS): Promise<readonly string[]> {
  const ids: string[] = []
  for (let n = 1; n <= count; n++) ids.push(await bench.seed(n))
  return ids
}

async function listsEveryRecord(bench: Bench): Promise<void> {
  const ids = await seeds(bench)
  const { records } = await bench.readAll()
  assert.deepEqual(records.map(({ id }) => id).sort(), [...ids].sort())
  for (const record of records) {
    assert.ok(typeof record.id === 'string' && record.id !== '', 'an id is non-empty text')
    assert.equal(record.state, 'live')
    if (bench.can.token?.inList === true)
      assert.ok(typeof record.token === 'string' && record.token !== '', 'inList promises tokens')
  }
}

async function listsWhatStays(bench: Bench): Promise<void> {
  const ids = await seeds(bench)
  const listing = bench.records.list(bench.signal)
  const first = await listing.next()
  assert.ok(first.done !== true, 'a listing of records has a page')
  const shown = first.value.records.map(({ id }) => id)
  const [gone = ''] = shown
  await bench.outside.delete(gone)
  await bench.seed(SEEDS + 1)
  shown.push(...(await bench.readAll(listing)).records.map(({ id }) => id))
  for (const id of ids) assert.ok(id === gone || shown.includes(id), `${id} was skipped`)
}

async function endsComplete(bench: Bench): Promise<void> {
  await seeds(bench)
  const { end } = await bench.readAll()
  assert.equal(end.complete, true, end.why)
  if (bench.can.list.count) assert.equal(end.count, SEEDS)
  else assert.ok(end.count === undefined || end.count === SEEDS)
}

async function listsNothing(bench: Bench): Promise<void> {
  const { records, end } = await bench.readAll()
  assert.deepEqual(records, [])
  assert.equal(end.complete, true, end.why)
}

async function readsAsListed(bench: Bench): Promise<void> {
  await seeds(bench, 2)
  const { records } = await bench.readAll()
  for (const listed of records) {
    const read = await bench.find(listed.id)
    assert.equal(read.id, listed.id)
    assert.deepEqual(read.fields, listed.fields)
    if (bench.can.token !== undefined) assert.ok(read.token !== undefined, 'get carries the token')
    if (bench.can.token?.inList === true) assert.equal(read.token, listed.token)
  }
}

async function readsAbsence(bench: Bench): Promise<void> {
  const [first = '', second = ''] = await seeds(bench, 2)
  await bench.outside.delete(second)
  const deleted = await bench.records.get(second, bench.signal)
  assert.ok(['not-found', 'gone'].includes(deleted.kind), `deleted reads ${deleted.kind}`)
  const never = await bench.records.get(`${first}0000000`, bench.signal)
  assert.equal(never.kind, 'not-found')
  assert.equal((await bench.find(first)).id, first)
}

async function readsBatch(bench: Bench): Promise<void> {
  const ids = await seeds(bench, 3)
  const asked = [ids[2] ?? '', `${ids[0] ?? ''}0000000`, ids[0] ?? '', ids[1] ?? '']
  const answers = await bench.records.getMany?.(asked, bench.signal)
  const shown = answers?.map((found) => (found.kind === 'found' ? found.record.id : found.kind))
  assert.deepEqual(shown, [ids[2], 'not-found', ids[0], ids[1]])
  assert.deepEqual(await bench.records.getMany?.([], bench.signal), [])
}

async function searches(bench: Bench): Promise<void> {
  const { records, signal } = bench
  const field = bench.search ?? ''
  const [first = '', second = ''] = await seeds(bench, 3)
  const value = bench.body(1)[field]
  assert.ok(typeof value === 'string', 'the field searched holds text')
  const ids = async (text: string): Promise<readonly string[] | undefined> =>
    (await records.findByKey?.(field, text, signal))?.map(({ id }) => id).sort()
  assert.deepEqual(await ids(`${value} of nobody`), [])
  assert.deepEqual(await ids(value), [first])
  await bench.edit(second, { [field]: value })
  assert.deepEqual(await ids(value), [first, second].sort())
}

async function showsChanges(bench: Bench): Promise<void> {
  const ids = await seeds(bench)
  const [text] = bench.texts
  const { end } = await bench.readAll()
  assert.ok(end.cursor !== undefined, 'a listing earns the first cursor')
  await bench.edit(ids[2] ?? '', { [text]: 'edited' })
  const created = await bench.seed(SEEDS + 1)
  const seen = await changedSince(bench, end)
  assert.equal(seen.get(ids[2] ?? ''), 'edited')
  assert.ok(seen.has(created), 'a new record is a change')
}

async function showsConcurrentEdits(bench: Bench): Promise<void> {
  const ids = await seeds(bench)
  const [text] = bench.texts
  const listing = bench.records.list(bench.signal)
  const first = await listing.next()
  const seen = new Map<string, unknown>()
  if (first.done !== true)
    for (const { id, fields } of first.value.records) seen.set(id, fields[text])
  for (const id of ids) await bench.outside.update(id, { [text]: `during ${id}` })
  const rest =
    first.done === true ? { records: [], end: first.value } : await bench.readAll(listing)
  for (const { id, fields } of rest.records) seen.set(id, fields[text])
  for (const [id, value] of await changedSince(bench, rest.end)) seen.set(id, value)
  for (const id of ids) assert.equal(seen.get(id), `during ${id}`, `${id} was skipped`)
}

async function changedSince(bench: Bench, end: ListingEnd): Promise<Map<string, unknown>> {
  await bench.settle?.()
  const changes = bench.records.changes?.(end.cursor ?? '', bench.signal)
  assert.ok(changes !== undefined, 'changes: since promises the method')
  const { records, end: changed } = await bench.readAll(changes)
  assert.equal(changed.complete, true, changed.why)
  assert.ok(changed.cursor !== undefined, 'changes earn the next cursor')
  return new Map(records.map(({ id, fields }) => [id, fields[bench.texts[0]]]))
}

async function abortsHonestly(bench: Bench): Promise<void> {
  await seeds(bench, 3)
  const stop = new AbortController()
  stop.abort()
  const listing = bench.records.list(stop.signal)
  assert.equal((await endOfAborted(bench, listing)).complete, false)
}

async function abortsBetweenPages(bench: Bench): Promise<void> {
  await seeds(bench)
  const stop = new AbortController()
  const listing = bench.records.list(stop.signal)
  const first = await listing.next()
  const isWhole = first.done === true || first.value.records.length === SEEDS
  stop.abort()
  const end = await endOfAborted(bench, listing)
  assert.ok(isWhole || !end.complete, 'pages are missing')
}

async function endOfAborted(
  bench: Bench,
  listing: Listing,
): Promise<{ readonly complete: boolean }> {
  try {
    return (await bench.readAll(listing)).end
  } catch (error) {
    assert.ok(isBilateralError(error), `aborting throws an operating error, not ${String(error)}`)
    return { complete: false }
  }
}

async function identifies(bench: Bench): Promise<void> {
  const before = await bench.system.identify(bench.signal)
  assert.ok(before.tenant !== '' && before.scope !== '', 'tenant and scope are non-empty text')
  const id = await bench.seed(1)
  await bench.edit(id, { [bench.texts[0]]: 'edited' })
  assert.deepEqual(await bench.system.identify(bench.signal), before)
  for (const { name, ok, detail } of await bench.system.test(bench.signal))
    assert.ok(ok, `${name}: ${detail}`)
}

async function describes(bench: Bench): Promise<void> {
  const id = await bench.seed(1)
  const info = await bench.records.describe(bench.signal)
  assert.equal(info.name, bench.collection)
  assert.ok(info.idField !== '')
  const names = new Set(info.fields.map(({ name }) => name))
  const shown = Object.keys((await bench.find(id)).fields)
  if (names.size > 0) for (const name of shown) assert.ok(names.has(name), `${name} is described`)
  const discovered = await bench.system.discover(bench.signal)
  assert.ok(discovered.some(({ name }) => name === bench.collection))
}

async function keepsToColumns(bench: Bench): Promise<void> {
  const id = await bench.seed(1)
  await bench.system.identify(bench.signal)
  const spent = bench.system.usage().requests
  const columns = await bench.records.columns?.(bench.signal)
  assert.equal(bench.system.usage().requests, spent, 'its columns cost no request')
  for (const name of Object.keys((await bench.find(id)).fields))
    assert.ok(columns?.includes(name), `${name} is a column`)
}

async function refusesName(bench: Bench): Promise<void> {
  for (const name of ['no such collection', '__proto__', 'constructor'])
    assert.throws(
      () => bench.system.collection(name),
      (error) => isBilateralError(error, 'CONFIG_INVALID'),
    )
}

async function counts(bench: Bench): Promise<void> {
  const id = await bench.seed(1)
  const before = bench.system.usage()
  await bench.find(id)
  const after = bench.system.usage()
  assert.equal(after.requests, before.requests + 1)
  assert.equal(after.byOperation['get'], (before.byOperation['get'] ?? 0) + 1)
  await bench.readAll()
  assert.ok((bench.system.usage().byOperation['list'] ?? 0) > (after.byOperation['list'] ?? 0))
}
