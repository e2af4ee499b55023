import { chmodSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Fields } from '../../../src/core/value.ts'
import { DEFAULT_GUARDS } from '../../../src/core/plan/guard.ts'
import { SHOWN_PER_GROUP, drawPlan } from '../../../src/cli/plan/draw-plan.ts'
import type { World, WorldOptions } from '../../engine/world.ts'
import { countingClock, makeWorld } from '../../engine/world.ts'
import { folderWith } from '../../config/example.ts'
import { perform } from '../stage.ts'
import { plainText } from '../../../src/cli/output/line.ts'
import { preview } from '../../../src/engine/preview.ts'
import { textWidth } from '../../../src/cli/output/text-width.ts'

/** Two systems that agreed once, and then changed in every way a plan has a word for. */
async function busyWorld(options: WorldOptions = {}): Promise<World> {
  const fields = [
    { name: 'name' },
    { name: 'city' },
    { name: 'credit', owner: 'b', otherEdits: 'keep' },
  ] as const
  const world = makeWorld({ matchBy: ['name'], fields, ...options })
  const create = (name: string) =>
    world.a.users('items').create({ name, city: 'Paris', credit: '1' })
  const [ada, bob, cem, dora] = ['Ada', 'Bob', 'Cem', 'Dora'].map(create)
  await world.run()
  const pairs = await world.store.listPairs({ entity: 'item' }, { limit: 9 })
  const across = (id: string | undefined) => pairs.find((pair) => pair.ids.a === id)?.ids.b ?? ''
  world.a.users('items').update(ada ?? '', { city: 'Lyon' })
  world.b.users('items').delete(across(bob))
  world.a.users('items').update(cem ?? '', { city: 'Nice' })
  world.b.users('items').update(across(cem), { city: 'Oslo' })
  world.a.users('items').update(dora ?? '', { credit: '9' })
  world.b.users('items').create({ name: 'Eve', city: 'Rome', credit: '1' })
  return world
}

