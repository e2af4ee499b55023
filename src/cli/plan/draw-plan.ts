import type { EntityPlan } from '../../engine/plan/plan.ts'
import type { Line } from '../output/line.ts'
import type { PlanGroups } from './plan-groups.ts'
import { counted, grouped } from '../output/relative-time.ts'
import type { ItemShape } from './draw-items.ts'
import { drawItems } from './draw-items.ts'
import { groupPlan } from './plan-groups.ts'
import { SIDES } from '../../core/side.ts'
import { clip } from '../output/table.ts'
import { styled } from '../output/line.ts'

/** Records of one kind that a plan shows without `--all`: enough to see what is meant. */
export const SHOWN_PER_GROUP = 10

/** How a plan is drawn. */
export interface PlanShape extends ItemShape {
  /** Every record, however many. */
  readonly isWhole: boolean
}

const GROUPS = ['create', 'update', 'delete', 'ask', 'left', 'held'] as const

const NOUNS: Readonly<Record<(typeof GROUPS)[number], string>> = {
  create: 'create',
  update: 'update',
  delete: 'delete',
  ask: 'question',
  left: 'record',
  held: 'difference',
}

/**
 * Draws what a run would do to one entity (C62): `+` creates, `~` updates, `-` deletes, `!` asks, `?` leaves alone, `≠` keeps
 * different by rule. Of each kind the first few, unless all are wanted; none is left out without being counted.
 */
export function drawPlan(plan: EntityPlan, shape: PlanShape): readonly Line[] {
  const groups = groupPlan(plan)
  const head: Line = [
    styled(plan.entity.name, 'bold'),
    `  ${describeReading(plan, shape)} · ${grouped(plan.tally.linked)} linked`,
  ]
  return [
    clip(head, shape.columns),
    ...GROUPS.flatMap((kind) => drawGroup(kind, groups, shape)),
    ...drawRemembered(groups, shape),
  ]
}

/** Says how many records of the entity each system showed. */
function describeReading({ tally: { records } }: EntityPlan, { names }: PlanShape): string {
  return SIDES.map((side) => {
    const count = records[side]
    return count === undefined
      ? `${names[side]} not read to the end`
      : `${names[side]} ${counted(count, 'record')}`
  }).join(' · ')
}

function drawGroup(
  kind: (typeof GROUPS)[number],
  groups: PlanGroups,
  shape: PlanShape,
): readonly Line[] {
  const all = groups[kind]
  if (all.length === 0) return []
  const shown = shape.isWhole ? all : all.slice(0, SHOWN_PER_GROUP)
  const more = all.length - shown.length
  return [
    ...drawItems(kind, shown, shape),
    ...(more > 0 ? [`  … and ${counted(more, `more ${NOUNS[kind]}`)} (--all shows them)`] : []),
  ]
}

function drawRemembered({ remembered }: PlanGroups, { columns }: PlanShape): readonly Line[] {
  const news = remembered.filter(({ before }) => before.base === undefined).length
  const known = remembered.length - news
  return [
    ...(news > 0
      ? [`${counted(news, 'pair')} found on both sides and alike: linked without a write`]
      : []),
    ...(known > 0 ? [`${counted(known, 'pair')} agree again: remembered without a write`] : []),
  ].map((text) => clip(['  ', styled(`= ${text}`, 'dim')], columns))
}
