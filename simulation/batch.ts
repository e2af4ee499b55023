import type { Coverage } from './coverage.ts'
import type { Simulation, Verdict } from './simulate.ts'
import type { Weakness } from './planted.ts'
import { addCoverage } from './coverage.ts'
import { drawSetup } from './setup/setup.ts'
import { drawTapes } from './setup/tape.ts'
import { simulate } from './simulate.ts'

/** A range of seeds. */
export interface Range {
  readonly from: number
  readonly count: number
}

/** What is looked for in a range. */
export interface Search {
  readonly weakness?: Weakness | undefined
  /** Tells by the failures so far whether to stop. */
  readonly isEnough?: ((failures: number) => boolean) | undefined
}

/** What came of a range of seeds. */
export interface Batch {
  readonly seeds: number
  /** Seeds in which something was that must not be. */
  readonly failures: readonly Verdict[]
  readonly coverage: Coverage
  readonly simulatedMs: number
}

/** The simulation that a seed stands for. */
export function simulationOf(seed: number, weakness?: Weakness): Simulation {
  const setup = drawSetup(seed)
  return { setup, script: drawTapes(setup), weakness }
}

/** Lives through one seed twice: the second time has to be like the first, in every request and every commit. */
export async function simulateTwice(seed: number, weakness?: Weakness): Promise<Verdict> {
  const simulation = simulationOf(seed, weakness)
  const first = await simulate(simulation)
  const second = await simulate(simulation)
  if (first.hash === second.hash) return first
  const detail = `the trace is ${first.hash} and, again, ${second.hash}`
  return { ...first, breaches: [...first.breaches, { property: 'repeatable', detail }] }
}

/** Lives through a range of seeds, each twice; stops early if `isEnough` says so. */
export async function simulateRange(
  { from, count }: Range,
  { weakness, isEnough }: Search = {},
): Promise<Batch> {
  const coverage: Coverage = new Map()
  const failures: Verdict[] = []
  let simulatedMs = 0
  let seeds = 0
  for (let seed = from; seed < from + count; seed += 1) {
    const verdict = await simulateTwice(seed, weakness)
    seeds += 1
    simulatedMs += verdict.simulatedMs
    addCoverage(coverage, verdict.coverage)
    if (verdict.breaches.length > 0) failures.push(verdict)
    if (isEnough?.(failures.length) === true) break
  }
  return { seeds, failures, coverage, simulatedMs }
}
