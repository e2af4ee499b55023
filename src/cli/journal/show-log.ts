import type { CliContext } from '../context.ts'
import type { ExitCode } from '../../errors.ts'
import type { JournalFilter } from '../../stores/store.ts'
import type { Pairing } from '../../engine/pairing.ts'
import type { Tail } from './read-tail.ts'
import { BilateralError, EXIT_CODES } from '../../errors.ts'
import { UI_VERSION } from '../output/output.ts'
import { bySide } from '../../core/side.ts'
import { entryLines, runHeading } from './print-entry.ts'
import { findFates } from './request-fates.ts'
import { findPairs, referenceTo } from '../record/find-pairs.ts'
import { onlyOne } from '../record/only-one.ts'
import { readCount } from '../options/read-count.ts'
import { readMoment } from '../options/read-moment.ts'
import { readTail } from './read-tail.ts'
import { searchJournal } from './search-journal.ts'
import { tellMissingPair } from '../record/tell-missing-pair.ts'
import { tellEntry } from './tell-entry.ts'
import { typed } from '../options/typed.ts'
import { withPairing } from '../with-pairing.ts'

/** The options of `log`. */
export interface LogOptions {
  readonly limit?: string | undefined
  /** A moment, or how long ago it was. */
  readonly since?: string | undefined
}

/** Lines shown where nobody says how many. */
export const LOG_LINES_DEFAULT = 50

/** Shows the journal in order, newest last: all of it, or what concerns one record or one run. */
export async function showLog(
  context: CliContext,
  about: string | undefined,
  { limit, since }: LogOptions,
): Promise<ExitCode> {
  const sinceMs = since === undefined ? undefined : readMoment(since, context.clock.nowMs())
  const lines = limit === undefined ? linesDefault(since) : readCount(limit)
  return withPairing(context, async (pairing) => {
    const filter = about === undefined ? {} : await filterFor(about, pairing)
    const tail = await readTail(pairing.store, filter, { limit: lines, sinceMs })
    await tell(tail, filter, { context, pairing })
    return EXIT_CODES.done
  })
}

/** Whoever names a moment wants everything since. */
function linesDefault(since: string | undefined): number {
  return since === undefined ? LOG_LINES_DEFAULT : Number.POSITIVE_INFINITY
}

/** Finds out what a text is about: a pair, a record by its id, a run. Rejects with `NOT_FOUND`, or `USAGE` for several. */
async function filterFor(text: string, pairing: Pairing): Promise<JournalFilter> {
  const reference = referenceTo(text, pairing)
  const [known, ...others] = await findPairs(reference, pairing)
  if (known !== undefined) {
    const { entity, no } = onlyOne([known, ...others], { text, command: 'log', pairing })
    return { entity, pair: no }
  }
  const { pair } = reference
  if (pair !== undefined && pair.no <= (await pairing.store.lastNumber(pair.entity)))
    return { entity: pair.entity, pair: pair.no }
  const found = await searchJournal(pairing.store, reference)
  if (found !== undefined) return found
  const missing = await tellMissingPair(text, pairing)
  const why = missing ?? "it is no pair, no id that either system's records have or had, and no run"
  throw new BilateralError(
    'NOT_FOUND',
    `the journal has nothing about ${JSON.stringify(text)}: ${why}`,
    { next: `bilateral explain ${typed(text)}` },
  )
}

interface Telling {
  readonly context: CliContext
  readonly pairing: Pairing
}

async function tell(
  { entries, hasOlder }: Tail,
  filter: JournalFilter,
  { context, pairing }: Telling,
): Promise<void> {
  const { output, clock } = context
  const names = bySide((side) => pairing.systems[side].name)
  const fates = await findFates(pairing.store, entries)
  const told = entries.map((entry) => tellEntry(entry, names, fates))
  if (output.json) output.event({ type: 'version', ui: UI_VERSION })
  if (!output.json && hasOlder) output.note('older lines are left out; --limit shows more')
  const shape = { columns: output.columns, whole: filter.pair !== undefined }
  let run: string | undefined
  for (const entry of told) {
    if (output.json) {
      output.event({ type: 'entry', ...entry })
      continue
    }
    if (entry.run !== run) output.print(runHeading(entry, clock.nowMs()))
    run = entry.run
    for (const line of entryLines(entry, shape)) output.print(line)
  }
  if (!output.json && told.length === 0) output.note('the journal has nothing to show')
}
