import { describe, expect, test } from 'vitest'
import type { ConflictKind, Resolution } from '../../../src/core/pair.ts'
import type { Fields } from '../../../src/core/value.ts'
import type { Store } from '../../../src/stores/store.ts'
import type { World, WorldOptions } from '../../engine/world.ts'
import { QUARRELS, quarrel, questionOf } from '../quarrel.ts'
import { ANSWERS } from '../../../src/cli/describe/question.ts'
import { BilateralError } from '../../../src/errors.ts'
import { compileEntity } from '../../../src/mapping/entity/compile-entity.ts'
import { parseValue } from '../../../src/cli/resolve/parse-value.ts'
import { perform } from '../stage.ts'
import { readWholeJournal } from '../../../src/testing/fold-journal.ts'
import { typed } from '../../../src/cli/options/typed.ts'

const OPTIONS: Readonly<Record<Resolution['kind'], readonly string[]>> = {
  take: ['--take', 'crm'],
  values: ['--value', 'city=Ulm'],
  both: ['--both'],
  adopt: ['--adopt', 'items-1'],
  retry: ['--retry'],
  forget: ['--forget'],
}

const KINDS = Object.keys(OPTIONS) as readonly Resolution['kind'][]

/** Everything that is remembered, to tell whether anything was written. */
async function memoryOf({ store }: World): Promise<unknown> {
  return readWholeJournal(store)
}

/** Carries out a command that has to be refused, and nothing written. */
async function refused(world: World, args: readonly string[]): Promise<string> {
  const before = await memoryOf(world)
  const { out, err, exitCode } = await perform(['resolve', ...args], { pairing: world.pairing })
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 64 })
  expect(err).toMatch(/^next: /m)
  expect(await memoryOf(world)).toEqual(before)
  return err
}

describe('fitting', () => {
  const pairs = QUARRELS.flatMap((kind) => KINDS.map((answer) => [kind, answer] as const))

  test.each(pairs)(
    '[C73] a question of kind %s takes %s, or refuses it with the reason',
    async (kind, answer) => {
      const { world } = await quarrel(kind)
      const why = ANSWERS[kind][answer]
      const args = ['item/1', ...OPTIONS[answer]]
      if (why !== null) expect(await refused(world, args)).toContain(why)
      else {
        const { pairing } = world
        expect(await perform(['resolve', ...args], { pairing })).toMatchObject({ exitCode: 0 })
        expect((await questionOf(world, 1)).decree).toMatchObject({
          resolution: { kind: answer },
          byWhom: 'jana@laptop',
        })
      }
    },
  )

  test('[C73] several questions are answered all or none', async () => {
    const { world } = await quarrel('ambiguous')
    expect(await refused(world, ['item/1', 'item/2', '--take', 'crm'])).toContain(
      'item/2 (ambiguous): it is about a record of erp; --take erp says that it has no counterpart',
    )
    const { pairing } = world
    const { err } = await perform(['resolve', 'item/2', 'item/3', 'item/2', '--take', 'erp'], {
      pairing,
    })
    expect(err).toContain('2 answers noted')
  })

  test('[C73] an answer that the other system does not accept is refused', async () => {
    const { world } = await quarrel('updated/deleted')
    const { pairing } = world
    const [entity] = pairing.entities
    const allow = {
      a: { create: true, update: true, delete: false },
      b: { create: false, update: true, delete: true },
    }
    const closed = {
      ...world,
      pairing: { ...pairing, entities: [{ ...entity!, terms: { ...entity!.terms, allow } }] },
    }
    expect(await refused(closed, ['item/1', '--take', 'crm'])).toContain('erp accepts no creates')
    expect(await refused(closed, ['item/1', '--take', 'erp'])).toContain('crm accepts no deletes')
  })

  test('[C73] updates that a system does not accept are refused', async () => {
    const { world } = await quarrel('updated/updated')
    const { pairing } = world
    const [entity] = pairing.entities
    const allow = {
      a: { create: true, update: true, delete: true },
      b: { create: false, update: false, delete: true },
    }
    const closed = {
      ...world,
      pairing: { ...pairing, entities: [{ ...entity!, terms: { ...entity!.terms, allow } }] },
    }
    expect(await refused(closed, ['item/1', '--take', 'crm'])).toContain('erp accepts no updates')
    expect(await refused(closed, ['item/1', '--value', 'city=Ulm'])).toContain(
      'erp accepts no updates',
    )
    expect(await refused(closed, ['item/1', '--both'])).toContain('erp accepts no creates')
    expect((await perform(['resolve', 'item/1', '--take', 'erp'], closed)).exitCode).toBe(0)
  })
})

