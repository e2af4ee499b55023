import type { Excuses } from './excuses.ts'
import type { Know } from '../system/table.ts'
import { openExcuses } from './excuses.ts'

/** What only the simulation knows: every write of a user has one bit in every aspect of its key. */
export interface Ghost extends Excuses {
  readonly write: (key: string, aspects: readonly string[], seen: Know) => Know
  /** Notes that the journal keeps these writes. */
  readonly keep: (key: string, aspect: string, writes: number) => void
  readonly kept: (key: string, aspect: string) => number
  /** Notes that the journal keeps these writes as unacknowledged. */
  readonly disown: (key: string, aspect: string, writes: number) => void
  readonly unacknowledged: (key: string, aspect: string) => number
}

/** Most writes that users may make to the records of one key. */
export const WRITES_MAX = 31

/** Opens the books of one world. */
export function openGhost(): Ghost {
  const counts = new Map<string, number>()
  const kept = openBits()
  const disowned = openBits()
  return {
    ...openExcuses(),
    write: (key, aspects, seen) => {
      const no = counts.get(key) ?? 0
      if (no >= WRITES_MAX)
        throw new Error(`${key} was written more than ${String(WRITES_MAX)} times`)
      counts.set(key, no + 1)
      const know: Record<string, number> = {}
      for (const aspect of aspects) know[aspect] = bitsOf(seen, aspect) | (1 << no)
      return know
    },
    keep: kept.add,
    kept: kept.of,
    disown: disowned.add,
    unacknowledged: disowned.of,
  }
}

interface Bits {
  readonly add: (key: string, aspect: string, writes: number) => void
  readonly of: (key: string, aspect: string) => number
}

function openBits(): Bits {
  const bits = new Map<string, number>()
  const of = (key: string, aspect: string): number => bits.get(`${key} ${aspect}`) ?? 0
  return {
    of,
    add: (key, aspect, writes) => void bits.set(`${key} ${aspect}`, of(key, aspect) | writes),
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
