import type { Ability } from '../../protocol/ability.ts'
import type { Profile } from './profile.ts'
import type { SystemSetting } from '../setting.ts'
import type { Value } from '../../core/value.ts'
import { EVERYWHERE, LOSSY, NOWHERE, vary } from './vary.ts'
import { PLAIN_SYSTEM } from './plain.ts'

const ABLE = PLAIN_SYSTEM.ability
const NO_IF_ABSENT: Ability = { ...ABLE, createIfAbsent: false }

const STAMPED: Partial<SystemSetting> = {
  ability: { ...ABLE, update: 'stamp', delete: 'stamp' },
  versions: 'stamp',
}
const BLIND: Partial<SystemSetting> = {
  ability: { ...NO_IF_ABSENT, update: 'none', delete: 'none', identification: 'idempotency-key' },
  versions: 'none',
}
const KEYED: Partial<SystemSetting> = {
  ability: { ...NO_IF_ABSENT, identification: 'idempotency-key' },
  tombstones: false,
}
const NAMED: Partial<SystemSetting> = {
  ability: { ...NO_IF_ABSENT, identification: 'external-key', externalKey: 'ref' },
  tombstones: false,
}
const NAMELESS: Partial<SystemSetting> = {
  ability: { ...NO_IF_ABSENT, identification: 'none' },
  tombstones: false,
}
const UNCOVERED = { tokenCovers: NOWHERE }

/** A side that makes 3 of a 2, and whether the engine knows. */
const RESPELLS = { keeps: (_: string, value: Value) => respelled(value) }
const DECLARED = {
  same: (_: string, left: Value | undefined, right: Value | undefined) =>
    respelled(left) === respelled(right),
}

function respelled<V extends Value | undefined>(value: V): V | 3 {
  return value === 2 ? 3 : value
}

