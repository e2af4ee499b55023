import { describe, expect, test } from 'vitest'
import { ANSWERS, answersTo, describeQuestion } from '../../../src/cli/describe/question.ts'
import type { Conflict, ConflictKind, Resolution } from '../../../src/core/pair.ts'
import type { MemoryEvent, PairEvent } from '../../../src/core/journal.ts'
import type { Decision } from '../../../src/core/decide/decision.ts'
import type { Intent } from '../../../src/core/operation.ts'
import { describeCell } from '../../../src/cli/describe/cell.ts'
import { describeChange } from '../../../src/cli/describe/change.ts'
import { describeDecision } from '../../../src/cli/describe/decision.ts'
import { describeEvent } from '../../../src/cli/describe/event.ts'
import { describeFact } from '../../../src/cli/describe/fact.ts'
import { describeResolution } from '../../../src/cli/describe/resolution.ts'

const names = { a: 'crm', b: 'erp' }
const fields = { name: 'Kiesel AG' }
const bases = { a: { fields }, b: { fields } }

const intent: Intent = {
  entity: 'company',
  pair: 12,
  side: 'b',
  verb: 'update',
  id: '4711',
  set: fields,
  condition: { kind: 'token', token: '"7"' },
  seen: { a: { fields }, b: { fields: { name: 'Kiesel' } } },
  agreed: { a: fields, b: fields },
  reason: 'updated/unchanged: crm → erp: name',
  op: 'op-1',
  identification: { kind: 'none' },
  body: { NAME: 'Kiesel AG' },
  sinceMs: 1,
}

const conflict: Conflict = {
  kind: 'updated/updated',
  cell: 'updated/updated',
  disputes: [{ field: 'name', a: 'Berg KG', b: 'Berg GmbH', baseA: 'Berg', baseB: 'Berg' }],
  seen: { a: { name: 'Berg KG' }, b: { name: 'Berg GmbH' } },
  sinceMs: 1,
  reason: 'both changed: name',
}

const resolution = { kind: 'take', side: 'a' } as const

/** One event of every kind: a kind that is added has to be added here to compile. */
const EVENTS: { readonly [K in PairEvent['kind']]: Extract<PairEvent, { kind: K }> } = {
  linked: { kind: 'linked', ids: { a: '1', b: '2' }, by: 'number' },
  agreed: { kind: 'agreed', base: bases },
  intended: { kind: 'intended', intent, before: { name: 'Kiesel', city: 'Ulm' } },
  landed: { kind: 'landed', op: 'op-1', ids: { b: '99' }, base: null },
  withdrawn: { kind: 'withdrawn', op: 'op-1', why: 'stale' },
  unacknowledged: { kind: 'unacknowledged', side: 'b', fields },
  pending: { kind: 'pending', op: 'op-1', why: 'the answer was lost' },
  targeted: { kind: 'targeted', target: { fields, seen: { a: {}, b: {} } } },
  untargeted: { kind: 'untargeted', why: 'the merged value is on both sides' },
  disputed: { kind: 'disputed', conflict },
  undisputed: { kind: 'undisputed', why: 'both sides agree' },
  decreed: { kind: 'decreed', decree: { resolution, conflict, byWhom: 'jana@laptop' } },
  recalled: { kind: 'recalled', byWhom: 'jana@laptop' },
  parked: { kind: 'parked', parking: { side: 'b', set: fields, message: 'too long', sinceMs: 1 } },
  unparked: { kind: 'unparked', why: 'the value changed' },
  distrusted: { kind: 'distrusted', why: 'a token lied' },
  forgotten: { kind: 'forgotten', why: 'deleted on both sides' },
}

const SENTENCES: Readonly<Record<PairEvent['kind'], string>> = {
  linked: 'linked crm:1 ↔ erp:2',
  agreed: 'both sides agree: what they show is remembered',
  intended: 'update erp:4711, only if the version is still "7"',
  landed: 'the write landed: erp:99',
  withdrawn: 'the write did nothing',
  unacknowledged: 'what was written to erp was overwritten there: it is kept here only',
  pending: 'nobody knows whether the record was created: a person is asked',
  targeted: 'a merged value is on its way to both sides',
  untargeted: 'the merge ended',
  disputed: 'a person is asked (updated/updated)',
  undisputed: 'the question is closed',
  decreed: 'jana@laptop answered: the version of crm stands',
  recalled: 'jana@laptop took the answer back',
  parked: 'erp refused the write: it is not sent again unchanged',
  unparked: 'the refused write is dropped',
  distrusted: 'what was remembered is dropped and read again',
  forgotten: 'the pair ended',
}

