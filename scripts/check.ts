import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.ts'

/** The static checks, in two lanes that run side by side; each counts as one check. */
const LANES = [
  ['types', 'walls', 'package:check'],
  ['format:check', 'lint'],
]

/** How many checks or tests passed and failed. */
interface Tally {
  readonly passed: number
  readonly failed: number
}

const tally = add([...(await Promise.all(LANES.map(runLane))), await runTests()])
console.log(`${tally.passed} passed, ${tally.failed} failed`)
process.exitCode = tally.failed === 0 ? 0 : 1

async function runLane(steps: readonly string[]): Promise<Tally> {
  const results: Tally[] = []
  for (const step of steps) results.push(await runStep(step))
  return add(results)
}

async function runStep(step: string): Promise<Tally> {
  const started = performance.now()
  const code = await run('npm', ['run', '--silent', step], {
    onLine: (line) => console.log(`${step.padEnd(13)} │ ${line}`),
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${step.padEnd(13)} ${code === 0 ? '✔' : '✘'} ${seconds} s`)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** Runs every test. A runner that fails, or reports no test, is a failure beside what it counted. */
async function runTests(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'bilateral-check-'))
  const report = join(folder, 'tests.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const code = await run('vitest', ['run', ...reporters])
    const { passed, failed } = readReport(report)
    const unexplained = passed === 0 || (code !== 0 && failed === 0)
    return { passed, failed: failed + (unexplained ? 1 : 0) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(path: string): Tally {
  try {
    const report: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const { numPassedTests, numFailedTests } = report as Readonly<Record<string, unknown>>
    if (typeof numPassedTests === 'number' && typeof numFailedTests === 'number')
      return { passed: numPassedTests, failed: numFailedTests }
    console.error('The test report does not count its tests.')
  } catch (error) {
    console.error(`The test report cannot be read: ${String(error)}`)
  }
  return { passed: 0, failed: 0 }
}

function add(tallies: readonly Tally[]): Tally {
  return tallies.reduce((sum, { passed, failed }) => ({
    passed: sum.passed + passed,
    failed: sum.failed + failed,
  }))
}
