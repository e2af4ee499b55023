import type { Fault, MemoryRequest } from '../../src/adapters/memory/memory-requests.ts'
import type { Pair, Resolution } from '../../src/core/pair.ts'
import type { World } from './world.ts'
import { BilateralError } from '../../src/errors.ts'
import { contents, countingClock, makeWorld } from './world.ts'
import { describe, expect, test } from 'vitest'
import { DEFAULT_PRESET } from '../../src/core/policy/preset.ts'
import { assert } from '../../src/core/assert.ts'
import { foldPair } from '../../src/core/journal.ts'
import { memoryStore } from '../../src/stores/memory/memory-store.ts'

const NO_WRITES = { create: { a: 0, b: 0 }, update: { a: 0, b: 0 }, delete: { a: 0, b: 0 } }

/** Fails the first requests that a test names, then lets everything pass. */
function faulty(
  matches: (request: MemoryRequest) => boolean,
  fault: Fault,
  times = 1,
): { onRequest: (request: MemoryRequest) => Fault; arm: () => void } {
  let left = 0
  return {
    arm: () => {
      left = times
    },
    onRequest: (request) => {
      if (left === 0 || !matches(request)) return 'pass'
      left -= 1
      return fault
    },
  }
}

/** Two linked, equal records. */
async function linkedWorld(options: Parameters<typeof makeWorld>[0] = {}) {
  const world = makeWorld({ matchBy: ['name'], ...options })
  const a = world.a.users('items').create({ name: 'Ada', city: 'Paris', note: 'only here' })
  const b = world.b.users('items').create({ name: 'Ada', city: 'Paris', memo: 'only there' })
  expect((await world.run()).exitCode).toBe(0)
  return { world, a, b }
}

async function onlyPair({ store }: World): Promise<Pair> {
  const [pair] = await store.listPairs({ entity: 'item' }, { limit: 1 })
  assert(pair !== undefined, 'the world has a pair')
  return pair
}

/** What `bilateral resolve` does: a person's answer is made durable. */
async function decree(world: World, resolution: Resolution): Promise<void> {
  const before = await onlyPair(world)
  assert(before.conflict !== undefined, 'the pair has a question')
  const answer = await world.store.acquireLease('crm-erp', 'person', 1_000, Date.now())
  assert(answer.kind === 'granted', 'the lease is free')
  const event = {
    kind: 'decreed',
    decree: { resolution, conflict: before.conflict, byWhom: 'jana' },
  } as const
  const pairs = [{ before, events: [event], after: foldPair(before, event) }]
  await world.store.commit(answer.lease, { run: 'resolve', atMs: 1, pairs, facts: [] })
  await world.store.releaseLease(answer.lease)
}

