import type { Budget, World } from '../test/protocol/world/world.ts'
import type { Profile } from '../test/protocol/world/profile.ts'
import { ABILITIES, PLAIN } from '../test/protocol/world/profile.ts'
import { emptyWorld, linkedWorld } from '../test/protocol/world/start.ts'

/** How two systems behave, where they begin, and what nobody can prevent there. */
export interface Exploration {
  readonly name: string
  /** What differs from the plainest profile. */
  readonly profile: Partial<Profile>
  readonly start: 'empty' | 'linked'
  readonly bounds: Bounds
  /** Property and cause of every anomaly there is, no more and no fewer. */
  readonly anomalies: readonly string[]
}

/** How often users, crashes and losses may strike between the start and the end of a history. */
export type Bounds = Pick<Budget, 'edits' | 'crashes' | 'losses'> &
  Partial<Pick<Budget, 'delays' | 'decrees'>>

/** Two edits meet every single fault. */
export const SMALL: Bounds = { edits: 2, crashes: 1, losses: 1 }

const WIDE: Bounds = { edits: 3, crashes: 1, losses: 1 }
const TWICE: Bounds = { edits: 3, crashes: 2, losses: 2 }

/**
 * In the window of a lost answer two things cannot be told (W6): an edit that ends exactly where the request found the
 * field, from a request that never arrived; and whether who deleted the record knew of the request.
 */
const WINDOW = ['P3 revert', 'L14 deleted']

/** A created record that was deleted before its create was known to have landed, and left no trace. */
const DARK = ['P3 dark']

/** What a system makes of a value that it accepts. */
const RESPELLS: Partial<Profile> = { normalises: (value) => (value === 2 ? 3 : value) }

/** Every exploration that a whole run of `npm run replay` makes. */
export const EXPLORATIONS: readonly Exploration[] = [
  {
    name: 'what both changed is asked, every fault twice',
    profile: {},
    start: 'linked',
    bounds: TWICE,
    anomalies: [...WINDOW, 'L14 revert'],
  },
  {
    name: 'one side wins',
    profile: { policy: 'take-a' },
    start: 'linked',
    bounds: WIDE,
    anomalies: [...WINDOW, 'L14 revert'],
  },
  {
    name: 'an edit wins over a deletion',
    profile: { policy: 'keep-updated' },
    start: 'linked',
    bounds: WIDE,
    anomalies: ['P3 revert', 'P3 deleted'],
  },
  {
    name: 'a deletion wins over an edit',
    profile: { policy: 'keep-deleted' },
    start: 'linked',
    bounds: WIDE,
    anomalies: ['P3 revert'],
  },
  {
    name: 'three values, so that both sides differ',
    profile: { values: [1, 2, 3], policy: 'keep-updated' },
    start: 'linked',
    bounds: WIDE,
    anomalies: ['P3 revert', 'L14 revert', 'P3 deleted'],
  },
  {
    name: 'two fields that merge',
    profile: { fields: ['x', 'y'], policy: 'take-a' },
    start: 'linked',
    bounds: WIDE,
    anomalies: [...WINDOW, 'L14 revert'],
  },
  {
    name: 'creates by id',
    profile: {},
    start: 'empty',
    bounds: WIDE,
    anomalies: WINDOW,
  },
  {
    name: 'creates by id, without tombstones',
    profile: { tombstones: false },
    start: 'empty',
    bounds: WIDE,
    anomalies: [...WINDOW, ...DARK],
  },
  {
    name: 'creates by unique key',
    profile: { ability: ABILITIES.externalKey },
    start: 'empty',
    bounds: WIDE,
    anomalies: [...WINDOW, ...DARK],
  },
  {
    name: 'creates under an idempotency key',
    profile: { ability: ABILITIES.idempotencyKey, tombstones: false },
    start: 'empty',
    bounds: WIDE,
    anomalies: WINDOW,
  },
  {
    name: 'records that prove to be one',
    profile: { keyed: true, policy: 'take-a' },
    start: 'empty',
    bounds: WIDE,
    anomalies: [...WINDOW, 'P3 unmet', 'P4 unmet'],
  },
  {
    name: 'creates that nothing can recognise',
    profile: { ability: ABILITIES.nameless },
    start: 'empty',
    bounds: WIDE,
    anomalies: [...WINDOW, 'P4 alike', 'P6 alike'],
  },
  {
    name: 'no condition on any write',
    profile: { ability: ABILITIES.blind },
    start: 'linked',
    bounds: WIDE,
    anomalies: ['P2 window', 'L14 deleted'],
  },
  {
    name: 'a person settles what both changed',
    profile: { values: [1, 2, 3] },
    start: 'linked',
    bounds: { ...SMALL, decrees: 1 },
    anomalies: WINDOW,
  },
  {
    name: 'a person knows what became of a create',
    profile: { ability: ABILITIES.nameless },
    start: 'empty',
    bounds: { ...SMALL, decrees: 1 },
    anomalies: ['P3 dark', 'P6 alike'],
  },
  {
    name: 'requests that the network holds',
    profile: {},
    start: 'linked',
    bounds: { ...SMALL, delays: 1 },
    anomalies: WINDOW,
  },
  {
    name: 'creates that the network holds, without tombstones',
    profile: { tombstones: false },
    start: 'empty',
    bounds: { ...SMALL, delays: 1 },
    anomalies: ['P3 dark', 'P11 dark'],
  },
  {
    name: 'a side that respells, as declared',
    profile: { ...RESPELLS, isDeclared: true, policy: 'keep-deleted' },
    start: 'linked',
    bounds: WIDE,
    anomalies: ['P3 revert'],
  },
  {
    name: 'a side that respells and is read back, without faults',
    profile: { ...RESPELLS, represents: false },
    start: 'linked',
    bounds: { edits: 3, crashes: 0, losses: 0 },
    anomalies: [],
  },
]

/** The same world for every replay: two systems that have met, or that are empty. */
export function beginningOf(
  { profile, start }: Pick<Exploration, 'profile' | 'start'>,
  bounds: Bounds,
): World {
  const whole = wholeProfile({ profile })
  return start === 'linked' ? linkedWorld(whole, bounds) : emptyWorld(bounds)
}

/** The plainest profile with what differs from it. */
export function wholeProfile({ profile }: Pick<Exploration, 'profile'>): Profile {
  return { ...PLAIN, ...profile }
}
