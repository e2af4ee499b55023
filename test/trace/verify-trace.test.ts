import { beforeAll, describe, expect, test } from 'vitest'
import type { LineOf, TraceLine, TracedBase, TracedEvent } from '../../src/trace/trace-line.ts'
import type { BySide } from '../../src/core/side.ts'
import type { MemoryRequest } from '../../src/adapters/memory/memory-requests.ts'
import type { World } from '../engine/world.ts'
import { DEFAULT_GUARDS } from '../../src/core/plan/guard.ts'
import { makeWorld } from '../engine/world.ts'
import { readTrace } from '../../src/trace/read-trace.ts'
import { verifyTrace } from '../../src/trace/verify-trace.ts'

type EventOf<K extends TracedEvent['kind']> = Extract<TracedEvent, { readonly kind: K }>
type Lines = readonly TraceLine[]

const GENEROUS = { ...DEFAULT_GUARDS, deletes: { ratioMax: 1, countFloor: 100 } }

/** Three pairs agree; then one record is changed, one deleted and one new, and a question is settled by hand. */
async function daily(): Promise<World> {
  const world = makeWorld({ guards: GENEROUS })
  const users = world.a.users('items')
  const ada = users.create({ name: 'Ada', city: 'Oslo' })
  const bob = users.create({ name: 'Bob', city: 'Rome' })
  users.create({ name: 'Cem', city: 'Bonn' })
  await world.run()
  users.update(ada, { city: 'Lyon' })
  users.delete(bob)
  world.b.users('items').create({ name: 'Eve', city: 'Bern' })
  await world.run()
  return world
}

/** An update that is lost on its first way, and sent again. */
async function troubled(): Promise<World> {
  let trouble = 0
  const world = makeWorld({
    onRequestB: ({ operation }: MemoryRequest) =>
      operation === 'update' && ++trouble === 1 ? 'lose-request' : 'pass',
  })
  const ada = world.a.users('items').create({ name: 'Ada', city: 'Oslo' })
  await world.run()
  world.a.users('items').update(ada, { city: 'Lyon' })
  await world.run()
  await world.run()
  return world
}

/** An update that is lost, sent again, put off, and sent again at once. */
async function patient(): Promise<World> {
  let trouble = 0
  const world = makeWorld({
    onRequestB({ operation }: MemoryRequest) {
      trouble += operation === 'update' ? 1 : 0
      if (operation !== 'update' || trouble > 2) return 'pass'
      return trouble === 1 ? 'lose-request' : { kind: 'later', afterMs: 10 }
    },
  })
  const ada = world.a.users('items').create({ name: 'Ada', city: 'Oslo' })
  await world.run()
  world.a.users('items').update(ada, { city: 'Lyon' })
  await world.run()
  return world
}

/** Both sides end up saying the same without a write. */
async function adopting(): Promise<World> {
  const world = makeWorld()
  const ada = world.a.users('items').create({ name: 'Ada', city: 'Oslo' })
  await world.run()
  world.a.users('items').update(ada, { city: 'Lyon' })
  const [, pair] = ['', (await world.store.listPairs({ entity: 'item' }, { limit: 1 }))[0]]
  world.b.users('items').update(pair?.ids.b ?? '', { city: 'Lyon' })
  await world.run()
  return world
}

/** Rewrites every line of a kind; `undefined` takes it away. */
function rewrite<K extends TraceLine['kind']>(
  lines: Lines,
  kind: K,
  change: (line: LineOf<K>) => TraceLine | undefined,
): Lines {
  return lines.flatMap((line) => (line.kind === kind ? (change(line as LineOf<K>) ?? []) : [line]))
}

/** Rewrites every event of a kind. */
function rewriteEvents<K extends TracedEvent['kind']>(
  lines: Lines,
  kind: K,
  change: (event: EventOf<K>) => TracedEvent,
): Lines {
  return rewrite(lines, 'commit', (line) => ({
    ...line,
    changes: line.changes.map((each) => ({
      ...each,
      events: each.events.map((event) =>
        event.kind === kind ? change(event as EventOf<K>) : event,
      ),
    })),
  }))
}

const intended = (
  lines: Lines,
  verb: string,
  change: (event: EventOf<'intended'>) => EventOf<'intended'>,
): Lines =>
  rewriteEvents(lines, 'intended', (event) => (event.intent.verb === verb ? change(event) : event))

function swap(lines: Lines, first: number, second: number): Lines {
  const [left, right] = [lines[first], lines[second]]
  return lines.map((line, at) => (at === first ? right : at === second ? left : line) ?? line)
}

const verbAt = (lines: Lines, verb: string): number =>
  lines.findIndex((line) => line.kind === 'request' && line.verb === verb)

