import type { BySide, Side } from '../core/side.ts'
import type { CreatedBothPolicy, EntityTerms, FieldPolicy, FieldRule } from '../core/terms.ts'
import type {
  Conflict,
  ConflictKind,
  Decree,
  FieldDispute,
  Pair,
  Parking,
  Resolution,
} from '../core/pair.ts'
import type { Cell } from '../core/situation.ts'
import type { Decision } from '../core/decide/decision.ts'
import type { Intent } from '../core/operation.ts'
import type { Scene } from './scene.ts'
import { otherSide } from '../core/side.ts'
import { prepareTerms } from '../core/terms.ts'

/** The same scene with the two sides exchanged: what is decided of it is the decision exchanged (L5). */
export function mirrorScene({ terms, pair, seen }: Scene): Scene {
  return { terms: mirrorTerms(terms), pair: mirrorPair(pair), seen: swap(seen) }
}

/** The same terms with the two sides exchanged: also a policy that names a side names the other one. */
export function mirrorTerms(terms: EntityTerms): EntityTerms {
  const { presence } = terms
  return prepareTerms({
    ...terms,
    names: swap(terms.names),
    fields: terms.fields.map(mirrorRule),
    presence: {
      created: swap(presence.created),
      deleted: swap(presence.deleted),
      updatedDeleted: presence.deletedUpdated,
      deletedUpdated: presence.updatedDeleted,
      createdBoth: mirrorPolicy(presence.createdBoth),
    },
    allow: swap(terms.allow),
    tokenCovers: swap(terms.tokenCovers),
  })
}

/** The same pair with the two sides exchanged. */
export function mirrorPair(pair: Pair): Pair {
  return {
    ...pair,
    ids: swapPartial(pair.ids),
    base: pair.base && swap(pair.base),
    target: pair.target && {
      fields: pair.target.fields,
      seen: swap(pair.target.seen),
      given: pair.target.given && swapPartial(pair.target.given),
    },
    conflict: pair.conflict && mirrorConflict(pair.conflict),
    decree: pair.decree && mirrorDecree(pair.decree),
    parking: pair.parking && mirrorParking(pair.parking),
    intent: pair.intent && mirrorIntent(pair.intent),
  }
}

/** The same decision with the two sides exchanged; sentences are left as they are. */
export function mirrorDecision(decision: Decision): Decision {
  const cell = mirrorCell(decision.cell)
  if (decision.kind === 'adopt') return { ...decision, cell, base: swap(decision.base) }
  if (decision.kind === 'wait')
    return { ...decision, cell, unread: decision.unread?.map(otherSide) }
  if (decision.kind === 'create' || decision.kind === 'delete')
    return { ...decision, cell, side: otherSide(decision.side) }
  if (decision.kind === 'update' || decision.kind === 'conflict')
    return { ...mirrorDisputed(decision), cell }
  return { ...decision, cell }
}

type Disputed = Extract<Decision, { kind: 'update' | 'conflict' }>

function mirrorDisputed(decision: Disputed): Disputed {
  const disputes = decision.disputes.map(mirrorDispute)
  if (decision.kind === 'update') {
    const { set, agreed } = decision
    return { ...decision, disputes, set: swapPartial(set), agreed: swap(agreed) }
  }
  const { conflict, base } = decision
  return { ...decision, disputes, conflict: mirrorKind(conflict), base: base && swap(base) }
}

/** The policy for the exchanged sides. */
export function mirrorPolicy<P extends CreatedBothPolicy>(policy: P): P {
  return policy.kind === 'take' ? { ...policy, side: otherSide(policy.side) } : policy
}

function swap<T>({ a, b }: BySide<T>): BySide<T> {
  return { a: b, b: a }
}

function swapPartial<T>(values: Readonly<Partial<Record<Side, T>>>): Partial<Record<Side, T>> {
  const swapped: Partial<Record<Side, T>> = {}
  if (values.a !== undefined) swapped.b = values.a
  if (values.b !== undefined) swapped.a = values.b
  return swapped
}

function mirrorRule(rule: FieldRule): FieldRule {
  const policy: FieldPolicy = mirrorPolicy(rule.policy)
  return { ...rule, policy, owner: rule.owner === 'both' ? 'both' : otherSide(rule.owner) }
}

function mirrorCell(cell: Cell): Cell {
  return cell.split('/').reverse().join('/') as Cell
}

function mirrorKind(kind: ConflictKind): ConflictKind {
  if (kind === 'updated/deleted') return 'deleted/updated'
  return kind === 'deleted/updated' ? 'updated/deleted' : kind
}

function mirrorDispute({ field, a, b, baseA, baseB }: FieldDispute): FieldDispute {
  return { field, a: b, b: a, baseA: baseB, baseB: baseA }
}

function mirrorConflict(conflict: Conflict): Conflict {
  return {
    ...conflict,
    kind: mirrorKind(conflict.kind),
    cell: mirrorCell(conflict.cell),
    disputes: conflict.disputes.map(mirrorDispute),
    seen: swap(conflict.seen),
  }
}

function mirrorDecree(decree: Decree): Decree {
  return {
    ...decree,
    resolution: mirrorResolution(decree.resolution),
    conflict: mirrorConflict(decree.conflict),
  }
}

function mirrorResolution(resolution: Resolution): Resolution {
  return resolution.kind === 'take'
    ? { ...resolution, side: otherSide(resolution.side) }
    : resolution
}

function mirrorParking(parking: Parking): Parking {
  return { ...parking, side: otherSide(parking.side) }
}

function mirrorIntent(intent: Intent): Intent {
  return {
    ...intent,
    side: otherSide(intent.side),
    seen: swap(intent.seen),
    agreed: swap(intent.agreed),
  }
}
