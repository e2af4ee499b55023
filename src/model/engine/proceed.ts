import type { Answer, Cargo, JobFlight, Sight, World } from '../world/world.ts'
import type { Frame } from '../world/turn.ts'
import type { Operation } from '../../core/operation.ts'
import type { Pair } from '../../core/pair.ts'
import type { Program } from '../ghost/program.ts'
import type { Step, StepEvent } from '../../protocol/flight.ts'
import { branchOf } from './branch.ts'
import { commit } from './commit.ts'

/** A step that was taken, and what it rests on. */
export interface Proceeding {
  /** The pair before the step. */
  readonly before: Pair
  readonly taken: Step
  readonly event: StepEvent
  /** Writes of the same decision that come after this one, and what it rests on. */
  readonly queue: readonly Operation[]
  readonly sight?: Sight | undefined
  readonly frame: Frame
  readonly program: Program
  readonly cargo?: Cargo | undefined
  readonly answer?: Answer | undefined
}

/** Makes a step's events durable and goes on with what is next. */
export function proceed(world: World, proceeding: Proceeding): World {
  const { before, taken, event, queue, frame, program, cargo, answer } = proceeding
  program.marks.add(branchOf(before, event, taken))
  const committed = commit(world, {
    pair: before,
    events: taken.events,
    frame,
    program,
    cargo,
    answer,
  })
  const { next, pair } = taken
  const isOver = next.kind === 'again' || next.kind === 'rest'
  if (pair === undefined || isOver || (next.kind === 'done' && queue.length === 0))
    return { ...committed, job: null }
  const flight: JobFlight = { progress: progressOf(taken, frame), next, queue }
  const sight = queue.length > 0 ? (proceeding.sight ?? world.job?.sight) : undefined
  return { ...committed, job: { no: before.no, sight, flight } }
}

/** How often a request went out matters only at its limit; to stop before it is what a crash does too. */
function progressOf({ progress }: Step, { setting }: Frame): JobFlight['progress'] {
  return setting.countsSends || progress.sends < 1 ? progress : { ...progress, sends: 1 }
}