describe('writing', () => {
  test('[W3] a user who edits between the read and the write wins the race and nothing is lost', async () => {
    let race: (() => void) | undefined
    const { world, a, b } = await linkedWorld({
      onRequestB: (request) => {
        if (request.operation !== 'update') return 'pass'
        race?.()
        race = undefined
        return 'pass'
      },
    })
    world.a.users('items').update(a, { city: 'Lyon' })
    race = () => {
      world.b.users('items').update(b, { name: 'Ada L.' })
    }
    const report = await world.run()
    expect(report.exitCode).toBe(0)
    expect(world.a.users('items').read(a)).toMatchObject({ name: 'Ada L.', city: 'Lyon' })
    expect(world.b.users('items').read(b)).toMatchObject({ name: 'Ada L.', city: 'Lyon' })
  })

  test('private fields of both sides survive every write', async () => {
    const { world, a, b } = await linkedWorld({ b: { style: 'replace' } })
    world.a.users('items').update(a, { city: 'Lyon' })
    await world.run()
    expect(world.b.users('items').read(b)).toEqual({
      name: 'Ada',
      city: 'Lyon',
      memo: 'only there',
    })
    expect(world.a.users('items').read(a)).toMatchObject({ note: 'only here' })
  })

  test('[W6] a lost answer is looked up in the same run, and the write is not made twice', async () => {
    const lost = faulty(({ operation }) => operation === 'update', 'lose-answer')
    const { world, a, b } = await linkedWorld({ onRequestB: lost.onRequest })
    world.a.users('items').update(a, { city: 'Lyon' })
    lost.arm()
    expect((await world.run()).exitCode).toBe(0)
    expect(world.b.users('items').read(b)).toMatchObject({ city: 'Lyon' })
    expect(world.b.log.filter(({ operation }) => operation === 'update')).toHaveLength(1)
  })

  test('[W6] a lost request is sent again, verbatim', async () => {
    const lost = faulty(({ operation }) => operation === 'update', 'lose-request')
    const { world, a, b } = await linkedWorld({ onRequestB: lost.onRequest })
    world.a.users('items').update(a, { city: 'Lyon' })
    lost.arm()
    expect((await world.run()).exitCode).toBe(0)
    expect(world.b.users('items').read(b)).toMatchObject({ city: 'Lyon' })
    const sent = world.b.log.filter(({ operation }) => operation === 'update')
    expect(new Set(sent.map(({ op, body }) => JSON.stringify([op, body]))).size).toBe(1)
  })

  test('a target that asks to wait is waited for and then written', async () => {
    const busy = faulty(
      ({ operation }) => operation === 'update',
      { kind: 'later', afterMs: 500 },
      2,
    )
    const { world, a, b } = await linkedWorld({ onRequestB: busy.onRequest })
    world.a.users('items').update(a, { city: 'Lyon' })
    busy.arm()
    expect((await world.run()).exitCode).toBe(0)
    expect(world.b.users('items').read(b)).toMatchObject({ city: 'Lyon' })
    expect(world.events.filter(({ type }) => type === 'waiting')).toHaveLength(2)
  })

  test('[L18] a refused value parks its pair, delays nobody else and is not sent again unchanged', async () => {
    const refuse = { city: (value: unknown) => (value === 'Bad' ? 'no such city' : undefined) }
    const { world, a } = await linkedWorld({ b: { refuse } })
    world.a.users('items').update(a, { city: 'Bad' })
    world.a.users('items').create({ name: 'Bob', city: 'Rome' })
    const first = await world.run()
    expect(first.exitCode).toBe(4)
    expect(contents(world.b).map(({ name }) => name)).toEqual(['Ada', 'Bob'])
    const second = await world.run()
    expect(second.requests[1]?.byOperation).toEqual({ identify: 1, list: 1 })
    world.a.users('items').update(a, { city: 'Good' })
    expect((await world.run()).exitCode).toBe(0)
  })

  test('[W7] an unanswered create that nothing can recognise waits for a person, who adopts the record', async () => {
    const lost = faulty(({ operation }) => operation === 'create', 'lose-answer')
    const creates = { idempotencyKey: false, clientId: false, ifAbsent: false }
    const world = makeWorld({ b: { creates }, onRequestB: lost.onRequest })
    world.a.users('items').create({ name: 'Ada', city: 'Paris' })
    lost.arm()
    await world.run()
    expect((await onlyPair(world)).conflict?.kind).toBe('pending-create')
    expect(contents(world.b)).toHaveLength(1)
    const [id = ''] = world.b.users('items').readAll().keys()
    await decree(world, { kind: 'adopt', id })
    expect((await world.run()).exitCode).toBe(0)
    expect(contents(world.b)).toHaveLength(1)
    expect((await onlyPair(world)).ids.b).toBe(id)
  })

  test('[W9] a stamp of this very moment is let settle before it is written against', async () => {
    const { world, a, b } = await linkedWorld({ b: { token: 'stamp', granularityMs: 1_000 } })
    world.b.advance(5_000)
    await world.run()
    world.a.users('items').update(a, { city: 'Lyon' })
    world.b.users('items').update(b, { name: 'Ada L.' })
    const clock = countingClock()
    const sleep = async (delayMs: number): Promise<void> => {
      world.b.advance(delayMs)
      await Promise.resolve()
    }
    const report = await world.run({ clock: { ...clock, sleep } })
    expect(report.exitCode).toBe(0)
    expect(world.b.users('items').read(b)).toMatchObject({ name: 'Ada L.', city: 'Lyon' })
    expect(world.a.users('items').read(a)).toMatchObject({ name: 'Ada L.', city: 'Lyon' })
  })

  test('what a target fills in by itself travels back in the same run', async () => {
    const world = makeWorld({ fields: [{ name: 'name' }, { name: 'number', owner: 'b' }] })
    const collection = world.b.collection('items')
    const create = collection.create.bind(collection)
    collection.create = (body, options) => create({ ...body, number: 'K-1' }, options)
    const a = world.a.users('items').create({ name: 'Ada', number: null })
    expect((await world.run()).exitCode).toBe(0)
    expect(world.a.users('items').read(a)).toMatchObject({ number: 'K-1' })
    expect((await world.run()).entities[0]?.landed).toEqual(NO_WRITES)
  })

  test('[W11] a target that respells what it is sent does not send it back', async () => {
    const normalise = { city: (value: unknown) => String(value).trim() }
    for (const representation of [true, false]) {
      const { world, a, b } = await linkedWorld({ b: { normalise, representation } })
      world.a.users('items').update(a, { city: ' Lyon ' })
      expect((await world.run()).exitCode).toBe(0)
      expect(world.b.users('items').read(b)).toMatchObject({ city: 'Lyon' })
      expect((await world.run()).entities[0]?.landed).toEqual(NO_WRITES)
      expect(world.a.users('items').read(a)).toMatchObject({ city: ' Lyon ' })
    }
  })
})

