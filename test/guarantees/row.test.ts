import { describe, expect, test } from 'vitest'
import type { AttributeName } from '../../guarantees/attribute.ts'
import type { Row } from '../../guarantees/row.ts'
import { BREACHES } from '../../src/model/ghost/cause.ts'
import { ROWS } from '../../guarantees/rows.ts'
import { drop, isAsStated, isKeptAsStated, keep } from '../../guarantees/row.ts'

const CONDITIONS = ROWS.find(({ name }) => name === 'conditions')!

function check(row: Row, attribute: AttributeName): boolean {
  const stated = row.without[attribute] ?? null
  return isAsStated({ row, attribute, stated, kept: keep(row), dropped: drop(row, attribute) })
}

describe('a row of the memory table', () => {
  test('is as stated: two systems with conditions need a base, and no token', () => {
    expect(check(CONDITIONS, 'base')).toBe(true)
    expect(check(CONDITIONS, 'token')).toBe(true)
  })

  test('that states a harm where there is none is found out', () => {
    expect(check({ ...CONDITIONS, without: { token: 'P2' } }, 'token')).toBe(false)
  })

  test('that states no harm where there is one is found out', () => {
    const row = ROWS.find(({ name }) => name === 'questions')!
    expect(check({ ...row, without: { conflict: null } }, 'conflict')).toBe(false)
  })

  test('that states more or fewer anomalies than remain is found out', () => {
    const kept = keep(CONDITIONS)
    expect(isKeptAsStated(CONDITIONS, kept)).toBe(true)
    expect(isKeptAsStated({ ...CONDITIONS, remains: ['P3 revert'] }, kept)).toBe(false)
    expect(isKeptAsStated(CONDITIONS, { ...kept, breaches: ['P3 revert'] })).toBe(false)
  })

  test('is not as stated when its room was too small and it does not say so', () => {
    const kept = { ...keep(CONDITIONS), cuts: 1 }
    expect(isKeptAsStated(CONDITIONS, kept)).toBe(false)
    expect(isKeptAsStated({ ...CONDITIONS, isCut: true }, kept)).toBe(true)
  })

  test('tells the shortest story of what is broken', () => {
    const { trace } = drop(CONDITIONS, 'base')
    expect(trace?.actions[0]).toMatch(/^(crm|erp)'s user /)
    expect(trace?.states).toHaveLength((trace?.actions.length ?? 0) + 1)
  })
})

describe('the memory table', () => {
  test('names its rows once, and no breach that does not exist', () => {
    expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length)
    for (const { remains, without } of ROWS)
      for (const breach of [...remains, ...Object.values(without)])
        if (breach !== null) expect(BREACHES).toContain(breach)
  })
})
