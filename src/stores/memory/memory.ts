import type { BySide } from '../../core/side.ts'
import type { JournalEntry } from '../store.ts'
import type { MemoryFacts } from '../../core/journal.ts'
import type { Pair } from '../../core/pair.ts'

/** Everything the store remembers; two handles on it are two processes on one memory. */
export interface Memory {
  readonly entities: Map<string, EntityMemory>
  readonly journal: JournalEntry[]
  readonly leases: Map<string, HeldLease>
  facts: MemoryFacts
}

/** The pairs of one entity, by number and by the id they hold on each side. */
export interface EntityMemory {
  lastNumber: number
  /** Every number ever given, those of ended pairs included. */
  readonly given: Set<number>
  readonly pairs: Map<number, Pair>
  readonly byId: BySide<Map<string, number>>
}

/** A lease as remembered; without an owner it was given back. */
export interface HeldLease {
  readonly owner: string | undefined
  readonly epoch: number
  readonly expiresMs: number
}
