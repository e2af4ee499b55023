import { describe, expect, test } from 'vitest'
import { BRANCHES, branchesMissing } from '../../src/model/profiles/branches.ts'
import { PROFILES } from '../../src/model/profiles/profiles.ts'
import { examine, isAsStated } from '../../src/model/profiles/profile.ts'

/** Profiles that take little, one for each thing a system may lack; `npm run verify` explores all of them. */
const SMALL = [
  'no-faults',
  'no-conditions-lossy',
  'one-side-blind',
  'respells-shown',
  'respells-read-back',
  'answers',
  'one-way',
  'idempotency-keys',
  'keep-deleted',
]

describe('profiles', () => {
  test('there are many, each with a name of its own', () => {
    const names = new Set(PROFILES.map(({ name }) => name))
    expect(names.size).toBe(PROFILES.length)
    expect(names.size).toBeGreaterThanOrEqual(24)
  })

  test.each(SMALL)('%s: exactly what it states is found', (name) => {
    const profile = PROFILES.find((one) => one.name === name)!
    const verdict = examine(profile)
    expect(verdict).toMatchObject({ closed: true, violations: [] })
    expect(verdict.anomalies).toEqual([...profile.anomalies].sort())
    expect(isAsStated(verdict, profile)).toBe(true)
  })

  test('a branch that no profile takes is told', () => {
    const [first = '', ...others] = BRANCHES
    expect(branchesMissing(others)).toEqual([first])
    expect(branchesMissing(BRANCHES)).toEqual([])
  })
})