describe('reading', () => {
  test('[O4] a listing that is not complete neither deletes nor creates', async () => {
    const { world, a } = await linkedWorld()
    world.a.users('items').create({ name: 'Bob', city: 'Rome' })
    const entity = world.pairing.entities[0]
    assert(entity !== undefined, 'the world has an entity')
    const cut = {
      ...entity.collections.b,
      async *list() {
        await Promise.resolve()
        yield { records: [] }
        return { complete: false, why: 'page 2 was not answered' }
      },
    }
    const pairing = {
      ...world.pairing,
      entities: [{ ...entity, collections: { ...entity.collections, b: cut } }],
    }
    const report = await makeWorld({})
      .with(pairing)
      .run({ allowed: { 'empty-side': 10 } })
    expect(report.exitCode).toBe(4)
    expect(report.entities[0]?.landed).toEqual(NO_WRITES)
    expect(world.a.users('items').read(a)).toBeDefined()
    expect(contents(world.b)).toHaveLength(1)
  })

  test('[W8] a record the listing omits is read before anybody calls it deleted', async () => {
    const { world, a } = await linkedWorld()
    const entity = world.pairing.entities[0]
    assert(entity !== undefined, 'the world has an entity')
    const forgetful = {
      ...entity.collections.b,
      async *list() {
        await Promise.resolve()
        yield { records: [] }
        return { complete: true }
      },
    }
    const pairing = {
      ...world.pairing,
      entities: [{ ...entity, collections: { ...entity.collections, b: forgetful } }],
    }
    const report = await makeWorld({})
      .with(pairing)
      .run({ allowed: { 'empty-side': 10 } })
    expect(report.exitCode).toBe(0)
    expect(world.a.users('items').read(a)).toBeDefined()
  })

  test('[L13] several records with one key are never linked by chance, and a person links them', async () => {
    const world = makeWorld({ matchBy: ['name'] })
    world.a.users('items').create({ name: 'Ada', city: 'Paris' })
    const chosen = world.b.users('items').create({ name: 'Ada', city: 'Paris' })
    world.b.users('items').create({ name: 'ada', city: 'Rome' })
    const report = await world.run()
    expect(report.exitCode).toBe(3)
    expect(report.entities[0]).toMatchObject({ conflicts: 3, landed: NO_WRITES })
    expect((await onlyPair(world)).conflict).toMatchObject({ kind: 'ambiguous' })
    await decree(world, { kind: 'adopt', id: chosen })
    await world.run()
    expect((await onlyPair(world)).ids).toEqual({ a: expect.any(String) as string, b: chosen })
  })

  test('a token that stands over changed content is distrusted, and the record is asked about', async () => {
    const { world, b } = await linkedWorld({ b: { unversioned: ['city'] } })
    const entity = world.pairing.entities[0]
    assert(entity !== undefined, 'the world has an entity')
    const trusting = { ...entity, terms: { ...entity.terms, tokenCovers: { a: true, b: true } } }
    world.b.users('items').update(b, { city: 'Oslo' })
    // The listing is passed over on the strength of the token; an open question makes the run look at the content.
    const pair = await onlyPair(world)
    const parked = {
      kind: 'parked',
      parking: { side: 'b', set: {}, message: '', sinceMs: 0 },
    } as const
    const answer = await world.store.acquireLease('crm-erp', 'x', 1_000, Date.now())
    assert(answer.kind === 'granted', 'the lease is free')
    const pairs = [{ before: pair, events: [parked], after: foldPair(pair, parked) }]
    await world.store.commit(answer.lease, { run: 'x', atMs: 1, pairs, facts: [] })
    await world.store.releaseLease(answer.lease)
    const report = await makeWorld({})
      .with({ ...world.pairing, entities: [trusting] })
      .run()
    expect(report.exitCode).toBe(3)
    expect((await onlyPair(world)).conflict).toMatchObject({ kind: 'created/created' })
  })
})

