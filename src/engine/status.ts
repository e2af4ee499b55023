import type { BySide } from '../core/side.ts'
import type { Cursor, MemoryFacts, RunFact } from '../core/journal.ts'
import type { Lease, PairFilter, Store } from '../stores/store.ts'
import type { Pair } from '../core/pair.ts'
import type { Pairing } from './pairing.ts'
import { SIDES, bySide } from '../core/side.ts'

/** Pairs read from the memory in one query. */
export const PAIRS_PER_PAGE = 500

/** What the memory says of one entity. */
export interface EntityStatus {
  readonly entity: string
  /** Pairs of two records. */
  readonly linked: number
  /** Questions that wait for a person, creates of unknown fate included and answered ones not. */
  readonly conflicts: number
  /** Answers that wait for the next run. */
  readonly decrees: number
  /** Requests that no run has settled yet, without those that only a person can settle. */
  readonly intents: number
  /** Creates whose fate only a person can tell (W7). */
  readonly pendingCreates: number
  /** Writes that a system refused for their content. */
  readonly parked: number
  readonly cursors: Partial<Readonly<BySide<Cursor>>>
}

/** What the memory says: how things stood when the last run ended, and what has been left open since. */
export interface Status {
  readonly pairing: string
  readonly systems: BySide<string>
  /** The last run; without an end it is under way or was cut off. */
  readonly lastRun?: RunFact | undefined
  /** Who may write to the memory at present; a lease that has expired may be taken over. */
  readonly lease?: Lease | undefined
  readonly entities: readonly EntityStatus[]
}

/** Reads how a pairing stands from its memory alone; no system is asked. Safe to repeat, also during a run. */
export async function readStatus({ name, systems, entities, store }: Pairing): Promise<Status> {
  const facts = await store.facts()
  return {
    pairing: name,
    systems: bySide((side) => systems[side].name),
    lastRun: facts.lastRun,
    lease: await store.findLease(name),
    entities: await Promise.all(
      entities.map((entity) => readEntity(entity.name, store, facts.cursors)),
    ),
  }
}

async function readEntity(
  entity: string,
  store: Store,
  cursors: MemoryFacts['cursors'],
): Promise<EntityStatus> {
  const count = (open?: PairFilter['open']): Promise<number> => store.countPairs({ entity, open })
  let [pending, half, answered] = [0, 0, 0]
  for await (const pair of openPairs(store, entity)) {
    if (pair.intent?.pending === true) pending += 1
    if (pair.conflict !== undefined && pair.decree !== undefined) answered += 1
    if (pair.ids.a === undefined || pair.ids.b === undefined) half += 1
  }
  return {
    entity,
    linked: (await count()) - half,
    conflicts: (await count('conflict')) - answered,
    decrees: await count('decree'),
    intents: (await count('intent')) - pending,
    pendingCreates: pending,
    parked: await count('parking'),
    cursors: Object.fromEntries(
      SIDES.flatMap((side) => {
        const cursor = cursors[`${entity}/${side}`]
        return cursor === undefined ? [] : [[side, cursor]]
      }),
    ),
  }
}

const OPEN = ['intent', 'conflict', 'decree', 'parking'] as const

/** Every pair of an entity about which something is open, each once: requests first, then questions, answers, refusals. */
export async function* openPairs(store: Store, entity: string): AsyncGenerator<Pair, void> {
  for (const [at, open] of OPEN.entries()) {
    const earlier = OPEN.slice(0, at)
    for await (const pair of listAll(store, { entity, open }))
      if (earlier.every((known) => pair[known] === undefined)) yield pair
  }
}

async function* listAll(store: Store, filter: PairFilter): AsyncGenerator<Pair, void> {
  let after = 0
  for (;;) {
    const page = await store.listPairs(filter, { after, limit: PAIRS_PER_PAGE })
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < PAIRS_PER_PAGE) return
    after = last.no
  }
}
