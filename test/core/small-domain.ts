import type { LawOutcome } from '../../src/core/law.ts'
import type { Situation } from '../../src/core/situation.ts'
import { law } from '../../src/core/law.ts'

/** The small domain: `undefined` is the record that is not there, an ordinary value for the law. */
export const DOMAIN = [undefined, 0, 1, 2] as const
/** One of its values. */
export type Small = (typeof DOMAIN)[number]

/** A pair of records and what is remembered of it. */
export interface Case {
  readonly a: Small
  readonly b: Small
  readonly baseA: Small
  readonly baseB: Small
}

/** Every combination. */
export const CASES: readonly Case[] = DOMAIN.flatMap((a) =>
  DOMAIN.flatMap((b) => DOMAIN.flatMap((baseA) => DOMAIN.map((baseB) => ({ a, b, baseA, baseB })))),
)
/** Both bases commit in one transaction: there are two or none. */
export const REACHABLE = CASES.filter(
  ({ baseA, baseB }) => (baseA === undefined) === (baseB === undefined),
)
/** The rest: what a memory put together from two backups could hold. */
export const UNREACHABLE = CASES.filter((each) => !REACHABLE.includes(each))

function situationOf(value: Small, base: Small): Situation {
  if (value === undefined) return base === undefined ? 'missing' : 'deleted'
  return value === base ? 'unchanged' : 'updated'
}

/** The situations of both sides, by value. */
export const situationsOf = ({ a, b, baseA, baseB }: Case): [Situation, Situation] => [
  situationOf(a, baseA),
  situationOf(b, baseB),
]

/** R: these two say the same. */
export const same = (a: Small, b: Small): boolean => a === b

/** R*: they say the same, or are exactly the recorded pair. */
export const consistent = (a: Small, b: Small, { baseA, baseB }: Case): boolean =>
  same(a, b) || (baseA !== undefined && a === baseA && b === baseB)

/** What the law calls for. */
export const lawOn = (each: Case): LawOutcome =>
  law({
    consistent: consistent(each.a, each.b, each),
    dirtyA: each.a !== each.baseA,
    dirtyB: each.b !== each.baseB,
  })
