import type { Script } from './world/world.ts'
import type { Simulation, Verdict } from './simulate.ts'
import { simulate } from './simulate.ts'

/** The least that still goes wrong in the same way. */
export interface Shrunk {
  readonly simulation: Simulation
  readonly verdict: Verdict
  /** Worlds that were tried on the way. */
  readonly tried: number
}

/** Most worlds that are tried to make a story shorter. */
export const TRIES_MAX = 2_000

/**
 * Makes a failing simulation as short as it gets: edits of users are left out first, then faults, then records, as long
 * as the same property is broken. Deterministic: the same seed always ends in the same story.
 */
export async function shrink(simulation: Simulation): Promise<Shrunk> {
  let best: Shrunk = { simulation, verdict: await simulate(simulation), tried: 1 }
  const property = best.verdict.breaches[0]?.property
  const attempt = async (candidate: Simulation): Promise<boolean> => {
    if (best.tried >= TRIES_MAX) return false
    const verdict = await simulate(candidate)
    const isSame = verdict.breaches[0]?.property === property
    best = { ...best, tried: best.tried + 1, ...(isSame ? { simulation: candidate, verdict } : {}) }
    return isSame
  }
  if (property === undefined) return best
  for (let before = Number.POSITIVE_INFINITY; sizeOf(best.simulation) < before;) {
    before = sizeOf(best.simulation)
    await shorten('edits', () => best.simulation, attempt)
    await shorten('faults', () => best.simulation, attempt)
    await fewerRecords(() => best.simulation, attempt)
  }
  return best
}

type Attempt = (candidate: Simulation) => Promise<boolean>

function sizeOf({ script, setup }: Simulation): number {
  return script.edits.length + script.faults.length + setup.records + setup.runs
}

/** Leaves out pieces of a tape, large ones first. */
async function shorten(
  tape: keyof Script,
  current: () => Simulation,
  attempt: Attempt,
): Promise<void> {
  for (let size = current().script[tape].length; size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < current().script[tape].length;)
      if (!(await attempt(without(current(), tape, { at, size })))) at += size
}

interface Piece {
  readonly at: number
  readonly size: number
}

function without(simulation: Simulation, tape: keyof Script, { at, size }: Piece): Simulation {
  const { script } = simulation
  const rest = { ...script, [tape]: script[tape].toSpliced(at, size) }
  return { ...simulation, script: rest }
}

async function fewerRecords(current: () => Simulation, attempt: Attempt): Promise<void> {
  for (;;) {
    const { setup } = current()
    if (setup.records === 0) return
    const fewer = { ...current(), setup: { ...setup, records: setup.records - 1 } }
    if (!(await attempt(fewer))) return
  }
}
