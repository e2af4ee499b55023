import type { CliContext } from '../context.ts'
import type { Entry } from '../../engine/plan/entry.ts'
import type { ExitCode } from '../../errors.ts'
import type { Explaining } from './tell-missing.ts'
import type { FoundLink } from './find-link.ts'
import type { Pair } from '../../core/pair.ts'
import type { Subject } from './find-subject.ts'
import type { ToldEntry } from '../journal/tell-entry.ts'
import type { ToldRecord } from './told-record.ts'
import { EXIT_CODES } from '../../errors.ts'
import { assert } from '../../core/assert.ts'
import { drawRecord } from './draw-record.ts'
import { findLink } from './find-link.ts'
import { findSubject } from './find-subject.ts'
import { foreseePair, foreseeRecord } from './foresee-pair.ts'
import { historyOf, printHistory } from './history.ts'
import { onlyEntities } from '../run/narrow-pairing.ts'
import { tellEnded, tellUnknown, tellUnlisted } from './tell-missing.ts'
import { tellRecord } from './told-record.ts'
import { timestamp } from '../output/relative-time.ts'
import { withPairing } from '../with-pairing.ts'

/** The options of `explain`. */
export interface ExplainOptions {
  readonly entity?: string | undefined
}

/**
 * Explains one record (C71): what was agreed, what both systems say now, what follows, by which rule, and what to do next.
 * For an id that nobody knows it tells where it looked, and ends with 64.
 */
export function showExplain(
  context: CliContext,
  text: string,
  { entity }: ExplainOptions,
): Promise<ExitCode> {
  return withPairing(context, async (whole) => {
    const pairing = onlyEntities(whole, entity === undefined ? undefined : [entity])
    const explaining = { text, pairing, context }
    const subject = await findSubject(text, pairing, {
      signal: context.stop,
      progress: (what) => context.output.progress(what),
    })
    context.output.progress('')
    return explain(subject, explaining)
  })
}

async function explain(subject: Subject, explaining: Explaining): Promise<ExitCode> {
  const { pairing, context } = explaining
  const using = { clock: context.clock, listener: () => undefined, signal: context.stop }
  switch (subject.kind) {
    case 'pair':
      return tell(await foreseePair(subject.pair, pairing, using), subject.pair, explaining)
    case 'record': {
      const entry = await foreseeRecord(subject.record, pairing, using)
      return entry === undefined
        ? tellUnlisted(subject.record, explaining)
        : tell(entry, undefined, explaining)
    }
    case 'ended':
      return tellEnded(subject, explaining)
    case 'unknown':
      return tellUnknown(subject, explaining)
  }
}

async function tell(
  entry: Entry | undefined,
  known: Pair | undefined,
  explaining: Explaining,
): Promise<ExitCode> {
  const { pairing, context } = explaining
  const filter = known && { entity: known.entity, pair: known.no }
  if (entry === undefined) return tellEnded({ filter: filter ?? {}, looked: UNLISTED }, explaining)
  const entity = pairing.entities.find(({ name }) => name === entry.entity.name)
  assert(entity !== undefined, 'what is explained belongs to an entity')
  const told = tellRecord(entry, entity, known)
  const link = known && (await findLink(pairing.store, known, entity.terms.names))
  const history = filter === undefined ? [] : await historyOf(filter, pairing)
  const { output } = context
  if (output.json) {
    const linkedBy = link && { how: link.how, at: timestamp(link.atMs) }
    output.document({ ...told, linkedBy, history })
  } else print(told, { link, history, context })
  return EXIT_CODES.done
}

const UNLISTED = ['no listing shows its record']

interface Printing {
  readonly link: FoundLink | undefined
  readonly history: readonly ToldEntry[]
  readonly context: CliContext
}

function print(told: ToldRecord, { link, history, context }: Printing): void {
  const { output, clock } = context
  const shape = { columns: output.columns, nowMs: clock.nowMs(), link }
  for (const line of drawRecord(told, shape)) output.print(line)
  printHistory(history, context)
  if (told.next.length === 0) output.print('next: nothing to do')
  for (const step of told.next) output.print(`next: ${step}`)
}
