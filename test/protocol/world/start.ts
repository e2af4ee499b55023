import type { Budget, World } from './world.ts'
import type { Pair } from '../../../src/core/pair.ts'
import type { Profile } from './profile.ts'
import type { Row, System } from './system.ts'
import type { Side } from '../../../src/core/side.ts'
import { bySide } from '../../../src/core/side.ts'

const EMPTY: System = { rows: [], gone: [], made: 0, keys: {} }

/** No faults, no users: what a test allows is added to it. */
export const NO_BUDGET: Budget = {
  edits: 0,
  crashes: 0,
  losses: 0,
  delays: 0,
  ticks: 0,
  decrees: 0,
}

/** Two empty systems and an empty memory. */
export function emptyWorld(budget: Partial<Budget>): World {
  return {
    systems: { a: EMPTY, b: EMPTY },
    clock: 2,
    memory: [],
    pairs: 0,
    ops: 0,
    budget: { ...NO_BUDGET, ...budget },
    ghost: { writes: 0, deletes: 0, kept: 0, unacknowledged: 0, causes: {}, isFaulty: false },
  }
}

/** One pair in agreement, every field 1. */
export function linkedWorld(profile: Profile, budget: Partial<Budget>): World {
  const world = emptyWorld(budget)
  const fields = Object.fromEntries(profile.fields.map((field) => [field, 1]))
  const know = Object.fromEntries(profile.fields.map((field) => [field, 1]))
  const row = (side: Side): Row => ({ id: `${side}1`, fields, version: 1, know, origin: 1 })
  const token = profile.ability.update === 'none' ? undefined : '1'
  const pair: Pair = {
    entity: 'e',
    no: 1,
    ids: { a: 'a1', b: 'b1' },
    base: { a: { fields, token }, b: { fields, token } },
  }
  return {
    ...world,
    systems: bySide((side) => ({ ...EMPTY, rows: [row(side)], made: 1 })),
    memory: [{ pair, agreed: { a: fields, b: fields } }],
    pairs: 1,
    ghost: { ...world.ghost, writes: 1, kept: 1 },
  }
}
