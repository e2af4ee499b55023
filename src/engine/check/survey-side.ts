import type { NativeRecord, Page } from '../../adapters/adapter.ts'
import type { Candidate } from '../../core/plan/correlate.ts'
import type { Entity } from '../pairing.ts'
import type { Listener } from '../events.ts'
import type { ListingEnd } from '../../adapters/adapter.ts'
import type { Side } from '../../core/side.ts'
import type { Store } from '../../stores/store.ts'
import type { ValueTallies } from './value-tally.ts'
import type { PathWatch } from '../paths/unread-path.ts'
import { openTallies } from './value-tally.ts'
import { watchPaths } from '../paths/unread-path.ts'

/** What one whole reading of one side showed. */
export interface Survey {
  records: number
  /** Records listed as deleted: they are not counted as records. */
  deleted: number
  pages: number
  /** Ids that were listed more than once. */
  repeated: number
  end: ListingEnd
  readonly tallies: ValueTallies
  readonly watch: PathWatch
  /** Records that are not linked yet, by id. */
  readonly fresh: Map<string, Candidate>
  /** Records that are linked already. */
  readonly linked: Set<string>
  /** For each match rule: the linked pair that holds a key. */
  readonly linkedKeys: readonly Map<string, number>[]
  /** For each match rule: how many records hold a key. */
  readonly keys: readonly Map<string, number>[]
}

/** What a survey needs. */
export interface SurveyContext {
  readonly entity: Entity
  readonly store: Store
  readonly listener: Listener
  readonly signal: AbortSignal
}

/** Reads a collection page by page, counts what it holds, and writes nothing. Throws what the listing throws. */
export async function surveySide(side: Side, context: SurveyContext): Promise<Survey> {
  const { entity, signal } = context
  const survey: Survey = {
    records: 0,
    deleted: 0,
    pages: 0,
    repeated: 0,
    end: { complete: false, why: 'the listing did not begin' },
    tallies: openTallies(entity.mapping, side),
    watch: watchPaths(entity, side),
    fresh: new Map(),
    linked: new Set(),
    linkedKeys: entity.match.map(() => new Map()),
    keys: entity.match.map(() => new Map()),
  }
  const listing = entity.collections[side].list(signal)
  for (;;) {
    const step = await listing.next()
    if (step.done === true) return { ...survey, end: step.value }
    await countPage(step.value, survey, { ...context, side })
  }
}

async function countPage(
  page: Page,
  survey: Survey,
  { entity, side, store, listener }: SurveyContext & { readonly side: Side },
): Promise<void> {
  const live = page.records.filter(({ state }) => state === 'live')
  const pairs = await store.findPairs(
    entity.name,
    side,
    live.map(({ id }) => id),
  )
  const pairOf = new Map(
    pairs
      .filter(({ ids }) => ids.a !== undefined && ids.b !== undefined)
      .map(({ ids, no }) => [ids[side] ?? '', no]),
  )
  survey.pages += 1
  survey.deleted += page.records.length - live.length
  for (const record of live)
    countRecord(record, survey, { entity, side, pair: pairOf.get(record.id) })
  listener({ type: 'page', entity: entity.name, side, records: survey.records })
}

interface Where {
  readonly entity: Entity
  readonly side: Side
  /** Number of the pair the record is linked in. */
  readonly pair: number | undefined
}

function countRecord({ id, fields }: NativeRecord, survey: Survey, where: Where): void {
  if (survey.fresh.has(id) || survey.linked.has(id)) {
    survey.repeated += 1
    return
  }
  const { entity, side, pair } = where
  survey.records += 1
  survey.watch.see(fields)
  survey.tallies.add(id, fields, entity.mapping.read(side, fields))
  const keys = entity.match.map(({ textOf }) => textOf(side, fields))
  keys.forEach((key, rule) => {
    if (key === undefined) return
    const counts = survey.keys[rule]
    counts?.set(key, (counts.get(key) ?? 0) + 1)
    if (pair !== undefined) survey.linkedKeys[rule]?.set(key, pair)
  })
  if (pair === undefined) survey.fresh.set(id, { id, keys })
  else survey.linked.add(id)
}
