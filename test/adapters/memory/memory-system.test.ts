import type { Collection, NativeRecord, WriteOptions } from '../../../src/adapters/adapter.ts'
import { expect, test, vi } from 'vitest'
import type { Fault } from '../../../src/adapters/memory/memory-requests.ts'
import type { MemoryCollectionOptions } from '../../../src/adapters/memory/memory-options.ts'
import type { MemorySystem } from '../../../src/adapters/memory/memory-system.ts'
import { isBilateralError } from '../../../src/errors.ts'
import { memorySystem } from '../../../src/adapters/memory/memory-system.ts'

const { signal } = new AbortController()

interface Opened {
  readonly system: MemorySystem
  readonly people: Collection
  /** The next faults, first come first served; then every request passes. */
  readonly faults: Fault[]
}

function open(options: MemoryCollectionOptions = {}): Opened {
  const faults: Fault[] = []
  const system = memorySystem({
    collections: { people: options },
    onRequest: () => faults.shift() ?? 'pass',
    keepLog: true,
  })
  return { system, people: system.collection('people'), faults }
}

async function read(people: Collection, id: string): Promise<NativeRecord> {
  const found = await people.get(id, signal)
  if (found.kind !== 'found') throw new Error(found.kind)
  return found.record
}

const on = (token: string | undefined): WriteOptions => ({
  condition: { kind: 'token', token: token ?? '' },
  op: 'op',
  signal,
})

async function listed(people: Collection): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const { records } of people.list(signal)) ids.push(...records.map(({ id }) => id))
  return ids
}

test('[A29] a request that is lost does nothing, and a lost answer does not undo it', async () => {
  const { system, people, faults } = open()
  const users = system.users('people')
  const id = users.create({ name: 'Ada' })
  const { token } = await read(people, id)
  faults.push('lose-request', 'lose-answer')
  expect(await people.update(id, { name: 'first' }, on(token))).toMatchObject({ kind: 'unknown' })
  expect(users.read(id)).toEqual({ name: 'Ada' })
  expect(await people.update(id, { name: 'second' }, on(token))).toMatchObject({ kind: 'unknown' })
  expect(users.read(id)).toEqual({ name: 'second' })
})

test('[A29] a delayed request arrives when it is delivered, and its condition is checked then', async () => {
  const { system, people, faults } = open()
  const users = system.users('people')
  const id = users.create({ name: 'Ada' })
  const other = users.create({ name: 'Grace' })
  const [first, second] = [await read(people, id), await read(people, other)]
  faults.push('delay', 'delay')
  await people.update(id, { name: 'late' }, on(first.token))
  await people.update(other, { name: 'late' }, on(second.token))
  expect(users.read(id)).toEqual({ name: 'Ada' })
  users.update(other, { name: 'by a user' })
  expect(system.deliver()).toBe(2)
  expect(users.read(id)).toEqual({ name: 'late' })
  expect(users.read(other)).toEqual({ name: 'by a user' })
  expect(system.deliver()).toBe(0)
})

test.each([
  ['hang-before', 'Ada'],
  ['hang-after', 'written'],
] as const)(
  '[A29] a crash %s the request leaves %s behind and never answers',
  async (fault, name) => {
    const { system, people, faults } = open()
    const id = system.users('people').create({ name: 'Ada' })
    const { token } = await read(people, id)
    faults.push(fault)
    const answered = vi.fn()
    void people.update(id, { name: 'written' }, on(token)).then(answered)
    await new Promise(setImmediate)
    expect(system.users('people').read(id)).toEqual({ name })
    expect(answered).not.toHaveBeenCalled()
  },
)

test('[A29] a busy system asks writes to come later and fails reads in a retryable way', async () => {
  const { system, people, faults } = open()
  const id = system.users('people').create({ name: 'Ada' })
  faults.push({ kind: 'later', afterMs: 500 }, { kind: 'later', afterMs: 500 })
  const error = await people.get(id, signal).catch((reason: unknown) => reason)
  expect(isBilateralError(error, 'SYSTEM_UNAVAILABLE')).toBe(true)
  expect(error).toMatchObject({ retryable: true })
  expect(await people.delete(id, on('"1"'))).toMatchObject({ kind: 'later', afterMs: 500 })
  expect(system.users('people').read(id)).toEqual({ name: 'Ada' })
})

