import type { BySide } from '../../core/side.ts'
import type { Value } from '../../core/value.ts'
import { findChainProblem } from './chain-problem.ts'
import type { LensChain, Step } from './lens-chain.ts'
import { lensOf } from './lens-chain.ts'
import { isList } from '../path/branch.ts'
import { parseStep } from './parse-step.ts'
import { all, failure } from '../problem.ts'
import type { Result } from '../problem.ts'

/** How many steps a chain may have. */
export const CHAIN_LENGTH_MAX = 16

/** Where a chain stands, and what it is for. */
export interface ChainPlace {
  /** The users' names of the two systems. */
  readonly sides: BySide<string>
  /** Path within the configuration, for problems; `as` unless told otherwise. */
  readonly at?: string | undefined
  /** The members of a field that is a group. */
  readonly members?: readonly string[] | undefined
}

/**
 * Reads what stands under `as:`: one step or a list of them, each a text such as `decimal(2)` or an object
 * such as `{ side: crm, split: ";" }`. Absent means: take the value as it is. Chains that could never work,
 * or whose two sides could never agree, are problems (M8).
 */
export function parseLensChain(as: Value | undefined, place: ChainPlace): Result<LensChain> {
  const at = place.at ?? 'as'
  const written = as === undefined ? [] : isList(as) ? as : [as]
  if (written.length > CHAIN_LENGTH_MAX)
    return failure(at, `a chain has at most ${CHAIN_LENGTH_MAX} steps`)
  const context = { ...place, inner: parseElements }
  const steps = all(
    written.map((step, index) => parseStep(step, isList(as) ? `${at}[${index}]` : at, context)),
  )
  if (!steps.ok) return steps
  const problem = findChainProblem(steps.value, { ...place, at })
  return problem === undefined ? steps : { ok: false, problems: [problem] }

  /** The chain within a set: it is the same on both sides. */
  function parseElements(inner: Value): ReturnType<typeof toLens> {
    return toLens(parseLensChain(inner, { sides: place.sides }))
  }
}

function toLens(steps: Result<readonly Step[]>): Result<ReturnType<typeof lensOf>> {
  if (!steps.ok) return steps
  const sided = steps.value.some(({ side }) => side !== undefined)
  return sided
    ? failure('as', 'a step within a set cannot have a side; give the side to the set')
    : { ok: true, value: lensOf(steps.value, 'a') }
}
