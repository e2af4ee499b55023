import { run } from './run.ts'
import { addTallies, tallyCheck } from './tally.ts'
import type { Tally } from './tally.ts'

/** One `npm run`, with what it is given after `--`. */
export interface Step {
  readonly name: string
  readonly args?: readonly string[]
}

/** Runs lanes side by side and the steps of each in order; every line is led by its step. Each step counts as one check. */
export async function runLanes(lanes: readonly (readonly Step[])[]): Promise<Tally> {
  const width = Math.max(...lanes.flat().map(({ name }) => name.length))
  return addTallies(await Promise.all(lanes.map((steps) => runLane(steps, width))))
}

async function runLane(steps: readonly Step[], width: number): Promise<Tally> {
  const results: Tally[] = []
  for (const step of steps) results.push(tallyCheck(await runStep(step, width)))
  return addTallies(results)
}

async function runStep({ name, args = [] }: Step, width: number): Promise<number> {
  const label = name.padEnd(width)
  const startedMs = performance.now()
  const onLine = (line: string): void => console.log(`${label} │ ${line}`)
  const rest = args.length === 0 ? [] : ['--', ...args]
  const code = await run('npm', ['run', '--silent', name, ...rest], onLine)
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`${label} ${code === 0 ? '✔' : '✘'} ${seconds} s`)
  return code
}
