import type { BySide, Side } from '../../../src/core/side.ts'
import type { Fields } from '../../../src/core/value.ts'
import type { Intent, Operation } from '../../../src/core/operation.ts'
import type { Know, System } from './system.ts'
import type { Next, Progress, StepEvent } from '../../../src/protocol/flight.ts'
import type { Observation } from '../../../src/core/observation.ts'
import type { Pair } from '../../../src/core/pair.ts'
import type { Profile } from './profile.ts'
import type { PairEvent } from '../../../src/core/journal.ts'

/** What travels with a request although no system sees it. */
export interface Cargo {
  /** What the written values descend from; of a delete, the absence. */
  readonly know: Know
  /** The same before a conflict was settled in its favour. */
  readonly own: Know
  /** What the decision read on each side. */
  readonly read: BySide<Know>
  readonly origin: number
  /** Fields, or the record, that both sides had changed as far as the decision could see. */
  readonly contested: readonly string[]
  /** Fields on which the decision saw both sides say the same. */
  readonly alike: readonly string[]
  /** What both sides really said when they last agreed. */
  readonly agreed: BySide<Fields>
  /** A person decided it. */
  readonly decreed: boolean
  /** The request, or an earlier copy of it, took effect. */
  readonly applied: boolean
}

/** One pair in the memory, and the lineage of its open request. */
export interface Remembered {
  readonly pair: Pair
  /** What both sides really said when they last agreed, whatever the memory believes. */
  readonly agreed: BySide<Fields>
  readonly cargo?: Cargo | undefined
  /** The write of the person who answered the pair's last question. */
  readonly answer?: number | undefined
}

/** A request whose answer was given up and that the network still holds. */
export interface Delayed {
  readonly no: number
  readonly intent: Intent
  readonly cargo: Cargo
  /** Its intent was settled: it must not take effect any more. */
  readonly settled: boolean
}

/** One pair on its way through a run: everything that a crash forgets. */
export interface Job {
  readonly pair: Pair
  /** The pair as it was decided. */
  readonly decided: Pair
  /** How the pair came to be, if this run made it. */
  readonly linking: readonly PairEvent[]
  readonly seen: Partial<Readonly<Record<Side, Observation>>>
  readonly read: Partial<Readonly<Record<Side, Know>>>
  readonly flight?: JobFlight | undefined
}

/** A job that writes. */
export interface JobFlight {
  readonly progress: Progress
  readonly next: Next
  readonly queue: readonly Operation[]
  readonly answer?: Answer | undefined
}

/** What was answered and is not in the memory yet. */
export interface Answer {
  readonly event: StepEvent
  /** What a look showed to descend from. */
  readonly know?: Know | undefined
}

/** One transaction of one pair, and what the tests know about it. */
export interface Commit {
  readonly pair: Pair
  readonly events: readonly PairEvent[]
  readonly profile: Profile
  /** What the decision saw, where the transaction follows from one. */
  readonly job?: Job | undefined
  /** The lineage of the request that the transaction arms. */
  readonly cargo?: Cargo | undefined
  /** The write of a person who answers a question. */
  readonly answeredBy?: number | undefined
  /** What was answered, where the transaction follows from an answer. */
  readonly answer?: Answer | undefined
}

/** What may still happen. */
export interface Budget {
  readonly edits: number
  readonly crashes: number
  readonly losses: number
  readonly delays: number
  readonly ticks: number
  /** Questions a person answers. */
  readonly decrees: number
}

/** Why something nobody can prevent may happen from now on, and to which writes of users. */
export type Cause =
  /** No condition guards the write, and the target moved in between (I1). */
  | 'window'
  /** An exact revert within the window of an unacknowledged write. */
  | 'revert'
  /** The target was deleted within that window: a conflict, or none (I3). */
  | 'deleted'
  /** A created record was deleted before its create was known to have landed, without a trace (I2). */
  | 'dark'
  /** A request took effect after its intent was settled. */
  | 'late'
  /** What the target made of an unacknowledged write was taken for a person's edit. */
  | 'normal'
  /** A record was deleted between the two writes of a merge: the rule for changed and deleted decides (W13). */
  | 'half'
  /** A record was deleted before it had ever agreed with the one it proved to be: as if it had never been there. */
  | 'unmet'
  /** A created record cannot be told from a person's (I5). */
  | 'alike'

/** What only the tests know. */
export interface Ghost {
  /** Writes of users so far, one bit each; the first made the records that were there at the start. */
  readonly writes: number
  /** Which of them were deletions. */
  readonly deletes: number
  /** Writes whose values the journal keeps. */
  readonly kept: number
  /** Writes whose values the journal keeps as unacknowledged. */
  readonly unacknowledged: number
  readonly causes: Readonly<Partial<Record<Cause, number>>>
  /** A request or its answer was lost, or the engine. */
  readonly isFaulty: boolean
}

/** Two systems, the memory between them, and what is under way. */
export interface World {
  readonly systems: BySide<System>
  readonly clock: number
  readonly memory: readonly Remembered[]
  readonly pairs: number
  readonly ops: number
  readonly job?: Job | undefined
  readonly delayed?: Delayed | undefined
  readonly budget: Budget
  readonly ghost: Ghost
  readonly breach?: Breach | undefined
}

/** A property that does not hold, and the named cause that explains it, if one does. */
export interface Breach {
  readonly property: string
  readonly cause?: Cause | undefined
  readonly detail: string
}

/** Tells whether every write of `inner` is one of `outer`. */
export function isWithin(inner: number, outer: number): boolean {
  return (inner & ~outer) === 0
}

/** The writes a field's value descends from. */
export function bitsOf(know: Know | undefined, field: string): number {
  return know?.[field] ?? 0
}

/** Every write that any of the values descends from. */
export function allOf(know: Know): number {
  return Object.values(know).reduce((all, mask) => all | mask, 0)
}

/** Records a breach, with the cause that touched the writes involved last. */
export function breach(
  world: World,
  property: string,
  { detail, writes }: { readonly detail: string; readonly writes: number },
): World {
  if (world.breach !== undefined) return world
  const causes = Object.entries(world.ghost.causes) as [Cause, number][]
  const cause = causes.findLast(([, mask]) => (mask & writes) !== 0)?.[0]
  return { ...world, breach: { property, cause, detail } }
}

/** Notes that a named cause has touched these writes. */
export function blame(world: World, cause: Cause, writes: number): World {
  const { ghost } = world
  const { [cause]: known = 0, ...others } = ghost.causes
  const causes = { ...others, [cause]: known | writes }
  return { ...world, ghost: { ...ghost, causes } }
}

/** Notes that a named cause is over. */
export function forgive(world: World, cause: Cause): World {
  const others = Object.entries(world.ghost.causes).filter(([name]) => name !== cause)
  return { ...world, ghost: { ...world.ghost, causes: Object.fromEntries(others) } }
}

/** Notes that the journal keeps the values of these writes. */
export function keep(world: World, writes: number): World {
  const kept = world.ghost.kept | writes
  return kept === world.ghost.kept ? world : { ...world, ghost: { ...world.ghost, kept } }
}

/** The world with one side replaced. */
export function withSystem(world: World, side: Side, system: System): World {
  return { ...world, systems: { ...world.systems, [side]: system } }
}

/** The remembered pair with a number. */
export function rememberedOf(world: World, no: number): Remembered | undefined {
  return world.memory.find(({ pair }) => pair.no === no)
}
