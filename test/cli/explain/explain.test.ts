import { describe, expect, test } from 'vitest'
import type { MemoryRequest } from '../../../src/adapters/memory/memory-requests.ts'
import type { World } from '../../engine/world.ts'
import { QUARRELS, quarrel } from '../quarrel.ts'
import { DEFAULT_PRESET } from '../../../src/core/policy/preset.ts'
import { makeWorld } from '../../engine/world.ts'
import { perform } from '../stage.ts'
import { readWholeJournal } from '../../../src/testing/fold-journal.ts'
import { textWidth } from '../../../src/cli/output/text-width.ts'

/** Ada is linked by her name, Bob was created across. */
async function linkedWorld(options: Parameters<typeof makeWorld>[0] = {}): Promise<World> {
  const world = makeWorld({ matchBy: ['name'], ...options })
  for (const system of [world.a, world.b])
    system.users('items').create({ name: 'Ada', city: 'Paris' })
  world.a.users('items').create({ name: 'Bob', city: 'Rome' })
  await world.run()
  return world
}

async function told(world: World, text: string): Promise<Readonly<Record<string, unknown>>> {
  const said = await perform(['explain', '--json', '--', text], { pairing: world.pairing })
  return said.json() as Readonly<Record<string, unknown>>
}

describe('a linked record', () => {
  test('[C71] is explained by its pair, by either id, and by its match key', async () => {
    const world = await linkedWorld()
    const whole = await told(world, 'item/1')
    expect(whole).toMatchObject({
      id: 'item/1',
      linked: true,
      linkedBy: { how: 'by name' },
      records: { crm: 'items-1', erp: 'items-1' },
      cell: 'crm unchanged, erp unchanged',
      decision: 'nothing to do',
      next: [],
    })
    for (const text of ['crm:items-1', 'items-1', 'erp:items-1', 'ada', ' ADA'])
      expect(await told(world, text)).toEqual(whole)
  })

  test('[C71] tells every field with its base, both values, its owner, verdict and rule', async () => {
    const fields = [{ name: 'name' }, { name: 'city', owner: 'b', otherEdits: 'keep' } as const]
    const world = await linkedWorld({ fields })
    world.a.users('items').update('items-1', { city: 'Lyon', name: 'Ada L.' })
    expect(await told(world, 'item/1')).toMatchObject({
      cell: 'crm updated, erp unchanged',
      decision: 'write name to erp',
      reason: 'crm → erp: name',
      fields: [
        {
          field: 'name',
          owner: 'both',
          base: { crm: 'Ada', erp: 'Ada' },
          now: { crm: 'Ada L.', erp: 'Ada' },
          verdict: 'crm → erp',
        },
        {
          field: 'city',
          owner: 'erp',
          verdict: 'held: city: owner erp, otherEdits keep',
          rule: 'city: owner, city: otherEdits',
        },
      ],
      next: ['bilateral sync'],
    })
  })

  test('[C71] ends with what happened to it, and what was created says so', async () => {
    const world = await linkedWorld()
    const { out } = await perform(['explain', 'item/2'], { pairing: world.pairing })
    expect(out).toContain('linked    by creating the record on erp, just now')
    expect(out).toContain('create a record on erp')
    expect(out).toMatch(/request name-\d+ · landed/)
    expect(out.trimEnd()).toMatch(/next: nothing to do$/)
  })

  test('[C71] is read freshly, and nothing is written anywhere', async () => {
    const world = await linkedWorld()
    const journal = await readWholeJournal(world.store)
    world.b.users('items').update('items-1', { city: 'Oslo' })
    expect(await told(world, 'item/1')).toMatchObject({ decision: 'write city to crm' })
    const [a, b] = [world.a, world.b].map(({ log }) => log.at(-1)?.operation)
    expect([a, b]).toEqual(['get', 'get'])
    expect(await readWholeJournal(world.store)).toEqual(journal)
  })

  test('[C71] that is gone on one side is explained with the rule that decides', async () => {
    const presence = {
      ...DEFAULT_PRESET.presence,
      deleted: { a: 'propagate', b: 'restore' },
    } as const
    const world = await linkedWorld({ preset: { ...DEFAULT_PRESET, presence } })
    world.b.users('items').delete('items-1')
    expect(await told(world, 'item/1')).toMatchObject({
      seen: { erp: 'not there (not-found)' },
      cell: 'crm unchanged, erp deleted',
      decision: 'create the record anew on erp',
      override: 'deletes on erp: restore',
      rule: 'deleted on erp',
    })
  })
})

