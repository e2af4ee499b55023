import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import type { PassCost } from './pass.ts'
import { editTable, fillTable, openItemTable, readTable } from './systems/item-table.ts'
import { readService, startRest } from './start-rest.ts'
import { digestContents } from './digest.ts'
import { workload } from './workload.ts'

const { values } = parseArgs({
  options: { n: { type: 'string', default: '10000' }, c: { type: 'string', default: '1' } },
})
const n = Number(values.n)
const c = Number(values.c)
const [cpu] = cpus()
print(
  `W(n = ${n.toLocaleString('en')}, c = ${String(c)}), REST ↔ SQLite, page 1,000, one request for each write`,
)
print(
  `Node ${process.versions.node}, ${String(cpus().length)} × ${cpu?.model ?? 'unknown'}, ` +
    `${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${new Date().toISOString().slice(0, 10)}\n`,
)
const folder = mkdtempSync(join(tmpdir(), 'bilateral-bench-'))
const rest = await startRest(['--n', String(n), '--c', String(c), '--page', '1000', '--batch', '0'])
try {
  const tablePath = join(folder, 'table.db')
  const work = workload(n, c)
  const table = openItemTable(tablePath)
  fillTable(table, work.records)
  const run = createPass({ url: rest.url, folder, tablePath })
  print(row(['pass', 'seconds', 'CPU s', 'peak MB', 'writes', 'requests', 'minimum', 'ratio']))
  show('match', await run())
  show('no-op', await run())
  await rest.applyEdits()
  editTable(table, work.edits.b)
  const delta = await run()
  show(`delta ${String(c)} %`, delta)
  show('no-op', await run())
  const isEqual = digestContents(await readService(rest.url)) === digestContents(readTable(table))
  table.close()
  print(
    `\nBoth sides ${isEqual ? 'equal' : 'DIFFER'}; ${String(delta.writes)} writes, ${String(work.writes)} expected.`,
  )
  if (!isEqual || delta.writes !== work.writes) process.exitCode = 1
} finally {
  await rest.stop()
  rmSync(folder, { recursive: true, force: true })
}

interface PassPlace {
  readonly url: string
  readonly folder: string
  readonly tablePath: string
}

/** Runs one pass in a process of its own, so that its memory is its own. */
function createPass({ url, folder, tablePath }: PassPlace): () => Promise<PassCost> {
  const script = fileURLToPath(new URL('pass.ts', import.meta.url))
  const config = fileURLToPath(new URL('bilateral.yaml', import.meta.url))
  const env = {
    ...process.env,
    BENCH_URL: url,
    BENCH_TABLE: tablePath,
    BENCH_MEMORY: join(folder, 'memory.db'),
  }
  return async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [script, config], { env })
    return JSON.parse(stdout) as PassCost
  }
}

function show(name: string, cost: PassCost): void {
  const spent = cost.requests.reduce((sum, { spent: some }) => sum + some, 0)
  const minimum = cost.requests.reduce((sum, { minimum: some }) => sum + some, 0)
  print(
    row([
      name,
      cost.seconds.toFixed(2),
      cost.cpuSeconds.toFixed(2),
      cost.peakMegabytes.toFixed(0),
      String(cost.writes),
      String(spent),
      String(minimum),
      (spent / minimum).toFixed(2),
    ]),
  )
}

function row(cells: readonly string[]): string {
  return cells.map((cell, at) => (at === 0 ? cell.padEnd(12) : cell.padStart(10))).join('')
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