describe('events', () => {
  test('[C70] every kind of event of a pair is told in one plain sentence', () => {
    const told = Object.values(EVENTS).map((event) => [
      event.kind,
      describeEvent(event, names).sentence,
    ])
    expect(Object.fromEntries(told)).toEqual(SENTENCES)
  })

  test('[C70] whatever an event gives as its reason is told', () => {
    for (const event of Object.values(EVENTS))
      if ('why' in event) expect(describeEvent(event, names).why).toBe(event.why)
    expect(describeEvent(EVENTS.intended, names).why).toBe(intent.reason)
    expect(describeEvent(EVENTS.disputed, names).why).toBe(conflict.reason)
    expect(describeEvent(EVENTS.parked, names).why).toBe('too long')
  })

  test('[C70] a write tells its request, its system, and each value that it overwrites', () => {
    expect(describeEvent(EVENTS.intended, names)).toMatchObject({
      request: 'op-1',
      side: 'b',
      changes: [{ field: 'name', before: 'Kiesel', after: 'Kiesel AG' }],
    })
    const create = { ...intent, verb: 'create', id: undefined, side: 'a' } as const
    const created = describeEvent({ kind: 'intended', intent: create, before: null }, names)
    expect(created).toMatchObject({
      sentence: expect.stringMatching(/^create a record on crm, /) as unknown,
      changes: [{ field: 'name', before: undefined, after: 'Kiesel AG' }],
    })
  })

  test('[C70] a delete tells the whole record that it destroys, or what was known of it', () => {
    const gone = { ...intent, verb: 'delete', set: {} } as const
    const before = { name: 'Kiesel' }
    const record = { NAME: 'Kiesel', internal: { note: 7 } }
    const told = (event: Partial<(typeof EVENTS)['intended']>) =>
      describeEvent({ kind: 'intended', intent: gone, before, ...event }, names).changes
    expect(told({ record })).toEqual([
      { field: 'NAME', before: 'Kiesel' },
      { field: 'internal', before: { note: 7 } },
    ])
    expect(told({})).toEqual([{ field: 'name', before: 'Kiesel' }])
    expect(told({ before: null })).toEqual([])
  })

  test('[C70] a field named like what every object has is told as any other', () => {
    const set = Object.fromEntries([['__proto__', 'x']])
    const odd = { ...intent, set } as const
    const told = describeEvent({ kind: 'intended', intent: odd, before: {} }, names)
    expect(told.changes).toEqual([{ field: '__proto__', before: undefined, after: 'x' }])
  })

  test('[C70] every kind of event of the memory is told in one plain sentence', () => {
    const facts: { readonly [K in MemoryEvent['kind']]: Extract<MemoryEvent, { kind: K }> } = {
      'cursor-moved': {
        kind: 'cursor-moved',
        entity: 'company',
        side: 'b',
        cursor: { text: '2025-01-31T12:00:00Z', takenMs: 1 },
      },
      identified: { kind: 'identified', side: 'a', identity: { tenant: 't1', scope: 'all' } },
      configured: { kind: 'configured', entity: 'company', meaning: 'abc' },
      'run-started': { kind: 'run-started', run: 'r', command: 'sync', atMs: 1 },
      'run-ended': {
        kind: 'run-ended',
        run: 'r',
        exitCode: 3,
        summary: { created: 1, updated: 0, conflicts: 2 },
        atMs: 2,
      },
    }
    expect(Object.values(facts).map((fact) => describeFact(fact, names))).toEqual([
      'company: changes of erp are read from 2025-01-31T12:00:00Z on',
      'crm is tenant t1, scope all',
      'company: the configuration means something else from here on',
      'sync started',
      'ended, done as far as nobody has to be asked, 1 created, 2 conflicts',
    ])
    expect(describeFact({ ...facts['cursor-moved'], cursor: null }, names)).toContain('beginning')
    const guarded = { ...facts['run-ended'], exitCode: 5, summary: {} }
    expect(describeFact(guarded, names)).toBe('ended, stopped by a guard')
    expect(describeFact({ ...guarded, exitCode: 99 }, names)).toBe('ended, exit code 99')
  })
})

