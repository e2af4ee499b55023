import { describe, expect, test } from 'vitest'
import { STRONG, WEAK, always, subject } from './subject.ts'
import type { SubjectSystem } from '../../src/guarantee/subject.ts'
import { findLimits } from '../../src/guarantee/find-limits.ts'
import { guaranteeOf } from '../../src/guarantee/guarantee.ts'
import { memoryNeeded } from '../../src/guarantee/memory-needed.ts'
import { tierOf } from '../../src/guarantee/tier.ts'

const never = (): boolean => false
const READ_ONLY = { create: false, update: false, delete: false }

describe('[C121] the tier of a system is that of its least guarded write', () => {
  const { ability } = STRONG
  const cases: readonly (readonly [string, SubjectSystem, string])[] = [
    ['everything there is', STRONG, 'T4'],
    ['versions without an order', { ...STRONG, versions: 'opaque' }, 'T3'],
    ['creates that cannot be repeated', { ...STRONG, idempotent: false }, 'T2'],
    ['a time stamp', { ...STRONG, ability: { ...ability, update: 'stamp' } }, 'T1'],
    ['deletes without condition', { ...STRONG, ability: { ...ability, delete: 'none' } }, 'T0'],
    ['no condition at all', WEAK, 'T0'],
    ['no writes', { ...WEAK, allow: READ_ONLY }, 'none'],
    [
      'deletes without condition that are not allowed',
      {
        ...STRONG,
        ability: { ...ability, delete: 'none' },
        allow: { ...STRONG.allow, delete: false },
      },
      'T4',
    ],
  ]
  test.each(cases)('%s', (_, system, tier) => {
    expect(tierOf(system).tier).toBe(tier)
  })
})

test('[C121] what is remembered follows from the systems and the fields', () => {
  const whats = memoryNeeded(subject({}, { b: WEAK })).map(({ what }) => what)
  expect(whats).toEqual([
    'both ids',
    "crm's version",
    "erp's content hash",
    'the agreed value of name, for each system',
    'an intent',
    'an open question',
  ])
})

test('[C121] fields with one owner need no agreed value, and what is only read needs no intent', () => {
  const one = {
    name: 'name',
    owner: 'a',
    otherEdits: 'revert',
    policy: { kind: 'take', side: 'a' },
  } as const
  const silent = { ...STRONG, allow: READ_ONLY }
  const whats = memoryNeeded(subject({ fields: [one] }, { a: silent, b: silent })).map(
    ({ what }) => what,
  )
  expect(whats).toContain('no agreed value')
  expect(whats).not.toContain('an intent')
})

test('[C122] two strong systems whose users only edit leave nothing to name', () => {
  const found = findLimits(subject(), { edits: always, faults: never })
  expect(found.limits).toEqual([])
  expect(found.closed).toBe(false)
}, 60_000)

test('[C122] without conditions the lost update is named, with its trace and what would remove it', () => {
  const { limits } = guaranteeOf(subject({}, { b: WEAK }), { edits: always, faults: never }).limits
  expect(limits.map(({ name }) => name)).toEqual(['window'])
  expect(limits[0]).toMatchObject({
    needs: 'edits',
    text: 'an edit in erp between our last read and our write is overwritten',
    remedy: 'declare a version that erp checks on writes (token:)',
  })
  expect(limits[0]?.trace.at(-1)).toBe('Bilateral sends a delete to erp: written')
}, 60_000)

test('[C122] crashes and lost answers leave the revert that cannot be told from a request that never arrived', () => {
  let left = 6
  const { limits } = findLimits(subject(), { edits: never, faults: () => left-- > 0 })
  expect(limits.map(({ name }) => name)).toContain('revert')
  expect(limits.every(({ needs }) => needs === 'faults')).toBe(true)
}, 60_000)
