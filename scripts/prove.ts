import { runLanes } from './run-step.ts'
import type { Step } from './run-step.ts'

/** Everything that backs a claim and takes longer than a test may, as much of it as every change has to pass. */
const LANES: readonly (readonly Step[])[] = [
  [{ name: 'verify' }, { name: 'guarantees' }, { name: 'mutants' }, { name: 'spin' }],
  [
    { name: 'simulate', args: ['--seeds', '20000'] },
    { name: 'kill', args: ['--count', '300'] },
    { name: 'replay' },
  ],
]

const { passed, failed } = await runLanes(LANES)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
