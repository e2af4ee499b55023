import type { Batch } from './batch.ts'
import { parseArgs } from 'node:util'
import { COVERAGE_SEEDS_MIN, neverHappened } from './required.ts'
import { describeSetup, tellStory } from './story.ts'
import { shrink } from './shrink.ts'
import { simulate } from './simulate.ts'
import { simulateRange, simulateTwice, simulationOf } from './batch.ts'

const USAGE = `Simulates the whole product in a world where everything goes wrong.

  npm run simulate -- --seeds 1000             a range of seeds, each lived through twice
  npm run simulate -- --seeds 1000 --from 500  the range begins here
  npm run simulate -- --seed 7                 the story of one seed, as short as it gets if it fails
  --json                                       one document for machines`

/** Failing seeds whose stories are told. */
const STORIES_MAX = 3

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const seed = wholeNumber(values.seed)
const count = wholeNumber(values.seeds)
const from = wholeNumber(values.from) ?? 1
if (seed !== undefined) process.exitCode = await tellSeed(seed)
else if (count !== undefined) process.exitCode = await tellRange(count)
else {
  console.log(USAGE)
  process.exitCode = values.help ? 0 : 64
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}

async function tellSeed(one: number): Promise<number> {
  const verdict = await simulateTwice(one)
  const { breaches, hash } = verdict
  if (values.json) console.log(JSON.stringify({ seed: one, hash, breaches }))
  else if (breaches.length > 0)
    for (const line of await tellStory(await shrink(simulationOf(one)))) console.log(line)
  else {
    const simulation = simulationOf(one)
    const { lines } = await simulate({ ...simulation, telling: true })
    for (const line of [...describeSetup(simulation.setup), '', ...lines]) console.log(line)
    console.log(`\nseed ${String(one)}: ${hash}, twice; nothing lost, both systems agree`)
  }
  return breaches.length === 0 ? 0 : 1
}

async function tellRange(seeds: number): Promise<number> {
  const before = process.cpuUsage()
  const batch = await simulateRange({ from, count: seeds })
  const { user, system } = process.cpuUsage(before)
  const cpuSeconds = (user + system) / 1_000_000
  const never = seeds >= COVERAGE_SEEDS_MIN ? neverHappened(batch.coverage) : []
  if (values.json) console.log(JSON.stringify(documentOf(batch, cpuSeconds, never)))
  else await tellBatch(batch, cpuSeconds, never)
  return batch.failures.length === 0 && never.length === 0 ? 0 : 1
}

function hoursOf({ simulatedMs }: Batch): number {
  return Math.round(simulatedMs / 3_600_000)
}

function documentOf(batch: Batch, cpuSeconds: number, never: readonly string[]): object {
  return {
    seeds: batch.seeds,
    from,
    failures: batch.failures.map(({ seed: failed, breaches }) => ({ seed: failed, breaches })),
    simulatedHours: hoursOf(batch),
    cpuSeconds: Math.round(cpuSeconds * 10) / 10,
    seedsPerCpuSecond: Math.round(batch.seeds / cpuSeconds),
    coverage: Object.fromEntries([...batch.coverage].sort()),
    neverHappened: never,
  }
}

async function tellBatch(
  batch: Batch,
  cpuSeconds: number,
  never: readonly string[],
): Promise<void> {
  const width = Math.max(...[...batch.coverage.keys()].map(({ length }) => length))
  for (const [name, times] of [...batch.coverage].sort())
    console.log(`${name.padEnd(width)} ${String(times).padStart(9)}`)
  for (const { seed: failed } of batch.failures.slice(0, STORIES_MAX)) {
    console.log('')
    for (const line of await tellStory(await shrink(simulationOf(failed)))) console.log(line)
  }
  for (const { seed: failed, breaches } of batch.failures)
    console.log(`✘ ${breaches[0]?.property ?? ''}: npm run simulate -- --seed ${String(failed)}`)
  for (const name of never) console.log(`✘ never happened: ${name}`)
  const rate = Math.round(batch.seeds / cpuSeconds)
  console.log(
    `${String(batch.seeds)} seeds, each twice: ${String(batch.failures.length)} failed; ` +
      `${String(hoursOf(batch))} simulated hours in ${cpuSeconds.toFixed(1)} CPU-seconds (${String(rate)} seeds/s)`,
  )
}
