import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'
import type { Fields } from '../../core/value.ts'
import type { SuiteCase } from './case.ts'

/** Ids that have broken URLs, paths, numbers, objects and terminals. */
export const ODD_IDS: readonly string[] = [
  'a b',
  ' lead',
  'a/b',
  'a%2Fb',
  'a#b',
  'a?b=c&d',
  "it's",
  'say "hi"',
  '..',
  'Zoë-日本-🙂',
  '__proto__',
  'constructor',
  '007',
  '1e3',
  'a\nb',
  'x,y;z',
  'x'.repeat(10_000),
]

/** Texts a system may rewrite in transit if it is careless. */
const ODD_TEXTS: readonly string[] = [
  '',
  ' padded ',
  'line\nbreak\r\nand tab\t',
  `quotes ' " \` and commas, semicolons;`,
  'Zoë 日本 🙂 e\u0301',
  '__proto__',
  '<b>&amp;</b>',
  '007',
  'null',
]

const DIGITS = '9007199254740993'

/** What values and ids promise. */
export const VALUE_CASES: readonly SuiteCase[] = [
  {
    title:
      '[A23] an odd id is read, listed and written as itself, or its create is refused with a reason',
    check: keepsOddIds,
  },
  {
    title: '[A24] an integer beyond 2^53 arrives and is written with all its digits',
    unless: ({ integer }) => (integer === undefined ? 'no integer field' : undefined),
    check: keepsDigits,
  },
  {
    title: '[A25] an empty value reads as null, and null empties it',
    unless: ({ nullable }) => (nullable === undefined ? 'no field may be empty' : undefined),
    check: keepsNull,
  },
  {
    title: '[A26] text is written and read back character for character, or refused with a reason',
    unless: ({ can }) => (can.update.allowed ? undefined : 'no updates'),
    check: keepsText,
  },
  {
    title: '[A27] a field named __proto__ is data or is refused, and changes nothing else',
    unless: ({ can }) => (can.update.allowed ? undefined : 'no updates'),
    check: survivesProto,
  },
]

async function keepsOddIds(bench: Bench): Promise<void> {
  const plain = await bench.seed(1)
  const kept = await bench.outside.read(plain)
  let n = 1
  for (const odd of ODD_IDS) {
    n += 1
    if (await makesOdd(bench, odd, n)) await writesOdd(bench, odd)
  }
  assert.deepEqual(await bench.outside.read(plain), kept, 'no odd id reaches another record')
}

/** Whether the record could be made under the odd id. */
async function makesOdd(bench: Bench, odd: string, n: number): Promise<boolean> {
  const { allowed, clientId } = bench.can.create
  if (!allowed || !clientId) return (await bench.outside.create(bench.body(n), odd)) === odd
  const outcome = await bench.create(bench.body(n), { kind: 'client-id', id: odd }, `op-${n}`)
  if (outcome.kind === 'written') assert.equal(outcome.id, odd)
  else assert.ok(outcome.kind === 'refused' && outcome.message !== '', JSON.stringify(outcome))
  return outcome.kind === 'written'
}

async function writesOdd(bench: Bench, odd: string): Promise<void> {
  const read = await bench.find(odd)
  assert.equal(read.id, odd)
  const { records } = await bench.readAll()
  assert.ok(
    records.some(({ id }) => id === odd),
    `${JSON.stringify(odd.slice(0, 40))} is not listed`,
  )
  if (!bench.can.update.allowed) return
  const outcome = await bench.update(read, { [bench.texts[0]]: 'of an odd one' })
  assert.equal(outcome.kind, 'written', JSON.stringify(outcome))
  assert.equal((await bench.outside.read(odd))?.[bench.texts[0]], 'of an odd one')
}

async function keepsDigits(bench: Bench): Promise<void> {
  const name = bench.integer ?? ''
  const id = await bench.seed(1, { [name]: DIGITS })
  const read = await bench.find(id)
  assert.equal(read.fields[name], DIGITS)
  const { records } = await bench.readAll()
  assert.equal(records[0]?.fields[name], DIGITS)
  if (!bench.can.update.allowed) return
  const outcome = await bench.update(read, { [name]: '-9007199254740995' })
  assert.equal(outcome.kind, 'written', JSON.stringify(outcome))
  assert.equal((await bench.find(id)).fields[name], '-9007199254740995')
}

async function keepsNull(bench: Bench): Promise<void> {
  const name = bench.nullable ?? ''
  const id = await bench.seed(1)
  await bench.edit(id, { [name]: null })
  const read = await bench.find(id)
  assert.equal(read.fields[name] ?? null, null)
  if (!bench.can.update.allowed) return
  const filled = await bench.update(read, { [name]: bench.body(2)[name] ?? null })
  assert.equal(filled.kind, 'written', JSON.stringify(filled))
  const full = await bench.find(id)
  assert.deepEqual(full.fields[name], bench.body(2)[name])
  const emptied = await bench.update(full, { [name]: null })
  assert.equal(emptied.kind, 'written', JSON.stringify(emptied))
  assert.equal((await bench.find(id)).fields[name] ?? null, null)
}

async function keepsText(bench: Bench): Promise<void> {
  const [text] = bench.texts
  const id = await bench.seed(1)
  for (const odd of ODD_TEXTS) {
    const outcome = await bench.update(await bench.find(id), { [text]: odd })
    if (outcome.kind === 'written') assert.equal((await bench.find(id)).fields[text], odd)
    else assert.ok(outcome.kind === 'refused' && outcome.message !== '', JSON.stringify(outcome))
  }
}

async function survivesProto(bench: Bench): Promise<void> {
  const read = await bench.find(await bench.seed(1))
  const [text] = bench.texts
  const before = await bench.outside.read(read.id)
  const poison = JSON.parse(`{"__proto__":{"polluted":true},"${text}":"written"}`) as Fields
  const outcome = await bench.update(read, poison)
  assert.equal(Reflect.get({}, 'polluted'), undefined, 'the prototype of every object was changed')
  const after = await bench.outside.read(read.id)
  assert.ok(outcome.kind === 'written' || outcome.kind === 'refused', JSON.stringify(outcome))
  if (outcome.kind === 'refused') assert.deepEqual(after, before)
  else assert.equal(after?.[text], 'written')
}
