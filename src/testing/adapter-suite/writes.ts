import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'
import type { Fields } from '../../core/value.ts'
import type { NativeRecord, WriteOutcome } from '../../adapters/adapter.ts'
import type { SuiteCase } from './case.ts'

const unlessUpdates = ({ can }: Bench): string | undefined =>
  can.update.allowed ? undefined : 'no updates'
const unlessGuardedUpdates = (bench: Bench): string | undefined =>
  unlessUpdates(bench) ?? (bench.can.update.condition === 'none' ? 'no condition' : undefined)
const unlessDeletes = ({ can }: Bench): string | undefined =>
  can.delete.allowed ? undefined : 'no deletes'
const unlessGuardedDeletes = (bench: Bench): string | undefined =>
  unlessDeletes(bench) ?? (bench.can.delete.condition === 'none' ? 'no condition' : undefined)

/** What updates and deletes promise. */
export const WRITE_CASES: readonly SuiteCase[] = [
  {
    title: '[A10] an update changes the fields given and leaves every other field alone',
    unless: unlessUpdates,
    check: updatesOnlyThat,
  },
  {
    title: '[A11] an update on a current token lands and moves the token',
    unless: unlessGuardedUpdates,
    check: updatesCurrent,
  },
  {
    title: '[A12] an update on a stale token is refused as stale and changes nothing',
    unless: unlessGuardedUpdates,
    check: refusesStaleUpdate,
  },
  {
    title: '[A12] of two updates on one token only the first lands',
    unless: unlessGuardedUpdates,
    check: landsOneOfTwo,
  },
  {
    title: '[A13] every edit by a user moves the token',
    unless: ({ can }) => (can.token?.covers === 'all' ? undefined : 'the token does not cover all'),
    check: movesTokens,
  },
  {
    title: '[A14] an update of a record that is not there is refused as absent and creates nothing',
    unless: unlessUpdates,
    check: refusesAbsentUpdate,
  },
  {
    title:
      '[A15] a deleted record reads not found or gone, and deleting it again is refused as absent',
    unless: unlessDeletes,
    check: deletes,
  },
  {
    title: '[A16] a delete on a stale token is refused as stale and deletes nothing',
    unless: unlessGuardedDeletes,
    check: refusesStaleDelete,
  },
  {
    title: '[A17] what a write answers is what the next read shows, token included',
    unless: unlessUpdates,
    check: answersTruly,
  },
  {
    title:
      '[A18] a value the system cannot hold is refused as invalid, with a reason, and changes nothing',
    unless: (bench) => unlessUpdates(bench) ?? (bench.invalid ? undefined : 'no invalid value'),
    check: refusesInvalid,
  },
  {
    title:
      '[A28] a write the collection does not offer is refused as unsupported and changes nothing',
    unless: ({ can }) =>
      can.update.allowed && can.delete.allowed ? 'updates and deletes are offered' : undefined,
    check: refusesUnoffered,
  },
  {
    title: '[A28] a condition the collection cannot hold is refused as unsupported, never dropped',
    unless: (bench) =>
      unlessUpdates(bench) ??
      (bench.can.update.condition === 'none' ? undefined : 'conditions hold'),
    check: refusesCondition,
  },
]

/** Fails the case unless the write landed, and narrows the outcome. */
function assertWritten(
  outcome: WriteOutcome,
): asserts outcome is WriteOutcome & { kind: 'written' } {
  assert.equal(outcome.kind, 'written', JSON.stringify(outcome))
}

function assertRefused(outcome: WriteOutcome, why: string): void {
  assert.equal(outcome.kind, 'refused', JSON.stringify(outcome))
  assert.equal(outcome.why, why, outcome.message)
  assert.ok(outcome.message !== '', 'a refusal says why')
}

async function seeded(bench: Bench): Promise<NativeRecord> {
  return bench.find(await bench.seed(1))
}

async function updatesOnlyThat(bench: Bench): Promise<void> {
  const read = await seeded(bench)
  const [text, other] = bench.texts
  const before = await bench.outside.read(read.id)
  assert.ok(before !== undefined)
  assertWritten(await bench.update(read, { [text]: 'written' }))
  const after = await bench.outside.read(read.id)
  assert.equal(after?.[text], 'written')
  if (bench.can.update.style === 'patch') assert.deepEqual(after, { ...before, [text]: 'written' })
  assert.equal(after[other], before[other])
}

async function updatesCurrent(bench: Bench): Promise<void> {
  const read = await seeded(bench)
  const outcome = await bench.update(read, { [bench.texts[0]]: 'written' })
  assertWritten(outcome)
  assert.equal(outcome.id, read.id)
  assert.notEqual((await bench.find(read.id)).token, read.token)
}