describe('stopping', () => {
  test('[L21] deletes beyond the guard stop the run before its first write', async () => {
    const world = makeWorld({
      guards: {
        deletes: { ratioMax: 0.1, countFloor: 1 },
        updates: { ratioMax: 1, countFloor: 0 },
        creates: { ratioMax: 9, countFloor: 0 },
        recordsMin: 0,
      },
    })
    const ids = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      world.a.users('items').create({ name, city: '' }),
    )
    await world.run({ allowed: { creates: 10 } })
    for (const id of ids.slice(0, 3)) world.a.users('items').delete(id)
    world.a.users('items').update(ids[4] ?? '', { city: 'new' })
    const report = await world.run()
    expect(report.exitCode).toBe(5)
    expect(report.trips).toMatchObject([{ guard: 'deletes', count: 3, of: 5 }])
    expect(contents(world.b)).toHaveLength(5)
    expect(contents(world.b).at(-1)).toMatchObject({ city: '' })
    expect((await world.run({ allowed: { deletes: 3 } })).exitCode).toBe(0)
    expect(contents(world.b)).toHaveLength(2)
  })

  test('a side that suddenly shows nothing stops the run', async () => {
    const world = makeWorld()
    const ids = ['a', 'b'].map((name) => world.a.users('items').create({ name, city: '' }))
    await world.run()
    for (const id of ids) world.a.users('items').delete(id)
    expect((await world.run()).trips.map(({ guard }) => guard)).toContain('empty-side')
    expect(contents(world.b)).toHaveLength(2)
  })

  test('[L21] records that only wait for an answer do not make an empty side look emptied', async () => {
    const presence = { ...DEFAULT_PRESET.presence, created: { a: 'ask', b: 'ask' } } as const
    const world = makeWorld({ preset: { ...DEFAULT_PRESET, presence } })
    world.a.users('items').create({ name: 'Ada', city: 'Paris' })
    await world.run()
    await decree(world, { kind: 'take', side: 'a' })
    expect(await world.run()).toMatchObject({ exitCode: 0, trips: [] })
    expect(contents(world.b)).toHaveLength(1)
  })

  test('a second run while one is under way is told to come later', async () => {
    const world = makeWorld()
    const held = await world.store.acquireLease('crm-erp', 'somebody', 60_000, Date.now())
    expect(held.kind).toBe('granted')
    const clock = { ...countingClock(), nowMs: () => Date.now() }
    await expect(world.run({ clock })).rejects.toMatchObject({ code: 'STORE_BUSY', exitCode: 75 })
  })

  test('[O5] a system that is not the one it was stops the run before any write', async () => {
    const { world, a } = await linkedWorld()
    world.a.users('items').update(a, { city: 'Lyon' })
    const other = {
      ...world.pairing.systems.b,
      identify: async () => Promise.resolve({ tenant: 'another', scope: 'items' }),
    }
    const pairing = { ...world.pairing, systems: { ...world.pairing.systems, b: other } }
    const again = makeWorld({}).with(pairing)
    await expect(again.run()).rejects.toBeInstanceOf(BilateralError)
    await expect(again.run()).rejects.toMatchObject({ code: 'IDENTITY_CHANGED', exitCode: 5 })
    expect(contents(world.b)[0]).toMatchObject({ city: 'Paris' })
    expect((await again.run({ accepted: ['erp'] })).exitCode).toBe(0)
  })

  test('a stop finishes what is in flight, saves, and leaves the rest to the next run', async () => {
    const stop = new AbortController()
    const world = makeWorld({
      onRequestB: ({ operation, no }) => {
        if (operation === 'create' && no > 2) stop.abort()
        return 'pass'
      },
    })
    for (let no = 0; no < 250; no++)
      world.a.users('items').create({ name: `r${String(no)}`, city: '' })
    const report = await world.run({ stop: stop.signal })
    expect(report.exitCode).toBe(130)
    expect(contents(world.b)).toHaveLength(100)
    expect(await world.store.countPairs({ open: 'intent' })).toBe(0)
    expect((await world.run()).exitCode).toBe(0)
    expect(contents(world.b)).toHaveLength(250)
  })
})