describe('plan', () => {
  test('[C62] says each write with its values, whose edit it is, and on which condition', async () => {
    const { pairing } = await busyWorld()
    const { out, err, exitCode } = await perform(['plan'], { pairing })
    expect(out.replaceAll(/still "\w+"/g, 'still "…"')).toBe(
      `item  crm 4 records · erp 4 records · 4 linked
  +  crm  item/5  Eve  new on erp
       ↳ without a condition: a create has no earlier version
  ~  erp  item/1  Ada
       city  "Paris" → "Lyon"
       ↳ crm changed · only if the version is still "…"
  -  crm  item/2  Bob  deleted on erp, untouched on crm
       ↳ only if the version is still "…"
  !  both  item/3  Cem  new question
       city  base "Paris"  crm "Nice"  erp "Oslo"
  ≠    item/4  Dora
       ↳ credit: owner erp, otherEdits keep

Plan: 1 create, 1 update, 1 delete, 1 question for you, 1 difference kept by
rule.
next: bilateral sync
`,
    )
    expect({ err, exitCode }).toEqual({ err: '', exitCode: 2 })
  })

  test('[C62] says once what several records have in common, and of how many', async () => {
    const world = makeWorld()
    for (const name of ['Ada', 'Bob', 'Cem']) world.a.users('items').create({ name, city: 'Paris' })
    const { lines } = await perform(['plan'], { pairing: world.pairing })
    expect(lines.slice(3, 6)).toEqual([
      '  +  erp  item/3  Cem  new on crm',
      '       all 3:',
      '       ↳ without a condition: a create has no earlier version',
    ])
  })

  test('[C62] writes nothing, to no system and not to the memory', async () => {
    const world = await busyWorld()
    const facts = await world.store.facts()
    const entries = await world.store.readJournal({}, { limit: 1_000 })
    const [seenA, seenB] = [world.a.log.length, world.b.log.length]
    await perform(['plan'], { pairing: world.pairing })
    expect(await world.store.facts()).toEqual(facts)
    expect(await world.store.readJournal({}, { limit: 1_000 })).toEqual(entries)
    const requests = [...world.a.log.slice(seenA), ...world.b.log.slice(seenB)]
    expect(new Set(requests.map(({ operation }) => operation))).toEqual(
      new Set(['identify', 'list', 'get']),
    )
  })

  test('[C62] says that there is nothing to do, and ends with 0', async () => {
    const world = makeWorld()
    world.a.users('items').create({ name: 'Ada', city: 'Paris' })
    await world.run()
    const { out, exitCode } = await perform(['plan'], { pairing: world.pairing })
    expect(out).toMatch(/1 linked\n\nPlan: nothing to do\.\n$/)
    expect(exitCode).toBe(0)
  })

  test('[C62] of two empty systems there is nothing to say', async () => {
    const { out, exitCode } = await perform(['plan'], { pairing: makeWorld().pairing })
    expect(out).toBe('item  crm 0 records · erp 0 records · 0 linked\n\nPlan: nothing to do.\n')
    expect(exitCode).toBe(0)
  })

  test('[C62] counts the pairs that are found alike on both sides', async () => {
    const world = makeWorld({ matchBy: ['name'] })
    for (const name of ['Ada', 'Bob'])
      for (const system of [world.a, world.b]) system.users('items').create({ name, city: 'X' })
    const { lines } = await perform(['plan'], { pairing: world.pairing })
    expect(lines).toContain('  = 2 pairs found on both sides and alike: linked without a write')
  })

  test('[C62] a guard that would stop the run is shown, with what lifts it, and ends with 5', async () => {
    const deletes = { ratioMax: 0, countFloor: 0 }
    const { pairing } = await busyWorld({ guards: { ...DEFAULT_GUARDS, deletes } })
    const { lines, err, exitCode } = await perform(['plan'], { pairing })
    expect(err).toBe('stopped by the guard on deletes: item on crm, 1 deletes of 4 pairs\n')
    expect(lines.slice(-2)).toEqual([
      'A guard stops it.',
      'next: if it is meant, bilateral sync --allow-delete 1',
    ])
    expect(exitCode).toBe(5)
  })

  test('[C62] a value that cannot be read is said beside its record', async () => {
    const world = makeWorld()
    world.a.users('items').create({ name: 'Ada', city: { not: 'a text' } })
    const { pairing } = world
    const [entity] = pairing.entities
    const mapping = {
      ...entity!.mapping,
      read: (_side: 'a' | 'b', native: Fields) => ({
        fields: { name: native['name'] ?? null },
        refused: { city: 'city is no text' },
      }),
    }
    const changed = { ...pairing, entities: [{ ...entity!, mapping }] }
    const { lines } = await perform(['plan'], { pairing: changed })
    expect(lines.join('\n')).toMatch(/\? +item\/1 +Ada\n +↳ city is no text\n/)
  })

  test('[C62] an entity may be named, and one that is not there is refused', async () => {
    const { pairing } = await busyWorld()
    expect((await perform(['plan', '--entity', 'item'], { pairing })).exitCode).toBe(2)
    const { err, exitCode } = await perform(['plan', '--entity', 'person'], { pairing })
    expect(err).toBe('there is no entity person; there are item\nnext: bilateral matrix\n')
    expect(exitCode).toBe(64)
  })

  test('[C52] for machines it is JSON lines: a version, a step for each pair, a summary', async () => {
    const { pairing } = await busyWorld()
    const events = (await perform(['plan', '--json'], { pairing })).events()
    expect(events[0]).toEqual({ type: 'version', ui: '1.0' })
    const steps = events.filter(({ type }) => type === 'step')
    expect(steps.map(({ pair, decision }) => [pair, decision]).sort()).toEqual([
      ['item/1', 'update'],
      ['item/2', 'delete'],
      ['item/3', 'conflict'],
      ['item/4', 'hold'],
      ['item/5', 'create'],
    ])
    expect(steps.find(({ pair }) => pair === 'item/1')).toMatchObject({
      cell: 'updated/unchanged',
      operations: [
        { system: 'erp', verb: 'update', set: { city: 'Lyon' }, before: { city: 'Paris' } },
      ],
    })
    expect(events.at(-1)).toEqual({
      type: 'summary',
      creates: 1,
      updates: 1,
      deletes: 1,
      adoptions: 0,
      conflicts: 1,
      waiting: 0,
      held: 1,
      trips: [],
      exitCode: 2,
    })
  })

  test('[C50] [C51] whatever records say, lines keep to 80 columns and command nothing', async () => {
    const world = makeWorld({ matchBy: ['name'] })
    const evil = `\u001b]0;owned\u0007${'株式会社アドラー'.repeat(9)}\u202e`
    const id = world.a.users('items').create({ name: evil, city: 'Paris' })
    world.a.users('items').create({ name: 'x'.repeat(300), city: 'y'.repeat(300) })
    await world.run()
    world.a.users('items').update(id, { city: `${'z'.repeat(90)}\u009b31m\nnext: rm -rf` })
    world.b.users('items').create({ name: evil, city: evil })
    const { out, lines } = await perform(['plan', '--all'], { pairing: world.pairing })
    for (const line of lines) expect(textWidth(line), line).toBeLessThanOrEqual(80)
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u)
    expect(out).toMatch(/"Paris" → "z+…/)
    expect(out).toContain('␛]0;owned␇')
  })

  test('[C55] colours mark what is written where a person sees it', async () => {
    const { pairing } = await busyWorld()
    const shown = await perform(['plan'], { pairing, terminal: 80 })
    expect(shown.out).toContain('\u001b[31m-\u001b[39m')
    const plain = await perform(['plan'], { pairing, terminal: 80, env: { NO_COLOR: '1' } })
    expect(plain.out).not.toContain('\u001b')
  })
})

