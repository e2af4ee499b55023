import type { Found } from '../../adapters/adapter.ts'
import type { Pair } from '../../core/pair.ts'
import type { SideContext } from './read-side.ts'
import type { SideReading } from './reading.ts'
import { isUnlinked } from './read-side.ts'
import { observeAnswers } from './observation.ts'
import { readMany } from './read-many.ts'

/** Pairs fetched from the store at once while looking for those a listing did not show. */
export const PAIRS_PER_QUERY = 1_000

/**
 * Confirms what a listing did not show (O4, W8): only a complete listing raises a suspicion, and only a read of the
 * record itself proves it. The findings join the reading; a listing that was not complete leaves them unknown.
 */
export async function confirmAbsences(reading: SideReading, context: SideContext): Promise<void> {
  const { entity, side, store } = context
  const linked = await store.countPairs({ entity: entity.name })
  if (reading.shown.size >= linked) return
  const missing = await findMissing(reading, context)
  if (missing.length === 0) return
  if (!reading.end.complete) {
    const why = `it was not in the listing, which was not complete: ${reading.end.why ?? 'unknown'}`
    for (const pair of missing) reading.moved.set(pair.no, { pair, seen: { kind: 'unknown', why } })
    return
  }
  const answers: readonly Found[] = await readMany(
    entity.collections[side],
    missing.map(({ ids }) => ids[side] ?? ''),
    context,
  )
  const seen = await observeAnswers(answers, context)
  missing.forEach((pair, at) => {
    const observation = seen[at]
    if (observation !== undefined) reading.moved.set(pair.no, { pair, seen: observation })
  })
}

async function findMissing(
  reading: SideReading,
  { entity, side, store }: SideContext,
): Promise<readonly Pair[]> {
  const missing: Pair[] = []
  let after = 0
  for (;;) {
    const page = await store.listPairs({ entity: entity.name }, { after, limit: PAIRS_PER_QUERY })
    for (const pair of page)
      if (
        pair.ids[side] !== undefined &&
        !reading.shown.has(pair.no) &&
        !isShownFresh(pair, reading, side)
      )
        missing.push(pair)
    const last = page.at(-1)
    if (last === undefined || page.length < PAIRS_PER_QUERY) return missing
    after = last.no
  }
}

function isShownFresh(pair: Pair, reading: SideReading, side: 'a' | 'b'): boolean {
  return isUnlinked(pair) && reading.fresh.has(pair.ids[side] ?? '')
}
