import { describe, expect, test } from 'vitest'
import { checkPlanFile, keepToPlan } from '../../../src/engine/plan/keep-to-plan.ts'
import { contents, countingClock, makeWorld } from '../world.ts'
import { planFileText, planName, toPlanFile } from '../../../src/engine/plan/plan-file.ts'
import type { PlanFile } from '../../../src/engine/plan/plan-file.ts'
import type { World, WorldOptions } from '../world.ts'
import type { Value } from '../../../src/core/value.ts'
import type { BilateralError } from '../../../src/errors.ts'
import type { Pairing } from '../../../src/engine/pairing.ts'
import { isBilateralError } from '../../../src/errors.ts'
import { preview } from '../../../src/engine/preview.ts'
import { readPlanFile } from '../../../src/engine/plan/read-plan-file.ts'

const ITEMS = ['Ada', 'Bob', 'Cem', 'Dora']

/** Two systems in agreement on four records, and their ids by name. */
async function agreed(options: WorldOptions = {}) {
  const world = makeWorld(options)
  const a = new Map(
    ITEMS.map((name) => [name, world.a.users('items').create({ name, city: 'Paris' })]),
  )
  await world.run()
  const pairs = await world.store.listPairs({ entity: 'item' }, { limit: 10 })
  const b = new Map(
    [...a].map(([name, id]) => [name, pairs.find(({ ids }) => ids.a === id)?.ids.b ?? '']),
  )
  return {
    world,
    editA: (name: string, city: string) =>
      world.a.users('items').update(a.get(name) ?? '', { city }),
    editB: (name: string, city: string) =>
      world.b.users('items').update(b.get(name) ?? '', { city }),
    deleteA: (name: string) => world.a.users('items').delete(a.get(name) ?? ''),
    cities: () => contents(world.b).map(({ name, city }) => `${text(name)} ${text(city)}`),
  }
}

function text(value: Value | undefined): string {
  return typeof value === 'string' ? value : '?'
}

/** The operating error that an attempt ends with. */
async function refusal(attempt: () => unknown): Promise<BilateralError> {
  try {
    await attempt()
  } catch (error) {
    if (isBilateralError(error)) return error
    throw error
  }
  throw new Error('it was not refused')
}

async function planned({ pairing }: World): Promise<PlanFile> {
  const plan = await preview(pairing, {
    clock: countingClock(),
    listener: () => undefined,
    stop: new AbortController().signal,
    allowed: {},
    accepted: [],
  })
  return toPlanFile(plan, pairing, Date.UTC(2025, 0, 31))
}

describe('a plan file', () => {
  test('[C56] says what it said before when it is read again', async () => {
    const { world, editA, deleteA } = await agreed()
    editA('Ada', 'Lyon')
    deleteA('Bob')
    world.b.users('items').create({ name: 'Eve', city: 'Rome' })
    const file = await planned(world)
    expect(file.steps.map(({ operations: [operation] }) => operation?.verb).sort()).toEqual([
      'create',
      'delete',
      'update',
    ])
    const text = planFileText(file)
    expect(readPlanFile(text, 'plan.json')).toEqual(JSON.parse(JSON.stringify(file)))
    expect(planFileText(readPlanFile(text, 'plan.json'))).toBe(text)
    expect(planName(file)).toMatch(/^[0-9a-f]{8}$/)
  })

  test.each([
    ['no JSON', () => 'hello', 'is not a plan, or only a part of one'],
    ['another JSON', () => '{"name":"x"}', 'is not a plan'],
    ['half of it', (text: string) => text.slice(0, text.length / 2), 'only a part of one'],
    ['one letter changed', (text: string) => text.replace('Lyon', 'Lyoo'), 'was changed'],
    [
      'a step removed',
      (text: string) => text.replace(/\n\{.*\},\n/, '\n'),
      'was changed after it was written',
    ],
    [
      'a newer form',
      (text: string) => text.replace('"version":1', '"version":2'),
      'has the form 2',
    ],
    ['no version', (text: string) => text.replace('"version":1,', ''), 'is not a plan'],
  ])('[C57] %s is refused, with the reason', async (_, change, reason) => {
    const { world, editA } = await agreed()
    editA('Ada', 'Lyon')
    editA('Bob', 'Nice')
    const text = change(planFileText(await planned(world)))
    const error = await refusal(() => readPlanFile(text, 'plan.json'))
    expect(error.code).toBe('USAGE')
    expect(error.message).toContain(reason)
  })

  test('[C57] a plan of another pairing, entity or meaning is refused', async () => {
    const { world } = await agreed()
    const file = await planned(world)
    const codeFor = async (pairing: Pairing) =>
      (await refusal(() => checkPlanFile(file, pairing))).code
    const [entity] = world.pairing.entities
    expect(() => checkPlanFile(file, world.pairing)).not.toThrow()
    expect(await codeFor({ ...world.pairing, name: 'other' })).toBe('PLAN_STALE')
    expect(await codeFor({ ...world.pairing, entities: [] })).toBe('PLAN_STALE')
    const changed = { ...world.pairing, entities: [{ ...entity!, meaning: 'other' }] }
    expect(await codeFor(changed)).toBe('PLAN_STALE')
  })
})

