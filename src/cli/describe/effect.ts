import type { Change } from './change.ts'
import type { Decision } from '../../core/decide/decision.ts'
import type { Conflict, Pair } from '../../core/pair.ts'
import type { Names } from './record.ts'
import type { Side } from '../../core/side.ts'
import { SIDES, otherSide } from '../../core/side.ts'
import { changesTo, losses } from './change.ts'
import { describeDecision } from './decision.ts'
import { recordName } from './record.ts'

/** One thing that a decision does, or leaves. */
export interface Effect {
  /** One clause, without a capital or a full stop. */
  readonly says: string
  /** The system that is written to, where one is. */
  readonly system?: string | undefined
  readonly changes: readonly Change[]
}

/** A question as far as its effects need it: the records, and what each side showed. */
export type Questioned = Pick<Pair, 'ids'> & { readonly conflict: Pick<Conflict, 'seen'> }

/** What a decision about a question does to both systems, write by write. */
export function effectsOf(
  decision: Decision,
  question: Questioned,
  names: Names,
): readonly Effect[] {
  if (decision.kind === 'update') return updates(decision, question, names)
  if (decision.kind === 'create') return [create(decision, names)]
  if (decision.kind === 'delete') return [remove(decision.side, question, names)]
  if (decision.kind === 'split') return SIDES.map((side) => twin(side, question, names))
  return [{ says: describeDecision(decision, names), changes: [] }]
}

function updates(
  { set, disputes }: Extract<Decision, { kind: 'update' }>,
  { ids, conflict }: Questioned,
  names: Names,
): readonly Effect[] {
  const writes = SIDES.flatMap((side): readonly Effect[] => {
    const fields = set[side]
    if (fields === undefined) return []
    const says = `write to ${recordName(names, side, ids[side] ?? '')}`
    return [{ says, system: names[side], changes: changesTo(fields, conflict.seen[side]) }]
  })
  const open = disputes.map(({ field }) => ({ says: `${field} stays in question`, changes: [] }))
  return [...writes, ...open]
}

function create({ side, set }: Extract<Decision, { kind: 'create' }>, names: Names): Effect {
  return { says: `create on ${names[side]}`, system: names[side], changes: changesTo(set, null) }
}

function remove(side: Side, { ids, conflict }: Questioned, names: Names): Effect {
  const says = `delete ${recordName(names, side, ids[side] ?? '')}`
  return { says, system: names[side], changes: losses(conflict.seen[side] ?? {}) }
}

/** The counterpart that one of two records gets when both stay. */
function twin(side: Side, { ids, conflict }: Questioned, names: Names): Effect {
  const system = names[otherSide(side)]
  const says = `create a counterpart of ${recordName(names, side, ids[side] ?? '')} on ${system}`
  return { says, system, changes: changesTo(conflict.seen[side] ?? {}, null) }
}