describe('a question', () => {
  test.each(QUARRELS)(
    '[C71] of kind %s is explained with the answers that fit it',
    async (kind) => {
      const { world, question } = await quarrel(kind)
      const explained = await told(world, 'item/1')
      expect(explained).toMatchObject({ id: 'item/1', question: expect.any(String) as unknown })
      const { answers } = (
        (await perform(['conflicts', '--json'], { pairing: world.pairing })).json() as {
          conflicts: { answers: string[] }[]
        }
      ).conflicts[0]!
      expect(explained['next']).toEqual(answers.map((each) => `bilateral resolve item/1 ${each}`))
      expect(question.conflict.kind).toBe(kind)
    },
  )

  test('[C71] about a field names the rule of that field, and of no other', async () => {
    const { world } = await quarrel('updated/updated')
    const { out } = await perform(['explain', 'item/1'], { pairing: world.pairing })
    expect(out).toContain('rule      city: city: policy\n')
  })

  test('[C71] that was answered, or settled by itself, leads to the next sync', async () => {
    const { world } = await quarrel('updated/updated')
    const { pairing } = world
    await perform(['resolve', 'item/1', '--take', 'crm'], { pairing })
    expect(await told(world, 'item/1')).toMatchObject({
      decision: 'write city to erp',
      open: ['decided: jana@laptop answered: the version of crm stands'],
      next: ['bilateral sync'],
    })
    await perform(['resolve', 'item/1', '--undo'], { pairing })
    world.b.users('items').update('items-1', { city: 'Lyon' })
    expect(await told(world, 'item/1')).toMatchObject({ next: ['bilateral sync'] })
  })

  test('[C71] about identity names those that could be the counterpart', async () => {
    const { world } = await quarrel('ambiguous')
    expect(await told(world, 'crm:items-1')).toMatchObject({
      linked: false,
      decision: 'ask a person',
      reason: 'name = ada: 1 here, 2 across',
      candidates: ['items-1', 'items-2'],
    })
  })
})

describe('a record that was never seen', () => {
  test('[C71] is explained by what the next sync would make of it', async () => {
    const world = await linkedWorld()
    const cyd = world.a.users('items').create({ name: 'Cyd', city: 'Bonn' })
    expect(await told(world, `crm:${cyd}`)).toMatchObject({
      id: `crm:${cyd}`,
      linked: false,
      decision: 'create the record on erp',
      next: ['bilateral sync'],
      history: [],
    })
    const dot = world.b.users('items').create({ name: 'Cyd', city: 'Bonn' })
    expect(await told(world, `erp:${dot}`)).toMatchObject({
      decision: 'both agree: this is remembered, nothing is written',
      reason: `linked crm:${cyd} ↔ erp:${dot} by name; the same record, found on both sides`,
    })
  })

  test('[C71] that several can be meant by is refused with the choice', async () => {
    const world = makeWorld({ matchBy: ['name'] })
    world.a.users('items').create({ name: 'Ada' })
    world.b.users('items').create({ name: 'Bob' })
    const { err, exitCode } = await perform(['explain', 'items-1'], { pairing: world.pairing })
    expect(exitCode).toBe(64)
    expect(err).toContain('can mean 2 records: crm:items-1 (item), erp:items-1 (item)')
    expect(err).toContain('next: bilateral explain crm:items-1 --entity item')
  })

  test('[C71] that its own listing does not show takes part in nothing', async () => {
    const world = await linkedWorld()
    const cyd = world.a.users('items').create({ name: 'Cyd' })
    const collection = world.a.collection('items')
    const list = collection.list.bind(collection)
    collection.list = async function* (signal) {
      const pages = list(signal)
      for (;;) {
        const step = await pages.next()
        if (step.done === true) return step.value
        yield { ...step.value, records: step.value.records.filter(({ id }) => id !== cyd) }
      }
    }
    const { out, exitCode } = await perform(['explain', `crm:${cyd}`], { pairing: world.pairing })
    expect(exitCode).toBe(0)
    expect(out).toContain('crm does not list it among the records of item')
  })
})

