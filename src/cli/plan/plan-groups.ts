import type { Entry } from '../../engine/plan/entry.ts'
import type { EntityPlan } from '../../engine/plan/plan.ts'
import { asks } from '../../engine/report.ts'

/** What a plan has to say of a pair; one pair may be in several groups. */
export interface PlanGroups {
  readonly create: readonly Entry[]
  readonly update: readonly Entry[]
  readonly delete: readonly Entry[]
  /** Questions for a person. */
  readonly ask: readonly Entry[]
  /** Values that cannot be read, writes that were refused, records of which too little is known. */
  readonly left: readonly Entry[]
  /** Differences that a rule of the user keeps. */
  readonly held: readonly Entry[]
  /** Pairs found or confirmed without a write. */
  readonly remembered: readonly Entry[]
}

/** Sorts the entries of a plan by what there is to say of them, each group in the order of the plan. */
export function groupPlan({ entries }: EntityPlan): PlanGroups {
  const writes = (verb: string): readonly Entry[] =>
    entries.filter(({ operations }) => operations.some((operation) => operation.verb === verb))
  return {
    create: writes('create'),
    update: writes('update'),
    delete: writes('delete'),
    ask: entries.filter(({ decision }) => asks(decision)),
    left: entries.filter(isLeft),
    held: entries.filter(isHeld),
    remembered: entries.filter(({ decision }) => decision.kind === 'adopt'),
  }
}

function isLeft({ decision }: Entry): boolean {
  const { kind, notes } = decision
  return kind === 'wait' || kind === 'repair' || notes.some((note) => note.kind !== 'held')
}

function isHeld({ decision: { kind, notes } }: Entry): boolean {
  return kind === 'hold' || notes.some((note) => note.kind === 'held')
}
