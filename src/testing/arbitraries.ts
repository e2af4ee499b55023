import type * as FastCheck from 'fast-check'
import type { BySide, Side } from '../core/side.ts'
import type { Conflict, Decree, Pair, Parking, SideBase, Target } from '../core/pair.ts'
import type {
  CreatedBothPolicy,
  EntityTerms,
  FieldPolicy,
  FieldRule,
  PresenceTerms,
} from '../core/terms.ts'
import type { Fields, Value } from '../core/value.ts'
import type { Intent } from '../core/operation.ts'
import type { Observation } from '../core/observation.ts'
import { PRESETS } from '../core/policy/preset.ts'
import { SITUATIONS, cellOf } from '../core/situation.ts'
import { pickFields, sameValue } from '../core/value.ts'
import { THREADS, settleDecree, weave } from './scene.ts'
import type { Scene, Threads } from './scene.ts'
import { prepareTerms } from '../core/terms.ts'

/** The module `fast-check`, which is the caller's: its version and its seed are none of ours. */
export type FastCheckModule = typeof FastCheck.default

/** Arbitraries over the core's own types. Values come from so small a domain that every coincidence is frequent. */
export interface Arbitraries {
  readonly terms: FastCheck.Arbitrary<EntityTerms>
  readonly presence: FastCheck.Arbitrary<PresenceTerms>
  readonly policy: FastCheck.Arbitrary<FieldPolicy>
  readonly value: FastCheck.Arbitrary<Value>
  readonly observation: FastCheck.Arbitrary<Observation>
  readonly pair: FastCheck.Arbitrary<Pair>
  readonly scene: FastCheck.Arbitrary<Scene>
}

/** The fields every arbitrary entity chooses from. */
export const ARBITRARY_FIELDS = ['name', 'city', 'amount', 'tags'] as const

/** Texts that differ only in case say the same in arbitrary terms, as they do in many systems. */
export function sameButCase(left: Value | undefined, right: Value | undefined): boolean {
  if (typeof left !== 'string' || typeof right !== 'string') return sameValue(left, right)
  return left.toLowerCase() === right.toLowerCase()
}

/** Makes the arbitraries with the caller's `fast-check`. */
export function arbitrariesOf(fc: FastCheckModule): Arbitraries {
  const value = valueOf(fc)
  const terms = termsOf(fc)
  const observation = observationOf(fc, value)
  const pair = pairOf(fc, value)
  return {
    terms,
    presence: presenceOf(fc),
    policy: policyOf(fc),
    value,
    observation,
    pair,
    scene: sceneOf(fc, terms, pair, observation),
  }
}

type Arbitrary<T> = FastCheck.Arbitrary<T>

function valueOf(fc: FastCheckModule): Arbitrary<Value> {
  return fc.constantFrom<Value>('x', 'X', 'y', '1', '1.0', 0, 1, null, true, [], ['p'], ['p', 'q'])
}

function sideOf(fc: FastCheckModule): Arbitrary<Side> {
  return fc.constantFrom('a', 'b')
}

function bothOf<T>(fc: FastCheckModule, each: Arbitrary<T>): Arbitrary<BySide<T>> {
  return fc.record({ a: each, b: each })
}

function fieldsOf(fc: FastCheckModule, value: Arbitrary<Value>): Arbitrary<Fields> {
  const all = Object.fromEntries(ARBITRARY_FIELDS.map((name) => [name, value]))
  const some = fc.subarray([...ARBITRARY_FIELDS])
  return fc.oneof(
    { weight: 4, arbitrary: fc.record(all) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.record(all), some).map(([fields, names]) => pickFields(fields, names)),
    },
  )
}

