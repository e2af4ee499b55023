import { describe, expect, test } from 'vitest'
import { ABILITIES, PLAIN } from './world/profile.ts'
import type { Budget } from './world/world.ts'
import type { Findings } from './world/explore.ts'
import type { Profile } from './world/profile.ts'
import { emptyWorld, linkedWorld } from './world/start.ts'
import { explore } from './world/explore.ts'

/** One exploration: how the systems behave, what may happen, and what nobody can prevent there. */
interface Run {
  readonly name: string
  readonly profile: Partial<Profile>
  readonly budget: Partial<Budget>
  readonly start?: 'empty' | 'linked'
  /** Property and cause. */
  readonly anomalies: readonly string[]
}

/** A second or two each; a busy machine takes its time. */
const TIMEOUT_MS = 120_000

/** Fewer states than this explore nothing. */
const STATES_MIN = 2_000

const POLICIES = ['ask', 'take-a', 'keep-updated', 'keep-deleted'] as const
const LOSSY = { edits: 2, crashes: 1, losses: 1, delays: 1 }
const RESPELLS: Partial<Profile> = { normalises: (value) => (value === 2 ? 3 : value) }

/**
 * In the window of a lost answer two things cannot be told (W6): an edit that ends exactly where the request found the
 * field, from a request that never arrived; and whether who deleted the record knew of the request (I3). After the latter
 * the policy decides, so that only a deletion that wins shows nothing of it.
 */
const WINDOW = {
  ask: ['L14 deleted', 'P3 revert'],
  'take-a': ['L14 deleted', 'P3 revert'],
  'keep-updated': ['P3 deleted', 'P3 revert'],
  'keep-deleted': ['P3 revert'],
} as const

/** A created record that was deleted before its create was known to have landed, and left no trace (I2). */
const DARK = ['P11 dark', 'P3 dark']

const POLICED: readonly Run[] = POLICIES.map((policy) => ({
  name: `versions, ${policy}`,
  profile: { policy },
  budget: LOSSY,
  anomalies: WINDOW[policy],
}))

const RUNS: readonly Run[] = [
  ...POLICED,
  {
    name: 'versions, every fault twice',
    profile: {},
    budget: { edits: 2, crashes: 2, losses: 2 },
    anomalies: WINDOW.ask,
  },
  {
    name: 'versions, three edits',
    profile: { policy: 'keep-updated' },
    budget: { edits: 3, crashes: 1, losses: 1 },
    anomalies: WINDOW['keep-updated'],
  },
  {
    name: 'three edits of three values, without faults',
    profile: { policy: 'keep-updated', values: [1, 2, 3] },
    budget: { edits: 3 },
    anomalies: [],
  },
  {
    name: 'a person settles what both changed',
    profile: { values: [1, 2, 3] },
    budget: { edits: 2, crashes: 1, losses: 1, decrees: 1 },
    anomalies: WINDOW.ask,
  },
  {
    // A deletion between the two writes of what the person said is for the rule for changed and deleted.
    name: 'a person settles, and users go on',
    profile: { values: [1, 2, 3] },
    budget: { edits: 3, crashes: 1, decrees: 1 },
    anomalies: [...WINDOW.ask, 'L14 half', 'L14 revert'],
  },
  {
    name: 'two fields that merge',
    profile: { fields: ['x', 'y'], policy: 'take-a' },
    budget: LOSSY,
    anomalies: WINDOW['take-a'],
  },
  {
    name: 'creates by id, with tombstones',
    profile: {},
    budget: LOSSY,
    start: 'empty',
    anomalies: [],
  },
  {
    name: 'creates by id, without tombstones',
    profile: { tombstones: false },
    budget: LOSSY,
    start: 'empty',
    anomalies: DARK,
  },
  {
    name: 'creates by unique key',
    profile: { ability: ABILITIES.externalKey },
    budget: LOSSY,
    start: 'empty',
    anomalies: DARK,
  },
  {
    name: 'creates under an idempotency key',
    profile: { ability: ABILITIES.idempotencyKey, tombstones: false },
    budget: LOSSY,
    start: 'empty',
    anomalies: [],
  },
  {
    name: 'records that prove to be one',
    profile: { keyed: true, policy: 'take-a' },
    budget: LOSSY,
    start: 'empty',
    anomalies: [],
  },
  {
    name: 'stamps, settled before they are written against',
    profile: { ability: ABILITIES.stamp },
    budget: { edits: 2, crashes: 1, losses: 1, ticks: 2 },
    anomalies: WINDOW.ask,
  },
  {
    name: 'a side that respells, as declared',
    profile: { ...RESPELLS, isDeclared: true, policy: 'keep-deleted' },
    budget: { edits: 2, crashes: 1, losses: 1 },
    anomalies: WINDOW['keep-deleted'],
  },
  {
    name: 'a side that respells and shows it, without faults',
    profile: RESPELLS,
    budget: { edits: 3 },
    anomalies: [],
  },
  {
    name: 'a side that respells and is read back, without faults',
    profile: { ...RESPELLS, represents: false },
    budget: { edits: 3 },
    anomalies: [],
  },
  {
    // What the target made of our value is taken for a person's edit: an unknown respelling costs that much.
    name: 'a side that respells unknown to us, with lost answers',
    profile: RESPELLS,
    budget: { edits: 2, crashes: 1, losses: 1 },
    anomalies: [...WINDOW.ask, 'L14 normal', 'P3 normal'],
  },
  {
    // Between the look and the write anybody may edit: no procedure can prevent it (I1).
    name: 'no conditions',
    profile: { ability: ABILITIES.blind },
    budget: { edits: 3, losses: 1 },
    anomalies: ['L14 deleted', 'P2 window'],
  },
  {
    // Until the person answers, a record that a user edited at once is taken for a new one (I5).
    name: 'nothing to recognise a create by, and a person who knows',
    profile: { ability: ABILITIES.nameless },
    budget: { edits: 2, crashes: 1, losses: 1, decrees: 1 },
    start: 'empty',
    anomalies: ['P3 alike', 'P3 dark', 'P6 alike'],
  },
]

function run({ profile, budget, start }: Omit<Run, 'name' | 'anomalies'>): Findings {
  const whole: Profile = { ...PLAIN, ...profile }
  return explore(whole, start === 'empty' ? emptyWorld(budget) : linkedWorld(whole, budget))
}

describe('everything that can happen to one pair', () => {
  test.each(RUNS)(
    '$name: only what nobody can prevent',
    (one) => {
      const { violations, anomalies, states } = run(one)
      expect(violations).toEqual([])
      expect([...anomalies.keys()].sort()).toEqual([...one.anomalies].sort())
      expect(states).toBeGreaterThan(STATES_MIN)
    },
    TIMEOUT_MS,
  )
})

describe('a system that does not keep its word is caught', () => {
  test('a version that is not checked loses an edit', () => {
    const { violations } = run({ profile: { lie: 'conditions' }, budget: { edits: 2 } })
    expect(violations[0]).toMatch(/P2: .* was overwritten and is nowhere kept$/)
  })

  test('a key that is not remembered makes a record twice', () => {
    const { violations } = run({
      profile: { lie: 'keys', ability: ABILITIES.idempotencyKey },
      budget: { edits: 1, losses: 1 },
      start: 'empty',
    })
    expect(violations[0]).toMatch(/P6: .* is there twice$/)
  })
})
