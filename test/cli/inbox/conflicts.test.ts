import { expect, test } from 'vitest'
import type { Conflict, Decree } from '../../../src/core/pair.ts'
import { QUARRELS, quarrel } from '../quarrel.ts'
import { changeOf, emptyPair } from '../../../src/testing/fold-journal.ts'
import { readCriteria, readWhere } from '../../../src/cli/inbox/criteria.ts'
import { BilateralError } from '../../../src/errors.ts'
import type { PairEvent } from '../../../src/core/journal.ts'
import type { World } from '../../engine/world.ts'
import { assert } from '../../../src/core/assert.ts'
import { makeWorld } from '../../engine/world.ts'
import { perform } from '../stage.ts'
import { textWidth } from '../../../src/cli/output/text-width.ts'

test.each(QUARRELS)(
  '[C72] a question of kind %s is shown with what answers it, and ends with 3',
  async (kind) => {
    const { world, question } = await quarrel(kind)
    const { pairing } = world
    expect(question.conflict.kind).toBe(kind)
    const { lines, err, exitCode } = await perform(['conflicts', '--kind', kind], { pairing })
    expect(exitCode).toBe(3)
    expect(lines[0]).toMatch(new RegExp(`^item/1  ${kind} · just now · `))
    expect(lines[2]).toBe(`  ${question.conflict.reason}`)
    expect(err).toMatch(/^next: bilateral resolve item\/1 --/m)
    const told = await perform(['conflicts', '--json', '--kind', kind], { pairing })
    expect(told.exitCode).toBe(3)
    expect(told.json()).toMatchObject({
      conflicts: expect.arrayContaining([
        expect.objectContaining({ id: 'item/1', kind }),
      ]) as unknown,
      answered: 0,
    })
  },
)

test('[C72] a field in dispute is shown with its base and both values', async () => {
  const { world } = await quarrel('updated/updated')
  const { pairing } = world
  const { lines } = await perform(['conflicts'], { pairing })
  expect(lines[3]).toBe('  city  base "Paris"  crm "Lyon"  erp "Oslo"')
  expect((await perform(['conflicts', '--json'], { pairing })).json()).toMatchObject({
    conflicts: [
      {
        records: { crm: 'items-1', erp: 'items-1' },
        cell: 'crm updated, erp updated',
        fields: [
          {
            field: 'city',
            values: { crm: 'Lyon', erp: 'Oslo' },
            base: { crm: 'Paris', erp: 'Paris' },
          },
        ],
      },
    ],
    waiting: 1,
  })
})

test('[C72] a record whose counterpart cannot be told is shown with those it could be', async () => {
  const { world } = await quarrel('ambiguous')
  const { out } = await perform(['conflicts'], { pairing: world.pairing })
  expect(out).toContain('crm shows name "Ada", city "Paris"')
  expect(out).toContain('it could be erp:items-1, erp:items-2')
})

const NOW_MS = Date.UTC(2025, 0, 31, 12)
const clock = { nowMs: () => NOW_MS, sleep: async () => undefined }

/** A pairing whose memory holds these questions, about item/1, item/2 and so on. */
async function inboxWith(
  questions: readonly (Partial<Conflict> & { readonly decree?: Decree['resolution'] })[],
): Promise<World> {
  const world = makeWorld()
  const answer = await world.store.acquireLease('crm-erp', 'test', 60_000, 1)
  assert(answer.kind === 'granted', 'the lease is free')
  const pairs = questions.map(({ decree, ...said }, at) => {
    const conflict: Conflict = {
      kind: 'updated/updated',
      cell: 'updated/updated',
      disputes: [{ field: 'name', a: 'Ada', b: 'Eva' }],
      seen: { a: { name: 'Ada' }, b: { name: 'Eva' } },
      sinceMs: NOW_MS,
      reason: 'both changed',
      ...said,
    }
    const decreed: PairEvent[] =
      decree === undefined
        ? []
        : [{ kind: 'decreed', decree: { resolution: decree, conflict, byWhom: 'kim@desk' } }]
    return changeOf(
      emptyPair('item', at + 1),
      { kind: 'linked', ids: { a: `a${at}`, b: `b${at}` }, by: 'name' },
      { kind: 'disputed', conflict },
      ...decreed,
    )
  })
  await world.store.commit(answer.lease, { run: 'r', atMs: 1, pairs, facts: [] })
  await world.store.releaseLease(answer.lease)
  return world
}

