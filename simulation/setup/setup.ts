import type { BySide, Side } from '../../src/core/side.ts'
import type { Chance } from './chance.ts'
import type { FieldPolicy } from '../../src/core/terms.ts'
import { LIST } from './field-names.ts'
import { bySide } from '../../src/core/side.ts'
import { chanceOf } from './chance.ts'

/** How a listing is turned into pages. */
export type PagingKind = 'none' | 'cursor' | 'next' | 'link' | 'number' | 'offset' | 'keyset'

/** How a create can be recognised, and whether it can be at all. */
export type CreateKind = 'client-id' | 'idempotency-key' | 'external-key' | 'none'

/** What a system does against its declaration; what the protocol makes of it stands in `LIES`. */
export type Lie = 'none' | 'ignores-filter' | 'lowers-page-size' | 'ignores-conditions'

/** How one of the two systems behaves, and what its declaration says. */
export interface SideSetup {
  readonly version: 'etag' | 'counter' | 'stamp' | 'none'
  /** Whether listings show the version. */
  readonly versionInList: boolean
  readonly granularityMs: number
  /** How far its clock is off. */
  readonly skewMs: number
  /** How long before it becomes visible a user's edit may have been stamped. */
  readonly latenessMs: number
  readonly paging: PagingKind
  readonly pageSize: number
  /** Whether listings tell a total. */
  readonly total: boolean
  readonly creates: CreateKind
  readonly style: 'patch' | 'replace'
  readonly answers: 'record' | 'partial' | 'none'
  /** Stores some values in another spelling than it was sent. */
  readonly normalises: boolean
  /** Answers 410 for what was deleted, else 404. */
  readonly tombstones: boolean
  /** Asked who it is before every run. */
  readonly asked: boolean
  readonly concurrency: number
  /** Requests it allows a second; 0 is no limit. */
  readonly perSecond: number
  readonly ids: 'number' | 'text' | 'odd'
  readonly lie: Lie
  readonly latencyMs: number
}

/** The user's rules. */
export interface Rules {
  readonly preset: 'two-way' | 'a-master' | 'b-master' | 'mirror' | 'contribute'
  readonly policy: FieldPolicy['kind']
  readonly updateDelete: 'preset' | 'keep-updated' | 'keep-deleted' | 'ask'
  readonly grouped: boolean
}

/** Everything about a seed's world that is not an event. */
export interface Setup {
  readonly seed: number
  readonly sides: BySide<SideSetup>
  readonly rules: Rules
  /** Synchronised fields besides the key. */
  readonly fields: readonly string[]
  /** Records at the start, and on how many sides each is. */
  readonly records: number
  readonly runs: number
  readonly store: 'memory' | 'sqlite'
  /** Whether the guards are strict. */
  readonly guarded: boolean
}

/** Shares of seeds whose memory is a real SQLite database. */
export const SQLITE_SHARE = 0.06
const FIELDS = ['f1', 'f2', 'f3'] as const

/** Draws the world of a seed. Every option is on in some seeds and off in others, so that none hides behind another. */
export function drawSetup(seed: number): Setup {
  const chance = chanceOf(seed, 'setup')
  const sides = bySide((side) => drawSide(chanceOf(seed, side)))
  const listed = chance.often(0.25)
  const plain = FIELDS.slice(0, 1 + chance.below(3))
  const rules = drawRules(chance, sides)
  return {
    seed,
    sides,
    // The fields of one group follow one rule, and a list has a rule of its own.
    rules: listed ? { ...rules, grouped: false } : rules,
    fields: listed ? [...plain.slice(1), LIST] : plain,
    records: chance.often(0.8) ? chance.below(5) : chance.below(13),
    runs: chance.often(0.15) ? 1 : 2 + chance.below(2),
    store: chance.often(SQLITE_SHARE) ? 'sqlite' : 'memory',
    guarded: chance.often(0.1),
  }
}

function drawRules(chance: Chance, sides: BySide<SideSetup>): Rules {
  const preset = chance.often(0.6)
    ? 'two-way'
    : chance.pick(['a-master', 'b-master', 'mirror', 'contribute'] as const)
  const drawn = chance.pick(['ask', 'take', 'take', 'newest', 'max', 'min'] as const)
  const stamped = (side: Side): boolean =>
    sides[side].version !== 'none' && sides[side].granularityMs <= 1_000
  const policy = drawn === 'newest' && !(stamped('a') && stamped('b')) ? 'take' : drawn
  const updateDelete = chance.pick([
    'preset',
    'preset',
    'keep-updated',
    'keep-deleted',
    'ask',
  ] as const)
  return { preset, policy, updateDelete, grouped: chance.often(0.15) }
}

function drawSide(chance: Chance): SideSetup {
  const version = chance.often(0.75)
    ? chance.pick(['etag', 'counter'] as const)
    : chance.pick(['stamp', 'none'] as const)
  return {
    version,
    versionInList: version === 'stamp' || chance.often(0.8),
    granularityMs: chance.pick([1, 1, 1_000, 2_000]),
    skewMs: chance.often(0.5) ? 0 : chance.below(600_000) - 300_000,
    latenessMs: version !== 'stamp' && chance.often(0.3) ? chance.below(30_000) : 0,
    paging: chance.pick(['none', 'cursor', 'next', 'link', 'number', 'offset', 'keyset']),
    pageSize: chance.pick([1, 2, 3, 10]),
    total: chance.often(0.5),
    creates: chance.often(0.8)
      ? chance.pick(['client-id', 'idempotency-key', 'external-key'] as const)
      : 'none',
    style: chance.often(0.75) ? 'patch' : 'replace',
    answers: chance.pick(['record', 'record', 'partial', 'none']),
    normalises: chance.often(0.25),
    tombstones: chance.often(0.5),
    asked: chance.often(0.25),
    concurrency: chance.pick([1, 2, 4]),
    perSecond: chance.often(0.15) ? 2 + chance.below(8) : 0,
    ids: chance.pick(['number', 'text', 'odd']),
    lie: chance.often(0.85)
      ? 'none'
      : chance.pick(['ignores-filter', 'lowers-page-size', 'ignores-conditions'] as const),
    latencyMs: chance.pick([5, 40, 400]),
  }
}