describe('a long plan', () => {
  /** A plan of that many updates. */
  async function longPlan(length: number) {
    const { pairing } = await busyWorld()
    const request = {
      clock: countingClock(),
      listener: () => undefined,
      stop: new AbortController().signal,
      allowed: {},
      accepted: [],
    }
    const [plan] = (await preview(pairing, request)).entities
    const update = plan?.entries.find(({ decision }) => decision.kind === 'update')
    const entries = Array.from({ length }, (_, at) => ({
      ...update!,
      pair: { ...update!.pair, no: at + 1 },
    }))
    return { ...plan!, entries }
  }

  test('[C62] shows the first of each kind, counts the others, and takes no time', async () => {
    const plan = await longPlan(100_000)
    const shape = { names: { a: 'crm', b: 'erp' }, columns: 80 }
    const startedMs = performance.now()
    const lines = drawPlan(plan, { ...shape, isWhole: false }).map(plainText)
    expect(performance.now() - startedMs).toBeLessThan(1_000)
    expect(lines.length).toBeLessThan(SHOWN_PER_GROUP * 3 + 5)
    expect(lines).toContain('  … and 99,990 more updates (--all shows them)')
  })

  test('[C62] shows every record when asked', async () => {
    const plan = await longPlan(2_000)
    const shape = { names: { a: 'crm', b: 'erp' }, columns: 80, isWhole: true }
    const lines = drawPlan(plan, shape).map(plainText)
    expect(lines.filter((line) => line.startsWith('  ~'))).toHaveLength(2_000)
    expect(lines.join('\n')).not.toContain('more update')
  })
})

describe('plan --out', () => {
  test('[C66] keeps the plan in a file that only its owner reads, and names it', async () => {
    const { pairing } = await busyWorld()
    const cwd = folderWith({})
    const { lines, exitCode } = await perform(['plan', '--out', 'p.json'], { pairing, cwd })
    expect(exitCode).toBe(2)
    const path = join(cwd, 'p.json')
    const { digest } = JSON.parse(readFileSync(path, 'utf8')) as { digest: string }
    expect(lines.some((line) => line.startsWith(`Plan ${digest.slice(0, 8)}: `))).toBe(true)
    expect(lines.at(-1)).toBe('next: bilateral sync p.json')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(cwd)).toEqual(['p.json'])
  })

  test('[C66] a file that cannot be written is said, and nothing of it is left', async () => {
    const { pairing } = await busyWorld()
    const cwd = folderWith({ 'p.json': 'of before' })
    const nowhere = await perform(['plan', '--out', 'no/p.json'], { pairing, cwd })
    expect(nowhere.err).toMatch(/^the plan cannot be kept in no\/p\.json: ENOENT/)
    expect(nowhere.exitCode).toBe(64)
    chmodSync(cwd, 0o700)
    const onto = await perform(['plan', '--out', '.'], { pairing, cwd })
    expect(onto.exitCode).toBe(64)
    expect(readdirSync(cwd)).toEqual(['p.json'])
    expect(readFileSync(join(cwd, 'p.json'), 'utf8')).toBe('of before')
  })
})
