import type { Conflict, Decree, Pair, Parking, SideBase, Target } from '../../core/pair.ts'
import type { Fields, Value } from '../../core/value.ts'
import type { Intent } from '../../core/operation.ts'
import type { PairChange } from '../../stores/store.ts'
import type { PairEvent } from '../../core/journal.ts'
import { ok } from 'node:assert/strict'
import { changeOf, emptyPair } from '../fold-journal.ts'
import { NOW_MS } from './site.ts'

/** An entity of the suite. */
export const PEOPLE = 'people'

/** Another entity, whose name comes before it. */
export const ANIMALS = 'animals'

/** Ids that break what is not careful: quotes, spaces, marks, control characters, halves of surrogate pairs. */
export const ODD_IDS: readonly string[] = [
  ' ',
  'a b',
  "it's",
  '"quoted"',
  '%25/../x',
  '[1]',
  'null',
  '0',
  '00',
  '1e0',
  '__proto__',
  'É',
  'E\u0301',
  '😀',
  '\u0000',
  'a\u0000b',
  '\n',
  '\ud800',
  '\udc00x',
  '\ufffd',
  '\u001b"\\ud800"',
  'x'.repeat(2000),
]

/** Values that are easily lost on the way to a disk and back. */
export const ODD_FIELDS: Fields = {
  ...Object.fromEntries(ODD_IDS.map((id, at) => [`id${at}`, id])),
  ...Object.fromEntries(ODD_IDS.map((id) => [id, true])),
  nothing: null,
  empty: '',
  yes: true,
  tiny: 5e-324,
  large: Number.MAX_VALUE,
  beyond: 2 ** 53 + 2,
  digits: '9007199254740993.000000000000000001',
  list: [1, [2, [3, [null]]], {}, []],
  deep: { a: { b: { c: { d: '\u2028' } } } },
}

/** A base on which both sides say the same. */
export function agreement(fields: Fields, version = '1'): Readonly<Record<'a' | 'b', SideBase>> {
  return { a: { fields, token: `a${version}` }, b: { fields, token: `b${version}` } }
}

/** The birth of a pair with these ids, further events following. */
export function birth(
  no: number,
  ids: Pair['ids'],
  events: readonly PairEvent[] = [],
  entity: string = PEOPLE,
): PairChange {
  return changeOf(emptyPair(entity, no), { kind: 'linked', ids, by: 'key' }, ...events)
}

/** The pair a change leaves. */
export function pairAfter({ after }: PairChange): Pair {
  ok(after !== undefined, 'the pair of this change goes on')
  return after
}

/** The end of a pair. */
export function end(pair: Pair): PairChange {
  return changeOf(pair, { kind: 'forgotten', why: 'gone on both sides' })
}

/** A request about to leave for one side of a pair. */
export function sampleIntent(pair: Pair, op: string, set: Fields = { name: 'Ada' }): Intent {
  const body: Value = { Name: 'Ada', nested: { list: [1, null, 'x'] } }
  return {
    entity: pair.entity,
    pair: pair.no,
    side: 'b',
    verb: 'create',
    set,
    condition: { kind: 'none', because: 'the system has no versions' },
    seen: { a: { fields: set, token: 'a1' }, b: undefined },
    agreed: { a: set, b: set },
    reason: 'updated/missing',
    op,
    identification: { kind: 'external-key', field: 'Ref', value: op },
    body,
    sinceMs: NOW_MS,
  }
}

/** A question for a person. */
export function sampleConflict(reason = 'both changed'): Conflict {
  return {
    kind: 'updated/updated',
    cell: 'updated/updated',
    disputes: [{ field: 'name', a: 'Ada', b: 'Eva', baseA: null }],
    seen: { a: { name: 'Ada' }, b: null },
    sinceMs: NOW_MS,
    reason,
  }
}

/** A person's answer to that question. */
export function sampleDecree(): Decree {
  const resolution = { kind: 'values', fields: { name: 'Ida' } } as const
  return { resolution, conflict: sampleConflict(), byWhom: 'kim' }
}

/** A merge on its way. */
export function sampleTarget(fields: Fields): Target {
  return { fields, seen: { a: { name: 'Ada' }, b: { name: 'Eva' } } }
}

/** A write refused for its content. */
export function sampleParking(message = 'too long'): Parking {
  return { side: 'a', set: { name: 'x'.repeat(40) }, message, sinceMs: NOW_MS }
}
