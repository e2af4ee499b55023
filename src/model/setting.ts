import type { Ability } from '../protocol/ability.ts'
import type { BySide } from '../core/side.ts'
import type { EntityTerms } from '../core/terms.ts'
import type { Kernel } from './kernel.ts'
import type { Pair } from '../core/pair.ts'
import type { Value } from '../core/value.ts'

/** How one of the two systems behaves. */
export interface SystemSetting {
  readonly ability: Ability
  /** What tells two versions of a record apart: a counter, a coarse time, the content itself, or nothing. */
  readonly versions: 'counter' | 'stamp' | 'content' | 'none'
  /** Deleted ids answer `gone` and are never given again. */
  readonly tombstones: boolean
  /** Whether a write is answered with the record. */
  readonly represents: boolean
  /** What the system makes of a value that is written to it. */
  readonly keeps?: ((field: string, value: Value) => Value) | undefined
  /** Content that the system refuses. */
  readonly rejects?: ((field: string, value: Value) => boolean) | undefined
  /** What the system promises and does not keep. */
  readonly lie?: 'conditions' | 'keys' | undefined
}

/** What users and persons may do, at any moment and without limit. */
export interface UserSetting {
  readonly creates: BySide<boolean>
  readonly updates: BySide<boolean>
  readonly deletes: BySide<boolean>
  /** An edit of what is not shared: the version moves, and nothing else. */
  readonly touches: BySide<boolean>
  /** A deleted record may come back under its id. */
  readonly restores: boolean
  /** A person answers what is asked; `values` are also given. */
  readonly answers: boolean
}

/** What may go wrong, at any moment and without limit; one request at most is late at a time. */
export interface FaultSetting {
  /** The engine dies before or after any request and any commit. */
  readonly crashes: boolean
  /** A request, or its answer, is lost. */
  readonly losses: boolean
  /** A request whose answer was given up takes effect later, or never. */
  readonly delays: boolean
  /** A read may show a record as it was before its last change. */
  readonly stale: boolean
  /** A listing may leave a record out. */
  readonly partial: boolean
  /** So much time passes that a server forgets its idempotency keys. */
  readonly expiry: boolean
  /** A change may carry the stamp of the tick before (stamps only). */
  readonly late: boolean
}

/** How much of a world there is room for: what would need more is not explored, and counted. */
export interface RoomSetting {
  /** Records of one side, deleted ones that still matter included. */
  readonly places: number
  /** Pairs, and records that are in no pair yet. */
  readonly pairs: number
}

/** Everything a model is made of. All of it is data or pure functions; the same setting gives the same model. */
export interface Setting {
  readonly name: string
  readonly terms: EntityTerms
  readonly systems: BySide<SystemSetting>
  /** What users write into a field, the value of the agreed record first. */
  readonly values: Readonly<Record<string, readonly Value[]>>
  readonly users: UserSetting
  readonly faults: FaultSetting
  readonly room: RoomSetting
  readonly start: 'empty' | 'linked'
  /** Records prove to be one by a key: one unlinked record on each side is a pair. */
  readonly keyed: boolean
  readonly kernel: Kernel
  /** What of a pair outlives a run, or its crash: all of it, unless an attribute is to be missed. */
  readonly remember: (pair: Pair) => Pair
  /** Count how often a request was sent within one run; otherwise giving up early is what a crash does. */
  readonly countsSends: boolean
}