describe('asking', () => {
  test('[L14] the same question is asked once and answered once', async () => {
    const { world, a, b } = await linkedWorld()
    world.a.users('items').update(a, { city: 'Lyon' })
    world.b.users('items').update(b, { city: 'Oslo' })
    expect((await world.run()).exitCode).toBe(3)
    const asked = await world.store.readJournal({ entity: 'item' }, { limit: 1_000 })
    expect((await world.run()).exitCode).toBe(3)
    expect(await world.store.readJournal({ entity: 'item' }, { limit: 1_000 })).toEqual(asked)
    await decree(world, { kind: 'take', side: 'b' })
    expect((await world.run()).exitCode).toBe(0)
    expect(world.a.users('items').read(a)).toMatchObject({ city: 'Oslo' })
    expect((await onlyPair(world)).conflict).toBeUndefined()
  })

  test('an answer to a question that changed meanwhile is not carried out', async () => {
    const { world, a, b } = await linkedWorld()
    world.a.users('items').update(a, { city: 'Lyon' })
    world.b.users('items').update(b, { city: 'Oslo' })
    await world.run()
    await decree(world, { kind: 'take', side: 'b' })
    world.a.users('items').update(a, { city: 'Nice' })
    expect((await world.run()).exitCode).toBe(3)
    expect(world.a.users('items').read(a)).toMatchObject({ city: 'Nice' })
  })

  test('[L14] an answer outlives a lost race on what it was not about', async () => {
    let race: (() => void) | undefined
    const { world, a, b } = await linkedWorld({
      onRequestA: ({ operation }) => {
        if (operation === 'update') race?.()
        if (operation === 'update') race = undefined
        return 'pass'
      },
    })
    world.a.users('items').update(a, { city: 'Lyon' })
    world.b.users('items').update(b, { city: 'Oslo' })
    await world.run()
    await decree(world, { kind: 'take', side: 'b' })
    race = () => {
      world.a.users('items').update(a, { note: 'changed' })
    }
    expect((await world.run()).exitCode).toBe(0)
    expect(world.a.users('items').read(a)).toMatchObject({ city: 'Oslo', note: 'changed' })
    const { conflict, decree: answer } = await onlyPair(world)
    expect({ conflict, answer }).toEqual({ conflict: undefined, answer: undefined })
  })

  test('[D10] an answer can make two records of one, each with a counterpart', async () => {
    const { world, a, b } = await linkedWorld()
    world.a.users('items').update(a, { city: 'Lyon' })
    world.b.users('items').update(b, { city: 'Oslo' })
    await world.run()
    await decree(world, { kind: 'both' })
    expect((await world.run()).exitCode).toBe(0)
    for (const system of [world.a, world.b])
      expect(contents(system).map(({ city }) => city)).toEqual(
        expect.arrayContaining(['Lyon', 'Oslo']),
      )
    expect((await world.run()).entities[0]?.landed).toEqual(NO_WRITES)
  })

  test('[W13] a value of the person’s own reaches both sides', async () => {
    const { world, a, b } = await linkedWorld()
    world.a.users('items').update(a, { city: 'Lyon' })
    world.b.users('items').update(b, { city: 'Oslo' })
    await world.run()
    await decree(world, { kind: 'values', fields: { city: 'Berlin' } })
    expect((await world.run()).exitCode).toBe(0)
    expect(world.a.users('items').read(a)).toMatchObject({ city: 'Berlin' })
    expect(world.b.users('items').read(b)).toMatchObject({ city: 'Berlin' })
    expect((await onlyPair(world)).target).toBeUndefined()
    expect((await world.run()).entities[0]?.landed).toEqual(NO_WRITES)
  })

  test('an edit beats a deletion unless the rule says otherwise', async () => {
    const kept = await linkedWorld()
    kept.world.a.users('items').update(kept.a, { city: 'Lyon' })
    kept.world.b.users('items').delete(kept.b)
    kept.world.b.users('items').create({ name: 'Zoe', city: 'Bern' })
    expect((await kept.world.run()).exitCode).toBe(0)
    expect(contents(kept.world.b).map(({ city }) => city)).toEqual(['Lyon', 'Bern'])
    const preset = {
      ...DEFAULT_PRESET,
      presence: { ...DEFAULT_PRESET.presence, updatedDeleted: 'keep-deleted' as const },
    }
    const gone = await linkedWorld({ preset })
    gone.world.a.users('items').update(gone.a, { city: 'Lyon' })
    gone.world.b.users('items').delete(gone.b)
    gone.world.b.users('items').create({ name: 'Zoe', city: 'Bern' })
    expect((await gone.world.run()).exitCode).toBe(0)
    expect(contents(gone.world.a).map(({ name }) => name)).toEqual(['Zoe'])
  })

  test('a lost memory costs questions, never records', async () => {
    const { world, a } = await linkedWorld()
    world.a.users('items').update(a, { city: 'Lyon' })
    const report = await world.withStore(memoryStore()).run()
    expect(report.exitCode).toBe(3)
    expect(contents(world.a)).toHaveLength(1)
    expect(contents(world.b)).toHaveLength(1)
  })
})
