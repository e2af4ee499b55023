import type { Coverage } from './coverage.ts'
import { ACTS, CRASHES, DISK_FAULTS, NET_FAULTS } from './setup/tape.ts'

/** Seeds from which on a batch has to have reached everything. */
export const COVERAGE_SEEDS_MIN = 5_000

/** Journal events that no simulation brings about: an answer taken back needs a second thought of the person. */
const EVENTS = [
  'linked',
  'agreed',
  'intended',
  'landed',
  'withdrawn',
  'unacknowledged',
  'pending',
  'targeted',
  'untargeted',
  'disputed',
  'undisputed',
  'forgotten',
]

const RUNS = [
  'exit 0',
  'exit 3',
  'exit 4',
  'exit 5',
  'crashed',
  'STORE_FULL',
  'SYSTEM_ANSWER',
  'SYSTEM_AUTH',
]

const CELLS = ['missing', 'unchanged', 'updated', 'deleted']
/** Cells that both bases together never reach, and the pair of which nothing was there. */
const UNREACHABLE = new Set([
  'missing/missing',
  'missing/unchanged',
  'missing/deleted',
  'unchanged/missing',
  'deleted/missing',
])

/** Everything that has to happen at least once in a large batch. */
export const REQUIRED: readonly string[] = [
  ...ACTS.map((act) => `act: ${act}`),
  ...NET_FAULTS.map((kind) => `fault: ${kind}`),
  ...[...DISK_FAULTS, ...CRASHES].map((kind) => `disk: ${kind}`),
  ...EVENTS.map((kind) => `event: ${kind}`),
  ...RUNS.map((how) => `run: ${how}`),
  ...CELLS.flatMap((a) => CELLS.map((b) => `${a}/${b}`))
    .filter((cell) => !UNREACHABLE.has(cell))
    .map((cell) => `cell: ${cell}`),
]

/** What never happened although it has to. */
export function neverHappened(coverage: Coverage): readonly string[] {
  return REQUIRED.filter((name) => !coverage.has(name))
}
