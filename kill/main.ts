import { parseArgs } from 'node:util'
import type { Outcome } from './scenario.ts'
import { campaign } from './campaign.ts'

/**
 * Kills the real command again and again, and checks from outside what it leaves.
 *
 *   npm run kill -- [--count 300] [--seed 1] [--workers 2] [--only NAME] [--json]
 *
 * Ends with 1 when anything was lost, doubled, brought back or written twice.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
/** Kills between two lines of progress. */
const TOLD_EVERY = 100

const startedMs = performance.now()
let kills = 0
const toll = await campaign({
  count: Number(values.count),
  seed: Number(values.seed),
  workers: values.only === undefined ? Number(values.workers) : 1,
  only: values.only,
  onOutcome: tell,
})
const seconds = Math.round((performance.now() - startedMs) / 100) / 10
console.log(
  values.json
    ? JSON.stringify({ ...toll, seconds })
    : `${toll.kills} kills in ${toll.scenarios} scenarios, ${toll.runs} runs, ${seconds} s: ` +
        (toll.violations === 0 ? 'nothing lost' : `${toll.violations} violations`),
)
if (toll.violations > 0) process.exitCode = 1

function tell({ scenario, violations, kills: more }: Outcome): void {
  const before = Math.floor(kills / TOLD_EVERY)
  kills += more
  if (!values.json && Math.floor(kills / TOLD_EVERY) > before) console.log(`${kills} kills`)
  if (violations.length === 0) return
  console.log([`${scenario.name} fails:`, ...violations].join('\n  '))
  console.log(`  repeat: npm run kill -- --only ${scenario.name}`)
}
