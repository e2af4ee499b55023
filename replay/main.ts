import { parseArgs } from 'node:util'
import type { Bounds, Exploration } from './exploration.ts'
import type { Findings } from './explore.ts'
import { EXPLORATIONS, beginningOf, wholeProfile } from './exploration.ts'
import { explore } from './explore.ts'

/**
 * Replays the real engine between two systems in memory: every order in which users, lost requests, lost answers and
 * crashes can strike within the bounds, and after each of them the way to rest.
 *
 *   npm run replay -- [--edits 3] [--crashes 1] [--losses 1] [--delays 0] [--decrees 0]
 *                       [--only NAME] [--json]
 *
 * Ends with 1 when anything is lost, undone, doubled or written for ever, or when an exploration shows more or fewer
 * anomalies than it states; with bounds of one's own, fewer is as it should be.
 */
const { values } = parseArgs({
  options: {
    edits: { type: 'string' },
    crashes: { type: 'string' },
    losses: { type: 'string' },
    delays: { type: 'string' },
    decrees: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
// Lost requests are errors by the million, and nobody reads where they come from.
Error.stackTraceLimit = 0

const STRIKES = ['edits', 'crashes', 'losses', 'delays', 'decrees'] as const
const own = STRIKES.flatMap((strike) => {
  const count = values[strike]
  return count === undefined ? [] : [[strike, Number(count)] as const]
})
const chosen = EXPLORATIONS.filter(({ name }) => values.only === undefined || name === values.only)
if (chosen.length === 0) {
  const names = EXPLORATIONS.map(({ name }) => name).join('\n  ')
  console.error(`There is no exploration ${JSON.stringify(values.only)}, only:\n  ${names}`)
  process.exit(64)
}

const totals = { idleStates: 0, engineRuns: 0, requests: 0, violations: 0, seconds: 0 }
for (const exploration of chosen) {
  const startedMs = cpuMs()
  const bounds = boundsOf(exploration)
  const beginning = beginningOf(exploration, bounds)
  const findings = await explore(wholeProfile(exploration), beginning)
  const seconds = Math.round((cpuMs() - startedMs) / 100) / 10
  const violations = [...findings.violations, ...differences(exploration, findings)]
  tell(exploration, findings, { bounds, seconds, violations })
  totals.idleStates += findings.idleStates
  totals.engineRuns += findings.engineRuns
  totals.requests += findings.requests
  totals.violations += violations.length
  totals.seconds += seconds
}
totals.seconds = Math.round(totals.seconds * 10) / 10
console.log(
  values.json
    ? JSON.stringify(totals)
    : `${counted(totals.idleStates)} idle states, ${counted(totals.engineRuns)} engine runs, ` +
        `${counted(totals.requests)} requests, ${totals.seconds} CPU seconds: ` +
        (totals.violations === 0 ? 'as stated' : `${totals.violations} violations`),
)
if (totals.violations > 0) process.exitCode = 1

function boundsOf({ bounds }: Exploration): Bounds {
  return { ...bounds, ...Object.fromEntries(own) }
}

/** Anomalies that are not as stated. */
function differences({ anomalies: stated }: Exploration, { anomalies }: Findings): string[] {
  const missing = own.length === 0 ? stated.filter((title) => !anomalies.has(title)) : []
  return [
    ...[...anomalies].filter(([title]) => !stated.includes(title)).map(([, text]) => text),
    ...missing.map((title) => `${title} is stated and was not found`),
  ]
}

interface Told {
  readonly bounds: Bounds
  readonly seconds: number
  readonly violations: readonly string[]
}

function tell(
  { name, anomalies: expectedAnomalies }: Exploration,
  { idleStates, engineRuns, requests, anomalies }: Findings,
  { bounds, seconds, violations }: Told,
): void {
  const found = [...anomalies.keys()].sort()
  const counts = { idleStates, engineRuns, requests, seconds }
  if (values.json) {
    const stated = { anomalies: found, expectedAnomalies, violations: violations.length }
    console.log(JSON.stringify({ exploration: name, ...bounds, ...counts, ...stated }))
  } else {
    const told = Object.entries(bounds).map(([strike, count]) => `${count} ${strike}`)
    console.log(`${name} (${told.join(', ')})`)
    console.log(
      `  ${counted(idleStates)} idle states, ${counted(engineRuns)} engine runs, ` +
        `${counted(requests)} requests, ${seconds} s; ${found.join(', ') || 'no anomaly'}`,
    )
  }
  for (const violation of violations) console.log(violation)
}

function counted(count: number): string {
  return count.toLocaleString('en')
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
