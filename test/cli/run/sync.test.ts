import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { World } from '../../engine/world.ts'
import type { PairingRequest } from '../../../src/cli/world.ts'
import type { Pairing } from '../../../src/engine/pairing.ts'
import { contents, makeWorld } from '../../engine/world.ts'
import { DEFAULT_GUARDS } from '../../../src/core/plan/guard.ts'
import { change, folderWith } from '../../config/example.ts'
import { perform } from '../stage.ts'
import { textWidth } from '../../../src/cli/output/text-width.ts'

/** Two systems in agreement on some records. */
async function agreed(names = ['Ada', 'Bob', 'Cem'], guards = DEFAULT_GUARDS): Promise<World> {
  const world = makeWorld({ guards })
  for (const name of names) world.a.users('items').create({ name, city: 'Paris' })
  await world.run()
  return world
}

function idOf(world: World, name: string): string {
  const found = [...world.a.users('items').readAll()].find(([, record]) => record['name'] === name)
  return found?.[0] ?? ''
}

function move(world: World, name: string, city: string): void {
  world.a.users('items').update(idOf(world, name), { city })
}

function cities({ b }: World): readonly unknown[] {
  return contents(b).map(({ city }) => city)
}

describe('sync', () => {
  test('[C64] tells what landed where, what it cost, and that a second run has nothing to do', async () => {
    const world = await agreed()
    move(world, 'Ada', 'Lyon')
    world.a.users('items').delete(idOf(world, 'Bob'))
    world.b.users('items').create({ name: 'Eve', city: 'Rome' })
    const first = await perform(['sync'], { pairing: world.pairing })
    expect(
      first.out.replace(/Run .*/, 'Run …').replaceAll(/\b\d+ \(at least \d+\)/g, 'N (at least M)'),
    ).toBe(`item      1 created on crm · 1 updated on erp · 1 deleted on erp
requests  crm N (at least M) · erp N (at least M)
Run …
`)
    expect({ exitCode: first.exitCode, err: first.err }).toEqual({ exitCode: 0, err: '' })
    const second = await perform(['sync'], { pairing: world.pairing })
    expect(second.lines[0]).toBe('item      in agreement, nothing to do')
    expect(second.exitCode).toBe(0)
  })

  test('[C64] a question ends it with 3 and names the inbox', async () => {
    const world = await agreed()
    move(world, 'Ada', 'Lyon')
    const [pair] = await world.store.listPairs({ entity: 'item' }, { limit: 1 })
    world.b.users('items').update(pair?.ids.b ?? '', { city: 'Oslo' })
    const { lines, exitCode } = await perform(['sync'], { pairing: world.pairing })
    expect([lines[0], lines.at(-1), exitCode]).toEqual([
      'item      1 question for you',
      'next: bilateral conflicts',
      3,
    ])
  })

  test('[C64] a write that is refused ends it with 4, and is told with who refused it, why, and where to read on', async () => {
    const world = makeWorld({
      b: { refuse: { city: (city) => (city === 'Nowhere' ? 'no such city' : undefined) } },
    })
    world.a.users('items').create({ name: 'Ada', city: 'Paris' })
    await world.run()
    move(world, 'Ada', 'Nowhere')
    for (const times of ['at once', 'and in every later run']) {
      const { lines, exitCode } = await perform(['sync'], { pairing: world.pairing })
      expect([lines[0], lines[2], lines.at(-1), exitCode], times).toEqual([
        'item      1 refused',
        '  item/1: refused by erp: no such city',
        'next: bilateral log item/1',
        4,
      ])
    }
  })

  const deletes = { ratioMax: 0, countFloor: 1 }

  test('[C64] a guard ends it with 5, before anything is written, and only its own count lifts it', async () => {
    const world = await agreed(['Ada', 'Bob', 'Cem'], { ...DEFAULT_GUARDS, deletes })
    for (const name of ['Ada', 'Bob']) world.a.users('items').delete(idOf(world, name))
    const stopped = await perform(['sync'], { pairing: world.pairing })
    expect(stopped.err).toBe('stopped by the guard on deletes: item on erp, 2 deletes of 3 pairs\n')
    expect(stopped.lines.slice(-2)).toEqual([
      'Nothing was written.',
      'next: bilateral plan, and if it is meant: bilateral sync --allow-delete 2',
    ])
    expect(stopped.exitCode).toBe(5)
    const short = await perform(['sync', '--allow-delete', '1'], { pairing: world.pairing })
    expect([short.exitCode, contents(world.b).length]).toEqual([5, 3])
    const lifted = await perform(['sync', '--allow-delete', '2'], { pairing: world.pairing })
    expect([lifted.exitCode, contents(world.b).length]).toEqual([0, 1])
  })

  test('[C64] an emptied side has a word of its own', async () => {
    const world = await agreed(['Ada'])
    world.a.users('items').delete(idOf(world, 'Ada'))
    const stopped = await perform(['sync'], { pairing: world.pairing })
    expect([stopped.exitCode, stopped.lines.at(-1)]).toEqual([
      5,
      'next: bilateral plan, and if it is meant: bilateral sync --allow-empty',
    ])
    const lifted = await perform(['sync', '--allow-empty'], { pairing: world.pairing })
    expect([lifted.exitCode, contents(world.b).length]).toEqual([0, 0])
  })

  test.each([
    ['no number', ['--allow-delete', 'many']],
    ['a negative number', ['--allow-update', '-1']],
    ['a system nobody has', ['--accept-identity', 'nav']],
    ['an entity nobody has', ['--entity', 'person']],
  ])('[C53] %s is refused before anything is asked', async (_, args) => {
    const world = await agreed(['Ada'])
    const spent = world.a.usage().requests
    expect((await perform(['sync', ...args], { pairing: world.pairing })).exitCode).toBe(64)
    expect(world.a.usage().requests).toBe(spent)
  })

  test('[C64] another system in the place of one stops it with 5 until a person accepts it', async () => {
    const world = await agreed(['Ada'])
    const { systems } = world.pairing
    const other = { ...systems.a, identify: async () => ({ tenant: 'other', scope: 'all' }) }
    const pairing: Pairing = { ...world.pairing, systems: { ...systems, a: other } }
    for (const command of ['sync', 'plan']) {
      const { err, exitCode } = await perform([command], { pairing })
      expect([exitCode, err.split('\n')[0]]).toEqual([
        5,
        expect.stringMatching(/^crm is not the system it was/) as string,
      ])
    }
    const accepted = await perform(['sync', '--accept-identity', 'crm'], { pairing })
    expect(accepted.exitCode).toBe(0)
    expect((await perform(['sync'], { pairing })).exitCode).toBe(0)
  })

  test('[C64] while another run is under way it ends with 75 and says whose it is', async () => {
    const world = await agreed(['Ada'])
    await world.store.acquireLease('crm-erp', 'kim@desk, process 7', 60_000, Date.now() * 2)
    const { err, exitCode } = await perform(['sync'], { pairing: world.pairing })
    expect(err).toMatch(
      /^another run is under way \(kim@desk, process 7\).*\nnext: bilateral status\n$/,
    )
    expect(exitCode).toBe(75)
    const taken = await perform(['sync'], { pairing: world.pairing, isRunning: () => false })
    expect(taken.exitCode).toBe(0)
  })

  test('[C54] an interrupt lets it finish what is in flight and ends it with 130; the next run goes on', async () => {
    const names = Array.from({ length: 250 }, (_, at) => `n${String(at)}`)
    const world = await agreed(names)
    for (const name of names) move(world, name, 'Lyon')
    const interrupt = new AbortController()
    const update = world.b.collection('items').update.bind(world.b.collection('items'))
    const [entity] = world.pairing.entities
    const b = {
      ...entity!.collections.b,
      update: async (...request: Parameters<typeof update>) => {
        interrupt.abort()
        return update(...request)
      },
    }
    const slow = { ...entity!, collections: { ...entity!.collections, b } }
    const pairing: Pairing = { ...world.pairing, entities: [slow] }
    const stopped = await perform(['sync', '--allow-update', '250'], {
      pairing,
      stop: interrupt.signal,
    })
    expect(stopped.exitCode).toBe(130)
    const moved = cities(world).filter((city) => city === 'Lyon').length
    expect(moved).toBeGreaterThan(0)
    expect(moved).toBeLessThan(250)
    expect(await world.store.countPairs({ open: 'intent' })).toBe(0)
    const next = await perform(['sync', '--allow-update', '250'], { pairing: world.pairing })
    expect(next.exitCode).toBe(0)
    expect(new Set(cities(world))).toEqual(new Set(['Lyon']))
  })

  test('[C51] its report keeps to 80 columns', async () => {
    const world = await agreed()
    const named: Pairing = {
      ...world.pairing,
      systems: {
        a: { ...world.pairing.systems.a, name: 'customer-relationship-management' },
        b: { ...world.pairing.systems.b, name: 'enterprise-resource-planning' },
      },
    }
    move(world, 'Ada', 'Lyon')
    world.b.users('items').create({ name: 'Eve', city: 'Rome' })
    const { lines } = await perform(['sync', '--accept-identity', named.systems.a.name], {
      pairing: named,
    })
    expect(lines.length).toBeGreaterThan(3)
    for (const line of lines) expect(textWidth(line), line).toBeLessThanOrEqual(80)
  })
})

