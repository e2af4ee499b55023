import type { Decision } from '../../core/decide/decision.ts'
import type { Drafting } from '../../protocol/operations.ts'
import type { Entity } from '../pairing.ts'
import type { Entry } from './entry.ts'
import type { PlanContext, Sight } from './context.ts'
import type { BySide, Side } from '../../core/side.ts'
import type { Ability } from '../../protocol/ability.ts'
import type { Operation } from '../../core/operation.ts'
import type { Observation } from '../../core/observation.ts'
import { SIDES, bySide } from '../../core/side.ts'
import { abilityOf } from '../ability.ts'
import { decide } from '../../core/decide/decide.ts'
import { observeAnswers } from '../observe/observation.ts'
import { readMany } from '../observe/read-many.ts'
import { toOperations } from '../../protocol/operations.ts'

/** How long a run waits for a stamp to settle (W9) before it leaves the write to the next run. */
export const SETTLE_WAIT_MS_MAX = 2_500

/**
 * Decides every sight and guards its writes. A write whose target's version is not known, or not settled yet, has its
 * target read freshly and is decided anew (W3, W9); one that still cannot be guarded waits for the next run.
 */
export async function guarded(
  entity: Entity,
  sights: readonly Sight[],
  context: PlanContext,
): Promise<readonly Entry[]> {
  const abilities = bySide((side) => abilityOf(entity.collections[side].can))
  const drafts = sights.map((sight) => draft(entity, sight, abilities))
  const unread = drafts.filter(({ drafting }) => drafting.kind === 'unread')
  if (unread.length > 0) await readAgain(entity, unread, context)
  return drafts.map(({ sight, drafting, decision, fresh }) => {
    if (drafting.kind === 'ready') return entryOf(entity, sight, decision, drafting.operations)
    const again = draft(entity, { ...sight, seen: { ...sight.seen, ...fresh } }, abilities)
    return again.drafting.kind === 'ready'
      ? entryOf(entity, again.sight, again.decision, again.drafting.operations)
      : entryOf(entity, again.sight, waiting(again.decision, again.drafting.why), [])
  })
}

interface Draft {
  readonly sight: Sight
  readonly decision: Decision
  readonly drafting: Drafting
  /** What a second read showed, side by side. */
  readonly fresh: Partial<Record<Side, Observation>>
}

function draft(entity: Entity, sight: Sight, abilities: BySide<Ability>): Draft {
  const { pair, seen } = sight
  const decision = doubted(sight) ?? decide(pair, seen, entity.terms)
  const drafting = stale(sight, decision) ?? toOperations({ pair, seen, decision }, abilities)
  return { sight, decision, drafting, fresh: {} }
}

/** A listing that shows a version of before may be a stale copy: the record is read by id before anything follows (W10). */
function stale({ seen }: Sight, decision: Decision): Drafting | undefined {
  if (decision.kind !== 'wait') return undefined
  const sides = (decision.unread ?? []).filter((side) => seen[side].kind === 'present')
  return sides.length === 0 ? undefined : { kind: 'unread', sides, why: decision.reason }
}

/** A record whose counterpart cannot be told waits for a person, unless one said that it has none. */
function doubted({ doubt, pair, seen }: Sight): Decision | undefined {
  if (doubt === undefined || pair.decree?.resolution.kind === 'take') return undefined
  return {
    kind: 'conflict',
    conflict: 'ambiguous',
    cell: seen.a.kind === 'present' ? 'updated/missing' : 'missing/updated',
    reason: doubt.reason,
    notes: [],
    disputes: [],
    candidates: doubt.candidates,
  }
}

function entryOf(
  entity: Entity,
  { before, pair, linking, seen }: Sight,
  decision: Decision,
  operations: Entry['operations'],
): Entry {
  return {
    entity,
    before,
    pair,
    linking,
    seen,
    decision,
    operations: operations.map((operation) => withDefaults(entity, operation)),
  }
}

/** What a new record is created with where the source has nothing becomes the target's base with the rest. */
function withDefaults(entity: Entity, operation: Operation): Operation {
  if (operation.verb !== 'create') return operation
  const set = entity.mapping.fill(operation.side, operation.set)
  return { ...operation, set, agreed: { ...operation.agreed, [operation.side]: set } }
}

function waiting({ cell, notes }: Decision, why: string): Decision {
  return { kind: 'wait', cell, reason: why, notes }
}

async function readAgain(
  entity: Entity,
  drafts: readonly Draft[],
  context: PlanContext,
): Promise<void> {
  await letSettle(entity, drafts, context)
  for (const side of SIDES) {
    const wanted = drafts.filter(
      ({ drafting }) => drafting.kind === 'unread' && drafting.sides.includes(side),
    )
    const ids = wanted.map(({ sight }) => sight.pair.ids[side] ?? '')
    const answers = await readMany(entity.collections[side], ids, context)
    const { references } = context
    const seen = await observeAnswers(answers, { entity, side, references })
    wanted.forEach((one, at) => {
      one.fresh[side] = seen[at] ?? NOT_READ
    })
  }
}

/** Stamps of this moment can still be given to another change: the run waits until they cannot (W9). */
async function letSettle(
  entity: Entity,
  drafts: readonly Draft[],
  { clock, signal, listener }: PlanContext,
): Promise<void> {
  const sides = SIDES.filter((side) => drafts.some(({ sight }) => isUnsettled(sight.seen[side])))
  const [side] = sides
  if (side === undefined) return
  const granularities = sides.map((each) => entity.collections[each].can.stamp?.granularityMs ?? 0)
  const delayMs = Math.max(...granularities)
  if (delayMs > SETTLE_WAIT_MS_MAX) return
  listener({
    type: 'waiting',
    side,
    delayMs,
    reason: 'its last changes are too recent to write against',
  })
  await clock.sleep(delayMs, signal)
}

const NOT_READ: Observation = { kind: 'unknown', why: 'it was not read' }

function isUnsettled(observation: Observation): boolean {
  return observation.kind === 'present' && observation.unsettled === true
}
