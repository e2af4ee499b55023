import type { BySide, Side } from '../../../core/side.ts'
import type { Reading, Row } from '../agreement.ts'
import type { Value } from '../../../core/value.ts'

/** A way to read two columns alike, and what in the data speaks for it. */
export interface Candidate extends Reading {
  /** What was seen, as a phrase: `2 decimal places, erp counts in hundredths`. */
  readonly evidence: string
}

/** What lens proposals are made from. */
export interface Columns {
  /** Pairs of records in which both sides hold something. */
  readonly rows: readonly Row[]
  /** The users' names of the two systems. */
  readonly names: BySide<string>
}

/** Proposes ways to read two columns, the simplest first; none if they do not look so. */
export type Propose = (columns: Columns) => readonly Candidate[]

/** The values of one side. */
export function valuesOf({ rows }: Columns, side: Side): readonly Value[] {
  return rows.map((row) => row[side])
}

/** The share of values that pass a test, 0 to 1. */
export function shareOf(values: readonly Value[], test: (value: Value) => boolean): number {
  return values.length === 0 ? 0 : values.filter(test).length / values.length
}

/** A few values that are written otherwise do not decide what a column is. */
export const MOST = 0.9
