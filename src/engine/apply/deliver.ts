import type { Delivery, Parcel } from './parcel.ts'
import type { Flight, Next, Step, StepEvent } from '../../protocol/flight.ts'
import type { Identification, Operation, Seen } from '../../core/operation.ts'
import type { Drafted } from './draft.ts'
import type { Entity } from '../pairing.ts'
import type { Ledger } from '../ledger.ts'
import type { Names } from '../clock.ts'
import type { Pair } from '../../core/pair.ts'
import type { PairChange } from '../../stores/store.ts'
import type { PairEvent } from '../../core/journal.ts'
import type { PerformContext } from './perform.ts'
import type { Side } from '../../core/side.ts'
import type { Lanes } from './lanes.ts'
import { SIDES } from '../../core/side.ts'
import { abilityOf } from '../ability.ts'
import { draftOf } from './draft.ts'
import { isBilateralError } from '../../errors.ts'
import { openLanes } from './lanes.ts'
import { flightOf, step } from '../../protocol/step.ts'
import { intentOf } from '../../protocol/flight.ts'
import { perform } from './perform.ts'

/** What delivering writes needs. */
export interface DeliverContext extends PerformContext {
  readonly ledger: Ledger
  readonly names: Names
}

/** A parcel under way. `uncommitted` events are made durable before `next` is performed (W1). */
interface Transit {
  readonly parcel: Parcel
  readonly committed: Pair
  readonly uncommitted: readonly PairEvent[]
  readonly flight: Flight
  readonly next: Next
  readonly queue: readonly Operation[]
  /** The write under way. */
  readonly operation?: Operation | undefined
  readonly landed: readonly Operation[]
  readonly lacking: boolean
  /** What the answers to this parcel's writes showed: newer than what the plan saw. */
  readonly shown: Readonly<Partial<Record<Side, Seen>>>
}

/** What the parcels of one batch share. */
interface Batch extends DeliverContext {
  readonly lanes: Lanes
  /** The first error that ends the run; nothing new is begun after it. */
  failure?: Error
}

/**
 * Carries a batch of parcels through the write protocol, side by side: one durable transaction for all their intents,
 * then their requests at once within each system's concurrency, then one transaction for all answers, until every pair
 * has landed, has to be looked at again, or rests. A crash at any point is recovered by the next run (L15). Rejects with
 * what stops every write of a system or the memory: only when nothing is in flight any more and every answer is saved.
 */
export async function deliver(
  parcels: readonly Parcel[],
  context: DeliverContext,
): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = []
  const { ledger } = context
  const batch: Batch = { ...context, lanes: openLanes(() => ledger.keepAlive()) }
  let transits = await Promise.all(parcels.map((parcel) => depart(parcel, batch)))
  while (transits.length > 0) {
    await commitAll(transits, ledger)
    const settled = await Promise.all(transits.map((transit) => arrive(transit, batch)))
    const going: Transit[] = []
    for (const each of settled) {
      if ('result' in each) deliveries.push(each)
      else going.push(each)
    }
    transits = await Promise.all(going.map((transit) => advance(transit, batch)))
  }
  if (batch.failure !== undefined) throw batch.failure
  return deliveries
}

async function depart(parcel: Parcel, batch: Batch): Promise<Transit> {
  const { pair, queue } = parcel
  const transit: Transit = {
    parcel,
    committed: parcel.before,
    uncommitted: parcel.opening,
    flight: flightOf(pair),
    next: { kind: 'done' },
    queue,
    operation: pair.intent,
    landed: [],
    lacking: false,
    shown: {},
  }
  if (pair.intent === undefined) return armNext(transit, batch)
  return take(transit, { kind: 'reopened', atMs: batch.clock.nowMs() })
}

/** Begins the next write of a parcel: its native change is built, then its intent is noted. */
async function armNext(transit: Transit, batch: Batch): Promise<Transit> {
  const { parcel, flight } = transit
  const [planned, ...queue] = transit.queue
  if (planned === undefined) return transit
  const operation = { ...planned, seen: { ...planned.seen, ...transit.shown } }
  const drafted = await tryDraft(operation, parcel, batch)
  if (drafted.kind !== 'drafted') return unarmed(transit, drafted)
  const event: StepEvent = {
    kind: 'armed',
    operation: drafted.operation,
    op: batch.names.unique(),
    identification: identify(drafted.operation, parcel.entity, batch.names),
    body: drafted.body,
    record: drafted.record,
    atMs: batch.clock.nowMs(),
  }
  const lacking = transit.lacking || drafted.lacking === true
  const armed = { ...transit, queue, operation: drafted.operation, lacking }
  return take({ ...armed, flight: flightOf(flight.pair) }, event)
}

/** A target that cannot be read delays its own pair only; what is wrong with the whole system ends the run. */
async function tryDraft(operation: Operation, { entity }: Parcel, batch: Batch): Promise<Drafted> {
  const { references, lanes, abort } = batch
  if (batch.failure !== undefined)
    return { kind: 'waits', why: 'the run ended before it was written' }
  try {
    return await draftOf(operation, {
      entity,
      references,
      read: (side, id) => lanes(entity, side, () => entity.collections[side].get(id, abort)),
    })
  } catch (error) {
    const failure = errorOf(error)
    if (!isBilateralError(error, 'SYSTEM_ANSWER')) batch.failure ??= failure
    return { kind: 'waits', why: failure.message }
  }
}

