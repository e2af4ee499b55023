import type { Cargo, World } from './world.ts'
import type { Fields } from '../../../src/core/value.ts'
import type { Intent, Outcome, Seen } from '../../../src/core/operation.ts'
import type { Profile } from './profile.ts'
import type { Row } from './system.ts'
import type { Side } from '../../../src/core/side.ts'
import { otherSide } from '../../../src/core/side.ts'
import { PRESENCE, serve } from './system.ts'
import { allOf, blame, breach, isWithin, withSystem } from './world.ts'
import { isAlike } from './profile.ts'
import { NO_FIELDS, sameValue } from '../../../src/core/value.ts'

/** A world after a request took its turn, and what was answered. */
export interface Arrival {
  readonly world: World
  readonly outcome: Outcome<Seen>
}

/** What is judged when a request takes effect: what it met, what it made, on whose authority. */
interface Effect {
  readonly intent: Intent
  readonly cargo: Cargo
  readonly profile: Profile
  readonly met: Row | undefined
  readonly made: Row | undefined
}

/**
 * Lets one request reach its system, and judges what it does there: nothing lost (P2), no regression (P3), conflicts
 * recognised and settled by the rule (P4, P10), nothing invented (P5), no effect after the end of its intent (P11).
 */
export function arrive(
  world: World,
  { intent, cargo }: { readonly intent: Intent; readonly cargo: Cargo },
  profile: Profile,
  settled: boolean,
): Arrival {
  const { side } = intent
  const system = world.systems[side]
  const served = serve(system, intent, cargo, { profile, side, clock: world.clock })
  const next = withSystem(world, side, served.system)
  if (served.system === system) return { world: next, outcome: served.outcome }
  const effect = { intent, cargo, profile, met: served.met, made: served.made }
  return {
    world: judge(withCauses(next, effect, settled), effect, settled),
    outcome: served.outcome,
  }
}

function withCauses(world: World, effect: Effect, settled: boolean): World {
  const writes = allOf(effect.cargo.know)
  const { met, intent, cargo } = effect
  const isCreate = intent.verb === 'create'
  const late = isCreate && settled ? blame(world, 'late', writes) : world
  // The record was there and left no trace: nothing stops another copy of its create (I2).
  const dark = isCreate && wasThere(world, intent) ? blame(late, 'dark', writes) : late
  const caused = isCreate && isUnmet(world, effect) ? blame(dark, 'unmet', writes) : dark
  if (met === undefined || intent.condition.kind !== 'none') return caused
  const hasMoved = Object.entries(met.know).some(
    ([field, mask]) => mask !== cargo.read[intent.side][field],
  )
  return hasMoved ? blame(caused, 'window', allOf(met.know) | writes) : caused
}

function isUnmet({ systems }: World, { cargo, intent, profile }: Effect): boolean {
  if (!profile.keyed || Object.keys(cargo.agreed.a).length > 0) return false
  return systems[intent.side].gone.some(({ origin }) => (origin & cargo.origin) !== 0)
}

function wasThere(world: World, { side, identification }: Intent): boolean {
  return world.systems[side].gone.some(
    ({ id, key }) =>
      (identification.kind === 'client-id' && identification.id === id) ||
      (identification.kind === 'external-key' && identification.value === key),
  )
}

function judge(world: World, effect: Effect, settled: boolean): World {
  const writes = allOf(effect.cargo.know) | allOf(effect.met?.know ?? {})
  const fail = (on: World, property: string, detail: string): World =>
    breach(on, property, { detail, writes })
  let judged = world
  if (settled) judged = fail(judged, 'P11', 'a request of a settled intent took effect')
  for (const [property, detail] of findings(world, effect)) judged = fail(judged, property, detail)
  return judged
}

/** What is wrong with a request that took effect. */
function findings(world: World, effect: Effect): readonly (readonly [string, string])[] {
  const { intent, met } = effect
  if (intent.verb === 'delete') return judgeDelete(world, effect)
  if (met === undefined) return judgeCreate(world, effect)
  return Object.keys(intent.set).flatMap((field) => judgeField(world, effect, field))
}

