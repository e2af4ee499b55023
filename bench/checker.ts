import { cpus } from 'node:os'
import { explore } from '../src/checker/explore.ts'
import type { Model } from '../src/checker/model.ts'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '64' },
    exact: { type: 'boolean', default: false },
  },
})
const AXES = 4
const size = Number(values.size)
const emptyBytes = process.memoryUsage().rss
const before = process.cpuUsage()
const { states, transitions, method, closed, collisionProbability } = explore(grid(size), {
  exact: values.exact,
})
const { user, system } = process.cpuUsage(before)
const cpuSeconds = (user + system) / 1e6
const peakBytes = process.resourceUsage().maxRSS * 1024
const expected = { states: size ** AXES, transitions: AXES * (size - 1) * size ** (AXES - 1) }
const isRight = closed && states === expected.states && transitions === expected.transitions
const millions = (count: number): string => (count / 1e6).toFixed(2)

for (const line of [
  `A grid of ${AXES} counters from 0 to ${size - 1}, ${method}; Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown'}`,
  `${millions(states)} million states, ${millions(transitions)} million transitions in ${cpuSeconds.toFixed(2)} CPU s`,
  `${millions(transitions / cpuSeconds)} million transitions and ${millions(states / cpuSeconds)} million states per CPU s`,
  `peak ${(peakBytes / 2 ** 20).toFixed(0)} MiB, ${((peakBytes - emptyBytes) / states).toFixed(1)} bytes a state above the empty process`,
  `two states of one fingerprint: probability ${collisionProbability.toExponential(1)}`,
  isRight ? 'As many as there are.' : 'NOT as many as there are.',
])
  console.log(line)
if (!isRight) process.exitCode = 1

/** Does next to nothing itself, so that what is measured is the checker. */
function grid(limit: number): Model {
  const scratch = new Int32Array(AXES)
  return {
    name: 'grid',
    words: AXES,
    actions: Array.from(scratch, (_, axis) => `step ${axis}`),
    properties: [],
    marks: [],
    initial: (emit) => emit(new Int32Array(AXES)),
    next: (state, emit) => {
      for (let axis = 0; axis < AXES; axis += 1) {
        const count = state[axis] ?? 0
        if (count === limit - 1) continue
        scratch.set(state)
        scratch[axis] = count + 1
        emit(axis, scratch)
      }
    },
    check: () => undefined,
    describe: (state) => state.join(' '),
  }
}
