import type { Ability } from '../src/protocol/ability.ts'
import type { StatedTerms } from '../src/core/terms.ts'
import type { Policy } from '../src/model/profiles/plain.ts'
import type { Row } from './row.ts'
import type { Setting, SystemSetting } from '../src/model/setting.ts'
import type { Value } from '../src/core/value.ts'
import {
  FREE_USERS,
  NO_FAULTS,
  PLAIN,
  PLAIN_SYSTEM,
  sharedTerms,
} from '../src/model/profiles/plain.ts'
import { PRESETS } from '../src/core/policy/preset.ts'
import { digestOf } from './attribute.ts'
import { prepareTerms } from '../src/core/terms.ts'

const NOBODY = { a: false, b: false }
const LOSSY: Setting['faults'] = { ...NO_FAULTS, crashes: true, losses: true }

/** A write is guarded by nothing, and nothing tells two creates apart. */
const BLIND: Partial<Ability> = {
  update: 'none',
  delete: 'none',
  createIfAbsent: false,
  identification: 'none',
}

/** A write is guarded by the version, and nothing tells two creates apart. */
const GUARDED: Partial<Ability> = { createIfAbsent: false, identification: 'none' }

/** A created record carries a key of ours, which can be searched. */
const NAMED: Partial<Ability> = {
  createIfAbsent: false,
  identification: 'external-key',
  externalKey: 'ref',
}

/** The server knows a repeated create by its key. */
const KEYED: Partial<Ability> = { createIfAbsent: false, identification: 'idempotency-key' }

/** What every row has that loses answers: an exact revert, or a deletion, in the window of an unanswered request. */
const WINDOW = ['L14 deleted', 'L14 revert', 'P3 revert']

/** The same where deleted records leave no trace. */
const DARK = ['L14 dark', 'P3 dark', 'L14 deleted', 'L14 revert', 'P3 revert']

/** How a create can be recognised whose answer was lost. */
const CREATES: readonly {
  readonly name: string
  readonly meaning: string
  readonly ability: Partial<Ability>
}[] = [
  { name: 'server ids', meaning: 'a create cannot be recognised', ability: GUARDED },
  { name: 'external keys', meaning: 'records carry a key of ours', ability: NAMED },
  { name: 'idempotency keys', meaning: 'the server knows a repetition', ability: KEYED },
]

