import type { Breach, World } from './world/world.ts'
import type { Coverage } from './coverage.ts'
import type { Ending, Life } from './world/run.ts'
import type { Script } from './world/world.ts'
import type { Setup } from './setup/setup.ts'
import type { Weakness } from './planted.ts'
import { BEGIN_MS } from './world/time.ts'
import { ENTITY, STRICT_DELETES } from './world/entity.ts'
import { SCOPE, openLife, runOnce } from './world/run.ts'
import { SIDES } from '../src/core/side.ts'
import { SOUND } from './planted.ts'
import { actOut, beginRun, openWorld } from './world/world.ts'
import { answerQuestions } from './world/person.ts'
import { chanceOf } from './setup/chance.ts'
import { checkFold } from '../src/testing/fold-journal.ts'
import { clocksOf, startProcess } from './world/process.ts'
import { findDifferences } from './oracle/agreement.ts'
import { verifyTrace } from '../src/trace/verify-trace.ts'
import { hit } from './coverage.ts'

/** What came of one seed. */
export interface Verdict {
  readonly seed: number
  /** Of everything that happened, in order. */
  readonly hash: string
  readonly breaches: readonly Breach[]
  readonly coverage: Coverage
  readonly simulatedMs: number
  /** The story, if it was asked for. */
  readonly lines: readonly string[]
}

/** How a seed is simulated. */
export interface Simulation {
  readonly setup: Setup
  readonly script: Script
  readonly telling?: boolean | undefined
  readonly weakness?: Weakness | undefined
}

/** Runs within which everything has to come to rest once nothing goes wrong any more. */
export const CONVERGE_MAX = 12

/** Lives through one seed: first with everything that goes wrong, then until it comes to rest. Never rejects. */
export async function simulate(simulation: Simulation): Promise<Verdict> {
  const { setup, script, telling = false, weakness = SOUND } = simulation
  const world = await openWorld({ setup, script, telling, weakness })
  try {
    await disturb(world)
    if (world.breaches.length === 0) await converge(world)
    await checkFold(world.store)
    judgeDoors(world)
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    world.breaches.push({ property: 'S1', detail })
  } finally {
    await world.store.close()
  }
  for (const [cause, times] of world.lineage.anomalies)
    hit(world.coverage, `anomaly: ${cause}`, times)
  return {
    seed: setup.seed,
    hash: world.trace.hash(),
    breaches: world.breaches,
    coverage: world.coverage,
    simulatedMs: world.time.nowMs() - BEGIN_MS,
    lines: world.trace.lines,
  }
}

/** What passed the doors of all runs kept the rules of writing (V2). */
function judgeDoors({ doors, breaches, trace }: World): void {
  for (const { rule, line, message, story } of verifyTrace(doors).broken) {
    for (const { text } of story) trace.tell(() => `   ${text}`)
    breaches.push({ property: rule, detail: `line ${String(line)} of the trace: ${message}` })
  }
}

/** The first half: people work, things go wrong, and nothing may be lost. */
async function disturb(world: World): Promise<void> {
  const chance = chanceOf(world.setup.seed, 'schedule')
  let life = openLife(world, 1)
  for (let run = 0; run < world.setup.runs; run += 1) {
    if (!life.process.alive || chance.often(0.3)) life = openLife(world, run + 2)
    await live(world, life, run)
    if (world.breaches.length > 0) return
    await world.time.pass(1_000 + chance.below(3_600_000))
  }
}

async function live(world: World, life: Life, run: number): Promise<Ending> {
  world.trace.tell(() => `-- run ${String(run)}`)
  beginRun(world, run)
  const ending = await runOnce(world, life, run > world.setup.runs)
  actOut(world)
  note(world, ending, run)
  return ending
}

function note(world: World, ending: Ending, run: number): void {
  const { coverage, trace } = world
  const text =
    ending.kind === 'reported' ? `exit ${String(ending.report.exitCode)}` : textOf(ending)
  hit(coverage, `run: ${text}`)
  trace.add(text)
  trace.tell(() => `-- ${text}`)
  if (ending.kind !== 'reported') return
  for (const { cells, landed } of ending.report.entities) {
    for (const [cell, times] of Object.entries(cells)) hit(coverage, `cell: ${cell}`, times)
    const erased = landed.delete.a + landed.delete.b
    if (world.setup.guarded && run <= world.setup.runs && erased > STRICT_DELETES * 2)
      world.breaches.push({ property: 'P13', detail: `${String(erased)} deletes passed the guard` })
  }
}

function textOf(ending: Exclude<Ending, { kind: 'reported' }>): string {
  return ending.kind === 'failed' ? ending.code : 'crashed'
}

/** The second half: nothing goes wrong any more and nobody edits; it has to come to rest, and stay there. */
async function converge(world: World): Promise<void> {
  await world.time.pass(3_600_000)
  const life = openLife(world, 100)
  const bystander = clocksOf(
    world.time,
    startProcess('person', () => undefined),
    chanceOf(0, ''),
  )
  for (let run = 0; run < CONVERGE_MAX; run += 1) {
    const ending = await live(world, life, world.setup.runs + run)
    if (world.breaches.length > 0) return
    await world.time.pass(600_000)
    const { store, names, tables } = world
    const person = { store, clock: bystander.engine, names, scope: SCOPE, tables }
    const answered = await answerQuestions(person)
    if (answered === 0 && isQuiet(ending)) return atRest(world, life, run)
  }
  world.breaches.push({ property: 'P8', detail: `no rest after ${String(CONVERGE_MAX)} runs` })
}

function isQuiet(ending: Ending): boolean {
  return (
    ending.kind === 'reported' &&
    ending.report.recovered === 0 &&
    ending.report.trips.length === 0 &&
    ending.report.entities.every(({ landed }) =>
      Object.values(landed).every(({ a, b }) => a + b === 0),
    )
  )
}

async function atRest(world: World, life: Life, run: number): Promise<void> {
  hit(world.coverage, `rest: after ${String(run)} runs`)
  const ending = await live(world, life, world.setup.runs + run + 1)
  if (!isQuiet(ending)) world.breaches.push({ property: 'P8', detail: 'a further run writes' })
  const differences = findDifferences({
    ...world,
    ghost: world.lineage.ghost,
    asked: await askedKeys(world),
  })
  for (const { property, key, detail } of differences)
    world.breaches.push({ property, detail: `${key}: ${detail}` })
}

/** Keys of the records about which only a look at the systems can tell. */
async function askedKeys({ store, tables }: World): Promise<ReadonlySet<string>> {
  const filter = { entity: ENTITY, open: 'conflict' } as const
  const pairs = await store.listPairs(filter, { after: 0, limit: 1_000 })
  return new Set(
    pairs.flatMap(({ ids }) =>
      SIDES.flatMap((side) => tables[side].rows.get(ids[side] ?? '')?.key ?? []),
    ),
  )
}