test('[C72] an answered question is marked, and alone makes nobody wait', async () => {
  const { pairing } = await inboxWith([{ decree: { kind: 'take', side: 'b' } }])
  const { out, err, exitCode } = await perform(['conflicts'], { pairing, clock })
  expect(exitCode).toBe(0)
  expect(out).toContain(
    'kim@desk answered: the version of erp stands; the next sync carries it out',
  )
  expect(err).toContain('next: bilateral sync')
  const told = await perform(['conflicts', '--json'], { pairing, clock })
  expect(told.json()).toMatchObject({
    conflicts: [{ answered: { byWhom: 'kim@desk' } }],
    waiting: 0,
    answered: 1,
  })
})

test.each([
  [['--field', 'city'], ['item/2']],
  [['--kind', 'presence'], ['item/3']],
  [['--older', '2d'], ['item/3']],
  [['--entity', 'item', '--field', 'name'], ['item/1']],
  [['--field', 'city', '--older', '2d'], []],
])('[C72] %j chooses %j, and the others are counted', async (options, ids) => {
  const { pairing } = await inboxWith([
    {},
    { disputes: [{ field: 'city', a: 'Ulm', b: 'Bonn' }] },
    { kind: 'presence', disputes: [], sinceMs: NOW_MS - 3 * 86_400_000 },
  ])
  const told = await perform(['conflicts', '--json', ...options], { pairing, clock })
  const { conflicts } = told.json() as { conflicts: { id: string }[] }
  expect(conflicts.map(({ id }) => id)).toEqual(ids)
  expect(told.exitCode).toBe(ids.length > 0 ? 3 : 0)
  const { err } = await perform(['conflicts', ...options], { pairing, clock })
  expect(err).toContain(`${String(3 - ids.length)} other question`)
})

test('[C72] an empty inbox says so', async () => {
  const { pairing } = makeWorld()
  const { out, err, exitCode } = await perform(['conflicts'], { pairing })
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 0 })
  expect(err).toContain('the inbox is empty')
  const told = await perform(['conflicts', '--json'], { pairing })
  expect(told.json()).toEqual({ conflicts: [], waiting: 0, answered: 0 })
})

test('[C50] [C51] long and hostile values fit 80 columns and command no terminal', async () => {
  const evil = `\u001b[2J\n${'x'.repeat(500)}`
  const { pairing } = await inboxWith([
    {
      disputes: [{ field: 'name', a: evil, b: '株'.repeat(80), baseA: evil, baseB: 'y' }],
      reason: evil,
    },
    { kind: 'presence', disputes: [], seen: { a: { [evil]: evil }, b: null }, candidates: [evil] },
  ])
  const { lines } = await perform(['conflicts'], { pairing, clock, terminal: 80 })
  for (const line of lines.map((painted) => painted.replaceAll(/\u001b\[\d+m/g, ''))) {
    expect(textWidth(line)).toBeLessThanOrEqual(80)
    expect(line).not.toMatch(/\p{Cc}/u)
  }
})

test.each([
  [['--entity', 'itme'], 'there is no entity "itme"; there is item'],
  [['--field', '__proto__'], 'there is no field "__proto__"; there is name, city'],
  [['--kind', 'constructor'], 'there is no kind "constructor"; there is created/created'],
  [['--older', '2 fortnights'], '"2 fortnights" is no length of time'],
])('[C53] conflicts %j is refused', async (options, message) => {
  const { pairing } = makeWorld()
  const { out, err, exitCode } = await perform(['conflicts', ...options], { pairing })
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 64 })
  expect(err).toContain(message)
})

const vocabulary = { fields: new Map([['item', ['name', 'city']]]) }

test('criteria are read from words as from options', () => {
  const said = { entity: 'item', field: 'city', kind: 'presence', older: '1h' }
  expect(
    readWhere('field=city and kind = presence and older=1h and entity=item', vocabulary),
  ).toEqual(readCriteria(said, vocabulary))
})

test.each([
  '',
  'field',
  'field=',
  'fields=city',
  'field=city or field=name',
  'field=city and field=name',
])('[C53] criteria that read %j are refused', (text) => {
  expect(() => readWhere(text, vocabulary)).toThrow(BilateralError)
})