async function refusesStaleUpdate(bench: Bench): Promise<void> {
  const read = await seeded(bench)
  const [text, other] = bench.texts
  await bench.edit(read.id, { [other]: 'edited by a user' })
  const before = await bench.outside.read(read.id)
  assertRefused(await bench.update(read, { [text]: 'written' }), 'stale')
  assert.deepEqual(await bench.outside.read(read.id), before)
}

async function landsOneOfTwo(bench: Bench): Promise<void> {
  const read = await seeded(bench)
  const [text] = bench.texts
  assertWritten(await bench.update(read, { [text]: 'first' }))
  assertRefused(await bench.update(read, { [text]: 'second' }), 'stale')
  assert.equal((await bench.outside.read(read.id))?.[text], 'first')
}

async function movesTokens(bench: Bench): Promise<void> {
  const id = await bench.seed(1)
  const tokens = new Set<string | undefined>([(await bench.find(id)).token])
  const other: Fields = bench.body(2)
  const names = Object.keys(other)
  for (const name of names) {
    await bench.edit(id, { [name]: other[name] ?? null })
    tokens.add((await bench.find(id)).token)
  }
  assert.equal(tokens.size, names.length + 1, 'every edit has a token of its own')
}

async function refusesAbsentUpdate(bench: Bench): Promise<void> {
  const read = await seeded(bench)
  await bench.outside.delete(read.id)
  const set = { [bench.texts[0]]: 'written' }
  const outcome = await bench.update(read, set)
  if (bench.can.update.condition === 'none') assertRefused(outcome, 'absent')
  else assert.ok(outcome.kind === 'refused' && ['absent', 'stale'].includes(outcome.why))
  assert.equal(await bench.outside.read(read.id), undefined)
}

async function deletes(bench: Bench): Promise<void> {
  const read = await seeded(bench)
  const kept = await bench.seed(2)
  assertWritten(await bench.delete(read))
  assert.equal(await bench.outside.read(read.id), undefined)
  const found = await bench.records.get(read.id, bench.signal)
  assert.ok(['not-found', 'gone'].includes(found.kind), `deleted reads ${found.kind}`)
  assertRefused(await bench.delete(read), 'absent')
  const { records } = await bench.readAll()
  const live = records.filter(({ state }) => state === 'live')
  assert.deepEqual(
    live.map(({ id }) => id),
    [kept],
  )
}

async function refusesStaleDelete(bench: Bench): Promise<void> {
  const read = await seeded(bench)
  await bench.edit(read.id, { [bench.texts[1]]: 'edited by a user' })
  assertRefused(await bench.delete(read), 'stale')
  assert.equal((await bench.outside.read(read.id))?.[bench.texts[1]], 'edited by a user')
}

async function answersTruly(bench: Bench): Promise<void> {
  const read = await seeded(bench)
  const outcome = await bench.update(read, { [bench.texts[0]]: 'written' })
  assertWritten(outcome)
  const shown = await bench.find(read.id)
  if (outcome.after !== undefined) assert.deepEqual(outcome.after.fields, shown.fields)
  if (outcome.token !== undefined) assert.equal(outcome.token, shown.token)
  assert.equal(shown.fields[bench.texts[0]], 'written')
}

async function refusesInvalid(bench: Bench): Promise<void> {
  const read = await seeded(bench)
  const before = await bench.outside.read(read.id)
  assertRefused(await bench.update(read, bench.invalid ?? {}), 'invalid')
  assert.deepEqual(await bench.outside.read(read.id), before)
}

async function refusesUnoffered(bench: Bench): Promise<void> {
  const read = await seeded(bench)
  const before = await bench.outside.read(read.id)
  const { create, update } = bench.can
  if (!create.allowed) assertRefused(await bench.create(bench.body(2)), 'unsupported')
  if (!update.allowed)
    assertRefused(await bench.update(read, { [bench.texts[0]]: 'written' }), 'unsupported')
  if (!bench.can.delete.allowed) assertRefused(await bench.delete(read), 'unsupported')
  assert.deepEqual(await bench.outside.read(read.id), before)
  assert.equal((await bench.readAll()).records.length, 1)
}

async function refusesCondition(bench: Bench): Promise<void> {
  const read = await seeded(bench)
  const before = await bench.outside.read(read.id)
  const { records, signal } = bench
  const options = { condition: { kind: 'token', token: 'as read' }, op: 'op-a', signal } as const
  const body = { ...read.fields, [bench.texts[0]]: 'written' }
  assertRefused(await records.update(read.id, body, options), 'unsupported')
  assert.deepEqual(await bench.outside.read(read.id), before)
}
