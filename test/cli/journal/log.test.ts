import { expect, test } from 'vitest'
import type { JournalEntry, Store } from '../../../src/stores/store.ts'
import { JOURNAL_PAGE_LINES, readBackwards } from '../../../src/cli/journal/read-backwards.ts'
import type { World } from '../../engine/world.ts'
import { assert } from '../../../src/core/assert.ts'
import { changeOf, emptyPair } from '../../../src/testing/fold-journal.ts'
import { makeWorld } from '../../engine/world.ts'
import { memoryStore } from '../../../src/stores/memory/memory-store.ts'
import { pairAfter, sampleIntent } from '../../../src/testing/store-suite/samples.ts'
import { entryLines } from '../../../src/cli/journal/print-entry.ts'
import { perform } from '../stage.ts'
import { plainText } from '../../../src/cli/output/line.ts'
import { textWidth } from '../../../src/cli/output/text-width.ts'
import { readTail } from '../../../src/cli/journal/read-tail.ts'

/** Ada is created, moves, and is deleted; Bob stays. */
async function lifeOfAda(options: Parameters<typeof makeWorld>[0] = {}): Promise<World> {
  const world = makeWorld({ matchBy: ['name'], ...options })
  const ada = world.a.users('items').create({ name: 'Ada', city: 'Paris' })
  world.a.users('items').create({ name: 'Bob', city: 'Rome' })
  await world.run()
  world.a.users('items').update(ada, { city: 'Lyon' })
  const [onB = ''] = world.b.users('items').readAll().keys()
  world.b.users('items').update(onB, { memo: 'private to erp' })
  await world.run()
  world.a.users('items').delete(ada)
  await world.run()
  return world
}

test('[C70] a record’s log tells why each write happened, what it replaced, and what became of it', async () => {
  const { pairing } = await lifeOfAda()
  const { out, exitCode } = await perform(['log', 'item/1'], { pairing })
  expect(exitCode).toBe(0)
  const lines = out.split('\n').map((line) => line.replace(/^ +(\d\d:\d\d:\d\d +)?/, ''))
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^item\/1 {2}update erp:items-1, only if the version is still "\d+"$/),
      'city  "Paris" → "Lyon"',
      'why updated/unchanged: crm → erp: city',
      expect.stringMatching(/^request name-\d+ · landed$/),
      'memo  "private to erp" → —',
      'why deleted/unchanged: deleted on crm, untouched on erp',
      'item/1  the pair ended',
    ]),
  )
  expect(out).not.toContain('Bob')
})

test('[C70] a record that is gone is found by the ids it had', async () => {
  const { pairing } = await lifeOfAda()
  const byPair = await perform(['log', 'item/1'], { pairing })
  for (const text of ['crm:items-1', 'items-1', 'erp:items-1'])
    expect(await perform(['log', text], { pairing })).toMatchObject({ out: byPair.out })
})

test('[C70] machines get one line for each event, oldest first, with whole values', async () => {
  const { pairing } = await lifeOfAda()
  const said = await perform(['log', '--json'], { pairing })
  const [version, ...entries] = said.events()
  expect(version).toEqual({ type: 'version', ui: '1.0' })
  const positions = entries.map(({ seq }) => Number(seq))
  expect(positions).toEqual(positions.toSorted((left, right) => left - right))
  expect(entries.find(({ says }) => String(says).startsWith('delete'))).toMatchObject({
    type: 'entry',
    record: 'item/1',
    kind: 'intended',
    system: 'erp',
    outcome: 'landed',
    changes: [
      { field: 'name', before: 'Ada' },
      { field: 'city', before: 'Lyon' },
      { field: 'memo', before: 'private to erp' },
    ],
  })
})

test('[C70] a run is shown by its name or how it begins, with what later runs found out about it', async () => {
  const { pairing, store } = makeWorld()
  const answer = await store.acquireLease('crm-erp', 'test', 60_000, 1)
  assert(answer.kind === 'granted', 'the lease is free')
  const sent = sampleIntent(emptyPair('item', 1), 'request-1')
  const born = changeOf(
    emptyPair('item', 1),
    { kind: 'linked', ids: { a: '7' }, by: 'alone' },
    { kind: 'intended', intent: sent, before: null },
  )
  const show = async (run: string) => perform(['log', run], { pairing })
  await store.commit(answer.lease, { run: '3f9a1c22-run', atMs: 1, pairs: [born], facts: [] })
  expect((await show('3f9a1c22-run')).out).toContain('request request-1 · no answer yet')
  const settled = changeOf(pairAfter(born), { kind: 'withdrawn', op: 'request-1', why: 'stale' })
  await store.commit(answer.lease, { run: 'later', atMs: 2, pairs: [settled], facts: [] })
  const { out, lines } = await show('3f9a1c22-run')
  expect(lines[0]).toMatch(/^run 3f9a1c22-run /)
  expect(out).toContain('request request-1 · did nothing: stale')
  expect(out).not.toContain('later')
  expect((await show('3f9a1c')).out).toBe(out)
  expect((await show('3f9a1')).exitCode).toBe(64)
})

test('[C70] the newest lines are shown where there are many, and older ones are mentioned', async () => {
  const { pairing } = await lifeOfAda()
  const { lines, err } = await perform(['log', '--limit', '2'], { pairing })
  expect(lines).toHaveLength(3)
  expect(lines.at(-1)).toContain('ended, done')
  expect(err).toContain('--limit')
})