/** What two systems can do, from nothing to everything, and what has to be remembered there. */
export const ROWS: readonly Row[] = [
  {
    name: 'content',
    meaning: 'no versions and no conditions: only the content tells what changed',
    setting: {
      ...PLAIN,
      systems: both(BLIND, { versions: 'none', tombstones: false }),
      terms: terms(['x'], 'ask', { tokenCovers: NOBODY }),
    },
    remains: ['P2 window', 'P4 window'],
    without: { base: 'L14', values: 'L14', token: null },
  },
  {
    name: 'versions',
    meaning: 'versions, and no conditions (S0)',
    setting: { ...PLAIN, systems: both(BLIND, { tombstones: false }) },
    remains: ['P2 window', 'P4 window'],
    without: { base: 'L14', values: 'L14', token: null },
  },
  {
    name: 'conditions',
    meaning: 'versions, and writes on condition of a version; nothing goes wrong (S1)',
    setting: { ...PLAIN, systems: both(GUARDED, { tombstones: false }) },
    remains: [],
    without: { base: 'L14', values: 'L14', token: null, 'previous token': null, intent: null },
  },
  {
    name: 'one side wins',
    meaning: 'as conditions, with a policy that lets the first side win',
    setting: {
      ...PLAIN,
      systems: both(GUARDED, { tombstones: false }),
      terms: terms(['x'], 'take-a'),
    },
    remains: [],
    without: { base: 'P3', values: 'P3' },
  },
  {
    name: 'server ids',
    meaning: 'as conditions; crashes and losses; a create cannot be recognised (S1)',
    setting: { ...PLAIN, systems: both(GUARDED, { tombstones: false }), faults: LOSSY },
    remains: WINDOW,
    isCut: true,
    without: { intent: 'P3' },
  },
  {
    name: 'external keys',
    meaning: 'as server ids, and records carry a key of ours that can be searched (S2)',
    setting: {
      ...PLAIN,
      systems: both(NAMED, { tombstones: false }),
      faults: LOSSY,
    },
    remains: DARK,
    isCut: true,
    without: { intent: 'P3' },
  },
  {
    name: 'idempotency keys',
    meaning: 'as server ids, and the server knows a repetition by its key',
    setting: {
      ...PLAIN,
      systems: both(KEYED, { tombstones: false }),
      faults: LOSSY,
    },
    remains: WINDOW,
    without: { intent: 'P3' },
  },
  {
    name: 'our ids',
    meaning: 'ids of our choice, deleted records leave no trace (S3)',
    setting: { ...PLAIN, systems: both({}, { tombstones: false }), faults: LOSSY },
    remains: DARK,
    without: { intent: 'P3' },
  },
  ...CREATES.map(({ name, meaning, ability }): Row => ({
    name: `creates, ${name}`,
    meaning: `only creates on one side, with crashes and losses; ${meaning}`,
    setting: {
      ...PLAIN,
      systems: both(ability, { tombstones: false }),
      users: { ...FREE_USERS, creates: { a: true, b: false }, updates: NOBODY, deletes: NOBODY },
      faults: LOSSY,
      start: 'empty',
      room: { places: 3, pairs: 3 },
    },
    remains: [],
    without: { intent: 'P6' },
  })),
  {
    name: 'tombstones',
    meaning: 'ids of our choice, deleted records are known as such (S4)',
    setting: { ...PLAIN, faults: LOSSY },
    remains: WINDOW,
    without: { intent: 'P3', token: null, 'previous token': null },
  },
  {
    name: 'digests',
    meaning: 'as tombstones, and values are compared by their digests',
    setting: {
      ...PLAIN,
      faults: LOSSY,
      terms: terms(['x'], 'ask', {
        same: (_, left, right) => digested(left) === digested(right),
      }),
    },
    remains: WINDOW,
    without: { 'plain text': null },
  },
  {
    name: 'private fields',
    meaning: 'users also edit what is not shared; versions tell that something was edited',
    setting: {
      ...PLAIN,
      users: { ...FREE_USERS, creates: NOBODY, touches: { a: true, b: true } },
    },
    remains: [],
    without: { token: 'P4' },
  },
  {
    name: 'own spelling',
    meaning: 'the second system keeps a value in another form than it was given',
    setting: {
      ...PLAIN,
      values: { x: [1, 2, 3] },
      systems: {
        a: PLAIN_SYSTEM,
        b: { ...PLAIN_SYSTEM, keeps: (_, value) => (value === 3 ? 2 : value) },
      },
    },
    remains: [],
    without: { 'base of a': 'repair', 'base of b': 'repair' },
  },
  {
    name: 'same spelling',
    meaning: 'both systems keep what they are given',
    setting: PLAIN,
    remains: [],
    without: { 'base of a': null, 'base of b': null },
  },
  {
    name: 'two fields',
    meaning: 'two fields, changed on different sides at once',
    setting: {
      ...PLAIN,
      terms: terms(['x', 'y'], 'take-a'),
      values: { x: [1, 2], y: [1, 2] },
      users: { ...FREE_USERS, creates: NOBODY, deletes: NOBODY },
      room: { places: 1, pairs: 1 },
    },
    remains: [],
    without: { 'field y': 'P3' },
  },
  {
    name: 'merge',
    meaning:
      'two new records that a key makes one; their sets merge into one that neither had; crashes',
    setting: {
      ...PLAIN,
      terms: merging(),
      values: { x: [['p'], ['q']] },
      users: { ...FREE_USERS, updates: { a: true, b: false }, deletes: NOBODY },
      faults: { ...NO_FAULTS, crashes: true },
      start: 'empty',
      keyed: true,
    },
    remains: [],
    without: { target: 'P3 half' },
  },
  {
    name: 'questions',
    meaning: 'a person answers what is asked',
    setting: { ...PLAIN, users: { ...FREE_USERS, answers: true } },
    remains: [],
    without: { conflict: 'P1', decree: null },
  },
  {
    name: 'one owner',
    meaning: 'the first side owns everything and what the second changes is put back',
    setting: {
      ...PLAIN,
      terms: ownedByA(),
    },
    remains: [],
    without: { base: null },
  },
]

function both(ability: Partial<Ability>, more: Partial<SystemSetting> = {}): Setting['systems'] {
  const system = { ...PLAIN_SYSTEM, ...more, ability: { ...PLAIN_SYSTEM.ability, ...ability } }
  return { a: system, b: system }
}

function terms(
  fields: readonly string[],
  policy: Policy,
  more: Partial<StatedTerms> = {},
): Setting['terms'] {
  return prepareTerms({ ...sharedTerms(fields, policy), ...more })
}

/** The terms of an entity whose only field is a set that merges. */
function merging(): Setting['terms'] {
  const { fields } = sharedTerms(['x'], 'ask')
  return terms(['x'], 'ask', {
    fields: fields.map((rule) => ({ ...rule, policy: { kind: 'union' } })),
  })
}

/** The terms of an entity whose only field belongs to the first side, which leads records too. */
function ownedByA(): Setting['terms'] {
  const { fields, presence } = sharedTerms(['x'], 'take-a')
  return terms(['x'], 'take-a', {
    fields: fields.map((rule) => ({ ...rule, owner: 'a' })),
    presence: PRESETS['a-master']?.presence ?? presence,
  })
}

function digested(value: Value | undefined): string | undefined {
  return value === undefined ? undefined : digestOf(value)
}
