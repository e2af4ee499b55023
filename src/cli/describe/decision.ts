import type { Decision } from '../../core/decide/decision.ts'
import type { Names } from './record.ts'
import { SIDES } from '../../core/side.ts'

type DecisionOf<K extends Decision['kind']> = Extract<Decision, { kind: K }>

const SENTENCES: {
  readonly [K in Decision['kind']]: (decision: DecisionOf<K>, names: Names) => string
} = {
  nothing: () => 'nothing to do',
  adopt: () => 'both agree: this is remembered, nothing is written',
  create: ({ side, renew }, names) => `create the record ${renew ? 'anew ' : ''}on ${names[side]}`,
  update: (decision, names) => describeUpdate(decision, names),
  delete: ({ side }, names) => `delete the record on ${names[side]}`,
  forget: () => 'forget the pair, nothing is written',
  conflict: ({ disputes }) =>
    disputes.length === 0 ? 'ask a person' : `ask a person about ${listed(fieldsOf(disputes))}`,
  repair: () => 'distrust what is remembered and read both sides again',
  split: () => 'keep two records: each gets a counterpart of its own',
  hold: () => 'leave the difference as it is',
  wait: () => 'wait, nothing is written',
}

/** Says what a decision comes to, in one clause; the reason is the decision's own. */
export function describeDecision<K extends Decision['kind']>(
  decision: DecisionOf<K>,
  names: Names,
): string {
  // The table is indexed by the decision's own kind, which the compiler cannot correlate for a union.
  const sentence = SENTENCES[decision.kind] as (decision: DecisionOf<K>, names: Names) => string
  return sentence(decision, names)
}

function describeUpdate({ set, disputes }: DecisionOf<'update'>, names: Names): string {
  const writes = SIDES.flatMap((side) => {
    const fields = set[side]
    return fields === undefined ? [] : [`write ${listed(Object.keys(fields))} to ${names[side]}`]
  })
  const asked = disputes.length === 0 ? [] : [`ask a person about ${listed(fieldsOf(disputes))}`]
  return [...writes, ...asked].join('; ')
}

function fieldsOf(disputes: DecisionOf<'conflict'>['disputes']): readonly string[] {
  return disputes.map(({ field }) => field)
}

function listed(fields: readonly string[]): string {
  return fields.join(', ')
}
