import type { CliContext } from '../context.ts'
import type { JournalFilter } from '../../stores/store.ts'
import type { OpenPairing } from '../world.ts'
import type { ToldEntry } from '../journal/tell-entry.ts'
import { bySide } from '../../core/side.ts'
import { entryLines } from '../journal/print-entry.ts'
import { findFates } from '../journal/request-fates.ts'
import { readTail } from '../journal/read-tail.ts'
import { styled } from '../output/line.ts'
import { tellEntry } from '../journal/tell-entry.ts'

/** Journal lines that an explanation ends with. */
export const HISTORY_LINES = 8

/** The last lines of the journal about a pair, newest last. */
export async function historyOf(
  filter: JournalFilter,
  { store, systems }: OpenPairing,
): Promise<readonly ToldEntry[]> {
  const names = bySide((side) => systems[side].name)
  const { entries } = await readTail(store, filter, { limit: HISTORY_LINES })
  const fates = await findFates(store, entries)
  return entries.map((entry) => tellEntry(entry, names, fates))
}

/** Prints what happened to a pair. */
export function printHistory(history: readonly ToldEntry[], { output }: CliContext): void {
  if (history.length > 0) output.print([styled('what happened', 'dim')])
  for (const entry of history)
    for (const line of entryLines(entry, { columns: output.columns, whole: false }))
      output.print(line)
}
