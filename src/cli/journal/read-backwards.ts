import type { JournalEntry, JournalFilter, Store } from '../../stores/store.ts'

/** Lines asked for at once. */
export const JOURNAL_PAGE_LINES = 1_000

/** A stretch that held fewer lines than this is followed by one twice as long. */
const LINES_SPARSE = 250

/**
 * Pages of the journal from its end towards its beginning; within a page the lines are in order. A store answers forwards
 * only: its end is found by doubling and halving, so that the last lines of a long journal come at once.
 */
export async function* readBackwards(
  store: Store,
  filter: JournalFilter,
): AsyncGenerator<readonly JournalEntry[], void, void> {
  let upper = await findEnd(store, filter)
  let length = JOURNAL_PAGE_LINES
  while (upper > 0) {
    const lower = Math.max(0, upper - length)
    const lines = await readStretch(store, filter, { lower, upper })
    if (lines.length > 0) yield lines
    if (lines.length < LINES_SPARSE) length *= 2
    upper = lower
  }
}

/** The position of the last line, 0 without one. */
async function findEnd(store: Store, filter: JournalFilter): Promise<number> {
  const isBehind = async (after: number): Promise<boolean> =>
    (await store.readJournal(filter, { after, limit: 1 })).length > 0
  let upper = JOURNAL_PAGE_LINES
  while (await isBehind(upper)) upper *= 2
  let lower = 0
  while (upper > lower) {
    const middle = Math.floor((lower + upper) / 2)
    if (await isBehind(middle)) lower = middle + 1
    else upper = middle
  }
  return upper
}

/** Lines at positions above `lower` and up to `upper`. */
async function readStretch(
  store: Store,
  filter: JournalFilter,
  { lower, upper }: { readonly lower: number; readonly upper: number },
): Promise<readonly JournalEntry[]> {
  const lines: JournalEntry[] = []
  for (let after = lower; ;) {
    const page = await store.readJournal(filter, { after, limit: JOURNAL_PAGE_LINES })
    lines.push(...page.filter(({ seq }) => seq <= upper))
    const last = page.at(-1)
    if (last === undefined || last.seq >= upper || page.length < JOURNAL_PAGE_LINES) return lines
    after = last.seq
  }
}
