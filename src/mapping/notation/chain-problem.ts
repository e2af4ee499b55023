import { SIDES } from '../../core/side.ts'
import type { BySide, Side } from '../../core/side.ts'
import { stepsOf, lensOf } from './lens-chain.ts'
import type { LensChain } from './lens-chain.ts'
import type { Kind, Lens } from '../lens.ts'
import type { Problem } from '../problem.ts'

/** Kinds whose shared values have one exact form, which a side that is taken as it is will hardly have. */
const EXACT_KIND = /^(?:decimal|integer|datetime|set)/

interface Place {
  readonly sides: BySide<string>
  readonly at: string
  readonly members?: readonly string[] | undefined
}

/** Finds why a chain could never work: a step that is given what it cannot read, or sides that never agree (M8). */
export function findChainProblem(steps: LensChain, place: Place): Problem | undefined {
  for (const member of place.members ?? [undefined]) {
    const reason =
      findMisfit(stepsOf(steps, 'a', member)) ??
      findMisfit(stepsOf(steps, 'b', member)) ??
      findDisagreement(steps, place.sides, member) ??
      findLostDefault(steps, member)
    if (reason !== undefined)
      return { at: place.at, reason: member === undefined ? reason : `${member}: ${reason}` }
  }
  return undefined
}

/** A step that can never read what the step before it gives. */
function findMisfit(lenses: readonly Lens[]): string | undefined {
  let kind: Kind = 'any'
  let giver: string | undefined
  for (const { name, takes, gives } of lenses) {
    if (takes !== undefined && kind !== 'any' && !takes.includes(kind))
      return `${name} reads a ${takes.join(' or ')}, but ${giver ?? ''} before it gives a ${kind}`
    if (gives === undefined) continue
    kind = gives
    giver = name
  }
  return undefined
}

/** Two sides that come to different kinds of shared value. */
function findDisagreement(
  steps: LensChain,
  sides: BySide<string>,
  member: string | undefined,
): string | undefined {
  const given = (side: Side): Kind => kindOf(stepsOf(steps, side, member))
  const [a, b] = [given('a'), given('b')]
  if (a !== b && a !== 'any' && b !== 'any')
    return `${sides.a} comes to ${a} and ${sides.b} to ${b}; both have to come to one kind, that of the coarser side`
  for (const side of SIDES) {
    const across = side === 'a' ? b : a
    if (stepsOf(steps, side, member).length === 0 && EXACT_KIND.test(across))
      return `${sides[side]} is taken as it is, while the other side comes to ${across}; ${sides[side]} needs a lens as well`
  }
  return undefined
}

function kindOf(lenses: readonly Lens[]): Kind {
  return lenses.findLast(({ gives }) => gives !== undefined)?.gives ?? 'any'
}

/** A default that the steps after it cannot read. */
function findLostDefault(steps: LensChain, member: string | undefined): string | undefined {
  for (const side of SIDES) {
    const holder = stepsOf(steps, side, member).findLast(({ initial }) => initial !== undefined)
    if (holder !== undefined && lensOf(steps, side, member).initial === undefined)
      return `the steps after ${holder.name} do not understand its value`
  }
  return undefined
}
