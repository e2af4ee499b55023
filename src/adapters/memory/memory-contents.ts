import type { Fields } from '../../core/value.ts'

/** One record as the system holds it. Never changed, only replaced: snapshots share rows. */
export interface MemoryRow {
  readonly id: string
  readonly fields: Fields
  /** Grows with every write to the table, so that no two contents ever share a version. */
  readonly version: number
  /** When it was last written, by the system's clock. */
  readonly atMs: number
}

/** What is left of a record that is no more; `movedTo` is set when it was merged into another. */
export interface MemoryTombstone {
  readonly atMs: number
  readonly movedTo?: string | undefined
}

/** The records of one collection. */
export interface MemoryTable {
  readonly rows: Map<string, MemoryRow>
  readonly deleted: Map<string, MemoryTombstone>
  /** Id by value of the unique external key. */
  readonly keys: Map<string, string>
  /** Id by idempotency key. */
  readonly replays: Map<string, string>
  lastVersion: number
  lastId: number
  /** Ids in order, remembered until a record comes or goes. */
  sorted: readonly string[] | undefined
}

/** Everything a system holds: plain data, nothing else. */
export interface MemoryContents {
  /** The system's own clock, unless it was given one. */
  nowMs: number
  readonly tables: Map<string, MemoryTable>
}

/** A system at one moment. Taking one costs a copy of the maps, not of the records. */
export type MemorySnapshot = Readonly<MemoryContents>

/** The clock of a system nobody gave a clock: fixed, so that runs repeat exactly. */
export const MEMORY_EPOCH_MS = Date.UTC(2026, 0, 1)

/** A system without records. */
export function emptyContents(collections: readonly string[]): MemoryContents {
  return {
    nowMs: MEMORY_EPOCH_MS,
    tables: new Map(collections.map((name) => [name, emptyTable()])),
  }
}

/** Copies a system: writes to either never show in the other. */
export function copyContents(data: MemorySnapshot): MemoryContents {
  return {
    nowMs: data.nowMs,
    tables: new Map([...data.tables].map(([name, table]) => [name, copyTable(table)])),
  }
}

/** The ids of a table in ascending order of their text. */
export function sortedIds(table: MemoryTable): readonly string[] {
  table.sorted ??= [...table.rows.keys()].sort()
  return table.sorted
}

function emptyTable(): MemoryTable {
  return {
    rows: new Map(),
    deleted: new Map(),
    keys: new Map(),
    replays: new Map(),
    lastVersion: 0,
    lastId: 0,
    sorted: undefined,
  }
}

function copyTable(table: MemoryTable): MemoryTable {
  return {
    ...table,
    rows: new Map(table.rows),
    deleted: new Map(table.deleted),
    keys: new Map(table.keys),
    replays: new Map(table.replays),
  }
}