const answerOf = (lines: Lines, verb: string, change: Partial<LineOf<'answer'>>): Lines => {
  const at = verbAt(lines, verb)
  const request = lines[at]
  return lines.map((line, index) =>
    index > at && line.kind === 'answer' && request?.kind === 'request' && line.no === request.no
      ? { ...line, ...change }
      : line,
  )
}

const OTHER = 'ffffffffffffffff'

/** What breaks a rule: the rule, what is wrong, in which trace, and how the trace is bent. */
const BREACHES: readonly (readonly [string, string, string, (lines: Lines) => Lines])[] = [
  [
    'W1',
    'a request without an intent',
    'daily',
    (lines) =>
      intended(lines, 'update', (event) => ({
        ...event,
        intent: { ...event.intent, op: 'other' },
      })),
  ],
  [
    'W1',
    'a request that leaves before its intent is durable',
    'daily',
    (lines) => {
      const at = verbAt(lines, 'update')
      const durable = lines.findLastIndex((line, index) => index < at && line.kind === 'committed')
      return swap(lines, durable, at)
    },
  ],
  [
    'W1',
    'a request that is not the one noted',
    'daily',
    (lines) => rewrite(lines, 'request', (line) => ({ ...line, body: OTHER })),
  ],
  [
    'W1',
    'an overwritten value that the journal does not keep',
    'daily',
    (lines) => intended(lines, 'update', (event) => ({ ...event, before: { city: OTHER } })),
  ],
  [
    'W1',
    'a deleted record that the journal does not keep',
    'daily',
    (lines) => intended(lines, 'delete', (event) => ({ ...event, record: undefined })),
  ],
  [
    'W1',
    'a deleted record that is not the one read',
    'daily',
    (lines) => intended(lines, 'delete', (event) => ({ ...event, record: OTHER })),
  ],
  [
    'W2',
    'a landing of another request',
    'daily',
    (lines) => rewriteEvents(lines, 'landed', (event) => ({ ...event, op: 'other' })),
  ],
  [
    'W2',
    'a base that moves while a request is open',
    'troubled',
    (lines) =>
      rewriteEvents(lines, 'landed', (event) =>
        event.base === null ? event : { kind: 'agreed', base: event.base },
      ),
  ],
  [
    'W3',
    'a condition on another version than was seen',
    'daily',
    (lines) =>
      intended(lines, 'update', (event) => ({
        ...event,
        intent: { ...event.intent, condition: { kind: 'token', token: 'other' } },
      })),
  ],
  [
    'W3',
    'a condition on a version that nobody was shown',
    'daily',
    (lines) =>
      rewrite(lines, 'page', (line) => ({
        ...line,
        records: line.records.map(([id, , state]) => [id, null, state] as const),
      })),
  ],
  [
    'W3',
    'no condition, and no look',
    'daily',
    (lines) =>
      rewrite(
        intended(lines, 'update', (event) => ({
          ...event,
          intent: { ...event.intent, condition: { kind: 'none', because: 'no means' } },
        })),
        'request',
        (line) =>
          line.verb === 'update'
            ? { ...line, condition: { kind: 'none', because: 'no means' } }
            : line,
      ),
  ],
  [
    'W4',
    'a source base that is not what the plan used',
    'daily',
    (lines) =>
      rewriteEvents(lines, 'landed', (event) =>
        event.base === null
          ? event
          : {
              ...event,
              base: { ...event.base, a: { ...event.base.a, fields: { name: OTHER, city: OTHER } } },
            },
      ),
  ],
  [
    'W4',
    'a base that a delete leaves',
    'daily',
    (lines) =>
      rewriteEvents(lines, 'landed', (event) => ({
        ...event,
        base: event.base ?? { a: { fields: {} }, b: { fields: {} } },
      })),
  ],
  [
    'W4',
    'a write that was done and is dropped',
    'daily',
    (lines) => rewriteEvents(lines, 'landed', ({ op }) => ({ kind: 'withdrawn', op })),
  ],
  [
    'W5',
    'a refusal that is taken for done',
    'daily',
    (lines) => answerOf(lines, 'update', { answer: 'refused', why: 'stale' }),
  ],
  [
    'W5',
    'a refused request that is sent again',
    'troubled',
    (lines) => answerOf(lines, 'update', { answer: 'refused', why: 'stale' }),
  ],
  [
    'W6',
    'an unknown outcome that is taken for done',
    'daily',
    (lines) => answerOf(lines, 'update', { answer: 'unknown' }),
  ],
  [
    'W6',
    'a repetition that is not verbatim',
    'troubled',
    (lines) => {
      const last = lines.findLastIndex((line) => line.kind === 'request')
      return lines.map((line, at) =>
        at === last && line.kind === 'request' ? { ...line, body: OTHER } : line,
      )
    },
  ],
  [
    'W6',
    'a repetition without a look',
    'troubled',
    (lines) => {
      const first = verbAt(lines, 'update')
      return lines.filter((line, at) => at < first || line.kind !== 'read')
    },
  ],
  [
    'W6',
    'an unsent-again request that is dropped',
    'troubled',
    (lines) => {
      const first = verbAt(lines, 'update')
      const look = lines.findIndex((line, at) => at > first && line.kind === 'read')
      const landing = lines.findIndex(
        (line, at) =>
          at > look &&
          line.kind === 'commit' &&
          line.changes.some(({ events }) => events.some(({ kind }) => kind === 'landed')),
      )
      return rewriteEvents(
        lines.filter((_, at) => at <= look || at >= landing),
        'landed',
        (event) => (event.ids.b === undefined ? { kind: 'withdrawn', op: event.op } : event),
      )
    },
  ],
  [
    'W7',
    'a create that nothing can recognise and is sent again',
    'daily',
    (lines) => {
      const create = lines[verbAt(lines, 'create')]
      const none = { kind: 'none' } as const
      const bare = rewrite(
        intended(lines, 'create', (event) => ({
          ...event,
          intent: { ...event.intent, identification: none },
        })),
        'request',
        (line) => (line.verb === 'create' ? { ...line, identification: none } : line),
      )
      return bare.flatMap((line) =>
        create?.kind === 'request' && line.kind === 'answer' && line.no === create.no
          ? [{ ...line, answer: 'unknown' } as const, { ...create, identification: none }, line]
          : [line],
      )
    },
  ],
  [
    'W8',
    'a record that goes with one nobody proved gone',
    'daily',
    (lines) => rewrite(lines, 'read', (line) => (line.answer === 'not-found' ? undefined : line)),
  ],
  [
    'W10',
    'a version that was replaced and is taken for news',
    'daily',
    (lines) => {
      const previous = tokenOfAda(lines)
      const age = (key: string, value: unknown): unknown => {
        if (key !== 'base' || value === null) return value
        const base = value as BySide<TracedBase>
        return { ...base, a: { ...base.a, previous } }
      }
      return lines.map((line) => JSON.parse(JSON.stringify(line), age) as TraceLine)
    },
  ],
  [
    'W12',
    'a write of what is there already',
    'daily',
    (lines) =>
      intended(lines, 'update', (event) => ({
        ...event,
        intent: { ...event.intent, set: { city: event.before?.['city'] ?? '' } },
      })),
  ],
  [
    'W13',
    'a value that is neither side’s and was not recorded',
    'daily',
    (lines) =>
      intended(lines, 'update', (event) => ({
        ...event,
        intent: { ...event.intent, set: { city: OTHER } },
      })),
  ],
  [
    'D1',
    'an edit that is taken back',
    'daily',
    (lines) =>
      intended(lines, 'update', (event) => {
        const { seen } = event.intent
        const [a, b] = [seen.a?.fields ?? {}, seen.b?.fields ?? {}]
        const old = b['city'] ?? ''
        return {
          ...event,
          before: { ...b, city: OTHER },
          intent: {
            ...event.intent,
            set: { city: old },
            seen: {
              a: { ...seen.a, fields: { ...a, city: old } },
              b: { ...seen.b, fields: { ...b, city: OTHER } },
            },
          },
        }
      }),
  ],
  [
    'L17',
    'a base at a version that nobody was shown',
    'adopting',
    (lines) =>
      rewriteEvents(lines, 'agreed', ({ kind, base }) => ({
        kind,
        base: { ...base, a: { ...base.a, token: 'other' } },
      })),
  ],
  [
    'S1',
    'a memory that changed by itself',
    'daily',
    (lines) => {
      const last = lines.findLastIndex((line) => line.kind === 'commit')
      return lines.map((line, at) =>
        at === last && line.kind === 'commit'
          ? {
              ...line,
              changes: line.changes.map((each) => ({ ...each, before: { ids: { a: 'other' } } })),
            }
          : line,
      )
    },
  ],
  [
    'S2',
    'a transaction that ends and never began',
    'adopting',
    (lines) => {
      const last = lines.findLastIndex((line) => line.kind === 'commit')
      return lines.filter((_, at) => at !== last)
    },
  ],
  [
    'S3',
    'a record in two pairs',
    'daily',
    (lines) =>
      rewriteEvents(lines, 'linked', (event) => ({
        ...event,
        ids: { ...event.ids, a: 'items-1' },
      })),
  ],
  [
    'S5',
    'a transaction under an old lease',
    'daily',
    (lines) => rewrite(lines, 'commit', (line) => ({ ...line, epoch: 0 })),
  ],
]

