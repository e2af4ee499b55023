import { describe, expect, test } from 'vitest'
import type { Pair } from '../../../src/core/pair.ts'
import type { World } from '../../engine/world.ts'
import { countingClock, makeWorld } from '../../engine/world.ts'
import { perform } from '../stage.ts'
import { porcelainLine } from '../../../src/cli/status/porcelain.ts'

/** Two systems of which one pair waits for a person. */
async function contested(): Promise<World> {
  const world = makeWorld({ matchBy: ['name'] })
  for (const name of ['Ada', 'Bob', 'Cem']) world.a.users('items').create({ name, city: 'Paris' })
  world.b.users('items').create({ name: 'Ada', city: 'Rome' })
  await world.run()
  return world
}

describe('status', () => {
  test('[C60] before the first run, nothing is known and the next command is named', async () => {
    const { pairing } = makeWorld()
    const { out, exitCode } = await perform(['status'], { pairing })
    expect(out).toMatch(/^crm-erp +never synchronised\nitem +0 linked\nnext: bilateral plan\n$/)
    expect(exitCode).toBe(0)
  })

  test('[C60] after a run, agreement is said with what is excepted', async () => {
    const { pairing } = await contested()
    const { lines } = await perform(['status'], { pairing })
    expect(lines[0]).toBe('crm-erp  in agreement, except 1')
    expect(lines[1]).toMatch(/^ {9}last sync just now, took \d+ ms, exit code 3 \(run name-\d+\)$/)
    expect(lines[2]).toBe('item     3 linked · 1 conflict')
    expect(lines.at(-1)).toBe('next: bilateral conflicts')
  })

  test('[C60] agreement without exceptions is just that', async () => {
    const world = makeWorld()
    world.a.users('items').create({ name: 'Ada', city: 'Paris' })
    await world.run()
    const { lines } = await perform(['status'], { pairing: world.pairing })
    expect(lines[0]).toBe('crm-erp  in agreement')
    expect(lines.slice(2)).toEqual([
      'item     1 linked',
      '         read crm just now, erp just now',
    ])
  })

  test('[C60] neither system is asked', async () => {
    const world = await contested()
    const before = world.a.usage().requests + world.b.usage().requests
    for (const option of [[], ['--json'], ['--porcelain']])
      await perform(['status', ...option], { pairing: world.pairing })
    expect(world.a.usage().requests + world.b.usage().requests).toBe(before)
  })

  test.each([
    ['runs', true, 'running'],
    ['is gone', false, 'cut-off'],
    ['cannot be looked at', undefined, 'running'],
  ])('[C60] while the holder of the lease %s', async (_, isRunning, standing) => {
    const world = await contested()
    const clock = countingClock()
    const answer = await world.store.acquireLease('crm-erp', 'kim@desk', 60_000, clock.nowMs())
    if (answer.kind !== 'granted') throw new Error('it is free')
    const began = { kind: 'run-started', run: 'r9', command: 'sync', atMs: clock.nowMs() } as const
    await world.store.commit(answer.lease, {
      run: 'r9',
      atMs: clock.nowMs(),
      pairs: [],
      facts: [began],
    })
    const stage = { pairing: world.pairing, clock, isRunning: () => isRunning }
    expect((await perform(['status', '--json'], stage)).json()).toMatchObject({
      standing,
      lease: { owner: 'kim@desk' },
      lastRun: { run: 'r9' },
    })
  })

  test.each([
    [5, 'stopped', 'bilateral plan'],
    [130, 'stopped', 'bilateral plan'],
    [4, 'agreed-except', 'bilateral sync'],
    [0, 'agreed', undefined],
  ])('[C60] after a run that ended with %i', async (exitCode, standing, next) => {
    const world = makeWorld()
    const answer = await world.store.acquireLease('crm-erp', 'kim@desk', 1, 1)
    if (answer.kind !== 'granted') throw new Error('it is free')
    await world.store.commit(answer.lease, {
      run: 'r9',
      atMs: 1,
      pairs: [],
      facts: [
        { kind: 'run-started', run: 'r9', command: 'sync', atMs: 1 },
        { kind: 'run-ended', run: 'r9', exitCode, summary: {}, atMs: 2 },
      ],
    })
    await world.store.releaseLease(answer.lease)
    const document = (await perform(['status', '--json'], { pairing: world.pairing })).json()
    expect(document).toMatchObject({ standing, ...(next === undefined ? {} : { next }) })
  })

  test('[C52] machines get one document, its times in RFC 3339', async () => {
    const { pairing } = await contested()
    expect((await perform(['status', '--json'], { pairing })).json()).toEqual({
      pairing: 'crm-erp',
      systems: ['crm', 'erp'],
      standing: 'agreed-except',
      open: 1,
      next: 'bilateral conflicts',
      lastRun: {
        run: expect.any(String) as string,
        command: 'sync',
        startedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
        endedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
        exitCode: 3,
        summary: expect.any(Object) as object,
      },
      entities: [
        {
          entity: 'item',
          linked: 3,
          conflicts: 1,
          decrees: 0,
          intents: 0,
          pendingCreates: 0,
          parked: 0,
          cursors: expect.any(Object) as object,
        },
      ],
    })
  })
})

describe('status --porcelain', () => {
  test('[C61] says what is open, pair by pair, in two letters and four words', async () => {
    const { pairing } = await contested()
    const { out, exitCode } = await perform(['status', '--porcelain'], { pairing })
    expect({ out, exitCode }).toEqual({ out: 'MM item/1 conflict city\n', exitCode: 0 })
  })

  test('[C61] says nothing where nothing is open', async () => {
    expect((await perform(['status', '--porcelain'], { pairing: makeWorld().pairing })).out).toBe(
      '',
    )
  })

  const pair: Pair = { entity: 'item', no: 7, ids: { a: '1', b: '2' } }
  const operation = {
    entity: 'item',
    pair: 7,
    set: { name: 'Ada' },
    condition: { kind: 'none', because: 'test' },
    seen: { a: undefined, b: undefined },
    agreed: { a: {}, b: {} },
    reason: '',
    op: 'x',
    identification: { kind: 'none' },
    body: {},
    sinceMs: 0,
  } as const
  const conflict = {
    kind: 'updated/deleted',
    cell: 'updated/deleted',
    disputes: [],
    seen: { a: {}, b: null },
    sinceMs: 0,
    reason: '',
  } as const

  test.each([
    ['MD item/7 conflict', { conflict }],
    [
      'MD item/7 answered',
      { conflict, decree: { resolution: { kind: 'both' }, conflict, byWhom: '' } },
    ],
    ['M- item/7 unsettled name', { intent: { ...operation, side: 'b', verb: 'create' } }],
    ['=M item/7 unsettled name', { intent: { ...operation, side: 'a', verb: 'update' } }],
    ['D= item/7 unsettled name', { intent: { ...operation, side: 'b', verb: 'delete' } }],
    [
      '-M item/7 pending',
      { conflict, intent: { ...operation, side: 'a', verb: 'create', pending: true } },
    ],
    [
      'M- item/7 refused name',
      { parking: { side: 'b', set: { name: 'Ada' }, message: '', sinceMs: 0 } },
    ],
  ] as const)('[C61] %s', (line, open) => {
    expect(porcelainLine({ ...pair, ...open })).toBe(line)
  })
})
