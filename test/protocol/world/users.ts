import type { Fields, Value } from '../../../src/core/value.ts'
import type { Cargo } from './world.ts'
import type { Know, Row } from './system.ts'
import { nextVersion, withRow, withoutRow } from './system.ts'
import type { Profile } from './profile.ts'
import type { Conflict, Resolution } from '../../../src/core/pair.ts'
import type { Intent } from '../../../src/core/operation.ts'
import type { Side } from '../../../src/core/side.ts'
import type { World } from './world.ts'
import { SIDES } from '../../../src/core/side.ts'
import { commit } from './memory.ts'
import { allOf, withSystem } from './world.ts'

/** What may happen in one step, and the world after it. */
export interface Happening {
  readonly name: string
  readonly world: World
}

/** Everything a user may do now: create where nothing is, update to any other value, delete. */
export function usersActions(world: World, profile: Profile): readonly Happening[] {
  if (world.budget.edits === 0) return []
  return SIDES.flatMap((side) => {
    const { rows } = world.systems[side]
    if (rows.length === 0) return creations(world, side, profile)
    return rows.flatMap((row) => editsOf(world, side, row, profile))
  })
}

function creations(world: World, side: Side, profile: Profile): readonly Happening[] {
  return valuesOn(side, profile).map((value) => {
    const { world: next, bit } = written(world)
    const system = next.systems[side]
    const made = system.made + 1
    const row: Row = {
      id: `${side}${made}`,
      fields: Object.fromEntries(profile.fields.map((field) => [field, value])),
      version: nextVersion(0, { profile, side, clock: world.clock }),
      know: Object.fromEntries(profile.fields.map((field) => [field, bit])),
      origin: bit,
    }
    const name = `${side}'s user creates ${row.id} ${textOf(row.fields)}`
    return { name, world: withSystem(next, side, withRow({ ...system, made }, row)) }
  })
}

function editsOf(world: World, side: Side, row: Row, profile: Profile): readonly Happening[] {
  const updates = profile.fields.flatMap((field) =>
    valuesOn(side, profile)
      .filter((value) => value !== row.fields[field])
      .map((value) => update(world, { side, row, profile }, { [field]: value })),
  )
  const { world: next, bit } = written(world)
  const deletes = next.ghost.deletes | bit
  const system = withoutRow(next.systems[side], row, allOf(row.know) | bit)
  const gone = withSystem({ ...next, ghost: { ...next.ghost, deletes } }, side, system)
  return [...updates, { name: `${side}'s user deletes ${row.id}`, world: gone }]
}

function update(
  world: World,
  { side, row, profile }: { readonly side: Side; readonly row: Row; readonly profile: Profile },
  set: Fields,
): Happening {
  const { world: next, bit } = written(world)
  const know: Know = Object.fromEntries(
    Object.keys(set).map((field) => [field, (row.know[field] ?? 0) | bit]),
  )
  const edited: Row = {
    ...row,
    fields: { ...row.fields, ...set },
    version: nextVersion(row.version, { profile, side, clock: world.clock }),
    know: { ...row.know, ...know },
  }
  const system = withRow(next.systems[side], edited)
  return {
    name: `${side}'s user sets ${row.id} ${textOf(set)}`,
    world: withSystem(next, side, system),
  }
}

/** Everything a person may answer now: to a conflict a side or a value of their own, to an unanswered create its fate. */
export function personsAnswers(world: World, profile: Profile): readonly Happening[] {
  const { budget, job } = world
  if (budget.decrees === 0 || job !== undefined) return []
  return world.memory.flatMap(({ pair, cargo }) => {
    const { conflict } = pair
    if (conflict === undefined || pair.decree !== undefined) return []
    return answersTo(world, conflict, { intent: pair.intent, cargo }).map((resolution) => {
      const bit = 1 << world.ghost.writes
      const ghost = { ...world.ghost, writes: world.ghost.writes + 1 }
      const asked = { ...world, ghost, budget: { ...budget, decrees: budget.decrees - 1 } }
      const event = { kind: 'decreed', decree: { resolution, conflict, byWhom: 'p' } } as const
      const change = { pair, events: [event], profile, answeredBy: bit }
      return {
        name: `a person answers ${JSON.stringify(resolution)}`,
        world: commit(asked, change),
      }
    })
  })
}

/** A person knows whether a create landed, and which record it made. */
function answersTo(
  world: World,
  { kind, disputes }: Conflict,
  { intent, cargo }: { readonly intent: Intent | undefined; readonly cargo: Cargo | undefined },
): readonly Resolution[] {
  if (kind === 'pending-create') {
    const { rows } = world.systems[intent?.side ?? 'a']
    const ours = rows.find(({ origin }) => (origin & (cargo?.origin ?? 0)) !== 0)
    if (ours !== undefined) return [{ kind: 'adopt', id: ours.id }]
    return cargo?.applied === true ? [{ kind: 'forget' }] : [{ kind: 'retry' }, { kind: 'forget' }]
  }
  const fields = Object.fromEntries(disputes.map(({ field }) => [field, DECREED]))
  const values: Resolution[] = disputes.length === 0 ? [] : [{ kind: 'values', fields }]
  return [{ kind: 'take', side: 'a' }, { kind: 'take', side: 'b' }, ...values]
}

/** What a person puts in the place of two values. */
const DECREED: Value = 7

/** A world with one more write of a user in it. */
function written(world: World): { readonly world: World; readonly bit: number } {
  const { ghost, budget } = world
  const bit = 1 << ghost.writes
  return {
    bit,
    world: {
      ...world,
      ghost: { ...ghost, writes: ghost.writes + 1 },
      budget: { ...budget, edits: budget.edits - 1 },
    },
  }
}

function valuesOn(side: Side, { values, normalises }: Profile): readonly Value[] {
  return side === 'a' ? values : [...new Set(values.map(normalises))]
}

/** A record's content for the trace. */
export function textOf(fields: Fields): string {
  return Object.entries(fields)
    .map(([field, value]) => `${field}=${JSON.stringify(value)}`)
    .join(' ')
}
