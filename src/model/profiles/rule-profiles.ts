import type { FieldRule, StatedTerms } from '../../core/terms.ts'
import type { Profile } from './profile.ts'
import { LOSSY, NOWHERE, vary } from './vary.ts'
import { PRESETS } from '../../core/policy/preset.ts'

/** What a preset makes of an entity with one field. */
function preset(name: string): Partial<StatedTerms> {
  const { field, presence } = PRESETS[name] ?? {}
  return field === undefined || presence === undefined
    ? {}
    : { fields: [{ name: 'x', ...field }], presence }
}

function shared(policy: FieldRule['policy']): Partial<StatedTerms> {
  return { fields: [{ name: 'x', owner: 'both', otherEdits: 'revert', policy }] }
}

const ANYTHING = { create: true, update: true, delete: true }
const NOTHING = { create: false, update: false, delete: false }

/** Users' rules, and persons who answer. */
export const RULE_PROFILES: readonly Profile[] = [
  {
    name: 'two-fields',
    meaning: 'two fields that merge; nothing goes wrong',
    setting: vary({
      fields: ['x', 'y'],
      policy: 'take-a',
      users: { creates: NOWHERE },
      rest: { room: { places: 1, pairs: 1 } },
    }),
    anomalies: [],
  },
  {
    name: 'two-fields-lossy',
    meaning: 'two fields that merge; crashes, lost requests and answers',
    setting: vary({
      fields: ['x', 'y'],
      policy: 'take-a',
      users: { creates: NOWHERE, deletes: NOWHERE },
      rest: { room: { places: 1, pairs: 1 } },
      faults: LOSSY,
    }),
    anomalies: ['P3 revert'],
    statesMax: 1_000_000,
  },
  {
    name: 'union',
    meaning: 'sets that merge into one that neither side had; nothing goes wrong',
    setting: vary({ values: [['p'], ['q'], ['p', 'q']], terms: shared({ kind: 'union' }) }),
    anomalies: [],
  },
  {
    name: 'union-lossy',
    meaning: 'sets that merge into one that neither side had; crashes, lost requests and answers',
    setting: vary({
      values: [['p'], ['q'], ['p', 'q']],
      terms: shared({ kind: 'union' }),
      users: { creates: NOWHERE, deletes: NOWHERE },
      faults: LOSSY,
    }),
    anomalies: ['P3 revert', 'P4 assumed', 'P4 revert'],
    statesMax: 500_000,
  },
  {
    name: 'max',
    meaning: 'the greater of two values; crashes, lost requests and answers',
    setting: vary({
      values: [1, 2, 3],
      terms: shared({ kind: 'max' }),
      users: { creates: NOWHERE, deletes: NOWHERE },
      faults: LOSSY,
    }),
    anomalies: ['P3 revert', 'P4 assumed', 'P4 revert'],
  },
  {
    name: 'answers',
    meaning: 'a person answers what is asked, with a side or a value of their own',
    setting: vary({
      values: [1, 2, 3],
      users: { answers: true, creates: NOWHERE, deletes: NOWHERE },
    }),
    anomalies: [],
  },
  {
    name: 'answers-lossy',
    meaning: 'a person answers what is asked; crashes, lost requests and answers',
    setting: vary({ users: { answers: true, creates: NOWHERE }, faults: LOSSY }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 deleted', 'P3 revert'],
    statesMax: 500_000,
  },
  {
    name: 'first-meetings',
    meaning: 'records that prove to be one by a key meet for the first time; crashes and losses',
    setting: vary({ policy: 'take-a', faults: LOSSY, rest: { start: 'empty', keyed: true } }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 deleted', 'P3 revert'],
  },
  {
    name: 'master',
    meaning: 'one side owns the field: what the other changes is put back; crashes and losses',
    setting: vary({
      terms: preset('a-master'),
      faults: LOSSY,
      users: { creates: { a: true, b: false } },
    }),
    anomalies: [],
    statesMax: 500_000,
  },
  {
    name: 'mirror',
    meaning: 'one side becomes a copy of the other; crashes and losses',
    setting: vary({ terms: preset('mirror'), faults: LOSSY }),
    anomalies: [],
    statesMax: 500_000,
  },
  {
    name: 'contribute',
    meaning: 'additions and changes travel, deletions never; nothing goes wrong',
    setting: vary({ terms: preset('contribute') }),
    anomalies: [],
  },
  {
    name: 'one-way',
    meaning: 'one side accepts no writes of ours; crashes and losses',
    setting: vary({ terms: { allow: { a: NOTHING, b: ANYTHING } }, faults: LOSSY }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert'],
  },
]
