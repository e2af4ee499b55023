import type { Ability } from '../../src/protocol/ability.ts'
import type { Flight, Step, StepEvent, StepTerms } from '../../src/protocol/flight.ts'
import type { Identification, Operation, Outcome, Seen } from '../../src/core/operation.ts'
import type { Present } from '../../src/core/observation.ts'
import type { EntityTerms } from '../../src/core/terms.ts'
import type { Fields } from '../../src/core/value.ts'
import type { Pair } from '../../src/core/pair.ts'
import { IDEMPOTENCY_TTL_MS } from '../../src/protocol/ability.ts'
import { PRESETS } from '../../src/core/policy/preset.ts'
import { flightOf, step } from '../../src/protocol/step.ts'
import { prepareTerms } from '../../src/core/terms.ts'
import { sameValue } from '../../src/core/value.ts'

/** Two fields that both sides may change, and a person who is asked where both did. */
export const TERMS: EntityTerms = prepareTerms({
  entity: 'people',
  names: { a: 'crm', b: 'erp' },
  fields: ['x', 'y'].map((name) => ({
    name,
    owner: 'both',
    otherEdits: 'revert',
    policy: { kind: 'ask' },
  })),
  presence: PRESETS['two-way']!.presence,
  allow: {
    a: { create: true, update: true, delete: true },
    b: { create: true, update: true, delete: true },
  },
  tokenCovers: { a: true, b: true },
  same: (_, left, right) => sameValue(left, right),
})

/** A run that reads back what answers do not show. */
export const WORLD: StepTerms = {
  terms: TERMS,
  idempotencyTtlMs: IDEMPOTENCY_TTL_MS,
  readBack: true,
}

/** Versions on every write, ids of our choice. */
export const ABILITY: Ability = {
  update: 'token',
  delete: 'token',
  createIfAbsent: true,
  identification: 'client-id',
  idempotencyTtlMs: IDEMPOTENCY_TTL_MS,
}

/** When the sample's requests became durable. */
export const ARMED_MS = 1_000

/** A pair that agreed on 1 and 1. */
export const PAIR: Pair = {
  entity: 'people',
  no: 7,
  ids: { a: 'a7', b: 'b7' },
  base: {
    a: { fields: { x: 1, y: 1 }, token: 'a1' },
    b: { fields: { x: 1, y: 1 }, token: 'b1' },
  },
}

/** A record that exists on one side only. */
export const NEWBORN: Pair = { entity: 'people', no: 8, ids: { a: 'a8' } }

/** What a side shows. */
export function present(fields: Fields, token?: string): Present {
  return { kind: 'present', fields, refused: {}, token }
}

/** `x` became 2 on `a` and flows to `b`. */
export const UPDATE: Operation = {
  entity: 'people',
  pair: 7,
  side: 'b',
  verb: 'update',
  id: 'b7',
  set: { x: 2 },
  condition: { kind: 'token', token: 'b1' },
  seen: { a: { fields: { x: 2, y: 1 }, token: 'a2' }, b: { fields: { x: 1, y: 1 }, token: 'b1' } },
  agreed: { a: { x: 2 }, b: { x: 2 } },
  closesTarget: true,
  reason: 'updated/unchanged: crm → erp: x',
}

/** Both fields changed on `a`. */
export const UPDATE_BOTH: Operation = {
  ...UPDATE,
  set: { x: 2, y: 2 },
  seen: { ...UPDATE.seen, a: { fields: { x: 2, y: 2 }, token: 'a2' } },
  agreed: { a: { x: 2, y: 2 }, b: { x: 2, y: 2 } },
}

/** The record is gone from `a`. */
export const DELETE: Operation = {
  ...UPDATE,
  verb: 'delete',
  set: {},
  seen: { a: undefined, b: { fields: { x: 1, y: 1 }, token: 'b1' } },
  agreed: { a: {}, b: {} },
  closesTarget: undefined,
  reason: 'deleted/unchanged: deleted on crm, untouched on erp',
}

/** The record is new on `a`. */
export const CREATE: Operation = {
  ...UPDATE,
  pair: 8,
  verb: 'create',
  id: undefined,
  set: { x: 1, y: 1 },
  condition: { kind: 'absent' },
  seen: { a: { fields: { x: 1, y: 1 }, token: 'a1' }, b: undefined },
  agreed: { a: { x: 1, y: 1 }, b: { x: 1, y: 1 } },
  closesTarget: undefined,
  reason: 'updated/missing: new on crm',
}

/** Every way to recognise a create, best first. */
export const IDENTIFICATIONS = {
  'client-id': { kind: 'client-id', id: 'c8' },
  'external-key': { kind: 'external-key', field: 'ref', value: 'k8' },
  'idempotency-key': { kind: 'idempotency-key', key: 'i8' },
  none: { kind: 'none' },
} as const satisfies Readonly<Record<Identification['kind'], Identification>>

/** The condition of a write that its target cannot make conditional. */
export const UNGUARDED = { kind: 'none', because: 'the system offers none' } as const

/** The pair an operation is for. */
export function pairFor(operation: Operation): Pair {
  return operation.verb === 'create' ? NEWBORN : PAIR
}

/** The first step of a write. */
export function arm(
  operation: Operation,
  identification: Identification = IDENTIFICATIONS['client-id'],
): Step {
  const event: StepEvent = {
    kind: 'armed',
    operation,
    op: 'op1',
    identification,
    body: operation.set,
    atMs: ARMED_MS,
  }
  return step(flightOf(pairFor(operation)), event, WORLD)
}

/** A write whose request is on its way for the first time. */
export function sent(operation: Operation, identification?: Identification): Flight {
  return flightAfter(arm(operation, identification))
}

/** A write of an earlier run. */
export function reopened(
  operation: Operation,
  identification?: Identification,
  world: StepTerms = WORLD,
): Step {
  const { pair } = sent(operation, identification)
  return step(flightOf(pair), { kind: 'reopened', atMs: ARMED_MS }, world)
}

/** A write of which an earlier copy may have taken effect. */
export function doubtful(operation: Operation, identification?: Identification): Flight {
  return flightAfter(reopened(operation, identification))
}

/** The flight that a step leaves. */
export function flightAfter({ pair, progress }: Step): Flight {
  if (pair === undefined) throw new Error('the pair has ended')
  return { pair, progress }
}

/** The answer to a request. */
export function answer(outcome: Outcome<Seen>, atMs = ARMED_MS): StepEvent {
  return { kind: 'answered', outcome, atMs }
}

/** A refusal. */
export function refusal(
  why: Extract<Outcome<Seen>, { kind: 'refused' }>['why'],
): Extract<Outcome<Seen>, { kind: 'refused' }> {
  return { kind: 'refused', why, message: `it is ${why}` }
}

/** No answer at all. */
export const SILENCE: Outcome<Seen> = { kind: 'unknown', message: 'no answer' }

/** What a step comes to, in one line: its events in order, then what is next. */
export function gist({ events, next }: Step): string {
  return [...events.map(({ kind }) => kind), `→ ${next.kind}`].join(' ')
}
