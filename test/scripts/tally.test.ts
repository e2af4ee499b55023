import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { addTallies, tallyCheck, tallyReport } from '../../scripts/tally.ts'

const folder = mkdtempSync(join(tmpdir(), 'bilateral-tally-'))
afterAll(() => rmSync(folder, { recursive: true }))

function report(text: string): string {
  const path = join(folder, 'tests.json')
  writeFileSync(path, text)
  return path
}

test('a report is counted as it stands', () => {
  const path = report('{ "numPassedTests": 7, "numFailedTests": 2 }')
  expect(tallyReport(path, 1)).toEqual({ passed: 7, failed: 2 })
})

test('a run that fails without a failed test is a failure', () => {
  const path = report('{ "numPassedTests": 7, "numFailedTests": 0 }')
  expect(tallyReport(path, 0)).toEqual({ passed: 7, failed: 0 })
  expect(tallyReport(path, 1)).toEqual({ passed: 7, failed: 1 })
})

test.for([
  ['counts no test', '{ "numPassedTests": 0, "numFailedTests": 0 }'],
  ['counts nothing', '{}'],
  ['was cut off', '{ "numPassedTests": 7'],
])('a report that %s is a failure', ([, text = '']) => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  expect(tallyReport(report(text), 0)).toEqual({ passed: 0, failed: 1 })
})

test('a report that was never written is a failure', () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  expect(tallyReport(join(folder, 'missing.json'), 0)).toEqual({ passed: 0, failed: 1 })
})

test('checks and tests add up', () => {
  expect(addTallies([tallyCheck(0), tallyCheck(2), { passed: 7, failed: 0 }])).toEqual({
    passed: 8,
    failed: 1,
  })
})
