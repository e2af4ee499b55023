import type { Absorbed, Entry } from '../plan/entry.ts'
import type { Delivery, Parcel } from './parcel.ts'
import type { EntityPlan, Plan } from '../plan/plan.ts'
import type { DeliverContext } from './deliver.ts'
import type { Listener } from '../events.ts'
import type { Operation } from '../../core/operation.ts'
import type { Pair } from '../../core/pair.ts'
import type { PairChange } from '../../stores/store.ts'
import type { PairEvent } from '../../core/journal.ts'
import { CHANGES_PER_COMMIT } from '../ledger.ts'
import { chunksOf } from '../observe/read-many.ts'
import { deliver } from './deliver.ts'
import { foldPair } from '../../core/journal.ts'
import { wavesOf } from './waves.ts'
import { openingEvents } from '../../protocol/opening.ts'

/** Pairs whose requests are in flight together: one durable transaction for all their intents. */
export const PARCELS_PER_BATCH = 100

/**
 * Carries out a plan: what needs no request first, then creates and updates with parents before children, then deletes
 * with children before parents. A stop ends it between batches; what is in flight is finished and saved.
 */
export async function apply(plan: Plan, context: DeliverContext): Promise<readonly Delivery[]> {
  for (const entity of plan.entities) await remember(entity, context)
  const total = plan.entities.reduce((sum, { entries }) => sum + writing(entries).length, 0)
  const deliveries: Delivery[] = []
  const post = async (entries: readonly Entry[]): Promise<void> => {
    const waves = wavesOf(entries)
    for (const batch of waves.flatMap((wave) => chunksOf(wave, PARCELS_PER_BATCH))) {
      if (context.stop.aborted) return
      const parcels = batch.map((entry) => parcelOf(entry, context))
      const delivered = await deliver(parcels, context)
      for (const each of delivered) tell(each, context.listener)
      deliveries.push(...delivered)
      context.listener({ type: 'progress', phase: 'apply', done: deliveries.length, total })
    }
  }
  for (const { entries } of plan.entities)
    await post(writing(entries).filter((entry) => !isDelete(entry)))
  for (const { entries } of plan.entities.toReversed())
    await post(writing(entries).filter(isDelete))
  return deliveries
}

/** Tells the world what became of one pair's writes. */
function tell({ entity, no, pair, landed, result, why }: Delivery, listener: Listener): void {
  const told = { entity: entity.name, pair: no }
  for (const { side, verb, id } of landed)
    listener({ type: 'wrote', ...told, side, verb, id: id ?? pair?.ids[side] })
  if (result !== 'landed') listener({ type: 'left', ...told, result, why })
}

function writing(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(({ operations }) => operations.length > 0)
}

function isDelete({ operations }: Entry): boolean {
  return operations.some(({ verb }: Operation) => verb === 'delete')
}

/** Commits what needs no request: links, adoptions, questions, repairs, ends. */
async function remember(plan: EntityPlan, { ledger, clock }: DeliverContext): Promise<void> {
  const changes = plan.entries
    .filter(({ operations }) => operations.length === 0)
    .flatMap((entry) => changesOf(entry, clock.nowMs()))
  for (const batch of chunksOf([...plan.absorbed.map(absorption), ...changes], CHANGES_PER_COMMIT))
    await ledger.commit(batch)
}

function absorption({ before, into }: Absorbed): PairChange {
  const why = `its record belongs to pair ${String(into)}`
  return { before, events: [{ kind: 'forgotten', why }], after: undefined }
}

/** A record that is only counted, and a pair that stays as it is, leave no trace in the memory. */
function changesOf(entry: Entry, atMs: number): readonly PairChange[] {
  const opening = openingEvents(entry, atMs)
  const isNew = entry.before.ids.a === undefined && entry.before.ids.b === undefined
  const isLinked = entry.pair.ids.a !== undefined && entry.pair.ids.b !== undefined
  if (opening.length === 0 && (isNew ? !isLinked : entry.linking.length === 0)) return []
  const events = [...entry.linking, ...opening]
  return [{ before: entry.before, events, after: foldAll(entry.before, events) }]
}

function parcelOf(entry: Entry, { clock }: DeliverContext): Parcel {
  const opening = [...entry.linking, ...openingEvents(entry, clock.nowMs())]
  return {
    entity: entry.entity,
    before: entry.before,
    pair: foldAll(entry.before, opening) ?? entry.before,
    opening,
    queue: entry.operations,
  }
}

function foldAll(before: Pair, events: readonly PairEvent[]): Pair | undefined {
  return events.reduce<Pair | undefined>((pair, event) => pair && foldPair(pair, event), before)
}