describe('the first run', () => {
  function fresh(): World {
    const world = makeWorld({ matchBy: ['name'] })
    for (const name of ['Ada', 'Bob']) world.a.users('items').create({ name, city: 'Paris' })
    world.b.users('items').create({ name: 'Ada', city: 'Paris' })
    return world
  }

  test('[C65] without anybody to ask it is refused, writes nothing, and names the option', async () => {
    const world = fresh()
    const { err, out, exitCode } = await perform(['sync'], { pairing: world.pairing })
    expect(err).toBe(
      'this is the first run of this pairing (1 create, 1 pair to remember); nothing was written to either system\n' +
        'next: bilateral plan, then bilateral sync --first-run\n',
    )
    expect({ out, exitCode }).toEqual({ out: '', exitCode: 64 })
    expect([contents(world.b).length, await world.store.countPairs({})]).toEqual([1, 0])
  })

  test('[C65] with --first-run it goes ahead, and no later run asks for it', async () => {
    const world = fresh()
    expect((await perform(['sync', '--first-run'], { pairing: world.pairing })).exitCode).toBe(0)
    world.a.users('items').create({ name: 'Cem', city: 'Paris' })
    expect((await perform(['sync'], { pairing: world.pairing })).exitCode).toBe(0)
    expect(contents(world.b).length).toBe(3)
  })

  test.each([
    ['yes', true, 0, 2],
    ['no', false, 130, 1],
    ['nothing', undefined, 130, 1],
  ])('[C65] a person sees the plan and answers %s', async (_, answer, exitCode, records) => {
    const world = fresh()
    const questions: string[] = []
    const confirm = async (question: string) => {
      questions.push(question)
      return answer
    }
    const stage = { pairing: world.pairing, isInteractive: true, confirm }
    const { err, exitCode: ended } = await perform(['sync'], stage)
    expect(questions).toEqual(['This is the first run: 1 create, 1 pair to remember. Do it?'])
    expect(err).toMatch(/\+ +erp +item\/2 +Bob +new on crm/)
    expect([ended, contents(world.b).length]).toEqual([exitCode, records])
  })

  test('[C65] that has nothing to do needs no answer', async () => {
    expect((await perform(['sync'], { pairing: makeWorld().pairing })).exitCode).toBe(0)
  })
})

