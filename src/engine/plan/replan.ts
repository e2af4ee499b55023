import type { Entity } from '../pairing.ts'
import type { Entry } from './entry.ts'
import type { EntityPlan, Plan } from './plan.ts'
import type { Observation } from '../../core/observation.ts'
import type { Pair } from '../../core/pair.ts'
import type { PlanContext, Sight } from './context.ts'
import type { Side } from '../../core/side.ts'
import { UNLINKED } from '../../core/observation.ts'
import { SIDES, bySide } from '../../core/side.ts'
import { together } from '../observe/together.ts'
import { cellsOf, tallyOf } from './tally.ts'
import { guarded } from './guarded.ts'
import { observeAnswers } from '../observe/observation.ts'
import { readMany } from '../observe/read-many.ts'

/** Reads some pairs freshly, record by record, and decides them anew: what a lost race or a repair asks for (W5). */
export async function replan(pairs: readonly Pair[], context: PlanContext): Promise<Plan> {
  const entities: EntityPlan[] = []
  for (const entity of context.pairing.entities) {
    const own = pairs.filter((pair) => pair.entity === entity.name)
    if (own.length > 0) entities.push(await replanEntity(entity, own, context))
  }
  return { entities, trips: [] }
}

async function replanEntity(
  entity: Entity,
  pairs: readonly Pair[],
  context: PlanContext,
): Promise<EntityPlan> {
  const [a, b] = await together(
    context.signal,
    SIDES.map((side) => (signal) => readAll(side, entity, pairs, { ...context, signal })),
  )
  const sights = pairs.map((pair, at): Sight => {
    const seen = { a: a?.[at] ?? UNLINKED, b: b?.[at] ?? UNLINKED }
    return { before: pair, pair, linking: [], seen }
  })
  const entries: readonly Entry[] = await guarded(entity, sights, context)
  const counts = { linked: pairs.length, records: bySide(() => pairs.length) }
  return {
    entity,
    entries,
    absorbed: [],
    cursors: {},
    pages: bySide(() => 0),
    quiet: 0,
    tally: tallyOf(entity.name, entries, counts),
    cells: cellsOf(entries, 0),
    unread: bySide(() => []),
  }
}

async function readAll(
  side: Side,
  entity: Entity,
  pairs: readonly Pair[],
  context: PlanContext,
): Promise<readonly Observation[]> {
  const linked = pairs.filter(({ ids }) => ids[side] !== undefined)
  const ids = linked.map((pair) => pair.ids[side] ?? '')
  const answers = await readMany(entity.collections[side], ids, context)
  const seen = await observeAnswers(answers, { entity, side, references: context.references })
  const byPair = new Map(linked.map((pair, at) => [pair.no, seen[at]]))
  return pairs.map(({ no }) => byPair.get(no) ?? UNLINKED)
}
