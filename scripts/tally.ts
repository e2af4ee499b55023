import { readFileSync } from 'node:fs'

/** How many checks or tests passed and failed. */
export interface Tally {
  readonly passed: number
  readonly failed: number
}

/** One check, by its exit code. */
export function tallyCheck(exitCode: number): Tally {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/**
 * The tests of vitest's JSON report, with the exit code of the run that wrote it. A report that is missing or counts no
 * test is one failure, and so is a run that failed for a reason no test shows.
 */
export function tallyReport(path: string, exitCode: number): Tally {
  const { passed, failed } = readReport(path)
  const unexplained = passed + failed === 0 || (exitCode !== 0 && failed === 0)
  return { passed, failed: unexplained ? failed + 1 : failed }
}

/** The sum. */
export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
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
