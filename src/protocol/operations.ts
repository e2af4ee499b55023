import type { BySide, Side } from '../core/side.ts'
import type { Condition, Operation, Seen, Verb } from '../core/operation.ts'
import { bySide, otherSide } from '../core/side.ts'
import type { Ability } from './ability.ts'
import type { Decision } from '../core/decide/decision.ts'
import type { Fields } from '../core/value.ts'
import { NO_FIELDS, pickFields } from '../core/value.ts'
import type { Observations } from '../core/decide/sight.ts'
import type { Pair } from '../core/pair.ts'
import { guardOf } from './condition.ts'

/** What a decision becomes: guarded writes in order, or the sides that must be read before one can be guarded. */
export type Drafting =
  | { readonly kind: 'ready'; readonly operations: readonly Operation[] }
  | { readonly kind: 'unread'; readonly sides: readonly Side[]; readonly why: string }

/** A decision together with what it rests on. */
export interface Decided {
  readonly pair: Pair
  readonly seen: Observations
  readonly decision: Decision
}

/** One write before it has its guard. */
interface Write {
  readonly verb: Verb
  readonly side: Side
  readonly set: Fields
  readonly agreed: BySide<Fields>
  readonly closesTarget?: boolean | undefined
}

/**
 * Turns one decision into guarded writes: at most one for each side, never two in flight for one pair. Decisions that
 * write nothing give none. Pure.
 */
export function toOperations(decided: Decided, abilities: BySide<Ability>): Drafting {
  const operations: Operation[] = []
  const unread: { readonly side: Side; readonly why: string }[] = []
  for (const write of writesOf(decided)) {
    const { side, verb } = write
    const guarding = guardOf(verb, decided.seen[side], abilities[side])
    if (guarding.kind === 'unread') unread.push({ side, why: guarding.why })
    else operations.push(operationOf(decided, write, guarding.condition))
  }
  const [first] = unread
  if (first === undefined) return { kind: 'ready', operations }
  return { kind: 'unread', sides: unread.map(({ side }) => side), why: first.why }
}

function writesOf({ decision, seen }: Decided): readonly Write[] {
  if (decision.kind === 'update') return updatesOf(decision, seen)
  if (decision.kind === 'create') {
    const { side, set } = decision
    return [{ verb: 'create', side, set, agreed: { a: set, b: set } }]
  }
  if (decision.kind !== 'delete') return []
  const agreed = { a: NO_FIELDS, b: NO_FIELDS }
  return [{ verb: 'delete', side: decision.side, set: NO_FIELDS, agreed }]
}

function updatesOf(
  decision: Extract<Decision, { kind: 'update' }>,
  seen: Observations,
): readonly Write[] {
  const sides = (['b', 'a'] as const).filter((side) => decision.set[side] !== undefined)
  return sides.map((side, at) => {
    const { [side]: set = NO_FIELDS, [otherSide(side)]: otherSet = NO_FIELDS } = decision.set
    const last = at === sides.length - 1
    // A field that is written on both sides agrees on neither before its second write (W13).
    const settled = Object.keys(set).filter((field) => last || !Object.hasOwn(otherSet, field))
    const used = { ...seenOf(seen, otherSide(side))?.fields, ...otherSet }
    const agreed = {
      [side]: { ...decision.agreed[side], ...pickFields(set, settled) },
      // The source's values are those the plan used (W4).
      [otherSide(side)]: { ...decision.agreed[otherSide(side)], ...pickFields(used, settled) },
    } as BySide<Fields>
    return { verb: 'update', side, set, agreed, closesTarget: last ? true : undefined }
  })
}

function operationOf(
  { pair, seen, decision }: Decided,
  write: Write,
  condition: Condition,
): Operation {
  return {
    entity: pair.entity,
    pair: pair.no,
    side: write.side,
    verb: write.verb,
    id: write.verb === 'create' ? undefined : pair.ids[write.side],
    set: write.set,
    condition,
    seen: bySide((side) => seenOf(seen, side)),
    agreed: write.agreed,
    closesTarget: write.closesTarget,
    reason: `${decision.cell}: ${decision.reason}`,
  }
}

function seenOf(seen: Observations, side: Side): Seen | undefined {
  const observation = seen[side]
  return observation.kind === 'present'
    ? { fields: observation.fields, token: observation.token }
    : undefined
}