function judgeField(
  world: World,
  effect: Effect,
  field: string,
): readonly (readonly [string, string])[] {
  const { cargo, met, made, intent, profile } = effect
  if (sameValue(met?.fields[field], made?.fields[field])) return []
  const over = met?.know[field] ?? 0
  const mine = cargo.own[field] ?? 0
  const text = `${field} on ${intent.side}`
  return [
    ...lost(world, over, text),
    ...regress(cargo, mine, over, `${text} is overwritten by its own past`),
    ...(mine === 0 ? [['P5', `${text} is a value nobody wrote`] as const] : []),
    ...conflict(world, effect, {
      aspect: field,
      over,
      mine,
      allowed: mayWrite(intent.side, profile),
    }),
  ]
}

function judgeDelete(world: World, effect: Effect): readonly (readonly [string, string])[] {
  const { cargo, met, intent, profile } = effect
  const over = allOf(met?.know ?? {})
  const mine = cargo.own[PRESENCE] ?? 0
  const text = `the record on ${intent.side}`
  const allowed = profile.policy === 'keep-deleted'
  return [
    ...lost(world, over, text),
    ...regress(cargo, mine, over, `${text} is deleted by its own past`),
    ...((mine & world.ghost.deletes) === 0 ? [['P5', `${text}: nobody deleted it`] as const] : []),
    ...conflict(world, effect, { aspect: PRESENCE, over, mine, allowed }),
  ]
}

/** A create is judged against the deletions, on its side, of the same thing. */
function judgeCreate(world: World, effect: Effect): readonly (readonly [string, string])[] {
  const { cargo, intent, profile } = effect
  const mine = allOf(cargo.own)
  const text = `a record on ${intent.side}`
  const allowed = profile.policy === 'keep-updated'
  const gone = world.systems[intent.side].gone.filter(({ origin }) => (origin & cargo.origin) !== 0)
  return [
    ...(mine === 0 ? [['P5', `${text} that nobody made`] as const] : []),
    ...gone.flatMap(({ know }) => [
      ...regress(cargo, mine, know, `${text} comes back to life`),
      ...conflict(world, effect, { aspect: PRESENCE, over: know, mine, allowed }),
    ]),
  ]
}

/** What is overwritten was in the journal before (P2, W1). */
function lost(world: World, over: number, text: string): readonly (readonly [string, string])[] {
  return isWithin(over, world.ghost.kept)
    ? []
    : [['P2', `${text} was overwritten and is nowhere kept`]]
}

/** A value never gives way to one that it descends from (P3), unless a person says so. */
function regress(
  { decreed }: Cargo,
  mine: number,
  over: number,
  text: string,
): readonly (readonly [string, string])[] {
  return isWithin(mine, over) && !decreed ? [['P3', text]] : []
}

interface Meeting {
  readonly aspect: string
  /** What the overwritten value descends from. */
  readonly over: number
  /** What the written value descends from. */
  readonly mine: number
  /** The policy lets the write win a conflict on this side. */
  readonly allowed: boolean
}

/**
 * Two values of which neither knows the other: the decision has to have seen that (P4), and to have settled it as the
 * policy says (P10), unless the other one is journaled as unacknowledged.
 */
function conflict(
  { ghost }: World,
  effect: Effect,
  { aspect, over, mine, allowed }: Meeting,
): readonly (readonly [string, string])[] {
  const { cargo } = effect
  const isApart = !isWithin(over, mine | ghost.unacknowledged) && !isWithin(mine, over)
  if (!isApart || cargo.decreed || isOnlyOneDirty(effect, aspect)) return []
  if (!cargo.contested.includes(aspect)) return [['P4', `a conflict on ${aspect} went unnoticed`]]
  return allowed ? [] : [['P10', `a conflict on ${aspect} was settled against the rule`]]
}

/** Edits that end where they began are none: one of the two says what it said when both last agreed (I11). */
function isOnlyOneDirty({ cargo, intent, met, profile }: Effect, aspect: string): boolean {
  const source = otherSide(intent.side)
  const isAt = (fields: Fields, side: Side, field: string): boolean =>
    isAlike(profile, fields[field], cargo.agreed[side][field])
  if (aspect !== PRESENCE)
    return isAt(intent.set, source, aspect) || isAt(met?.fields ?? NO_FIELDS, intent.side, aspect)
  const survivor = met === undefined ? source : intent.side
  const fields = met?.fields ?? intent.set
  return Object.keys(fields).every((field) => isAt(fields, survivor, field))
}

function mayWrite(side: Side, { policy }: Profile): boolean {
  return policy === 'take-a' && side === 'b'
}