describe('values', () => {
  test.each<[string, readonly (string | number | null)[], readonly unknown[]]>([
    ['null', ['Ada'], [null, 'null']],
    ['"null"', ['Ada'], ['null', '"null"']],
    ['Ulm', ['Ada'], ['Ulm']],
    ['7', ['Ada', null], ['7', 7]],
    ['7', [4], [7, '7']],
    ['7', [], [7, '7']],
    ['7.50', [4], ['7.50']],
    ['9007199254740993', [4], ['9007199254740993']],
    ['[9007199254740993]', [4], ['[9007199254740993]']],
    ['1e999', [4], ['1e999']],
    ['["a"]', ['Ada'], [['a'], '["a"]']],
    ['[a', ['Ada'], ['[a']],
    ['', ['Ada'], ['']],
  ])('%j beside %j means %j, the likeliest first', (text, known, meanings) => {
    expect(parseValue(text, known)).toEqual(meanings)
  })

  const mapped: WorldOptions = { fields: [{ name: 'name' }, { name: 'city' }] }

  /** Cities that both systems know, in words of their own. */
  async function mappedQuarrel(): Promise<World> {
    const { world } = await quarrel('updated/updated', mapped)
    const [entity] = world.pairing.entities
    const fields = {
      name: { a: 'name', b: 'name' },
      city: { a: 'city', b: 'city', as: { map: { U: 'Ulm', B: 'Bonn' } } },
    }
    const mapping = compileEntity({ fields }, { a: 'crm', b: 'erp' })
    return { ...world, pairing: { ...world.pairing, entities: [{ ...entity!, mapping }] } }
  }

  test('[C73] a value that a system cannot hold is refused with its reason', async () => {
    const world = await mappedQuarrel()
    const said = await refused(world, ['item/1', '--value', 'city=Nowhere'])
    expect(said).toMatch(/"Nowhere" is no city: (crm|erp) cannot hold it: /)
    const { exitCode } = await perform(['resolve', 'item/1', '--value', 'city=Ulm'], world)
    expect(exitCode).toBe(0)
  })

  test.each([
    ['fone=7', 'item has no field fone; in question is city'],
    ['__proto__=7', 'item has no field __proto__; in question is city'],
    ['name=Eva', 'name is not in question; in question is city'],
  ])('[C73] --value %s is refused', async (value, message) => {
    const { world } = await quarrel('updated/updated')
    expect(await refused(world, ['item/1', '--value', value])).toContain(message)
  })

  test('[C73] fields that are decided as one are answered as one', async () => {
    const fields = [{ name: 'name' }, { name: 'city', group: 'g' }, { name: 'zip', group: 'g' }]
    const { world } = await quarrel('updated/updated', { fields })
    for (const system of [world.a, world.b])
      system.users('items').update('items-1', { zip: system === world.a ? '1' : '2' })
    await world.run()
    expect(await refused(world, ['item/1', '--value', 'city=Ulm'])).toContain('give zip as well')
    const args = ['resolve', 'item/1', '--value', 'city=Ulm', '--value', 'zip=89073']
    expect((await perform(args, { pairing: world.pairing })).exitCode).toBe(0)
    expect((await questionOf(world, 1)).decree?.resolution).toEqual({
      kind: 'values',
      fields: { city: 'Ulm', zip: '89073' } satisfies Fields,
    })
  })

  test('[C73] a reference is answered with a pair that has both records', async () => {
    const fields = [{ name: 'name' }, { name: 'city', refersTo: 'item' }]
    const { world } = await quarrel('updated/updated')
    const [entity] = world.pairing.entities
    const terms = {
      ...entity!.terms,
      fields: entity!.terms.fields.map((rule, at) => ({ ...rule, ...fields[at] })),
    }
    const referring = { ...world, pairing: { ...world.pairing, entities: [{ ...entity!, terms }] } }
    expect(await refused(referring, ['item/1', '--value', 'city=Ulm'])).toContain(
      'it refers to a item, as in item/12',
    )
    expect(await refused(referring, ['item/1', '--value', 'city=item/99'])).toContain(
      'there is no such pair',
    )
    const { exitCode } = await perform(['resolve', 'item/1', '--value', 'city=item/2'], referring)
    expect(exitCode).toBe(0)
  })
})