describe('sync PLANFILE', () => {
  test('[C56] performs what plan --out kept, also as the first run', async () => {
    const world = makeWorld()
    world.a.users('items').create({ name: 'Ada', city: 'Paris' })
    const stage = { pairing: world.pairing, cwd: folderWith({}) }
    await perform(['plan', '--out', 'p.json'], stage)
    expect((await perform(['sync', 'p.json'], stage)).exitCode).toBe(0)
    expect(cities(world)).toEqual(['Paris'])
  })

  test('[C56] stops with 5 when a side changed since, and says what changed', async () => {
    const world = await agreed()
    const stage = { pairing: world.pairing, cwd: folderWith({}) }
    move(world, 'Ada', 'Lyon')
    await perform(['plan', '--out', 'p.json'], stage)
    move(world, 'Ada', 'Nice')
    const { err, out, exitCode } = await perform(['sync', 'p.json'], stage)
    expect(err).toMatch(
      /^1 of 1 steps of the plan can no longer be taken.*\n {2}item\/1 \(crm:\S+ ↔ erp:\S+\), update on erp \(city\): .*\n/,
    )
    expect(err).toMatch(/\nnothing was written to either system\nnext: bilateral plan\n$/)
    expect({ out, exitCode, cities: cities(world) }).toEqual({
      out: '',
      exitCode: 5,
      cities: ['Paris', 'Paris', 'Paris'],
    })
  })

  test.each([
    ['is not there', undefined, /^the plan p\.json cannot be read/],
    ['is no plan', '{}', /^p\.json is not a plan/],
  ])('[C57] a file that %s is refused before anything is asked', async (_, text, message) => {
    const world = await agreed(['Ada'])
    const spent = world.a.usage().requests
    const cwd = folderWith(text === undefined ? {} : { 'p.json': text })
    const { err, exitCode } = await perform(['sync', 'p.json'], { pairing: world.pairing, cwd })
    expect(err).toMatch(message)
    expect([exitCode, world.a.usage().requests]).toEqual([64, spent])
  })

  test('[C57] an edited file is refused', async () => {
    const world = await agreed(['Ada'])
    const cwd = folderWith({})
    const stage = { pairing: world.pairing, cwd }
    move(world, 'Ada', 'Lyon')
    await perform(['plan', '--out', 'p.json'], stage)
    const path = join(cwd, 'p.json')
    writeFileSync(path, change(readFileSync(path, 'utf8'), '"city":"Lyon"', '"city":"Nice"'))
    expect((await perform(['sync', 'p.json'], stage)).err).toMatch(/^p\.json was changed after/)
    expect(cities(world)).toEqual(['Paris'])
  })
})

