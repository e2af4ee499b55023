import type { Observation } from './observation.ts'

/** One side of a pair: its base against what was observed. */
export const SITUATIONS = ['missing', 'unchanged', 'updated', 'deleted'] as const

/** A side's situation when something is known of it. `updated` without a base is *created*. */
export type Situation = (typeof SITUATIONS)[number]

/** A side's situation, including the one in which nothing is known. */
export type SituationOrUnknown = Situation | 'unknown'

/** A pair of situations, side `a` first: the key of the matrix. */
export type Cell = `${SituationOrUnknown}/${SituationOrUnknown}`

/** Names the cell of two situations. */
export function cellOf(a: SituationOrUnknown, b: SituationOrUnknown): Cell {
  return `${a}/${b}`
}

/**
 * Classifies one side. `hasBase` tells whether the pair ever agreed, `dirty` whether the record seen differs from
 * that base; `dirty` is ignored where there is no base or no record.
 */
export function situationOf(
  hasBase: boolean,
  observation: Observation,
  dirty: boolean,
): SituationOrUnknown {
  if (observation.kind === 'absent') return hasBase ? 'deleted' : 'missing'
  if (observation.kind !== 'present') return 'unknown'
  return hasBase && !dirty ? 'unchanged' : 'updated'
}