describe('counterparts', () => {
  test.each<[ConflictKind, string, string]>([
    ['ambiguous', 'nobody', 'there is no erp:nobody'],
    ['ambiguous', '__proto__', 'there is no erp:__proto__'],
    ['ambiguous', 'crm:items-1', 'crm:items-1 is a record of the same system'],
    ['pending-create', 'items-9', 'there is no erp:items-9'],
  ])('[C73] the counterpart of a record (%s) is never %s', async (kind, id, message) => {
    const { world } = await quarrel(kind)
    expect(await refused(world, ['item/1', '--adopt', id])).toContain(message)
  })

  test('[C73] a record that is linked, or claimed by another answer, is no counterpart', async () => {
    const { world } = await quarrel('ambiguous')
    const { pairing } = world
    world.a.users('items').create({ name: 'Bob', city: 'Rome' })
    const bob = world.b.users('items').create({ name: 'Bob', city: 'Rome' })
    await world.run()
    expect(await refused(world, ['item/1', '--adopt', bob])).toMatch(
      /is linked already \(item\/\d\)/,
    )
    await perform(['resolve', 'item/1', '--adopt', 'items-2'], { pairing })
    for (const args of [
      ['item/2', '--adopt', 'items-1'],
      ['item/3', '--take', 'erp'],
      ['item/3', '--adopt', 'items-1'],
    ])
      expect(await refused(world, args)).toContain('item/1')
  })

  test('[C73] a record that was answered itself is no counterpart of another', async () => {
    const { world } = await quarrel('ambiguous')
    await perform(['resolve', 'item/2', '--take', 'erp'], { pairing: world.pairing })
    expect(await refused(world, ['item/1', '--adopt', 'items-1'])).toContain(
      'has an answer of its own (item/2): take that back first',
    )
  })

  test('[C74] the created record that meanwhile asked for a counterpart of its own is taken over', async () => {
    const { world } = await quarrel('pending-create')
    const { pairing } = world
    // As long as it shows what was sent, it is held for the create that nobody answered.
    world.b.users('items').update('items-1', { city: 'Oslo' })
    await world.run()
    expect((await questionOf(world, 2)).ids).toEqual({ b: 'items-1' })
    await perform(['resolve', 'item/1', '--adopt', 'items-1'], { pairing })
    expect((await world.run()).exitCode).toBe(0)
    expect(await world.store.listPairs({ entity: 'item' }, { limit: 9 })).toMatchObject([
      { no: 1, ids: { a: 'items-1', b: 'items-1' } },
    ])
  })
})

describe('undo', () => {
  test('[C74] an answer is taken back before it is carried out, and the log says by whom', async () => {
    const { world } = await quarrel('updated/updated')
    const { pairing } = world
    expect(await refused(world, ['item/1', '--undo'])).toContain('nobody has answered it')
    await perform(['resolve', 'item/1', '--take', 'crm'], { pairing })
    const kim = { pairing, person: 'kim@desk' }
    expect(await perform(['resolve', 'item/1', '--undo'], kim)).toMatchObject({ exitCode: 0 })
    expect((await questionOf(world, 1)).decree).toBeUndefined()
    const { out } = await perform(['log', 'item/1'], { pairing })
    expect(out).toContain('jana@laptop answered: the version of crm stands')
    expect(out).toContain('kim@desk took the answer back')
    await world.run()
    expect(world.b.users('items').read('items-1')).toMatchObject({ city: 'Oslo' })
  })

  test('[C74] a new answer replaces the old one, and says so', async () => {
    const { world } = await quarrel('updated/updated')
    const { pairing } = world
    await perform(['resolve', 'item/1', '--take', 'crm'], { pairing })
    const { out } = await perform(['resolve', 'crm:items-1', '--take', 'erp'], { pairing })
    expect(out).toContain('instead of: jana@laptop answered: the version of crm stands')
    expect((await questionOf(world, 1)).decree?.resolution).toEqual({ kind: 'take', side: 'b' })
  })
})