describe('a record that is gone', () => {
  test('[C71] is explained by what became of it, with the values it had', async () => {
    const world = await linkedWorld()
    world.a.users('items').delete('items-1')
    await world.run()
    for (const text of ['item/1', 'crm:items-1', 'items-1']) {
      const { out, exitCode } = await perform(['explain', text], { pairing: world.pairing })
      expect(exitCode).toBe(0)
      expect(out).toContain('item/1  is no pair any more')
      expect(out).toMatch(/city +"Paris" → —/)
      expect(out).toContain('next: bilateral log item/1')
    }
  })
})

describe('bad input', () => {
  test.each([
    'nobody',
    '__proto__',
    'constructor',
    'item/99',
    '../../x',
    "o'\u001b[2J",
    ' ',
    'crm:',
  ])(
    '[C71] %j, of which nobody knows, is answered with everything that was looked at',
    async (text) => {
      const world = await linkedWorld()
      const { out, err, exitCode } = await perform(['explain', '--', text], {
        pairing: world.pairing,
      })
      expect(exitCode).toBe(64)
      expect(err).toContain('nobody knows')
      expect(out).toContain('as far as the memory knows')
      expect(out).toMatch(/crm:.* \(item\) is not there/)
      expect(out).toMatch(/erp:.* \(item\) is not there/)
      expect(out).toContain('no line of the journal is about it')
      expect(out).toContain('no key among 2 records of crm item')
      expect(out + err).not.toContain('\u001b')
      expect(await told(world, text)).toMatchObject({ id: text, linked: false })
    },
  )

  test('[C71] an entity that does not exist is refused, and so is the name of a run', async () => {
    const world = await linkedWorld()
    const { pairing } = world
    const args = ['explain', 'nobody', '--entity', 'itme']
    expect(await perform(args, { pairing })).toMatchObject({ exitCode: 64, out: '' })
    const [entry] = await readWholeJournal(world.store)
    const run = await perform(['explain', entry!.run], { pairing })
    expect(run.exitCode).toBe(64)
    expect(run.err).toContain(`next: bilateral log ${entry!.run}`)
  })

  test('[C71] a system that does not answer is said to, instead of calling the record unknown', async () => {
    let isDown = false
    const onRequestB = ({ operation }: MemoryRequest) =>
      isDown && operation === 'get' ? 'lose-answer' : 'pass'
    const world = await linkedWorld({ onRequestB })
    isDown = true
    const { err, exitCode } = await perform(['explain', 'nobody'], { pairing: world.pairing })
    expect(exitCode).toBe(75)
    expect(err).toContain('could not be asked for')
    expect(err).not.toContain('is not there (erp')
  })

  test('[C50] [C51] long and hostile values fit 80 columns and command no terminal', async () => {
    const world = await linkedWorld()
    const evil = `\u001b[2J\n${'x'.repeat(500)}`
    world.a.users('items').update('items-1', { city: evil })
    const { lines } = await perform(['explain', 'item/1'], { pairing: world.pairing, terminal: 80 })
    for (const line of lines.map((painted) => painted.replaceAll(/\u001b\[\d+m/g, ''))) {
      expect(textWidth(line)).toBeLessThanOrEqual(80)
      expect(line).not.toMatch(/\p{Cc}/u)
    }
  })
})