function tokenOfAda(lines: Lines): string {
  const line = lines.find((each) => each.kind === 'request' && each.verb === 'update')
  const op = line?.kind === 'request' ? line.op : ''
  const events = lines.flatMap((each) =>
    each.kind === 'commit' ? each.changes.flatMap((change) => change.events) : [],
  )
  const event = events.find((each) => each.kind === 'intended' && each.intent.op === op)
  return (event?.kind === 'intended' ? event.intent.seen.a?.token : undefined) ?? ''
}

describe('a trace', () => {
  const traces = new Map<string, Lines>()
  beforeAll(async () => {
    for (const [name, live] of Object.entries({ daily, troubled, patient, adopting }))
      traces.set(name, (await live()).watch.lines())
  })
  const linesOf = (name: string): Lines => traces.get(name) ?? []

  test('[V2] of runs that kept the rules breaks none, and is counted', () => {
    for (const lines of traces.values()) expect(verifyTrace(lines).broken).toEqual([])
    expect(verifyTrace(linesOf('daily'))).toMatchObject({
      runs: 2,
      kills: 0,
      intents: 6,
      requests: 6,
    })
    expect(verifyTrace(linesOf('troubled'))).toMatchObject({ intents: 2, requests: 3 })
    expect(verifyTrace(linesOf('patient'))).toMatchObject({ intents: 2, requests: 4 })
  })

  test.each(BREACHES)('[V3] that breaks %s by %s is told', (rule, _what, name, bend) => {
    const lines = linesOf(name)
    const bent = bend(lines)
    expect(JSON.stringify(bent)).not.toBe(JSON.stringify(lines))
    expect(verifyTrace(bent).broken.map((breach) => breach.rule)).toContain(rule)
  })

  test('[V3] is told with the line and what led to it', () => {
    const lines = answerOf(linesOf('daily'), 'update', { answer: 'refused', why: 'stale' })
    const [breach] = verifyTrace(lines).broken
    const landed = breach?.line ?? 0
    expect(lines[landed - 1]?.kind).toBe('commit')
    expect(breach?.message).toBe('item/1: the request was refused, and is taken for done')
    expect(
      breach?.story.map(({ text }) => text.replaceAll(/name-\d+|at \S+/g, '…')).slice(-4),
    ).toEqual([
      'durable: intent …, update erp:items-1 (updated/unchanged)',
      'update erp:items-1 leaves if it is …',
      'answer: refused stale as items-1 …',
      'durable: landed',
    ])
  })

  test('[V2] that is cut off anywhere breaks no rule', () => {
    for (const lines of traces.values())
      for (let end = 1; end <= lines.length; end++)
        expect(verifyTrace(lines.slice(0, end)).broken).toEqual([])
  })

  test('[V2] of runs that this trace does not tell of begins anew after them', () => {
    const lines = linesOf('daily')
    const [head, entity] = lines
    const second = lines.findLastIndex((line) => line.kind === 'lease')
    const later = [head, entity, ...lines.slice(second)].filter((line) => line !== undefined)
    expect(verifyTrace(later)).toMatchObject({ broken: [], runs: 1 })
  })
})

describe('the text of a trace', () => {
  const HEAD = '{"kind":"trace","version":1,"key":"k"}\n'

  test('[V2] may end in the middle of a line', () => {
    expect(readTrace(`${HEAD}{"kind":"lea`)).toMatchObject({ kind: 'read', isCut: true })
    expect(readTrace(HEAD)).toMatchObject({ kind: 'read', isCut: false })
  })

  test.each([
    ['that is empty', '', 1],
    ['without its version', '{"kind":"lease","epoch":1}\n', 1],
    ['of another version', '{"kind":"trace","version":2,"key":"k"}\n', 1],
    ['with a line that is no JSON', `${HEAD}{"kind"\n`, 2],
    ['with a line of no kind', `${HEAD}{"kind":"story"}\n`, 2],
    ['with a line that is nothing', `${HEAD}null\n`, 2],
  ])('[V4] %s is no trace', (_, text, line) => {
    expect(readTrace(text)).toMatchObject({ kind: 'unreadable', line })
  })
})

test('[V1] a trace holds no content of any record', async () => {
  const text = (await daily()).watch.text()
  expect(text).not.toMatch(/Ada|Bob|Cem|Eve|Oslo|Lyon|Rome|Bonn|Bern/)
  expect(text).toContain('"city"')
})
