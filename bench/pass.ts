import { randomUUID } from 'node:crypto'
import { compose } from '../src/config/compose.ts'
import { loadConfig } from '../src/config/load-config.ts'
import { sync } from '../src/engine/sync.ts'

/** What one pass in a process of its own cost; the only line it prints. */
export interface PassCost {
  /** From the loaded configuration to the end of the run. */
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
  readonly exitCode: number
  readonly writes: number
  readonly requests: readonly {
    readonly system: string
    readonly spent: number
    readonly minimum: number
  }[]
}

const never = new AbortController().signal
const pairing = await compose(
  loadConfig({ path: process.argv[2], cwd: process.cwd(), env: process.env }),
)
const startedMs = performance.now()
const cpuBefore = process.cpuUsage()
const report = await sync(pairing, {
  command: 'sync',
  owner: 'bench',
  clock: {
    nowMs: () => Date.now(),
    sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  },
  names: { unique: randomUUID, chance: Math.random },
  listener: () => undefined,
  stop: never,
  abort: never,
  allowed: { 'all-changed': Number.MAX_SAFE_INTEGER },
  accepted: [],
})
const { user, system } = process.cpuUsage(cpuBefore)
const cost: PassCost = {
  seconds: (performance.now() - startedMs) / 1_000,
  cpuSeconds: (user + system) / 1_000_000,
  peakMegabytes: process.resourceUsage().maxRSS / 1_024,
  exitCode: report.exitCode,
  writes: report.entities
    .flatMap(({ landed }) => Object.values(landed))
    .reduce((sum, { a, b }) => sum + a + b, 0),
  requests: report.requests,
}
process.stdout.write(`${JSON.stringify(cost)}\n`)
await pairing.close()
