import type { Conflict, ConflictKind, Resolution } from '../../core/pair.ts'
import type { Names } from './record.ts'
import type { Side } from '../../core/side.ts'
import { SIDES, otherSide } from '../../core/side.ts'

/** A kind of answer, and why it does not fit a kind of question; `null` where it does. */
type Answers = Readonly<Record<Resolution['kind'], string | null>>

const NO_REQUEST = 'no request waits for an answer'
const KNOWN_COUNTERPART = 'the counterpart is known'

/** A question about fields that both sides show. */
const FIELDS: Answers = {
  take: null,
  values: null,
  both: null,
  adopt: KNOWN_COUNTERPART,
  retry: NO_REQUEST,
  forget: NO_REQUEST,
}

/** A question whether a record stays; the other side has none. */
const PRESENCE: Answers = {
  take: null,
  values: 'there is one record only, and the question is whether it stays',
  both: 'there is one record only',
  adopt: 'the question is whether the record stays, not which one is its counterpart',
  retry: NO_REQUEST,
  forget: NO_REQUEST,
}

/** Which answers fit which question, and why the others do not. */
export const ANSWERS: Readonly<Record<ConflictKind, Answers>> = {
  'created/created': FIELDS,
  'updated/updated': FIELDS,
  'updated/deleted': PRESENCE,
  'deleted/updated': PRESENCE,
  presence: PRESENCE,
  ambiguous: {
    take: null,
    values: 'the question is which record is the counterpart',
    both: 'the records stay two as long as nobody names the counterpart',
    adopt: null,
    retry: NO_REQUEST,
    forget: NO_REQUEST,
  },
  'pending-create': {
    take: 'the question is whether the record was created',
    values: 'the question is whether the record was created',
    both: 'the question is whether the record was created',
    adopt: null,
    retry: null,
    forget: null,
  },
}

/** The options of `resolve` by the answer they give. */
export const OPTIONS: Readonly<Record<Resolution['kind'], string>> = {
  take: '--take',
  values: '--value',
  both: '--both',
  adopt: '--adopt',
  retry: '--retry',
  forget: '--forget',
}

/** Says in one clause what is asked. */
export function describeQuestion(conflict: Conflict, names: Names): string {
  return QUESTIONS[conflict.kind](conflict, names)
}

const QUESTIONS: Readonly<Record<ConflictKind, (conflict: Conflict, names: Names) => string>> = {
  'created/created': () => 'the same record, found on both sides, says different things',
  'updated/updated': () => 'both sides changed',
  'updated/deleted': (_, names) => `changed on ${names.a}, deleted on ${names.b}: does it stay?`,
  'deleted/updated': (_, names) => `deleted on ${names.a}, changed on ${names.b}: does it stay?`,
  presence: (conflict, names) => `only on ${names[presentSide(conflict)]}: does it stay?`,
  ambiguous: (conflict, names) =>
    `which record on ${names[otherSide(presentSide(conflict))]} is its counterpart?`,
  'pending-create': ({ cell }, names) =>
    `was the record created on ${cell === 'updated/missing' ? names.b : names.a}?`,
}

/** The side that has a record, where one side has none. */
export function presentSide({ seen }: Pick<Conflict, 'seen'>): Side {
  return SIDES.find((side) => seen[side] !== null) ?? 'a'
}

/** The options that answer a question, as they are typed: `--take crm`, `--value name=…`. */
export function answersTo(conflict: Conflict, names: Names): readonly string[] {
  const { kind, disputes } = conflict
  const fits = ANSWERS[kind]
  const own = names[presentSide(conflict)]
  return [
    ...(fits.take === null ? takes(kind, own, names) : []),
    ...(fits.values === null ? disputes.map(({ field }) => `--value ${field}=…`) : []),
    ...(fits.both === null ? ['--both'] : []),
    ...(fits.adopt === null ? ['--adopt RECORD-ID'] : []),
    ...(fits.retry === null ? ['--retry'] : []),
    ...(fits.forget === null ? ['--forget'] : []),
  ]
}

/** A record that may have a counterpart or none: only its own side can stand. */
function takes(kind: ConflictKind, own: string, names: Names): readonly string[] {
  return kind === 'ambiguous' ? [`--take ${own}`] : SIDES.map((side) => `--take ${names[side]}`)
}
