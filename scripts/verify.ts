import { argv, cpuUsage, memoryUsage, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import type { Profile, Verdict } from '../src/model/profiles/profile.ts'
import { PROFILES } from '../src/model/profiles/profiles.ts'
import { BRANCHES, branchesMissing } from '../src/model/profiles/branches.ts'
import { examine, isAsStated } from '../src/model/profiles/profile.ts'

/** Explores the profiles around the shipped code, tells what was found, and fails if any differs from what it states. */

const { values: options } = parseArgs({
  args: argv.slice(2),
  options: {
    json: { type: 'boolean', default: false },
    deep: { type: 'boolean', default: false },
    traces: { type: 'boolean', default: false },
    profile: { type: 'string', multiple: true },
  },
})

/** What one profile came to, with the CPU-seconds it took. */
interface Examined {
  readonly stated: Profile
  readonly verdict: Verdict
  readonly seconds: number
}

const chosen = PROFILES.filter(({ name, isDeep }) =>
  options.profile === undefined ? options.deep || isDeep !== true : options.profile.includes(name),
)
const unknown = (options.profile ?? []).filter((name) => !PROFILES.some((one) => one.name === name))
if (unknown.length > 0) {
  console.error(
    `There is no profile ${unknown.join(', ')}. These are: ${PROFILES.map(({ name }) => name).join(', ')}`,
  )
  process.exit(64)
}

const COLUMNS = [24, 7, 11, 12, 8] as const
if (!options.json) tellRow(['profile', 'closed', 'states', 'transitions', 'CPU-s'])
const examined = chosen.map(examineOne)
const missing =
  options.profile === undefined
    ? branchesMissing(examined.flatMap(({ verdict }) => verdict.branches))
    : []
const differing = examined.filter(({ stated, verdict }) => !isAsStated(verdict, stated))
tellTotals()
process.exitCode = differing.length + missing.length === 0 ? 0 : 1

function examineOne(stated: Profile): Examined {
  const startedMs = cpuMs()
  const verdict = examine(stated)
  const one = { stated, verdict, seconds: (cpuMs() - startedMs) / 1_000 }
  if (options.json) tellJson(one)
  else tell(one)
  return one
}

function cpuMs(): number {
  const { user, system } = cpuUsage()
  return (user + system) / 1_000
}

function tellJson({ verdict, seconds }: Examined): void {
  const { exploration, branches, ...told } = verdict
  const { depth, method, collisionProbability } = exploration
  stdout.write(
    `${JSON.stringify({ ...told, branches: branches.length, depth, method, collisionProbability, seconds })}\n`,
  )
}

function tell({ stated, verdict, seconds }: Examined): void {
  const { profile, closed, states, transitions } = verdict
  const bound = closed ? 'yes' : 'bound'
  tellRow([profile, bound, grouped(states), grouped(transitions), seconds.toFixed(1)])
  if (verdict.anomalies.length > 0) console.log(`  remains: ${verdict.anomalies.join(', ')}`)
  const isRight = isAsStated(verdict, stated)
  if (!isRight) tellDifference(stated, verdict)
  for (const [name, { trace }] of verdict.exploration.breaches)
    if (options.traces || (!isRight && !stated.anomalies.includes(name)))
      console.log([`  ${name}:`, ...trace.actions.map((action) => `    ${action}`)].join('\n'))
}

function tellDifference({ anomalies: stated }: Profile, verdict: Verdict): void {
  const more = [...verdict.violations, ...verdict.anomalies.filter((one) => !stated.includes(one))]
  const fewer = stated.filter((one) => !verdict.anomalies.includes(one))
  if (more.length > 0) console.log(`  DIFFERS: found and not stated: ${more.join(', ')}`)
  if (fewer.length > 0) console.log(`  DIFFERS: stated and not found: ${fewer.join(', ')}`)
  if (!verdict.closed) console.log(`  not closed; ${verdict.cuts} turns had no room`)
}

function tellTotals(): void {
  const sum = (of: (one: Examined) => number): number =>
    examined.reduce((all, one) => all + of(one), 0)
  const totals = {
    profiles: examined.length,
    closed: sum(({ verdict }) => (verdict.closed ? 1 : 0)),
    states: sum(({ verdict }) => verdict.states),
    transitions: sum(({ verdict }) => verdict.transitions),
    violations: sum(({ verdict }) => verdict.violations.length),
    differing: differing.map(({ stated }) => stated.name),
    branches: BRANCHES.length,
    branchesMissing: missing,
    seconds: Math.round(sum(({ seconds }) => seconds) * 10) / 10,
    megabytes: Math.round(memoryUsage().rss / 2 ** 20),
  }
  if (options.json) {
    stdout.write(`${JSON.stringify(totals)}\n`)
    return
  }
  const { profiles, closed, states, transitions, seconds } = totals
  const speed = grouped(Math.round(transitions / seconds))
  console.log(
    `${profiles} profiles, ${closed} closed: ${grouped(states)} states, ${grouped(transitions)} transitions`,
  )
  console.log(`${seconds} CPU-seconds, ${speed} transitions per CPU-second`)
  for (const branch of missing) console.log(`NEVER TAKEN: ${branch}`)
  console.log(differing.length === 0 ? 'every profile is as stated' : `${differing.length} DIFFER`)
}

function tellRow(cells: readonly string[]): void {
  console.log(
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(COLUMNS[at]) : cell.padStart(COLUMNS[at] ?? 0)))
      .join(' '),
  )
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}
