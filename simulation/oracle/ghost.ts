import type { Know } from '../system/table.ts'

/** Why something nobody can prevent may happen to a record. */
export type Cause =
  /** No condition guards a write, and the target moved in between. */
  | 'window'
  /** An exact revert, a deletion, another spelling or a merge within the window of an unanswered write. */
  | 'doubt'
  /** A request that the network held takes effect after its intent was settled. */
  | 'late'
  /** A value returns in the spelling of a system whose answers do not show it. */
  | 'spelling'
  /** Edits that end where they began are none. */
  | 'revert'
  /** A deletion moved the pages of a listing that counts records: one of them was never shown. */
  | 'shifted'
  /** A person made the record as well, at the same time. */
  | 'twin'

/** What happened to the records of a key that makes some of it impossible to tell. */
export type Note = 'deleted' | 'revert' | 'twin' | 'respelled' | 'unshown' | 'merged'

/** What only the simulation knows: every write of a user has one bit in every aspect of its key. */
export interface Ghost {
  readonly write: (key: string, aspects: readonly string[], seen: Know) => Know
  /** Notes that the journal keeps these writes. */
  readonly keep: (key: string, aspect: string, writes: number) => void
  readonly kept: (key: string, aspect: string) => number
  /** Notes that the journal keeps these writes as unacknowledged. */
  readonly disown: (key: string, aspect: string, writes: number) => void
  readonly unacknowledged: (key: string, aspect: string) => number
  readonly note: (key: string, note: Note) => void
  /** Begins, or ends, the time in which nobody knows whether a write to a record took effect. */
  readonly doubt: (key: string, open: boolean) => void
  readonly has: (key: string, note: Note) => boolean
  readonly blame: (key: string, cause: Cause) => void
  /** The pages of a listing have moved while it was read. */
  readonly shift: () => void
  /** The named cause that explains a breach, if one does. */
  readonly causeOf: (key: string, property: string) => Cause | undefined
}

/** Most writes that users may make to the records of one key. */
export const WRITES_MAX = 31

/** What hides the fate of an unanswered write if it happens before that is settled. */
const HIDING: readonly Note[] = ['deleted', 'revert', 'twin', 'merged', 'respelled']
/** What hides it whenever it happened. */
const LASTING: readonly Note[] = ['respelled', 'merged']

/** Opens the books of one world. */
export function openGhost(): Ghost {
  const counts = new Map<string, number>()
  const kept = new Map<string, number>()
  const disowned = new Map<string, number>()
  const notes = new Set<string>()
  const causes = new Set<string>()
  const doubts = new Set<string>()
  let shifted = false
  const has = (key: string, note: Note): boolean => notes.has(`${key} ${note}`)
  const isBlamed = (key: string, cause: Cause): boolean => causes.has(`${key} ${cause}`)
  return {
    write: (key, aspects, seen) => {
      const no = counts.get(key) ?? 0
      if (no >= WRITES_MAX)
        throw new Error(`${key} was written more than ${String(WRITES_MAX)} times`)
      counts.set(key, no + 1)
      const know: Record<string, number> = {}
      for (const aspect of aspects) know[aspect] = bitsOf(seen, aspect) | (1 << no)
      return know
    },
    keep: (key, aspect, writes) => {
      const place = `${key} ${aspect}`
      kept.set(place, (kept.get(place) ?? 0) | writes)
    },
    disown: (key, aspect, writes) => {
      const place = `${key} ${aspect}`
      disowned.set(place, (disowned.get(place) ?? 0) | writes)
    },
    unacknowledged: (key, aspect) => disowned.get(`${key} ${aspect}`) ?? 0,
    kept: (key, aspect) => kept.get(`${key} ${aspect}`) ?? 0,
    note: (key, note) => {
      notes.add(`${key} ${note}`)
      if (doubts.has(key) && HIDING.includes(note)) causes.add(`${key} doubt`)
    },
    doubt: (key, open) => {
      if (!open) doubts.delete(key)
      else doubts.add(key)
      if (open && LASTING.some((note) => has(key, note))) causes.add(`${key} doubt`)
    },
    has,
    blame: (key, cause) => void causes.add(`${key} ${cause}`),
    shift: () => {
      shifted = true
    },
    causeOf: (key, property) => {
      if (isBlamed(key, 'window')) return 'window'
      if (isBlamed(key, 'late')) return 'late'
      if (property === 'P2') return undefined
      if (/^P3|^P10/.test(property) && has(key, 'unshown')) return 'spelling'
      if (property === 'P10' && has(key, 'revert')) return 'revert'
      if (has(key, 'twin')) return 'twin'
      if (shifted && property === 'P6') return 'shifted'
      return isBlamed(key, 'doubt') ? 'doubt' : undefined
    },
  }
}

/** The writes that an aspect descends from. */
export function bitsOf(know: Know | undefined, aspect: string): number {
  return know?.[aspect] ?? 0
}

/** Tells whether every write of `inner` is one of `outer`. */
export function isWithin(inner: number, outer: number): boolean {
  return (inner & ~outer) === 0
}