test('[A29] a stale replica shows the past to reads, and writes still meet the present', async () => {
  const { system, people, faults } = open()
  const users = system.users('people')
  const id = users.create({ name: 'Ada' })
  const before = await read(people, id)
  const past = system.snapshot()
  users.update(id, { name: 'now' })
  faults.push({ kind: 'stale', from: past }, { kind: 'stale', from: past })
  expect(await read(people, id)).toEqual(before)
  const outcome = await people.update(id, { name: 'later' }, on(before.token))
  expect(outcome).toMatchObject({ kind: 'refused', why: 'stale' })
  expect(past.tables.get('people')?.rows.get(id)?.fields).toEqual({ name: 'Ada' })
})

test('[A29] a refusal of any kind can be put in the place of a write', async () => {
  const { people, faults } = open()
  faults.push({ kind: 'refuse', outcome: { kind: 'refused', why: 'forbidden', message: 'no' } })
  expect(await people.delete('people-1', on('x'))).toMatchObject({ why: 'forbidden' })
})

test('[A29] a listing fails where its page fails', async () => {
  const { system, people, faults } = open({ pageSize: 1 })
  for (const name of ['a', 'b', 'c']) system.users('people').create({ name })
  faults.push('pass', 'lose-answer')
  await expect(listed(people)).rejects.toMatchObject({ code: 'SYSTEM_UNAVAILABLE' })
})

test('[A30] a restored system is what it was at the snapshot, and its ids repeat', () => {
  const { system } = open()
  const users = system.users('people')
  const kept = users.create({ name: 'kept' })
  const past = system.snapshot()
  const lost = users.create({ name: 'lost' })
  users.update(kept, { name: 'edited' })
  system.restore(past)
  expect(users.readAll()).toEqual(new Map([[kept, { name: 'kept' }]]))
  expect(users.create({ name: 'again' })).toBe(lost)
  expect(past.tables.get('people')?.rows.size).toBe(1)
})

test('[A30] two systems that are told the same do the same, tokens and stamps included', async () => {
  const tell = async (): Promise<unknown> => {
    const { system, people } = open({ token: 'stamp' })
    const users = system.users('people')
    const id = users.create({ name: 'a' })
    users.update(id, { name: 'b' })
    users.merge(users.create({ name: 'c' }), id)
    return [await read(people, id), await people.get('people-2', signal), system.log]
  }
  expect(await tell()).toEqual(await tell())
})

test('the log shows every request with what it carried, and the counts agree', async () => {
  const { system, people } = open()
  const id = system.users('people').create({ name: 'Ada' })
  await people.update(id, { name: 'B' }, on('"1"'))
  await listed(people)
  expect(system.log).toEqual([
    {
      no: 1,
      operation: 'update',
      collection: 'people',
      ids: [id],
      body: { name: 'B' },
      op: 'op',
      condition: { kind: 'token', token: '"1"' },
    },
    { no: 2, operation: 'list', collection: 'people' },
  ])
  expect(system.usage()).toEqual({ requests: 2, byOperation: { update: 1, list: 1 } })
})

test('a merged record reads as moved, and a deleted one as gone where there are tombstones', async () => {
  const { system, people } = open({ tombstones: true })
  const users = system.users('people')
  const [kept, merged, deleted] = ['a', 'b', 'c'].map((name) => users.create({ name }))
  users.merge(merged!, kept!)
  users.delete(deleted!)
  expect(await people.get(merged!, signal)).toEqual({ kind: 'moved', to: kept })
  expect(await people.get(deleted!, signal)).toEqual({ kind: 'gone' })
  expect(await people.get('never', signal)).toEqual({ kind: 'not-found' })
})

test('a record created again under its old id has another version', async () => {
  const { system, people } = open({ creates: { clientId: true } })
  const users = system.users('people')
  users.create({ name: 'a' }, 'same')
  const { token } = await read(people, 'same')
  users.delete('same')
  users.create({ name: 'a' }, 'same')
  expect(await people.update('same', { name: 'b' }, on(token))).toMatchObject({ why: 'stale' })
})