describe('a run held to a plan', () => {
  test('[C56] performs the plan and ends where a run without it would', async () => {
    const { world, editA, cities } = await agreed()
    editA('Ada', 'Lyon')
    const review = keepToPlan(await planned(world))
    const report = await world.run({ review })
    expect(report.exitCode).toBe(0)
    expect(cities()).toEqual(['Ada Lyon', 'Bob Paris', 'Cem Paris', 'Dora Paris'])
  })

  test('[C56] writes nothing at all when one record changed since, and names it', async () => {
    const { world, editA, editB, cities } = await agreed()
    editA('Ada', 'Lyon')
    editA('Bob', 'Nice')
    const review = keepToPlan(await planned(world))
    editB('Bob', 'Oslo')
    const error = await refusal(() => world.run({ review }))
    expect(error).toMatchObject({ code: 'PLAN_STALE', exitCode: 5 })
    expect(error.message).toMatch(/1 of 2 steps.*item\/2 \(crm:.* ↔ erp:.*both changed: city/s)
    expect(cities()).toEqual(['Ada Paris', 'Bob Oslo', 'Cem Paris', 'Dora Paris'])
    expect((await world.store.facts()).lastRun?.ended?.exitCode).toBe(5)
  })

  test('[C56] is refused a second time: nothing is left to be done', async () => {
    const { world, editA } = await agreed()
    editA('Ada', 'Lyon')
    const file = await planned(world)
    await world.run({ review: keepToPlan(file) })
    await expect(world.run({ review: keepToPlan(file) })).rejects.toThrow(
      'nothing is to be done any more',
    )
  })

  test('[C56] leaves to another run what is not in the plan', async () => {
    const { world, editA, cities } = await agreed()
    editA('Ada', 'Lyon')
    const review = keepToPlan(await planned(world))
    editA('Cem', 'Bern')
    world.a.users('items').create({ name: 'Eve', city: 'Rome' })
    await world.run({ review })
    expect(cities()).toEqual(['Ada Lyon', 'Bob Paris', 'Cem Paris', 'Dora Paris'])
    await world.run()
    expect(cities()).toEqual(['Ada Lyon', 'Bob Paris', 'Cem Bern', 'Dora Paris', 'Eve Rome'])
  })

  test('[C56] does not do something else when a record changes at the last moment', async () => {
    let onWrite = (): void => undefined
    const { world, editA, editB, cities } = await agreed({
      onRequestB: ({ operation }) => {
        if (operation === 'update') onWrite()
        return 'pass'
      },
    })
    editA('Ada', 'Lyon')
    const review = keepToPlan(await planned(world))
    onWrite = () => {
      onWrite = () => undefined
      editB('Ada', 'Oslo')
    }
    const report = await world.run({ review })
    expect(report.exitCode).toBe(4)
    expect(cities()[0]).toBe('Ada Oslo')
    expect(contents(world.a)[0]).toMatchObject({ city: 'Lyon' })
  })

  test('[C56] links what the plan links, and asks what it asks', async () => {
    const world = makeWorld({ matchBy: ['name'] })
    for (const name of ITEMS) {
      world.a.users('items').create({ name, city: 'Paris' })
      world.b.users('items').create({ name, city: name === 'Bob' ? 'Rome' : 'Paris' })
    }
    const report = await world.run({ review: keepToPlan(await planned(world)) })
    expect(report).toMatchObject({ exitCode: 3, entities: [{ adopted: 3, conflicts: 1 }] })
    expect(await world.store.countPairs({ entity: 'item' })).toBe(4)
  })

  test('[C56] names a few of many records that changed, and counts the others', async () => {
    const world = makeWorld()
    const ids = Array.from({ length: 9 }, (_, no) =>
      world.a.users('items').create({ name: `n${String(no)}`, city: 'Paris' }),
    )
    await world.run()
    for (const id of ids) world.a.users('items').update(id, { city: 'Lyon' })
    const review = keepToPlan(await planned(world))
    for (const id of ids) world.a.users('items').update(id, { city: 'Nice' })
    await expect(world.run({ review })).rejects.toThrow(/9 of 9 steps(.*\n){6} {2}and 4 more\n/)
  })
})
