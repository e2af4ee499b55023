import type { Entry } from './entry.ts'
import type { PairEvent } from '../../core/journal.ts'
import type { Side } from '../../core/side.ts'
import type { Sight } from './context.ts'
import { SIDES } from '../../core/side.ts'
import { UNLINKED } from '../../core/observation.ts'

/**
 * The two halves of every pair that is to be two records (D8): each record starts a pair of its own, to which a
 * counterpart is created. The pair they were ends before them. `number` gives the next pair number.
 */
export function halvesOf(entries: readonly Entry[], number: () => number): readonly Sight[] {
  return entries
    .filter(({ decision }) => decision.kind === 'split')
    .flatMap((entry) => SIDES.map((side) => halfOf(entry, side, number())))
}

function halfOf({ pair, seen }: Entry, side: Side, no: number): Sight {
  const before = { entity: pair.entity, no, ids: {} }
  const ids = { [side]: pair.ids[side] }
  const linking: readonly PairEvent[] = [{ kind: 'linked', ids, by: 'split' }]
  return {
    before,
    pair: { ...before, ids },
    linking,
    seen: { a: UNLINKED, b: UNLINKED, [side]: seen[side] },
  }
}
