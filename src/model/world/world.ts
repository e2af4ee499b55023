import type { BySide, Side } from '../../core/side.ts'
import type { Fields } from '../../core/value.ts'
import type { Intent, Operation } from '../../core/operation.ts'
import type { Next, Progress, StepEvent } from '../../protocol/flight.ts'
import type { Observation } from '../../core/observation.ts'
import type { Pair } from '../../core/pair.ts'

/** What a record says, and the version at which it says so. */
export interface Content {
  readonly fields: Fields
  readonly version: string | null
  /** What is not shared was edited since both sides last agreed. */
  readonly touched?: boolean | undefined
}

/** Where a side keeps one record, or the trace of one that was deleted. */
export interface Place {
  readonly id: string
  /** The thing in the world that the record stands for: two records of one thing are one too many. */
  readonly thing: string
  /** Our external key, where the record was made with one. */
  readonly key?: string | undefined
  /** Absent once the record is deleted. */
  readonly row?: Content | undefined
  /** What it said before its last change, where a read may be stale. */
  readonly before?: Content | undefined
}

/** One of the two systems: it answers requests and knows nothing of the other. */
export interface System {
  readonly places: readonly (Place | null)[]
  /** Ids by idempotency key. */
  readonly keys: Readonly<Record<string, string>>
}

/** What the model knows of a request although no system sees it. */
export interface Cargo {
  /** Aspects that both sides had changed as far as the decision could see; `''` is the presence of the record. */
  readonly contested: readonly string[]
  /** Fields on which the decision saw both sides say the same. */
  readonly alike: readonly string[]
  /** What both sides really said when they last agreed. */
  readonly agreed: BySide<Fields>
  readonly ceded?: Ceded | undefined
  /** A person decided it. */
  readonly decreed: boolean
  /** The request, or an earlier copy of it, took effect. */
  readonly applied: boolean
  readonly things: readonly string[]
}

/** One pair in the memory, and what is known of its open request. */
export interface Remembered {
  readonly pair: Pair
  /** What both sides really said when they last agreed, whatever the memory believes. */
  readonly agreed: BySide<Fields>
  readonly ceded?: Ceded | undefined
  readonly cargo?: Cargo | undefined
}

/** What a side said when its unanswered write was overtaken: the journal keeps it, and the newer value stands. */
export interface Ceded {
  readonly side: Side
  readonly fields: Fields
}

/** A request whose answer was given up and that the network still holds. */
export interface Delayed {
  readonly no: number
  readonly intent: Intent
  readonly cargo: Cargo
  /** Its intent was settled: it must not take effect any more. */
  readonly settled: boolean
}

/** What was answered and is not in the memory yet. */
export interface Answer {
  readonly event: StepEvent
  /** A look showed the target, so that its lineage is known. */
  readonly shown: boolean
}

/** What a decision rests on. */
export interface Sight {
  /** The pair as it was decided. */
  readonly decided: Pair
  readonly seen: Readonly<Partial<Record<Side, Observation>>>
}

/** A job that writes. */
export interface JobFlight {
  readonly progress: Progress
  readonly next: Next
  readonly queue: readonly Operation[]
  readonly answer?: Answer | undefined
}

/** One pair on its way through a run: everything that a crash forgets. */
export interface Job {
  readonly no: number
  /** The ids of a pair that this run makes. */
  readonly linking?: Pair['ids'] | undefined
  /** What a listing showed was not enough: the rest is read by id. */
  readonly isById?: boolean | undefined
  /** What was read, while more is to be read or written. */
  readonly sight?: Sight | undefined
  readonly flight?: JobFlight | undefined
}

/** Two systems, the memory between them, and what is under way. Every part is plain JSON. */
export interface World {
  readonly a: System
  readonly b: System
  readonly memory: readonly Remembered[]
  readonly job: Job | null
  readonly delayed: Delayed | null
  /** The tick of the systems' clock, where versions are stamps. */
  readonly clock: number
}

/** The aspect of a record's being there. */
export const PRESENCE = ''

/** The remembered pair with a number. */
export function rememberedOf(world: World, no: number): Remembered | undefined {
  return world.memory.find(({ pair }) => pair.no === no)
}

/** Where a side keeps a record, live or deleted; `-1` where it never had one. */
export function placeOf({ places }: System, id: string | undefined): number {
  return id === undefined ? -1 : places.findIndex((place) => place?.id === id)
}

/** The live record with an id. */
export function rowOf(system: System, id: string | undefined): Content | undefined {
  return system.places[placeOf(system, id)]?.row
}

/** The world in which a part of one side's system is replaced. */
export function withSystem(world: World, side: Side, system: System): World {
  return side === 'a' ? { ...world, a: system } : { ...world, b: system }
}

/** The system with what it keeps at one place replaced. */
export function withPlace(system: System, at: number, place: Place | null): System {
  return { ...system, places: system.places.map((old, index) => (index === at ? place : old)) }
}

/** The pair that a job makes, before anything is remembered of it. */
export function pairOf({ no, linking }: Pick<Job, 'no' | 'linking'>): Pair {
  return { entity: 'e', no, ids: linking ?? {} }
}

/** The world in which the job has its answer, and has done nothing with it yet. */
export function answered(world: World, answer: Answer): World {
  const { job } = world
  if (job?.flight === undefined) return world
  return { ...world, job: { ...job, flight: { ...job.flight, answer } } }
}
