import type { Answer, Job, World } from '../test/protocol/world/world.ts'
import type { Know } from '../test/protocol/world/system.ts'
import type { Observation } from '../src/core/observation.ts'
import type { Profile } from '../test/protocol/world/profile.ts'
import type { Side } from '../src/core/side.ts'

/** What one reading showed, and what that descended from. */
export interface Reading {
  readonly seen: Observation
  readonly know: Know
}

/** What is watched of one engine while it runs; a crash forgets it. */
export interface Watch {
  /** The last reading of each record, by side and id. */
  readonly readings: Map<string, Reading>
  /** What each decided pair was decided on. */
  readonly jobs: Map<number, Job>
  /** Pairs whose first write of two has landed, and that were not read since: the second rests on the same decision. */
  readonly landed: Set<number>
  /** Pairs whose open request had taken effect when its target was last looked at. */
  readonly applied: Set<number>
  /** What a pair was answered and has not noted yet. */
  readonly answers: Map<number, Answer>
}

/** Decides what happens at a boundary. */
export interface Fate {
  /** One of `count` options; the first is that nothing happens. */
  choose(count: number): number
  /** Told of what was chosen, for traces. */
  tell(name: string): void
}

/** Where one engine runs: the world around it, what may befall it, and what it cost. */
export interface Stage {
  readonly profile: Profile
  world: World
  watch: Watch
  fate: Fate
  /** No promise is answered any more. */
  isDead: boolean
  /** Called when the engine dies. */
  onDeath: () => void
  /** Requests that reached a system or were lost on their way, `identify` not counted. */
  requests: number
  /** How many of them were to write. */
  writes: number
}

/** A watch that has seen nothing. */
export function openWatch(): Watch {
  return {
    readings: new Map(),
    jobs: new Map(),
    landed: new Set(),
    applied: new Set(),
    answers: new Map(),
  }
}

/** The key of a reading. */
export function placeOf(side: Side, id: string): string {
  return `${side} ${id}`
}

/** A fate in which nothing ever happens. */
export const CALM: Fate = { choose: () => 0, tell: () => undefined }