describe('many at once', () => {
  const ARGS = ['resolve', '--where', 'field=city', '--take', 'crm']

  test('[C75] what would be answered is shown, counted, and confirmed by a person', async () => {
    const { world } = await quarrel('updated/updated')
    const { pairing } = world
    const asked: string[] = []
    const say = (answer: boolean | undefined) => ({
      pairing,
      isInteractive: true,
      confirm: async (question: string) => {
        asked.push(question)
        return answer
      },
    })
    for (const answer of [false, undefined]) {
      const { out, err, exitCode } = await perform(ARGS, say(answer))
      expect(out).toContain('city  "Oslo" → "Lyon"')
      expect({ err, exitCode }).toEqual({ err: 'nothing was written\n', exitCode: 0 })
    }
    expect((await questionOf(world, 1)).decree).toBeUndefined()
    await perform(ARGS, say(true))
    expect(asked).toEqual(Array.from({ length: 3 }, () => 'answer 1 question?'))
    expect((await questionOf(world, 1)).decree).toBeDefined()
  })

  test('[C75] where nobody can be asked, --yes says that it is meant', async () => {
    const { world } = await quarrel('updated/updated')
    const { pairing } = world
    const before = await memoryOf(world)
    const { err, exitCode } = await perform(ARGS, { pairing })
    expect(exitCode).toBe(64)
    expect(err).toContain('--yes')
    expect(await memoryOf(world)).toEqual(before)
    expect((await perform([...ARGS, '--yes'], { pairing })).exitCode).toBe(0)
    expect((await questionOf(world, 1)).decree).toBeDefined()
    const undo = await perform(['resolve', '--where', 'entity=item', '--undo', '--yes'], {
      pairing,
    })
    expect(undo.err).toContain('1 answer taken back')
  })

  test('[C75] a dry run shows everything and writes nothing', async () => {
    const { world } = await quarrel('updated/updated')
    const { pairing } = world
    const before = await memoryOf(world)
    for (const args of [ARGS, ['resolve', 'item/1', '--value', 'city=Ulm']]) {
      const { lines, err, exitCode } = await perform([...args, '--dry-run'], { pairing })
      expect(lines[0]).toMatch(/^item\/1 {2}/)
      expect({ err, exitCode }).toEqual({ err: 'nothing was written\n', exitCode: 0 })
    }
    expect(await memoryOf(world)).toEqual(before)
    const told = await perform([...ARGS, '--dry-run', '--json'], { pairing })
    expect(told.json()).toEqual({
      answered: [],
      would: [
        {
          id: 'item/1',
          answer: 'the version of crm stands',
          effects: [
            {
              says: 'write to erp:items-1',
              system: 'erp',
              changes: [{ field: 'city', before: 'Oslo', after: 'Lyon' }],
            },
          ],
        },
      ],
      left: [],
    })
  })

  test('[C75] questions that the answer does not fit are left, with the reason', async () => {
    const { world } = await quarrel('ambiguous')
    const { pairing } = world
    const args = ['resolve', '--where', 'kind=ambiguous', '--take', 'erp', '--yes']
    const { err } = await perform(args, { pairing })
    expect(err).toContain('item/1 is left: it is about a record of crm')
    expect(err).toContain('2 answers noted')
    expect((await perform(args, { pairing })).exitCode).toBe(64)
    const rest = await perform(['resolve', '--where', 'field=city', '--take', 'erp', '--yes'], {
      pairing,
    })
    expect(rest).toMatchObject({ out: '', exitCode: 0 })
    expect(rest.err).toContain('no question meets this')
  })
})