/** What two systems can do, and what follows from what they cannot. */
export const SYSTEM_PROFILES: readonly Profile[] = [
  {
    name: 'stamps',
    meaning: 'coarse times instead of versions, written against once settled; any number of ticks',
    setting: vary({ system: STAMPED, users: { creates: NOWHERE } }),
    anomalies: ['L14 unsettled'],
  },
  {
    name: 'stamps-lossy',
    meaning: 'as stamps, with crashes, lost requests and answers',
    setting: vary({
      system: STAMPED,
      faults: LOSSY,
      users: { creates: NOWHERE, deletes: NOWHERE },
    }),
    anomalies: ['P3 revert'],
  },
  {
    name: 'stamps-late',
    meaning: 'as stamps, and a change may carry the stamp of the tick before',
    setting: vary({
      system: STAMPED,
      faults: { late: true },
      users: { creates: NOWHERE, deletes: NOWHERE },
    }),
    anomalies: [],
  },
  {
    name: 'content-versions',
    meaning: 'a version is a digest of the content, and comes back with it; crashes and losses',
    setting: vary({ system: { versions: 'content' }, faults: LOSSY }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert'],
  },
  {
    name: 'no-conditions',
    meaning: 'no version and no condition on any write',
    setting: vary({ system: BLIND, terms: UNCOVERED }),
    anomalies: ['P2 window', 'P4 window'],
  },
  {
    name: 'no-conditions-lossy',
    meaning: 'no version and no condition on any write; crashes, lost requests and answers',
    setting: vary({ system: BLIND, terms: UNCOVERED, faults: LOSSY }),
    anomalies: ['L14 deleted', 'L14 window', 'P2 window', 'P3 window', 'P4 window'],
  },
  {
    name: 'one-side-blind',
    meaning: 'one system has versions, the other has no conditions; crashes and losses',
    setting: vary({ b: BLIND, terms: { tokenCovers: { a: true, b: false } }, faults: LOSSY }),
    anomalies: [
      'L14 deleted',
      'L14 revert',
      'L14 window',
      'P2 window',
      'P3 revert',
      'P3 window',
      'P4 window',
    ],
  },
  {
    name: 'uncovered',
    meaning: 'versions that do not cover what is shared: content alone decides; crashes and losses',
    setting: vary({ terms: UNCOVERED, faults: LOSSY }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert'],
  },
  {
    name: 'no-tombstones',
    meaning: 'ids of our choice, and deleted records leave no trace; crashes and losses',
    setting: vary({ system: { tombstones: false }, faults: LOSSY, rest: { start: 'empty' } }),
    anomalies: ['L14 dark', 'L14 deleted', 'L14 revert', 'P3 dark', 'P3 revert'],
  },
  {
    name: 'restores',
    meaning: 'deleted records may come back under their ids; crashes and losses',
    setting: vary({
      system: { tombstones: false },
      faults: LOSSY,
      users: { restores: true, creates: NOWHERE },
    }),
    anomalies: ['L14 dark', 'L14 deleted', 'L14 revert', 'P3 dark', 'P3 deleted', 'P3 revert'],
    isDeep: true,
  },
  {
    name: 'idempotency-keys',
    meaning: 'creates under an idempotency key, servers give the ids; crashes and losses',
    setting: vary({ system: KEYED, faults: LOSSY, rest: { start: 'empty' } }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert'],
  },
  {
    name: 'expired-keys',
    meaning: 'as idempotency-keys, and servers forget keys; nobody answers',
    setting: vary({ system: KEYED, faults: { ...LOSSY, expiry: true }, rest: { start: 'empty' } }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert'],
    isCut: true,
  },
  {
    name: 'external-keys',
    meaning: 'creates with a unique key of ours that can be searched; crashes and losses',
    setting: vary({ system: NAMED, faults: LOSSY, rest: { start: 'empty' } }),
    anomalies: ['L14 dark', 'L14 deleted', 'L14 revert', 'P3 dark', 'P3 revert'],
    isCut: true,
  },
  {
    name: 'nameless',
    meaning: 'nothing to recognise a create by, and a person who knows; crashes and losses',
    setting: vary({
      system: NAMELESS,
      faults: LOSSY,
      users: { answers: true, creates: { a: true, b: false }, deletes: NOWHERE },
      rest: { start: 'empty', room: { places: 2, pairs: 2 } },
    }),
    anomalies: ['P3 alike', 'P3 revert', 'P4 alike', 'P6 alike'],
    statesMax: 150_000,
  },
  {
    name: 'read-back',
    meaning: 'writes are answered without the record, which is read back; crashes and losses',
    setting: vary({ system: { represents: false }, faults: LOSSY }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert'],
  },
  {
    name: 'respells-shown',
    meaning: 'a side respells what it is given, unknown to us, and shows it; nothing goes wrong',
    setting: vary({ b: RESPELLS }),
    anomalies: [],
  },
  {
    name: 'respells-read-back',
    meaning: 'a side respells what it is given, unknown to us, and is read back',
    setting: vary({ b: { ...RESPELLS, represents: false } }),
    anomalies: [],
  },
  {
    name: 'respells-declared',
    meaning: 'a side respells what it is given, as declared; crashes and losses',
    setting: vary({ b: RESPELLS, terms: DECLARED, faults: LOSSY }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert'],
  },
  {
    name: 'respells-lossy',
    meaning: 'a side respells what it is given, unknown to us; crashes and losses',
    setting: vary({ b: RESPELLS, faults: LOSSY, users: { creates: NOWHERE } }),
    anomalies: [
      'L14 deleted',
      'L14 normal',
      'L14 revert',
      'P3 normal',
      'P3 revert',
      'P4 assumed',
      'P4 deleted',
      'P4 normal',
      'P4 revert',
    ],
  },
  {
    name: 'refusals',
    meaning: 'a side refuses some content; crashes and losses',
    setting: vary({ b: { rejects: (_, value) => value === 2 }, faults: LOSSY }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert'],
  },
  {
    name: 'private-edits',
    meaning: 'users also edit what is not shared; nothing goes wrong',
    setting: vary({ policy: 'keep-updated', users: { touches: EVERYWHERE } }),
    anomalies: [],
  },
  {
    name: 'private-edits-lossy',
    meaning: 'users also edit what is not shared; crashes, lost requests and answers',
    setting: vary({ users: { touches: EVERYWHERE, creates: NOWHERE }, faults: LOSSY }),
    anomalies: [
      'L14 deleted',
      'L14 revert',
      'P3 revert',
      'P4 deleted',
      'P4 revert',
      'P4 unversioned',
    ],
  },
]
