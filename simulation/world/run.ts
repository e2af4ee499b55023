import type { TraceLine } from '../../src/trace/trace-line.ts'
import { tracePairing } from '../../src/engine/trace/trace-pairing.ts'
import type { BySide, Side } from '../../src/core/side.ts'
import type { GuardName } from '../../src/core/plan/guard.ts'
import type { Pairing } from '../../src/engine/pairing.ts'
import type { Process } from './process.ts'
import type { RunReport } from '../../src/engine/report.ts'
import type { System } from '../../src/adapters/adapter.ts'
import type { World } from './world.ts'
import { NAMES, entityOf } from './entity.ts'
import { bySide } from '../../src/core/side.ts'
import { chanceOf } from '../setup/chance.ts'
import { clocksOf, startProcess } from './process.ts'
import { hit } from '../coverage.ts'
import { isBilateralError } from '../../src/errors.ts'
import { meetDisk, meetNet, tellServed } from './world.ts'
import { openDisk } from './disk.ts'
import { openWire } from '../system/wire.ts'
import { restConfigOf } from '../system/rest-config.ts'
import { restSystem } from '../../src/adapters/rest/system.ts'
import { settled } from './time.ts'
import { sync } from '../../src/engine/sync.ts'

/** How a run ended. */
export type Ending =
  | { readonly kind: 'reported'; readonly report: RunReport }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'crashed' }

/** Longest run in simulated time. */
export const RUN_MS_MAX = 6 * 3_600_000
/** Moments in which something happens, in one run. */
export const MOMENTS_MAX = 20_000

/** Every guard lifted by a person who has looked. */
const LIFTED: Readonly<Record<GuardName, number>> = {
  deletes: 1_000,
  updates: 1_000,
  creates: 1_000,
  'records-min': 1_000,
  'empty-side': 1_000,
  'all-changed': 1_000,
  'empty-field': 1_000,
}

/** The lease all processes of a world ask for. */
export const SCOPE = 'crm-erp'

/** One life of the program: what it keeps from run to run. */
export interface Life {
  readonly process: Process
  readonly pairing: Pairing
}

/** Starts the program anew, on the same memory. */
export function openLife(world: World, no: number): Life {
  const process = startProcess(`process ${String(no)}`, () => {
    hit(world.coverage, 'crash')
    world.lineage.onBreakdown()
    world.trace.tell(() => '** the process dies')
  })
  const systems: BySide<System> = bySide((side) => openSystem(world, side, process))
  const collections = bySide((side) => weakened(world, systems[side]))
  const disk = openDisk(world.store, {
    process,
    onOperation: () => meetDisk(world),
    onCommit: (transaction) => {
      world.trace.add(JSON.stringify(transaction.pairs.map(({ events }) => events)))
      for (const { events } of transaction.pairs)
        for (const { kind } of events) hit(world.coverage, `event: ${kind}`)
      world.lineage.onCommit(transaction)
    },
  })
  const store = world.weakness.store?.(disk) ?? disk
  const entities = [entityOf(world.setup, collections)]
  const pairing = { name: SCOPE, systems, entities, store }
  const write = (line: TraceLine): void => void world.doors.push(line)
  return { process, pairing: tracePairing(pairing, { key: 'simulation', write }) }
}

function weakened({ weakness }: World, system: System): ReturnType<System['collection']> {
  const collection = system.collection('items')
  return weakness.collection?.(collection) ?? collection
}

function openSystem(world: World, side: Side, process: Process): System {
  const { setup, time, services } = world
  const { http } = clocksOf(time, process, chanceOf(setup.seed, `waits of ${process.name}`))
  const wire = openWire({
    time,
    setup: setup.sides[side],
    service: services[side],
    process,
    onRequest: (asked) => meetNet(world, side, asked),
    onServed: (asked, reply) => tellServed(world, side, asked, reply),
    latencyMs: () => world.latencyMs(side),
    mayOmit: (id) => world.lineage.isLinked(side, id),
  })
  return restSystem(NAMES[side], restConfigOf(side, setup.sides[side]), {
    clock: http,
    openPool: () => wire,
  })
}

/** Lets the program run once, until it ends, dies, or turns out never to end. */
export async function runOnce(
  world: World,
  { process, pairing }: Life,
  lifted: boolean,
): Promise<Ending> {
  let ending: Ending | undefined
  const { engine } = clocksOf(world.time, process, chanceOf(world.setup.seed, process.name))
  const { signal } = new AbortController()
  const request = {
    command: 'sync',
    owner: process.name,
    isGone: (owner: string) => owner !== process.name,
    clock: engine,
    names: world.names,
    listener: () => undefined,
    stop: signal,
    abort: signal,
    allowed: lifted ? LIFTED : {},
    accepted: [],
  }
  sync(pairing, request).then(
    (report) => {
      ending = { kind: 'reported', report }
    },
    (error: unknown) => {
      ending = failed(world, error)
    },
  )
  await pass(world, process, () => ending !== undefined)
  return ending ?? { kind: 'crashed' }
}

function failed({ breaches, lineage }: World, error: unknown): Ending {
  lineage.onBreakdown()
  if (isBilateralError(error)) return { kind: 'failed', code: error.code }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  breaches.push({ property: 'bug', detail })
  return { kind: 'failed', code: 'bug' }
}

async function pass(world: World, process: Process, isOver: () => boolean): Promise<void> {
  const { time, breaches } = world
  const endMs = time.nowMs() + RUN_MS_MAX
  for (let moments = 0; ; moments += 1) {
    await settled()
    if (isOver() || !process.alive) return
    const isLong = moments > MOMENTS_MAX || time.nowMs() > endMs
    if (isLong || !time.step()) {
      const detail = isLong ? 'the run does not end' : 'the run waits for nothing'
      breaches.push({ property: 'P13', detail })
      return
    }
  }
}