function sceneOf(
  fc: FastCheckModule,
  terms: Arbitrary<EntityTerms>,
  pair: Arbitrary<Pair>,
  observation: Arbitrary<Observation>,
): Arbitrary<Scene> {
  const thread = fc.constantFrom(...THREADS)
  const threads: Arbitrary<Threads> = fc.record(
    Object.fromEntries(ARBITRARY_FIELDS.map((name) => [name, thread])),
  )
  const loose = fc.record({ terms, pair, seen: bothOf(fc, observation) })
  return fc
    .tuple(loose, bothOf(fc, threads), fc.boolean())
    .map(([scene, woven, stands]) => settleDecree(weave(scene, woven), stands))
}

function tokenOf(fc: FastCheckModule): Arbitrary<string | undefined> {
  return fc.constantFrom('t1', 't2', 't3', undefined)
}

function policyOf(fc: FastCheckModule): Arbitrary<FieldPolicy> {
  return fc.constantFrom<FieldPolicy>(
    { kind: 'ask' },
    { kind: 'take', side: 'a' },
    { kind: 'take', side: 'b' },
    { kind: 'newest' },
    { kind: 'union' },
    { kind: 'max' },
    { kind: 'min' },
  )
}

function presenceOf(fc: FastCheckModule): Arbitrary<PresenceTerms> {
  const createdBoth: Arbitrary<CreatedBothPolicy> = fc.oneof(
    policyOf(fc),
    fc.constantFrom<CreatedBothPolicy>({ kind: 'merge' }, { kind: 'both' }),
  )
  const updateDelete = fc.constantFrom('ask', 'keep-updated', 'keep-deleted')
  const any = fc.record({
    created: bothOf(fc, fc.constantFrom('propagate', 'keep', 'ask', 'remove')),
    deleted: bothOf(fc, fc.constantFrom('propagate', 'restore', 'keep', 'ask')),
    updatedDeleted: updateDelete,
    deletedUpdated: updateDelete,
    createdBoth,
  })
  return fc.oneof(any, fc.constantFrom(...Object.values(PRESETS).map(({ presence }) => presence)))
}

function termsOf(fc: FastCheckModule): Arbitrary<EntityTerms> {
  const rule = (name: string): Arbitrary<FieldRule> =>
    fc.record({
      name: fc.constant(name),
      owner: fc.constantFrom('a', 'b', 'both', 'both'),
      otherEdits: fc.constantFrom('revert', 'keep', 'ask'),
      policy: policyOf(fc),
      group: fc.constantFrom(undefined, undefined, 'group'),
      required: fc.constantFrom(undefined, undefined, true),
    })
  const allowance = fc.record({ create: most(fc), update: most(fc), delete: most(fc) })
  return fc
    .record({
      fields: fc.tuple(...ARBITRARY_FIELDS.map(rule)),
      count: fc.integer({ min: 1, max: ARBITRARY_FIELDS.length }),
      presence: presenceOf(fc),
      allow: bothOf(fc, allowance),
      tokenCovers: bothOf(fc, most(fc)),
    })
    .map(({ fields, count, ...stated }) =>
      prepareTerms({
        ...stated,
        entity: 'person',
        names: { a: 'crm', b: 'erp' },
        fields: fields.slice(0, count),
        same: (_field, left, right) => sameButCase(left, right),
      }),
    )
}

/** Mostly true, so that what is forbidden does not hide everything else. */
function most(fc: FastCheckModule): Arbitrary<boolean> {
  return fc.constantFrom(true, true, true, true, false)
}

function observationOf(fc: FastCheckModule, value: Arbitrary<Value>): Arbitrary<Observation> {
  const present: Arbitrary<Observation> = fc.record(
    {
      kind: fc.constant('present' as const),
      fields: fieldsOf(fc, value),
      refused: fc.constantFrom<Readonly<Record<string, string>>>({}, {}, {}, { city: 'no code' }),
      token: tokenOf(fc),
      stampMs: fc.constantFrom(undefined, 1, 2),
      fresh: fc.constantFrom(undefined, true),
    },
    { requiredKeys: ['kind', 'fields', 'refused'] },
  )
  const proof = fc.constantFrom('not-found', 'gone', 'tombstone', 'unlinked')
  return fc.oneof(
    { weight: 12, arbitrary: present },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('absent' as const), proof }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Observation>(
        { kind: 'moved', to: '9' },
        { kind: 'out-of-scope', why: 'filtered' },
        { kind: 'unknown', why: 'timeout' },
      ),
    },
  )
}

