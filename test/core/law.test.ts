import { expect, test } from 'vitest'
import type { Case, Small } from './small-domain.ts'
import type { LawOutcome } from '../../src/core/law.ts'
import { DOMAIN, REACHABLE, consistent, lawOn } from './small-domain.ts'
import { law } from '../../src/core/law.ts'

/** Where an outcome of the law leaves the two records; nowhere for the outcomes that only a rule or a person can tell. */
function resultOf(outcome: LawOutcome, { a, b }: Case): readonly [Small, Small] | undefined {
  if (outcome === 'adopt') return [a, b]
  if (outcome === 'b:=a') return [a, a]
  return outcome === 'a:=b' ? [b, b] : undefined
}

/** Every pair of records that overwrites nothing unseen, takes values only from across, and leaves agreement alone. */
function lawfulResults(each: Case): readonly (readonly [Small, Small])[] {
  const { a, b, baseA, baseB } = each
  const results = consistent(a, b, each)
    ? [[a, b] as const]
    : DOMAIN.flatMap((a2) => DOMAIN.map((b2) => [a2, b2] as const))
  const lawful = (after: Small, before: Small, base: Small, across: Small): boolean =>
    after === before || (before === base && after === across)
  return results.filter(([a2, b2]) => lawful(a2, a, baseA, b) && lawful(b2, b, baseB, a))
}

const converging = (each: Case): readonly (readonly [Small, Small])[] =>
  lawfulResults(each).filter(([a, b]) => consistent(a, b, each))

test('[D1] the law is five lines over three facts', () => {
  const table: readonly (readonly [boolean, boolean, boolean, LawOutcome])[] = [
    [true, false, false, 'adopt'],
    [true, true, false, 'adopt'],
    [true, false, true, 'adopt'],
    [true, true, true, 'adopt'],
    [false, true, false, 'b:=a'],
    [false, false, true, 'a:=b'],
    [false, true, true, 'policy'],
    [false, false, false, 'repair'],
  ]
  for (const [isConsistent, dirtyA, dirtyB, outcome] of table)
    expect(law({ consistent: isConsistent, dirtyA, dirtyB })).toBe(outcome)
})

test('[L3] outside the policy cells exactly one outcome is lawful, and it is the one the law names', () => {
  const forced = REACHABLE.filter((each) => lawOn(each) !== 'policy')
  expect(forced).toHaveLength(94)
  for (const each of forced)
    expect(converging(each), JSON.stringify(each)).toEqual([resultOf(lawOn(each), each)])
})

test('[L3] in a policy cell no outcome both converges and is lawful', () => {
  const open = REACHABLE.filter((each) => lawOn(each) === 'policy')
  expect(open).toHaveLength(66)
  for (const each of open) expect(converging(each), JSON.stringify(each)).toEqual([])
})

test('[D1] values alone never reach the fifth line: it takes a version that lies', () => {
  expect(REACHABLE.map(lawOn)).not.toContain('repair')
})