describe('a run is told', () => {
  test('[C63] to machines in JSON lines, each write as it lands, with system and time', async () => {
    const world = await agreed()
    move(world, 'Ada', 'Lyon')
    const { err, ...told } = await perform(['sync', '--json'], { pairing: world.pairing })
    const events = told.events()
    expect(err).toBe('')
    expect(events.map(({ type }) => type)).toEqual([
      'version',
      'run-started',
      ...[
        'phase',
        'phase',
        'page',
        'page',
        'phase',
        'planned',
        'phase',
        'wrote',
        'progress',
        'phase',
      ],
      'summary',
    ])
    expect(events.find(({ type }) => type === 'wrote')).toMatchObject({
      entity: 'item',
      pair: 1,
      system: 'erp',
      verb: 'update',
      at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    })
    expect(events.at(-1)).toMatchObject({
      exitCode: 0,
      entities: [{ entity: 'item', landed: { update: { a: 0, b: 1 } } }],
      requests: [{ system: 'crm' }, { system: 'erp' }],
    })
  })

  test('[C52] to machines also when it fails: the last line is the error', async () => {
    const { pairing } = makeWorld()
    const systems = {
      ...pairing.systems,
      a: { ...pairing.systems.a, identify: async () => Promise.reject(new Error('boom')) },
    }
    const events = (
      await perform(['sync', '--json'], { pairing: { ...pairing, systems } })
    ).events()
    expect(events[0]).toEqual({ type: 'version', ui: '1.0' })
    expect(events.at(-1)).toMatchObject({ type: 'error', code: 'BUG', exitCode: 1 })
  })

  /** A clock on which everything takes a while. */
  function slowClock(stepMs: number) {
    let nowMs = 1_700_000_000_000
    return { nowMs: () => (nowMs += stepMs), sleep: async () => undefined }
  }

  test('[C63] on a terminal in one line that is redrawn and taken away', async () => {
    const world = await agreed()
    move(world, 'Ada', 'Lyon')
    const stage = { pairing: world.pairing, terminal: 80, clock: slowClock(100) }
    const { err } = await perform(['sync'], stage)
    expect(err).not.toContain('\n')
    const drawn = stripVTControlCharacters(err).split('\r')
    expect(drawn.some((line) => /^reading {2}item crm 3.* crm \d+ requests?, erp/.test(line))).toBe(
      true,
    )
    expect(drawn.some((line) => /^writing {2}█{20} {2}1\/1 {2}crm/.test(line))).toBe(true)
    expect(err.endsWith('\r\u001b[2K')).toBe(true)
    for (const line of drawn) expect(textWidth(line)).toBeLessThan(80)
  })

  test('[C63] elsewhere in a plain line now and then, and not at all when it is quick or to be quiet', async () => {
    const run = async (stepMs: number, ...options: string[]) => {
      const world = await agreed()
      move(world, 'Ada', 'Lyon')
      const clock = slowClock(stepMs)
      return (await perform(['sync', ...options], { pairing: world.pairing, clock })).err
    }
    expect(await run(1)).toBe('')
    expect(await run(4_000, '--quiet')).toBe('')
    const lines = (await run(4_000)).split('\n')
    expect(lines.length).toBeGreaterThan(2)
    expect(lines.length).toBeLessThan(9)
  })

  test('[C63] with what it waits for', async () => {
    const world = await agreed(['Ada'])
    const openPairing = async ({ onWait }: PairingRequest) => {
      onWait?.({ system: 'crm', delayMs: 2_000, why: 'its rate limit' })
      return { ...world.pairing, close: async () => undefined }
    }
    const told = await perform(['sync'], { openPairing, terminal: 80 })
    expect(told.err).toContain('waiting 2.0 s for crm: its rate limit')
    const [, event] = (await perform(['sync', '--json'], { openPairing })).events()
    expect(event).toMatchObject({ type: 'waiting', system: 'crm', delayMs: 2_000 })
  })
})
