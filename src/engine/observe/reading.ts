import type { Candidate } from '../../core/plan/correlate.ts'
import type { ListingEnd } from '../../adapters/adapter.ts'
import type { Observation } from '../../core/observation.ts'
import type { Pair } from '../../core/pair.ts'
import type { UnreadPath } from '../paths/unread-path.ts'

/** A linked pair whose record has to be decided: it moved, or something about the pair is open. */
export interface Sighting {
  readonly pair: Pair
  readonly seen: Observation
}

/** A record that is not linked yet; `pair` is the row that already asks about it, if one does. */
export interface FreshRecord extends Candidate {
  readonly pair?: Pair | undefined
  readonly seen: Observation
}

/** What one listing of one side showed. Memory grows with what moved, and by one number for each pair that did not. */
export interface SideReading {
  /** Pair number to what was seen, for pairs that have to be decided. */
  readonly moved: Map<number, Sighting>
  readonly fresh: Map<string, FreshRecord>
  /** Numbers of every pair the listing showed. */
  readonly shown: Set<number>
  /** Match rule position and key to the linked pair that holds it. */
  readonly linkedKeys: Map<string, number>
  /** Ids that were listed twice with different contents: nothing may be concluded of them. */
  readonly torn: Set<string>
  records: number
  /** Paths of the mapping that no record had. */
  unread: readonly UnreadPath[]
  end: ListingEnd
}

/** A reading that has not begun. */
export function emptyReading(): SideReading {
  return {
    moved: new Map(),
    fresh: new Map(),
    shown: new Set(),
    linkedKeys: new Map(),
    torn: new Set(),
    records: 0,
    unread: [],
    end: { complete: false, why: 'the listing did not begin' },
  }
}

/** The key of `linkedKeys`. */
export function linkedKey(rule: number, key: string): string {
  return `${String(rule)}\n${key}`
}