describe('bad input', () => {
  test.each([
    [[], 'which questions?'],
    [['--take', 'crm'], 'which questions?'],
    [['item/1', '--where', 'field=city', '--take', 'crm'], 'which questions?'],
    [['item/1'], 'what is the answer?'],
    [['item/1', '--take', 'crm', '--both'], 'a question has one answer'],
    [['item/1', '--take', 'crm', '--undo'], 'a question has one answer'],
    [['item/1', '--take', 'sap'], 'there is no system "sap"; there is crm and erp'],
    [['item/1', '--take', '__proto__'], 'there is no system "__proto__"'],
    [['item/1', '--value', 'city'], 'names no field'],
    [['item/1', '--value', '=x'], 'names no field'],
    [['item/1', '--value', 'city=a', '--value', 'city=b'], 'gives "city" twice'],
    [['item/1', 'item/2', '--adopt', '7'], 'nothing is asked about item/2'],
    [['--where', 'city=x', '--take', 'crm'], 'cannot be read at "city=x"'],
    [['--where', 'field=fone', '--take', 'crm'], 'there is no field "fone"'],
    [['item/99', '--take', 'crm'], 'there is no pair "item/99"'],
    [['__proto__', '--take', 'crm'], 'there is no pair "__proto__"'],
    [['a b/c;d', '--take', 'crm'], 'there is no pair "a b/c;d"'],
    [['item/2', '--take', 'crm'], 'nothing is asked about item/2'],
  ])('[C73] resolve %j is refused', async (args, message) => {
    const { world } = await quarrel('updated/updated')
    expect(await refused(world, args.length === 0 ? ['--take', 'crm'] : args)).toContain(message)
  })

  test('[C73] one record is the counterpart of one other', async () => {
    const { world } = await quarrel('ambiguous')
    expect(await refused(world, ['item/2', 'item/3', '--adopt', 'items-1'])).toContain(
      'give --adopt one id',
    )
  })

  test('[C73] a question that closes while a person thinks is not answered', async () => {
    const { world } = await quarrel('updated/updated')
    const { pairing } = world
    const { exitCode, err } = await perform(['resolve', '--where', 'field=city', '--take', 'crm'], {
      pairing,
      isInteractive: true,
      confirm: async () => {
        world.b.users('items').update('items-1', { city: 'Lyon' })
        await world.run()
        return true
      },
    })
    expect(exitCode).toBe(64)
    expect(err).toContain('nothing is asked about item/1: it was settled')
  })

  test('[C73] a memory that another run writes is left alone, to be tried later', async () => {
    const { world } = await quarrel('updated/updated')
    const { pairing, store } = world
    const before = await memoryOf(world)
    await store.acquireLease(
      'crm-erp',
      'kim@desk, process 7',
      60_000,
      Number.MAX_SAFE_INTEGER - 60_000,
    )
    const { err, exitCode } = await perform(['resolve', 'item/1', '--take', 'crm'], { pairing })
    expect(exitCode).toBe(75)
    expect(err).toContain('kim@desk, process 7')
    expect(await memoryOf(world)).toEqual(before)
    expect((await perform(['conflicts'], { pairing })).exitCode).toBe(3)
    expect((await perform(['log'], { pairing })).exitCode).toBe(0)
  })

  test('[C73] a memory that cannot be written is left alone, and still read', async () => {
    const { world } = await quarrel('updated/updated')
    const readonly: Store = {
      ...world.store,
      acquireLease: async () => {
        throw new BilateralError('STORE_READONLY', 'The memory may not be written', {
          next: 'ls -l',
        })
      },
    }
    const pairing = { ...world.pairing, store: readonly }
    const { err, exitCode } = await perform(['resolve', 'item/1', '--take', 'crm'], { pairing })
    expect({ err, exitCode }).toEqual({
      err: 'The memory may not be written\nnext: ls -l\n',
      exitCode: 1,
    })
    expect(
      (await perform(['resolve', 'item/1', '--take', 'crm', '--dry-run'], { pairing })).exitCode,
    ).toBe(0)
    expect((await perform(['conflicts'], { pairing })).exitCode).toBe(3)
  })

  test('[C74] the lease is given back, whatever happens', async () => {
    const { world } = await quarrel('updated/updated')
    const broken: Store = {
      ...world.store,
      commit: async () => {
        throw new BilateralError('STORE_FULL', 'The disk is full')
      },
    }
    const pairing = { ...world.pairing, store: broken }
    expect((await perform(['resolve', 'item/1', '--take', 'crm'], { pairing })).exitCode).toBe(1)
    expect(await world.store.findLease('crm-erp')).toBeUndefined()
  })
})

test.each([
  ['crm:acc_123', 'crm:acc_123'],
  ['company/12', 'company/12'],
  ['a b', "'a b'"],
  ["it's", String.raw`'it'\''s'`],
  ['$(rm)', "'$(rm)'"],
  ['', "''"],
  ['-x', "'-x'"],
  ['=x', "'=x'"],
])('%j is typed as %s', (text, word) => {
  expect(typed(text)).toBe(word)
})
