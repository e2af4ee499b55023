import type { AttributeName } from './attribute.ts'
import type { Conflict, Pair } from '../src/core/pair.ts'
import type { DecisionKind } from '../src/core/decide/decision.ts'
import type { Fields } from '../src/core/value.ts'
import type { Observation } from '../src/core/observation.ts'
import type { Observations } from '../src/core/decide/sight.ts'
import { ATTRIBUTES } from './attribute.ts'
import { UNLINKED } from '../src/core/observation.ts'
import { decide } from '../src/core/decide/decide.ts'
import { openingEvents } from '../src/protocol/opening.ts'
import { prepareTerms } from '../src/core/terms.ts'
import { sharedTerms } from '../src/model/profiles/plain.ts'

/** One moment at which an attribute decides, with and without it. */
export interface Choice {
  readonly attribute: AttributeName
  /** The moment, in a sentence for people. */
  readonly moment: string
  readonly pair: Pair
  readonly seen: Observations
  readonly kept: Outcome
  readonly dropped: Outcome
  /** What the difference means for a user. */
  readonly cost: string
}

/** What a decision comes to; `asked` when a question is put to a person that did not wait already. */
export type Outcome = DecisionKind | 'asked'

const TERMS = prepareTerms(sharedTerms(['x'], 'ask'))

const AGREED: Pair = {
  entity: 'e',
  no: 1,
  ids: { a: '1', b: '2' },
  base: {
    a: { fields: { x: 1 }, token: 'v2', previous: 'v1' },
    b: { fields: { x: 1 }, token: 'w2', previous: 'w1' },
  },
}

const CONFLICT: Conflict = {
  kind: 'updated/updated',
  cell: 'updated/updated',
  disputes: [{ field: 'x', a: 2, b: 3, baseA: 1, baseB: 1 }],
  seen: { a: { x: 2 }, b: { x: 3 } },
  sinceMs: 0,
  reason: 'both changed',
}

const DISPUTED: Observations = { a: record({ x: 2 }, 'v3'), b: record({ x: 3 }, 'w3') }

/** The moments. Each is decided by the shipped code, and has to come out as stated. */
export const CHOICES: readonly Choice[] = [
  {
    attribute: 'link',
    moment: 'nobody did anything',
    pair: AGREED,
    seen: { a: record({ x: 1 }, 'v2'), b: record({ x: 1 }, 'w2') },
    kept: 'nothing',
    dropped: 'create',
    cost: 'every record is a stranger, and is copied again in every run',
  },
  {
    attribute: 'link',
    moment: 'the record was deleted on the second side',
    pair: AGREED,
    seen: { a: record({ x: 1 }, 'v2'), b: { kind: 'absent', proof: 'gone' } },
    kept: 'delete',
    dropped: 'create',
    cost: 'what a person deleted comes back',
  },
  {
    attribute: 'token',
    moment: 'deleted on the second side; on the first one something was edited that is not shared',
    pair: AGREED,
    seen: { a: record({ x: 1 }, 'v3'), b: { kind: 'absent', proof: 'gone' } },
    kept: 'asked',
    dropped: 'delete',
    cost: 'an edit of a private field is deleted with its record (D7)',
  },
  {
    attribute: 'previous token',
    moment: 'a listing shows the first side as it was before our own write',
    pair: {
      ...AGREED,
      base: {
        a: { fields: { x: 1 }, token: 'v2', previous: 'v1' },
        b: { fields: { x: 1 }, token: 'w2' },
      },
    },
    seen: { a: record({ x: 5 }, 'v1'), b: record({ x: 1 }, 'w2') },
    kept: 'wait',
    dropped: 'update',
    cost: 'the old value is taken for a new edit and written across (W10)',
  },
  {
    attribute: 'conflict',
    moment: 'a question waits, and nothing has changed since',
    pair: { ...AGREED, conflict: CONFLICT },
    seen: DISPUTED,
    kept: 'conflict',
    dropped: 'asked',
    cost: 'the question is asked anew in every run, and an answer has nothing to refer to',
  },
  {
    attribute: 'decree',
    moment: 'a person answered, and nothing has changed since',
    pair: {
      ...AGREED,
      conflict: CONFLICT,
      decree: { resolution: { kind: 'take', side: 'a' }, conflict: CONFLICT, byWhom: 'ann' },
    },
    seen: DISPUTED,
    kept: 'update',
    dropped: 'conflict',
    cost: 'the answer is lost, and the question still stands',
  },
  {
    attribute: 'target',
    moment: 'a person answered with a value of their own; the first of its two writes has landed',
    pair: {
      ...AGREED,
      target: { fields: { x: 4 }, seen: { a: { x: 2 }, b: { x: 3 } }, given: { a: { x: 4 } } },
    },
    seen: { a: record({ x: 4 }, 'v4'), b: record({ x: 3 }, 'w3') },
    kept: 'update',
    dropped: 'asked',
    cost: 'the person is asked again about what was answered (W13)',
  },
  {
    attribute: 'parking',
    moment: 'the second side refused the value for its content, and nothing has changed since',
    pair: {
      ...AGREED,
      parking: { side: 'b', set: { x: 2 }, message: 'too short', sinceMs: 0 },
    },
    seen: { a: record({ x: 2 }, 'v3'), b: record({ x: 1 }, 'w2') },
    kept: 'wait',
    dropped: 'update',
    cost: 'a request that will be refused is sent in every run',
  },
]

/** What the shipped code does at that moment, with the attribute and without. */
export function choose({ attribute, pair, seen }: Choice): {
  readonly kept: Outcome
  readonly dropped: Outcome
} {
  const without = ATTRIBUTES[attribute].drop(pair)
  return { kept: outcomeOf(pair, seen), dropped: outcomeOf(without, asSeenBy(without, seen)) }
}

/** Tells whether the shipped code chooses as the table states. */
export function isChosenAsStated(choice: Choice): boolean {
  const { kept, dropped } = choose(choice)
  return kept === choice.kept && dropped === choice.dropped && kept !== dropped
}

function outcomeOf(pair: Pair, seen: Observations): Outcome {
  const decision = decide(pair, seen, TERMS)
  const events = openingEvents({ pair, seen, decision }, 0)
  return events.some(({ kind }) => kind === 'disputed') ? 'asked' : decision.kind
}

/** A record without a link has no counterpart to look at. */
function asSeenBy({ ids }: Pair, seen: Observations): Observations {
  return ids.a === undefined && ids.b === undefined ? { a: seen.a, b: UNLINKED } : seen
}

function record(fields: Fields, token: string): Observation {
  return { kind: 'present', fields, refused: {}, token }
}
