import type { Entry } from '../../engine/plan/entry.ts'
import type { Names } from '../describe/record.ts'
import { SIDES } from '../../core/side.ts'
import { pairName } from '../describe/record.ts'
import { pickFields } from '../../core/value.ts'

/** What a plan says of one pair, for machines: sides have their systems' names. Nothing where there is nothing to say. */
export function stepDocument(
  { pair, decision, operations }: Entry,
  names: Names,
): object | undefined {
  const { kind, cell, reason, override, notes } = decision
  if (kind === 'nothing' && notes.length === 0) return undefined
  return {
    type: 'step',
    entity: pair.entity,
    pair: pairName(pair),
    ids: idsOf(pair, names),
    cell,
    decision: kind,
    reason,
    override,
    operations: operations.map(({ side, verb, id, set, condition, seen }) => ({
      system: names[side],
      verb,
      id,
      set,
      before: pickFields(seen[side]?.fields ?? {}, Object.keys(set)),
      condition,
    })),
    conflict: kind === 'conflict' ? decision.conflict : undefined,
    candidates: kind === 'conflict' ? decision.candidates : undefined,
    disputes:
      kind === 'conflict' || kind === 'update'
        ? decision.disputes.map(({ field, a, b, baseA, baseB }) => ({
            field,
            shown: { [names.a]: a, [names.b]: b },
            base: { [names.a]: baseA, [names.b]: baseB },
          }))
        : [],
    notes,
  }
}

function idsOf({ ids }: Entry['pair'], names: Names): object {
  return Object.fromEntries(
    SIDES.flatMap((side) => (ids[side] === undefined ? [] : [[names[side], ids[side]]])),
  )
}
