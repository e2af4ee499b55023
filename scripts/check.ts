import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.ts'
import { runLanes } from './run-step.ts'
import { addTallies, tallyReport } from './tally.ts'
import type { Tally } from './tally.ts'

/** The static checks, in two lanes that run side by side, then every test. */
const LANES = [
  [{ name: 'types' }, { name: 'walls' }, { name: 'package:check' }],
  [{ name: 'format:check' }, { name: 'lint' }],
]

const { passed, failed } = addTallies([await runLanes(LANES), await runTests()])
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

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
