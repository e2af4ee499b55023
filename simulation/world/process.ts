import type { Clock, Names } from '../../src/engine/clock.ts'
import type { Clock as HttpClock } from '../../src/adapters/http/clock.ts'
import type { Chance } from '../setup/chance.ts'
import type { Time } from './time.ts'

/** One life of the program. When it is killed nothing of it goes on: whatever it waits for never comes. */
export interface Process {
  readonly name: string
  alive: boolean
  readonly kill: () => void
}

/** Begins a life. */
export function startProcess(name: string, onKilled: () => void): Process {
  const process: Process = {
    name,
    alive: true,
    kill: () => {
      if (!process.alive) return
      process.alive = false
      onKilled()
    },
  }
  return process
}

/** Never answered, as for a process that is no more. */
export function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined)
}

/** The clocks of a process: simulated time, which ends with it. */
export function clocksOf(
  time: Time,
  process: Process,
  chance: Chance,
): { readonly engine: Clock; readonly http: HttpClock } {
  const sleep = (delayMs: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) resolve()
      else time.after(delayMs, () => process.alive && resolve())
    })
  const after = (delayMs: number, act: () => void): (() => void) =>
    time.after(delayMs, () => process.alive && act())
  return {
    engine: { nowMs: time.nowMs, sleep },
    http: { nowMs: time.nowMs, sleep, after, random: chance.next },
  }
}

/** Names that are never given twice in one world. */
export function namesOf(chance: Chance): Names {
  let given = 0
  return { unique: () => `n${String((given += 1))}`, chance: chance.next }
}