/** A write that is not begun; of a record that has no counterpart yet, nothing is to be remembered either. */
function unarmed(transit: Transit, drafted: Exclude<Drafted, { kind: 'drafted' }>): Transit {
  const { before, pair } = transit.parcel
  const isNew = before.ids.a === undefined && before.ids.b === undefined
  const isAlone = pair.ids.a === undefined || pair.ids.b === undefined
  return {
    ...transit,
    queue: [],
    operation: undefined,
    uncommitted: isNew && isAlone ? [] : transit.uncommitted,
    lacking: drafted.kind === 'waits' && drafted.lacking === true,
    next: { kind: drafted.kind === 'moved' ? 'again' : 'rest', why: drafted.why },
  }
}

/** Chooses how the record can be recognised should the answer to its create be lost (W7). */
function identify(operation: Operation, entity: Entity, names: Names): Identification {
  if (operation.verb !== 'create') return { kind: 'none' }
  const ability = abilityOf(entity.collections[operation.side].can)
  switch (ability.identification) {
    case 'client-id':
      return { kind: 'client-id', id: names.unique() }
    case 'external-key':
      return { kind: 'external-key', field: ability.externalKey ?? '', value: names.unique() }
    case 'idempotency-key':
      return { kind: 'idempotency-key', key: names.unique() }
    case 'none':
      return { kind: 'none' }
  }
}

/** Lets the protocol take one step; its events wait for the next commit. */
function take(transit: Transit, event: StepEvent): Transit {
  const { entity } = transit.parcel
  const taken: Step = step(transit.flight, event, {
    terms: entity.terms,
    idempotencyTtlMs: abilityOf(entity.collections.a.can).idempotencyTtlMs,
    readBack: true,
  })
  return {
    ...transit,
    uncommitted: [...transit.uncommitted, ...taken.events],
    flight: { pair: taken.pair ?? transit.flight.pair, progress: taken.progress },
    next: taken.next,
  }
}

/** Makes every event durable in as few transactions as possible, before anything is sent (W1, W4). */
async function commitAll(transits: readonly Transit[], ledger: Ledger): Promise<void> {
  const changes = transits.flatMap((transit): readonly PairChange[] =>
    transit.uncommitted.length === 0
      ? []
      : [{ before: transit.committed, events: transit.uncommitted, after: remaining(transit) }],
  )
  if (changes.length > 0) await ledger.commit(changes)
}

/** The pair as the memory holds it after the commit; `undefined` when it ended. */
function remaining({ uncommitted, flight }: Transit): Pair | undefined {
  return uncommitted.at(-1)?.kind === 'forgotten' ? undefined : flight.pair
}

type Settled = Delivery | Transit

/** After a commit: the parcel is delivered, or goes on with its next request or its next write. */
async function arrive(transit: Transit, batch: Batch): Promise<Settled> {
  const left = remaining(transit)
  const committed: Transit = { ...transit, committed: transit.flight.pair, uncommitted: [] }
  const { next, operation } = transit
  if (next.kind === 'rest' || next.kind === 'again') {
    const result = next.kind === 'rest' ? 'waits' : 'again'
    return delivery(committed, left, result, next.why)
  }
  if (next.kind !== 'done') return committed
  const landed = operation === undefined ? transit.landed : [...transit.landed, operation]
  return goOn({ ...committed, landed }, left, batch)
}

/** After a write that landed: the parcel's next one, or its delivery. */
async function goOn(transit: Transit, left: Pair | undefined, batch: Batch): Promise<Settled> {
  if (transit.queue.length > 0 && left !== undefined) return armNext(transit, batch)
  const result = left !== undefined && showsMore(transit.shown, left) ? 'again' : 'landed'
  return delivery(transit, left, result, 'the target added values of its own')
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/** Tells whether an answer showed more than what became the base: it has yet to travel back. */
function showsMore(shown: Transit['shown'], { base }: Pair): boolean {
  return SIDES.some(
    (side) => shown[side]?.token !== undefined && base?.[side].token !== shown[side].token,
  )
}

function delivery(
  { parcel, landed, lacking }: Transit,
  pair: Pair | undefined,
  result: Delivery['result'],
  why: string,
): Delivery {
  return { entity: parcel.entity, no: parcel.before.no, pair, result, why, lacking, landed }
}

/** Performs what is next and lets the protocol read the answer. */
async function advance(transit: Transit, batch: Batch): Promise<Transit> {
  // A second write that was not begun leaves nothing to perform.
  if (transit.uncommitted.length > 0 || isOver(transit.next)) return transit
  const intent = intentOf(transit.flight.pair)
  const { entity } = transit.parcel
  const rest = (why: string): Transit => ({ ...transit, next: { kind: 'rest', why } })
  try {
    const event = await batch.lanes(entity, intent.side, () =>
      perform(transit.next, intent, entity, batch),
    )
    if (event === undefined) return rest('it is left to the next run')
    return take({ ...transit, shown: { ...transit.shown, ...shownBy(event, intent.side) } }, event)
  } catch (error) {
    // The others of the batch are in flight: they are heard out and saved before the run ends (E3).
    const failure = errorOf(error)
    batch.failure ??= failure
    return rest(failure.message)
  }
}

function isOver({ kind }: Next): boolean {
  return kind === 'again' || kind === 'rest'
}

function shownBy(event: StepEvent, side: Side): Transit['shown'] {
  if (event.kind !== 'answered' || event.outcome.kind !== 'written') return {}
  return event.outcome.after === undefined ? {} : { [side]: event.outcome.after }
}
