import { argv, cpuUsage } from 'node:process'
import { parseArgs } from 'node:util'
import type { AttributeName } from './attribute.ts'
import type { Finding, Row } from './row.ts'
import { ATTRIBUTES } from './attribute.ts'
import { ROWS } from './rows.ts'
import { drop, isAsStated, isKeptAsStated, keep } from './row.ts'

/** Drops what is remembered of a pair, one thing at a time, and fails if that goes better or worse than the table states. */

const { values: options } = parseArgs({
  args: argv.slice(2),
  options: {
    json: { type: 'boolean', default: false },
    traces: { type: 'boolean', default: false },
    row: { type: 'string', multiple: true },
  },
})

const chosen = ROWS.filter(({ name }) => options.row?.includes(name) ?? true)
const strange = (options.row ?? []).filter((name) => !ROWS.some((row) => row.name === name))
if (strange.length > 0) {
  const names = ROWS.map(({ name }) => name).join(', ')
  console.error(`There is no row ${strange.join(', ')}. These are: ${names}`)
  process.exit(64)
}

let differing = 0
let findings = 0
for (const row of chosen) examine(row)
tellTotals()
process.exitCode = differing === 0 ? 0 : 1

function examine(row: Row): void {
  const kept = keep(row)
  const isKept = isKeptAsStated(row, kept)
  if (!options.json) {
    const bound = kept.closed && kept.cuts === 0 ? 'closed' : 'within its room'
    const remains = kept.breaches.length === 0 ? 'nothing' : kept.breaches.join(', ')
    console.log(`\n${row.name}: ${row.meaning}`)
    console.log(`  kept: ${bound}, ${grouped(kept.states)} states; remains: ${remains}`)
    if (!isKept) console.log(`  DIFFERS: stated to remain: ${row.remains.join(', ') || 'nothing'}`)
  }
  for (const [name, stated] of Object.entries(row.without)) {
    const attribute = name as AttributeName
    tell({ row, attribute, stated, kept, dropped: drop(row, attribute) })
  }
}

function tell(finding: Finding): void {
  findings += 1
  if (!isAsStated(finding)) differing += 1
  if (options.json) console.log(JSON.stringify(lineOf(finding)))
  else tellPeople(finding)
}

function lineOf(finding: Finding): object {
  const { row, attribute, stated, kept, dropped } = finding
  const { trace, states, breaches } = dropped
  return {
    row: row.name,
    attribute,
    dropped: {
      breach: trace === undefined ? null : stated,
      steps: trace?.actions.length ?? null,
      closed: dropped.closed,
      states,
      breaches,
    },
    kept: {
      closed: kept.closed && kept.cuts === 0,
      states: kept.states,
      anomalies: kept.breaches,
    },
    stated,
    asStated: isAsStated(finding),
  }
}

function tellPeople(finding: Finding): void {
  const { attribute, stated, dropped } = finding
  const { trace, states, breaches } = dropped
  const outcome =
    trace === undefined
      ? `nothing more is broken, ${grouped(states)} states`
      : `${String(stated)} in ${trace.actions.length} steps`
  console.log(`  without ${attribute} (${ATTRIBUTES[attribute].meaning}): ${outcome}`)
  if (!isAsStated(finding))
    console.log(`  DIFFERS: stated: ${String(stated)}; found: ${breaches.join(', ')}`)
  if (options.traces) for (const action of trace?.actions ?? []) console.log(`    ${action}`)
}

function tellTotals(): void {
  const { user, system } = cpuUsage()
  const seconds = Math.round((user + system) / 100_000) / 10
  if (options.json)
    console.log(JSON.stringify({ rows: chosen.length, findings, differing, seconds }))
  else {
    const verdict = differing === 0 ? 'all as stated' : `${differing} DIFFER`
    console.log(`\n${chosen.length} rows, ${findings} attributes dropped: ${verdict}`)
    console.log(`${seconds} CPU-seconds`)
  }
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}
