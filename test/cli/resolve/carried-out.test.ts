import { describe, expect, test } from 'vitest'
import type { ConflictKind } from '../../../src/core/pair.ts'
import type { Fields } from '../../../src/core/value.ts'
import { canonicalText } from '../../../src/core/value.ts'
import { contents } from '../../engine/world.ts'
import { perform } from '../stage.ts'
import { quarrel } from '../quarrel.ts'

interface Ending {
  readonly kind: ConflictKind
  readonly answer: readonly string[]
  /** What both systems hold of Ada in the end. */
  readonly ends: readonly Fields[]
  /** Another question that the answer leaves. */
  readonly leaves?: number
}

const ada = (city: string): Fields => ({ name: 'Ada', city })

const ENDINGS: readonly Ending[] = [
  { kind: 'updated/updated', answer: ['--take', 'crm'], ends: [ada('Lyon')] },
  { kind: 'updated/updated', answer: ['--take', 'erp'], ends: [ada('Oslo')] },
  { kind: 'updated/updated', answer: ['--value', 'city=Ulm'], ends: [ada('Ulm')] },
  { kind: 'updated/updated', answer: ['--both'], ends: [ada('Lyon'), ada('Oslo')] },
  { kind: 'created/created', answer: ['--take', 'crm'], ends: [ada('Paris')] },
  { kind: 'created/created', answer: ['--value', 'city="Ulm"'], ends: [ada('Ulm')] },
  { kind: 'created/created', answer: ['--both'], ends: [ada('Paris'), ada('Rome')] },
  { kind: 'updated/deleted', answer: ['--take', 'crm'], ends: [ada('Lyon')] },
  { kind: 'updated/deleted', answer: ['--take', 'erp'], ends: [] },
  { kind: 'deleted/updated', answer: ['--take', 'crm'], ends: [] },
  { kind: 'deleted/updated', answer: ['--take', 'erp'], ends: [ada('Oslo')] },
  { kind: 'presence', answer: ['--take', 'crm'], ends: [ada('Paris')] },
  { kind: 'presence', answer: ['--take', 'erp'], ends: [] },
  { kind: 'pending-create', answer: ['--adopt', 'items-1'], ends: [ada('Paris')] },
  { kind: 'pending-create', answer: ['--adopt', 'erp:items-1'], ends: [ada('Paris')] },
]

describe('the next sync', () => {
  test.each(ENDINGS)(
    '[C74] carries $answer out for a question of kind $kind, once',
    async ({ kind, answer, ends }) => {
      const { world } = await quarrel(kind)
      const { pairing } = world
      const before = [contents(world.a), contents(world.b)]
      const said = await perform(['resolve', 'item/1', ...answer], { pairing })
      expect(said).toMatchObject({ exitCode: 0 })
      expect(said.err).toContain('next: bilateral sync')
      expect([contents(world.a), contents(world.b)]).toEqual(before)
      for (let run = 0; run < 2; run++) await world.run()
      const { entities } = await world.run()
      expect(entities[0]?.landed.update).toEqual({ a: 0, b: 0 })
      const held = [world.a, world.b].map((system) =>
        contents(system)
          .filter(({ name }) => name === 'Ada')
          .toSorted((left, right) => canonicalText(left).localeCompare(canonicalText(right))),
      )
      expect(held).toEqual([ends, ends])
      expect((await perform(['conflicts'], { pairing })).exitCode).toBe(0)
    },
  )

  test('[C74] links a record with the counterpart that a person names, and asks about the others', async () => {
    const { world } = await quarrel('ambiguous')
    const { pairing } = world
    await perform(['resolve', 'item/1', '--adopt', 'erp:items-2'], { pairing })
    await world.run()
    const [pair] = await world.store.getPairs('item', [1])
    expect(pair?.ids).toEqual({ a: 'items-1', b: 'items-2' })
    const inbox = (await perform(['conflicts', '--json'], { pairing })).json()
    expect(inbox).toMatchObject({
      conflicts: [{ kind: 'created/created' }, { kind: 'ambiguous', records: { erp: 'items-1' } }],
    })
  })

  test('[C74] creates the counterpart of a record that has none, by what a person says', async () => {
    const { world } = await quarrel('ambiguous')
    await perform(['resolve', 'item/1', '--take', 'crm'], { pairing: world.pairing })
    await world.run()
    const [pair] = await world.store.getPairs('item', [1])
    expect(pair).toMatchObject({ ids: { a: 'items-1', b: 'items-3' }, conflict: undefined })
    expect(contents(world.a)).toHaveLength(1)
  })

  test('[C74] heeds that a record has no counterpart, also once a rule finds exactly one', async () => {
    const { world } = await quarrel('ambiguous')
    const { pairing } = world
    await perform(['resolve', 'item/1', '--take', 'crm'], { pairing })
    world.b.users('items').delete('items-2')
    await world.run()
    const [pair] = await world.store.getPairs('item', [1])
    expect(pair?.ids).toEqual({ a: 'items-1', b: 'items-3' })
    const inbox = (await perform(['conflicts', '--json'], { pairing })).json()
    expect(inbox).toMatchObject({ conflicts: [{ kind: 'ambiguous', records: { erp: 'items-1' } }] })
  })

  test('[C74] sends a create again that a person wants sent again', async () => {
    const { world } = await quarrel('pending-create')
    const { pairing } = world
    expect((await perform(['resolve', 'item/1', '--retry'], { pairing })).exitCode).toBe(0)
    await world.run()
    const sent = world.b.log.filter(({ operation }) => operation === 'create')
    expect(new Set(sent.map(({ op }) => op)).size).toBe(1)
    expect(sent).toHaveLength(2)
  })

  test('[C74] leaves an answer alone once a record shows something else, and asks anew', async () => {
    const { world } = await quarrel('updated/updated')
    const { pairing } = world
    await perform(['resolve', 'item/1', '--take', 'crm'], { pairing })
    world.b.users('items').update('items-1', { city: 'Bonn' })
    await world.run()
    expect(world.b.users('items').read('items-1')).toMatchObject({ city: 'Bonn' })
    const { out, exitCode } = await perform(['conflicts'], { pairing })
    expect(exitCode).toBe(3)
    expect(out).toContain('erp "Bonn"')
    expect(out).not.toContain('answered')
  })

  test('[C74] asks again about the fields that an answer leaves out', async () => {
    const { world } = await quarrel('updated/updated')
    const { pairing } = world
    world.a.users('items').update('items-1', { name: 'Ada A.' })
    world.b.users('items').update('items-1', { name: 'Ada B.' })
    await world.run()
    const { out } = await perform(['resolve', 'item/1', '--value', 'city=Ulm'], { pairing })
    expect(out).toContain('name stays in question')
    await world.run()
    expect(world.a.users('items').read('items-1')).toMatchObject({ city: 'Ulm', name: 'Ada A.' })
    expect((await perform(['conflicts', '--field', 'name'], { pairing })).exitCode).toBe(3)
    expect((await perform(['conflicts', '--field', 'city'], { pairing })).exitCode).toBe(0)
  })
})
