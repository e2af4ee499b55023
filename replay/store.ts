import type { Job, World } from '../test/protocol/world/world.ts'
import type { Memory, EntityMemory } from '../src/stores/memory/memory.ts'
import type { MemoryFacts, PairEvent } from '../src/core/journal.ts'
import type { Pair } from '../src/core/pair.ts'
import type { PairChange, Store } from '../src/stores/store.ts'
import type { Reading, Stage } from './stage.ts'
import { bySide } from '../src/core/side.ts'
import { UNLINKED } from '../src/core/observation.ts'
import { bornAlike, cargoOf } from '../test/protocol/world/engine.ts'
import { breach, rememberedOf } from '../test/protocol/world/world.ts'
import { commit } from '../test/protocol/world/memory.ts'
import { foldPair } from '../src/core/journal.ts'
import { mayDie, never } from './boundary.ts'
import { memoryStore } from '../src/stores/memory/memory-store.ts'
import { placeOf } from './stage.ts'

/** The memory store on what the world remembers: a new process on the durable part of an old one. */
export function storeOf(stage: Stage, facts: MemoryFacts): Store {
  const store = memoryStore(memoryOf(stage.world, facts))
  return {
    ...store,
    async commit(lease, transaction) {
      if (stage.isDead) return never()
      const { pairs } = transaction
      if (pairs.length > 0 && mayDie(stage, `commit of ${kindsOf(pairs)}`)) return never()
      await store.commit(lease, transaction)
      for (const change of pairs) note(stage, change)
      return undefined
    },
  }
}

function kindsOf(pairs: readonly PairChange[]): string {
  return pairs.flatMap(({ events }) => events.map(({ kind }) => kind)).join()
}

function memoryOf({ memory, pairs }: World, facts: MemoryFacts): Memory {
  const held: EntityMemory = {
    lastNumber: pairs,
    given: new Set(),
    pairs: new Map(memory.map(({ pair }) => [pair.no, pair])),
    byId: bySide((side) => new Map(memory.flatMap(({ pair }) => entryOf(pair, side)))),
  }
  return { entities: new Map([['e', held]]), journal: [], leases: new Map(), facts }
}

function entryOf({ ids, no }: Pair, side: 'a' | 'b'): readonly (readonly [string, number])[] {
  const id = ids[side]
  return id === undefined ? [] : [[id, no]]
}

/** Tells those who know where every value comes from what became durable. */
function note(stage: Stage, change: PairChange): void {
  const { before, events } = change
  const answer = stage.watch.answers.get(before.no)
  if (before.intent !== undefined) {
    stage.watch.answers.delete(before.no)
    if (events.some(({ kind }) => kind === 'landed')) stage.watch.landed.add(before.no)
    stage.world = commit(stage.world, { pair: before, events, profile: stage.profile, answer })
  } else noteDecision(stage, change)
  checkFold(stage, change)
}

function noteDecision(stage: Stage, { before, events }: PairChange): void {
  const { profile, watch } = stage
  const pair = linked(before, events)
  const opening = events.filter(({ kind }) => kind !== 'intended')
  const isSecond = before.target !== undefined && watch.landed.delete(before.no)
  const known = isSecond ? watch.jobs.get(before.no) : undefined
  const job = known === undefined ? jobOf(stage, pair, events) : { ...known, pair: before }
  watch.jobs.set(before.no, job)
  const start = job.linking.length > 0 ? bornAlike(stage.world, pair) : stage.world
  stage.world = commit(start, { pair, events: opening, profile, job: isSecond ? undefined : job })
  const intended = events.find((event) => event.kind === 'intended')
  if (intended === undefined) return
  const opened = rememberedOf(stage.world, before.no)?.pair ?? pair
  const cargo = cargoOf(stage.world, job, intended.intent, profile)
  stage.world = commit(stage.world, { pair: opened, events: [intended], profile, cargo })
}

/** The pair with its ids, which the first event of a new one gives it. */
function linked(before: Pair, events: readonly PairEvent[]): Pair {
  return events
    .filter(({ kind }) => kind === 'linked')
    .reduce<Pair>((pair, event) => foldPair(pair, event) ?? pair, before)
}

/** What the pair was decided on: the last reading of each side. */
function jobOf({ watch }: Stage, pair: Pair, events: readonly PairEvent[]): Job {
  const readings = bySide<Reading | undefined>((side) => {
    const id = pair.ids[side]
    return id === undefined ? undefined : watch.readings.get(placeOf(side, id))
  })
  const linking = events.filter(({ kind }) => kind === 'linked')
  return {
    pair,
    decided: pair,
    linking,
    seen: bySide((side) => readings[side]?.seen ?? UNLINKED),
    read: bySide((side) => readings[side]?.know ?? {}),
  }
}

/** The memory is the fold of its journal: what the engine stored is what its events make. */
function checkFold(stage: Stage, { before, after }: PairChange): void {
  const folded = rememberedOf(stage.world, before.no)?.pair
  if (JSON.stringify(folded) === JSON.stringify(after)) return
  const detail = `pair ${before.no} is not the fold of its events`
  stage.world = breach(stage.world, 'S1', { detail, writes: -1 })
}
