import type { Chance } from './chance.ts'
import type { Setup } from './setup.ts'
import type { Side } from '../../src/core/side.ts'
import { chanceOf } from './chance.ts'

/** What a user does. `twin` makes the record that the other side has and this one lacks. */
export const ACTS = ['create', 'twin', 'update', 'revert', 'clear', 'private', 'delete'] as const

/** What the network or a server does to one request. */
export const NET_FAULTS = [
  'refused',
  'lost-request',
  'lost-answer',
  'silence',
  'delayed',
  'error-before',
  'error-after',
  'busy',
  'too-many',
  'page-before',
  'page-after',
  'torn-answer',
  'denied',
  'omitted',
  'repeated',
  'cut-off',
] as const

/** What the disk does to one operation of the memory. */
export const DISK_FAULTS = ['disk-full'] as const

/** How a process dies. */
export const CRASHES = ['crash-before', 'crash-after'] as const

/** The kind of a user's act. */
export type Act = (typeof ACTS)[number]
/** The kind of a fault between us and a system, or of the system. */
export type NetFault = (typeof NET_FAULTS)[number] | (typeof CRASHES)[number]
/** The kind of a fault of the memory. */
export type DiskFault = (typeof DISK_FAULTS)[number] | (typeof CRASHES)[number]

/** What is counted: all requests, those that list, read one record or write, or the faults that requests met. */
export type Counted = 'any' | 'list' | 'look' | 'write' | 'fault'

/** One act of a user, before the `at`-th request of a run; an act that is never reached happens after the run. */
export interface Edit {
  readonly tape: 'edit'
  readonly run: number
  readonly at: number
  readonly on: Counted
  /** Done to the very record that the request is about, where there is one. */
  readonly hot: boolean
  readonly side: Side
  readonly act: Act
  /** Which record and which field, counted round. */
  readonly pick: number
}

/** One fault, at the `at`-th request to a system and those that follow it, or at the `at`-th operation of the memory, in a run. */
export type Fault =
  | {
      readonly tape: 'net'
      readonly run: number
      readonly at: number
      readonly on: Counted
      /** Requests in a row that meet it. */
      readonly span: number
      readonly side: Side
      readonly kind: NetFault
      /** Milliseconds, where the kind takes some. */
      readonly ms: number
    }
  | { readonly tape: 'disk'; readonly run: number; readonly at: number; readonly kind: DiskFault }

/** The two tapes of a seed: what people do, and what goes wrong. Each entry may be left out. */
export interface Tapes {
  readonly edits: readonly Edit[]
  readonly faults: readonly Fault[]
}

/** Draws both tapes. Each seed has its own mix: kinds that are off in one seed are frequent in another. */
export function drawTapes(setup: Setup): Tapes {
  return { edits: drawEdits(setup), faults: drawFaults(setup) }
}

function drawEdits({ seed, runs }: Setup): readonly Edit[] {
  const chance = chanceOf(seed, 'edits')
  const [first, ...others] = someOf(ACTS, chance)
  const acts = ['update', first, ...others] as const
  const midway = chance.often(0.7)
  const count = chance.below(5 + runs * 3)
  return Array.from({ length: count }, () => {
    const inside = midway && chance.often(0.7)
    const on = inside ? chance.pick(EDITED_AT) : 'any'
    return {
      tape: 'edit',
      run: chance.below(runs),
      at: inside ? 1 + chance.below(MOMENTS[on]) : 0,
      on,
      hot: inside && chance.often(0.8),
      side: chance.often(0.5) ? 'a' : 'b',
      act: chance.pick(acts),
      pick: chance.below(24),
    }
  })
}

/** People are most dangerous just before a write, and just after something went wrong with it. */
const EDITED_AT = ['any', 'look', 'write', 'write', 'fault', 'fault'] as const
const FAULTY_AT = ['any', 'list', 'look', 'write', 'write', 'write'] as const

/** Of which happening, counted in one run, something may befall. */
const MOMENTS: Readonly<Record<Counted, number>> = { any: 15, list: 4, look: 4, write: 3, fault: 3 }

function drawFaults({ seed, runs }: Setup): readonly Fault[] {
  const chance = chanceOf(seed, 'faults')
  const kinds = someOf([...NET_FAULTS, ...CRASHES], chance)
  const count = chance.often(0.1) ? 0 : 1 + chance.below(1 + runs * 3)
  const disk = chance.often(0.3)
  return Array.from({ length: count }, () => drawFault(chance, runs, { kinds, disk }))
}

interface Mix {
  readonly kinds: readonly [NetFault, ...NetFault[]]
  readonly disk: boolean
}

/** Faults that only a listing can have. */
const OF_LISTINGS: ReadonlySet<string> = new Set(['omitted', 'repeated', 'cut-off'])

function drawFault(chance: Chance, runs: number, { kinds, disk }: Mix): Fault {
  const run = chance.below(runs)
  if (disk && chance.often(0.4)) {
    const at = 1 + chance.below(20)
    return { tape: 'disk', run, at, kind: chance.pick([...DISK_FAULTS, ...CRASHES]) }
  }
  const kind = chance.pick(kinds)
  const on = OF_LISTINGS.has(kind) ? 'list' : chance.pick(FAULTY_AT)
  const at = 1 + chance.below(MOMENTS[on])
  const span = chance.often(0.75) ? 1 : 2 + chance.below(6)
  const side = chance.often(0.5) ? 'a' : 'b'
  return { tape: 'net', run, at, on, span, side, kind, ms: 1_000 + chance.below(600_000) }
}

/** About half of the items, at least one. */
function someOf<T>(items: readonly T[], chance: Chance): readonly [T, ...T[]] {
  const all = items as readonly [T, ...T[]]
  const first = chance.pick(all)
  return [first, ...items.filter(() => chance.often(0.5))]
}
