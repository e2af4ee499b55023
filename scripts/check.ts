import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.ts'
import { addTallies, tallyCheck, tallyReport } from './tally.ts'
import type { Tally } from './tally.ts'

/** The static checks, in two lanes that run side by side; each counts as one check. */
const LANES = [
  ['types', 'walls', 'package:check'],
  ['format:check', 'lint'],
]
const LABEL_WIDTH = Math.max(...LANES.flat().map((step) => step.length))

const checked = await Promise.all(LANES.map(runLane))
const { passed, failed } = addTallies([...checked, await runTests()])
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function runLane(steps: readonly string[]): Promise<Tally> {
  const results: Tally[] = []
  for (const step of steps) results.push(tallyCheck(await runStep(step)))
  return addTallies(results)
}

async function runStep(step: string): Promise<number> {
  const label = step.padEnd(LABEL_WIDTH)
  const startedMs = performance.now()
  const onLine = (line: string): void => console.log(`${label} │ ${line}`)
  const code = await run('npm', ['run', '--silent', step], onLine)
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`${label} ${code === 0 ? '✔' : '✘'} ${seconds} s`)
  return code
}

async function runTests(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'bilateral-check-'))
  const report = join(folder, 'tests.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    return tallyReport(report, await run('vitest', ['run', ...reporters]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
