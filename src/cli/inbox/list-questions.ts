import type { Criteria, OpenQuestion } from './criteria.ts'
import type { Pair } from '../../core/pair.ts'
import type { Pairing } from '../../engine/pairing.ts'
import type { PairFilter, Store } from '../../stores/store.ts'
import { meets } from './criteria.ts'

/** Pairs asked for at once. */
const PAGE_PAIRS = 1_000

/** Every question that meets the criteria, entities in the order of the configuration, pairs by number. */
export async function* listQuestions(
  { store, entities }: Pairing,
  criteria: Criteria,
  nowMs: number,
): AsyncGenerator<OpenQuestion, void, void> {
  const chosen = entities.filter(({ name }) => [undefined, name].includes(criteria.entity))
  for (const { name } of chosen)
    for await (const pair of listOpen(store, name, 'conflict'))
      if (isOpen(pair) && meets(pair, criteria, nowMs)) yield pair
}

/** Tells whether a person is asked about a pair. */
export function isOpen(pair: Pair): pair is OpenQuestion {
  return pair.conflict !== undefined
}

/** Every pair of an entity about which something of this kind is open, by number. */
export async function* listOpen(
  store: Store,
  entity: string,
  open: NonNullable<PairFilter['open']>,
): AsyncGenerator<Pair, void, void> {
  let page: readonly Pair[] = []
  do {
    const after = page.at(-1)?.no
    page = await store.listPairs({ entity, open }, { after, limit: PAGE_PAIRS })
    yield* page
  } while (page.length === PAGE_PAIRS)
}