test('an offset listing skips a record when one before it vanishes, and cannot know it', async () => {
  const { system, people } = open({ pageSize: 2, stability: 'offset' })
  const users = system.users('people')
  for (const name of 'abcdef') users.create({ name })
  const listing = people.list(signal)
  const seen: string[] = []
  for (;;) {
    const step = await listing.next()
    if (step.done === true) {
      expect(step.value).toMatchObject({ complete: true })
      break
    }
    seen.push(...step.value.records.map(({ id }) => id))
    if (users.read('people-1') !== undefined) users.delete('people-1')
  }
  expect(seen).toEqual(['people-1', 'people-2', 'people-4', 'people-5', 'people-6'])
})

test('a listing whose count disagrees with what it showed is not complete', async () => {
  const { system, people } = open({ pageSize: 2 })
  const users = system.users('people')
  for (const name of 'abcd') users.create({ name })
  const listing = people.list(signal)
  await listing.next()
  users.create({ name: 'e' }, 'aaa')
  await listing.next()
  expect(await listing.next()).toMatchObject({
    done: true,
    value: { complete: false, count: 5, why: '4 of 5 records were listed' },
  })
})

test('a keyset listing shows every record that was there from beginning to end', async () => {
  const { system, people } = open({ pageSize: 2, count: false })
  const users = system.users('people')
  for (const name of 'abcdef') users.create({ name })
  const seen: string[] = []
  const listing = people.list(signal)
  for (let page = 0; ; page++) {
    const step = await listing.next()
    if (step.done === true) break
    seen.push(...step.value.records.map(({ id }) => id))
    if (page === 0) users.delete('people-1')
    if (page === 1) users.create({ name: 'g' }, 'aaa')
  }
  expect(seen).toEqual(['people-1', 'people-2', 'people-3', 'people-4', 'people-5', 'people-6'])
})

test('values are normalised as declared, and the answer shows it', async () => {
  const upper = (value: unknown): string => String(value).toUpperCase()
  const { people } = open({ normalise: { name: upper } })
  const outcome = await people.create(
    { name: 'ada' },
    { ...on(''), condition: { kind: 'none', because: 'new' }, identification: { kind: 'none' } },
  )
  expect(outcome).toMatchObject({ after: { fields: { name: 'ADA' } } })
})

test('a unique external key is refused to a second record, by create and by update', async () => {
  const { system, people } = open({ creates: { externalKey: 'ref' } })
  const users = system.users('people')
  users.create({ ref: 'r1' })
  const second = users.create({ ref: 'r2' })
  const outcome = await people.create(
    {},
    {
      ...on(''),
      condition: { kind: 'none', because: 'new' },
      identification: { kind: 'external-key', field: 'ref', value: 'r1' },
    },
  )
  expect(outcome).toMatchObject({ kind: 'refused', why: 'exists' })
  expect(() => users.update(second, { ref: 'r1' })).toThrow('taken')
  users.update(second, { ref: 'r3' })
  expect(users.create({ ref: 'r2' })).toBe('people-3')
})

test('changes hide what the index has not caught up with, and the cursor waits for it', async () => {
  let nowMs = 10_000
  const system = memorySystem({
    collections: { people: { latenessMs: 3000, granularityMs: 1000 } },
    clock: () => nowMs,
  })
  const people = system.collection('people')
  const id = system.users('people').create({ name: 'a' })
  const first = await drain(people.changes!('0', signal))
  expect(first).toEqual({ ids: [], cursor: '6000' })
  nowMs = 13_000
  expect(await drain(people.changes!(first.cursor!, signal))).toEqual({ ids: [id], cursor: '9000' })
  await expect(drain(people.changes!('x', signal))).rejects.toMatchObject({
    code: 'CURSOR_EXPIRED',
  })
})

async function drain(
  listing: ReturnType<Collection['list']>,
): Promise<{ ids: readonly string[]; cursor: string | undefined }> {
  const ids: string[] = []
  for (;;) {
    const step = await listing.next()
    if (step.done === true) return { ids, cursor: step.value.cursor }
    ids.push(...step.value.records.map((record) => record.id))
  }
}