function pairOf(fc: FastCheckModule, value: Arbitrary<Value>): Arbitrary<Pair> {
  const fields = fieldsOf(fc, value)
  const base: Arbitrary<SideBase> = fc.record(
    { fields, token: tokenOf(fc), previous: tokenOf(fc) },
    { requiredKeys: ['fields'] },
  )
  const given = fc.record({ a: fields, b: fields }, { requiredKeys: [] })
  const target: Arbitrary<Target> = fc.record(
    { fields, seen: bothOf(fc, fields), given },
    { requiredKeys: ['fields', 'seen'] },
  )
  const parking: Arbitrary<Parking> = fc.record({
    side: sideOf(fc),
    set: fields,
    message: fc.constant('too long'),
    sinceMs: fc.constant(0),
  })
  const conflict = conflictOf(fc, fields)
  return fc.record(
    {
      entity: fc.constant('person'),
      no: fc.constant(7),
      ids: fc.record({ a: fc.constant('1'), b: fc.constant('2') }, { requiredKeys: [] }),
      base: bothOf(fc, base),
      target: rarely(fc, target),
      conflict: rarely(fc, conflict),
      decree: rarely(fc, decreeOf(fc, conflict, fields)),
      parking: rarely(fc, parking),
      intent: rarely(fc, intentOf(fc, fields)),
    },
    { requiredKeys: ['entity', 'no', 'ids'] },
  )
}

function rarely<T>(fc: FastCheckModule, each: Arbitrary<T>): Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: each })
}

function conflictOf(fc: FastCheckModule, fields: Arbitrary<Fields>): Arbitrary<Conflict> {
  const situation = fc.constantFrom(...SITUATIONS)
  return fc.record({
    kind: fc.constantFrom('created/created', 'updated/updated', 'updated/deleted', 'presence'),
    cell: fc.tuple(situation, situation).map(([a, b]) => cellOf(a, b)),
    disputes: fc.uniqueArray(fc.record({ field: fc.constantFrom(...ARBITRARY_FIELDS) }), {
      selector: ({ field }) => field,
      maxLength: 2,
    }),
    seen: bothOf(fc, fc.option(fields)),
    sinceMs: fc.constant(0),
    reason: fc.constant('asked'),
  })
}

function decreeOf(
  fc: FastCheckModule,
  conflict: Arbitrary<Conflict>,
  fields: Arbitrary<Fields>,
): Arbitrary<Decree> {
  return fc.record({
    resolution: fc.oneof(
      fc.record({ kind: fc.constant('take' as const), side: sideOf(fc) }),
      fc.record({ kind: fc.constant('values' as const), fields }),
      fc.constantFrom({ kind: 'both' as const }, { kind: 'forget' as const }),
    ),
    conflict,
    byWhom: fc.constant('ada'),
  })
}

function intentOf(fc: FastCheckModule, fields: Arbitrary<Fields>): Arbitrary<Intent> {
  return fc.record({
    entity: fc.constant('person'),
    pair: fc.constant(7),
    side: sideOf(fc),
    verb: fc.constantFrom('create', 'update', 'delete'),
    set: fields,
    condition: fc.constant({ kind: 'token', token: 't1' } as const),
    seen: fc.constant({ a: undefined, b: undefined }),
    agreed: bothOf(fc, fields),
    reason: fc.constant('before the crash'),
    op: fc.constant('op-1'),
    identification: fc.constant({ kind: 'none' } as const),
    body: fc.constant({}),
    sinceMs: fc.constant(0),
  })
}