test('[C71] every kind of decision is told in one clause', () => {
  const finding = { cell: 'updated/updated', reason: 'because', notes: [] } as const
  const { disputes } = conflict
  const decisions: { readonly [K in Decision['kind']]: Extract<Decision, { kind: K }> } = {
    nothing: { ...finding, kind: 'nothing' },
    adopt: { ...finding, kind: 'adopt', base: bases },
    create: { ...finding, kind: 'create', side: 'b', set: fields, renew: true },
    update: {
      ...finding,
      kind: 'update',
      set: { a: { city: 'Ulm' }, b: { phone: '1', ...fields } },
      agreed: { a: {}, b: {} },
      disputes,
    },
    delete: { ...finding, kind: 'delete', side: 'a' },
    forget: { ...finding, kind: 'forget' },
    conflict: { ...finding, kind: 'conflict', conflict: 'updated/updated', disputes },
    repair: { ...finding, kind: 'repair' },
    split: { ...finding, kind: 'split' },
    hold: { ...finding, kind: 'hold' },
    wait: { ...finding, kind: 'wait' },
  }
  expect(Object.values(decisions).map((decision) => describeDecision(decision, names))).toEqual([
    'nothing to do',
    'both agree: this is remembered, nothing is written',
    'create the record anew on erp',
    'write city to crm; write phone, name to erp; ask a person about name',
    'delete the record on crm',
    'forget the pair, nothing is written',
    'ask a person about name',
    'distrust what is remembered and read both sides again',
    'keep two records: each gets a counterpart of its own',
    'leave the difference as it is',
    'wait, nothing is written',
  ])
})

describe('questions', () => {
  const kinds = Object.keys(ANSWERS) as ConflictKind[]
  const ask = (kind: ConflictKind): Conflict => ({
    ...conflict,
    kind,
    cell: 'updated/missing',
    seen: kind === 'deleted/updated' ? { a: null, b: fields } : { a: fields, b: null },
    disputes: kind.endsWith('ed/updated') ? conflict.disputes : [],
  })

  test('[C73] every kind of question has an answer, and every answer answers some question', () => {
    for (const kind of kinds) expect(Object.values(ANSWERS[kind])).toContain(null)
    const resolutions: readonly Resolution['kind'][] = [
      'take',
      'values',
      'both',
      'adopt',
      'retry',
      'forget',
    ]
    for (const answer of resolutions)
      expect(kinds.filter((kind) => ANSWERS[kind][answer] === null)).not.toEqual([])
  })

  test('[C72] every kind of question is told, with the options that answer it', () => {
    expect(
      kinds.map((kind) => [kind, describeQuestion(ask(kind), names), answersTo(ask(kind), names)]),
    ).toEqual([
      [
        'created/created',
        'the same record, found on both sides, says different things',
        ['--take crm', '--take erp', '--both'],
      ],
      ['updated/updated', 'both sides changed', expect.arrayContaining(['--value name=…'])],
      [
        'updated/deleted',
        'changed on crm, deleted on erp: does it stay?',
        ['--take crm', '--take erp'],
      ],
      [
        'deleted/updated',
        'deleted on crm, changed on erp: does it stay?',
        ['--take crm', '--take erp'],
      ],
      ['presence', 'only on crm: does it stay?', ['--take crm', '--take erp']],
      ['ambiguous', 'which record on erp is its counterpart?', ['--take crm', '--adopt RECORD-ID']],
      [
        'pending-create',
        'was the record created on erp?',
        ['--adopt RECORD-ID', '--retry', '--forget'],
      ],
    ])
  })

  test('every answer is told in one clause', () => {
    const answers: readonly Resolution[] = [
      resolution,
      { kind: 'values', fields: { name: 'Berg', size: null } },
      { kind: 'both' },
      { kind: 'adopt', id: '7' },
      { kind: 'retry' },
      { kind: 'forget' },
    ]
    expect(answers.map((answer) => describeResolution(answer, names))).toEqual([
      'the version of crm stands',
      'name is "Berg", size is null',
      'both records stay, as two',
      'the counterpart is 7',
      'the request is sent again',
      'the request is forgotten',
    ])
  })
})

test('cells and changes are told with the names and values that people know', () => {
  expect(describeCell('updated/deleted', names)).toBe('crm updated, erp deleted')
  expect(describeChange({ field: 'name', after: null })).toBe('— → null')
  expect(describeChange({ field: 'name', before: ['b', 1] })).toBe('["b",1] → —')
})
