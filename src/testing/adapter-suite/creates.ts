import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'
import type { NativeRecord, WriteOutcome } from '../../adapters/adapter.ts'
import type { SuiteCase } from './case.ts'

const unlessCreates = ({ can }: Bench): string | undefined =>
  can.create.allowed ? undefined : 'no creates'

/** What creates promise, and how a create whose answer was lost is recognised (W7). */
export const CREATE_CASES: readonly SuiteCase[] = [
  {
    title: '[A19] a create answers the id under which the record is then read',
    unless: unlessCreates,
    check: creates,
  },
  {
    title: '[A20] a create under an id that is taken is refused as existing and changes nothing',
    unless: (bench) =>
      unlessCreates(bench) ??
      (bench.can.create.clientId && bench.can.create.ifAbsent ? undefined : 'no absent condition'),
    check: refusesTakenId,
  },
  {
    title: '[A21] a create repeated under its idempotency key makes one record',
    unless: (bench) =>
      unlessCreates(bench) ?? (bench.can.create.idempotencyKey ? undefined : 'no idempotency key'),
    check: replays,
  },
  {
    title: '[A22] a create with an external key is found by that key',
    unless: (bench) =>
      unlessCreates(bench) ??
      (bench.can.create.externalKey === undefined ? 'no external key' : undefined),
    check: findsByExternalKey,
  },
]

function idOf(outcome: WriteOutcome): string {
  assert.equal(outcome.kind, 'written', JSON.stringify(outcome))
  assert.ok(typeof outcome.id === 'string' && outcome.id !== '', 'a create answers an id')
  return outcome.id
}

async function listed(bench: Bench): Promise<readonly NativeRecord[]> {
  return (await bench.readAll()).records
}

async function creates(bench: Bench): Promise<void> {
  const body = bench.body(1)
  const outcome = await bench.create(body)
  const id = idOf(outcome)
  assert.ok(outcome.kind === 'written')
  const read = await bench.find(id)
  for (const [name, value] of Object.entries(body)) assert.deepEqual(read.fields[name], value)
  if (outcome.after !== undefined) assert.deepEqual(outcome.after.fields, read.fields)
  if (outcome.token !== undefined) assert.equal(outcome.token, read.token)
  assert.deepEqual(
    (await listed(bench)).map((record) => record.id),
    [id],
  )
}

async function refusesTakenId(bench: Bench): Promise<void> {
  const identification = { kind: 'client-id', id: 'taken' } as const
  assert.equal(idOf(await bench.create(bench.body(1), identification, 'op-a')), 'taken')
  const before = await bench.outside.read('taken')
  const second = await bench.create(bench.body(2), identification, 'op-b')
  assert.ok(second.kind === 'refused' && second.why === 'exists', JSON.stringify(second))
  assert.ok(second.message !== '', 'a refusal says why')
  assert.deepEqual(await bench.outside.read('taken'), before)
  assert.equal((await listed(bench)).length, 1)
}

async function replays(bench: Bench): Promise<void> {
  const identification = { kind: 'idempotency-key', key: '0b1c-key' } as const
  const first = idOf(await bench.create(bench.body(1), identification, 'op-a'))
  const again = idOf(await bench.create(bench.body(1), identification, 'op-a'))
  assert.equal(again, first)
  assert.equal((await listed(bench)).length, 1)
  const other = await bench.create(bench.body(2), { kind: 'idempotency-key', key: 'other' }, 'op-b')
  assert.notEqual(idOf(other), first)
}

async function findsByExternalKey(bench: Bench): Promise<void> {
  const field = bench.can.create.externalKey ?? ''
  const identification = { kind: 'external-key', field, value: 'key 1/ä' } as const
  const id = idOf(await bench.create(bench.body(1), identification, 'op-a'))
  const find = async (value: string): Promise<readonly string[] | undefined> =>
    (await bench.records.findByKey?.(field, value, bench.signal))?.map((record) => record.id)
  assert.deepEqual(await find('key 1/ä'), [id])
  assert.deepEqual(await find('key 2'), [])
  const again = await bench.create(bench.body(2), identification, 'op-b')
  if (again.kind === 'refused') assert.equal(again.why, 'exists')
  else assert.notEqual(idOf(again), id)
}
