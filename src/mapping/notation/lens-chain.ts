import type { Side } from '../../core/side.ts'
import { chain } from '../chain.ts'
import { JSON_LENS } from '../lenses/json.ts'
import type { Lens } from '../lens.ts'

/** One step of a chain and where it applies. */
export interface Step {
  readonly lens: Lens
  /** The only side it applies to; without it, both. */
  readonly side?: Side | undefined
  /** The only members of a group it applies to; without it, all. */
  readonly members?: readonly string[] | undefined
}

/** What stands under `as:`, understood: steps from the native value to the shared one. */
export type LensChain = readonly Step[]

/** The steps that apply to one side, and to one member where the field is a group. */
export function stepsOf(steps: LensChain, side: Side, member?: string): readonly Lens[] {
  return steps
    .filter((step) => step.side === undefined || step.side === side)
    .filter(
      ({ members }) => member === undefined || members === undefined || members.includes(member),
    )
    .map(({ lens }) => lens)
}

/** Joins the steps of one side into one lens. Whatever no step checks is at least a value that survives the way. */
export function lensOf(steps: LensChain, side: Side, member?: string): Lens {
  const lenses = stepsOf(steps, side, member)
  return lenses[0]?.takes === undefined ? chain([JSON_LENS, ...lenses]) : chain(lenses)
}

/** Writes a chain as a user would read it. */
export function describeChain(steps: LensChain): string {
  return steps.length === 0 ? JSON_LENS.name : steps.map(({ lens }) => lens.name).join(', ')
}
