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
import PQueue from 'p-queue'
import { SIDES } from '../../core/side.ts'
import { abilityOf } from '../ability.ts'
import { draftOf } from './draft.ts'
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
  readonly landed: readonly Operation[]
  /** What the answers to this parcel's writes showed: newer than what the plan saw. */
  readonly shown: Readonly<Partial<Record<Side, Seen>>>
}

/**
 * Carries a batch of parcels through the write protocol, side by side: one durable transaction for all their intents,
 * then their requests at once within each system's concurrency, then one transaction for all answers, until every pair
 * has landed, has to be looked at again, or rests. A crash at any point is recovered by the next run (L15).
 */
export async function deliver(
  parcels: readonly Parcel[],
  context: DeliverContext,
): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = []
  const lanes = new Lanes()
  let transits = await Promise.all(parcels.map((parcel) => depart(parcel, context)))
  while (transits.length > 0) {
    await commitAll(transits, context.ledger)
    const settled = await Promise.all(transits.map((transit) => arrive(transit, context)))
    const going: Transit[] = []
    for (const each of settled) {
      if ('result' in each) deliveries.push(each)
      else going.push(each)
    }
    transits = await Promise.all(going.map((transit) => advance(transit, lanes, context)))
  }
  return deliveries
}

/** Requests to one collection wait for a place within its concurrency. */
class Lanes {
  readonly #queues = new Map<string, PQueue>()

  add<T>(entity: Entity, side: Side, request: () => Promise<T>): Promise<T> {
    const key = `${entity.name}/${side}`
    const concurrency = entity.collections[side].can.concurrency
    const queue = this.#queues.get(key) ?? new PQueue({ concurrency })
    this.#queues.set(key, queue)
    return queue.add(request)
  }
}

async function depart(parcel: Parcel, context: DeliverContext): Promise<Transit> {
  const { pair, queue } = parcel
  const transit: Transit = {
    parcel,
    committed: parcel.before,
    uncommitted: parcel.opening,
    flight: flightOf(pair),
    next: { kind: 'done' },
    queue,
    landed: [],
    shown: {},
  }
  if (pair.intent === undefined) return armNext(transit, context)
  return take(transit, { kind: 'reopened', atMs: context.clock.nowMs() })
}

/** Begins the next write of a parcel: its native change is built, then its intent is noted. */
async function armNext(transit: Transit, context: DeliverContext): Promise<Transit> {
  const { parcel, flight } = transit
  const [planned, ...queue] = transit.queue
  if (planned === undefined) return transit
  const operation = { ...planned, seen: { ...planned.seen, ...transit.shown } }
  const drafted: Drafted = await draftOf(operation, {
    entity: parcel.entity,
    references: context.references,
    signal: context.abort,
  })
  if (drafted.kind === 'moved')
    return { ...transit, queue: [], next: { kind: 'again', why: drafted.why } }
  if (drafted.kind === 'waits')
    return { ...transit, queue: [], next: { kind: 'rest', why: drafted.why } }
  const event: StepEvent = {
    kind: 'armed',
    operation: drafted.operation,
    op: context.names.unique(),
    identification: identify(drafted.operation, parcel.entity, context.names),
    body: drafted.body,
    record: drafted.record,
    atMs: context.clock.nowMs(),
  }
  return take({ ...transit, queue, flight: flightOf(flight.pair) }, event)
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
async function arrive(transit: Transit, context: DeliverContext): Promise<Settled> {
  const left = remaining(transit)
  const committed: Transit = { ...transit, committed: transit.flight.pair, uncommitted: [] }
  const { next } = transit
  if (next.kind === 'rest') return delivery(committed, left, 'waits', next.why)
  if (next.kind === 'again') return delivery(committed, left, 'again', next.why)
  if (next.kind !== 'done') return committed
  const landed = landedBy(committed)
  if (committed.queue.length > 0 && left !== undefined)
    return armNext({ ...committed, landed }, context)
  const result = left !== undefined && showsMore(committed.shown, left) ? 'again' : 'landed'
  return delivery({ ...committed, landed }, left, result, 'the target added values of its own')
}

/** Tells whether an answer showed more than what became the base: it has yet to travel back. */
function showsMore(shown: Transit['shown'], { base }: Pair): boolean {
  return SIDES.some(
    (side) => shown[side]?.token !== undefined && base?.[side].token !== shown[side].token,
  )
}

function landedBy({ landed, parcel, queue }: Transit): readonly Operation[] {
  const operation = parcel.queue.at(parcel.queue.length - queue.length - 1)
  return operation === undefined ? landed : [...landed, operation]
}

function delivery(
  { parcel, landed }: Transit,
  pair: Pair | undefined,
  result: Delivery['result'],
  why: string,
): Delivery {
  return { entity: parcel.entity, no: parcel.before.no, pair, result, why, landed }
}

/** Performs what is next and lets the protocol read the answer. */
async function advance(transit: Transit, lanes: Lanes, context: DeliverContext): Promise<Transit> {
  if (transit.uncommitted.length > 0) return transit
  const intent = intentOf(transit.flight.pair)
  const { entity } = transit.parcel
  const event = await lanes.add(entity, intent.side, () =>
    perform(transit.next, intent, entity, context),
  )
  if (event === undefined)
    return { ...transit, next: { kind: 'rest', why: 'it is left to the next run' } }
  return take({ ...transit, shown: { ...transit.shown, ...shownBy(event, intent.side) } }, event)
}

function shownBy(event: StepEvent, side: Side): Transit['shown'] {
  if (event.kind !== 'answered' || event.outcome.kind !== 'written') return {}
  return event.outcome.after === undefined ? {} : { [side]: event.outcome.after }
}