test('[C70] lines since a moment are shown, however many', async () => {
  const { pairing } = await lifeOfAda()
  const since = async (moment: string) =>
    (await perform(['log', '--since', moment], { pairing })).lines
  expect(await since('2d')).not.toEqual([])
  expect(await since('2023-11-01')).toEqual(await since('2d'))
  expect(await since('2030-01-01T00:00Z')).toEqual([])
})

test.each([
  [['log', '--limit', '0'], '"0" is no count'],
  [['log', '--limit', '1e3'], '"1e3" is no count'],
  [['log', '--since', 'yesterday'], '"yesterday" is no moment'],
  [['log', '--since', '2025-13-45'], '"2025-13-45" is no moment'],
])('[C53] %j is refused', async (args, message) => {
  const { pairing } = makeWorld()
  const { err, out, exitCode } = await perform(args, { pairing })
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 64 })
  expect(err).toContain(message)
})

test.each([
  '__proto__',
  'item/99',
  'item/01',
  'crm:',
  ' ',
  '../x',
  "it's \u001b[2J",
  'constructor',
])('[C70] what nobody ever heard of is refused, also when it is called %j', async (text) => {
  const { pairing } = await lifeOfAda()
  const { err, out, exitCode } = await perform(['log', '--', text], { pairing })
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 64 })
  expect(err).toContain('the journal has nothing about')
  expect(err).toMatch(/^next: bilateral explain /m)
  expect(err).not.toContain('\u001b')
})

test.each([
  ['itme/1', 'there is no entity itme; there are item'],
  ['order/1', 'there is no entity order; there are item'],
  ['item/99', 'item has no pair 99; the last one is item/2'],
])('[C70] an entity and a number that are not there are told apart: %s', async (text, why) => {
  const { pairing } = await lifeOfAda()
  for (const command of ['log', 'explain']) {
    const { err, exitCode } = await perform([command, text], { pairing })
    expect(err, command).toContain(why)
    expect(exitCode).toBe(64)
  }
})

test('[C70] a record’s log fits the terminal, and breaks no value and no word', async () => {
  const word = 'x'.repeat(200)
  const why = `${'reason '.repeat(30)}${word} end`
  const entry = {
    seq: 1,
    at: '2025-01-01T10:00:00Z',
    run: 'r',
    kind: 'withdrawn',
    record: 'item/1',
  } as const
  const told = { ...entry, says: 'it was done '.repeat(12), why, changes: [] }
  const texts = entryLines(told, { columns: 80, whole: true }).map(plainText)
  expect(texts.filter((text) => textWidth(text) > 80)).toEqual([`${' '.repeat(12)}${word}`])
  expect(texts.join(' ').replaceAll(/ +/g, ' ')).toContain(`why ${why}`)
})

test('[C70] an id that several pairs have is refused with the choice', async () => {
  const world = makeWorld({ matchBy: ['name'] })
  world.a.users('items').create({ name: 'Ada' })
  world.b.users('items').create({ name: 'Bob' })
  await world.run()
  const { err, exitCode } = await perform(['log', 'items-1'], { pairing: world.pairing })
  expect(exitCode).toBe(64)
  expect(err).toContain('item/1 (crm:items-1 ↔ erp:items-2), item/2 (crm:items-2 ↔ erp:items-1)')
})

test('a journal without lines says so', async () => {
  const { pairing } = makeWorld()
  const { out, err, exitCode } = await perform(['log'], { pairing })
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 0 })
  expect(err).toContain('nothing to show')
})

/** A journal of so many lines, at every third position, a minute apart. */
function journalOf(count: number): { store: Store; asked: () => number } {
  let asked = 0
  const lines = Array.from({ length: count }, (_, at): JournalEntry => ({
    seq: at * 3 + 1,
    run: 'r',
    atMs: at * 60_000,
    event: { kind: 'configured', entity: 'item', meaning: String(at) },
  }))
  const readJournal: Store['readJournal'] = async (_, { after = 0, limit }) => {
    asked += 1
    const from = Math.ceil((after - 0) / 3)
    return lines.slice(from, from + limit)
  }
  return { store: { ...memoryStore(), readJournal }, asked: () => asked }
}

test.each([0, 1, 2, JOURNAL_PAGE_LINES, JOURNAL_PAGE_LINES * 3 + 1])(
  'a journal of %i lines is read backwards, every line once',
  async (count) => {
    const { store } = journalOf(count)
    const pages: (readonly JournalEntry[])[] = []
    for await (const page of readBackwards(store, {})) pages.push(page)
    const order = pages.toReversed().flatMap((page) => page.map(({ seq }) => seq))
    expect(order).toEqual(Array.from({ length: count }, (_, at) => at * 3 + 1))
  },
)

test('the end of a long journal is found without reading it', async () => {
  const { store, asked } = journalOf(100_000)
  const { entries, hasOlder } = await readTail(store, {}, { limit: 3 })
  expect(entries.map(({ seq }) => seq)).toEqual([299_992, 299_995, 299_998])
  expect(hasOlder).toBe(true)
  expect(asked()).toBeLessThan(60)
})
