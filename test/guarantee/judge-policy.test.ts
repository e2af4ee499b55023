import { expect, test } from 'vitest'
import fc from 'fast-check'
import type { FieldRule, PresenceTerms } from '../../src/core/terms.ts'
import { PRESETS } from '../../src/core/policy/preset.ts'
import { always, subject } from './subject.ts'
import { judgePolicy } from '../../src/guarantee/judge-policy.ts'
import { kindsOf } from '../../src/guarantee/subject.ts'

const field = (name: string, rule: Partial<FieldRule> = {}): FieldRule => ({
  name,
  owner: 'both',
  otherEdits: 'revert',
  policy: { kind: 'ask' },
  ...rule,
})

test('[C120] the default policy holds in every state there is', () => {
  const verdict = judgePolicy(subject(), always)
  expect(verdict).toMatchObject({ fields: ['name'], closed: true, refusals: [] })
  expect(verdict.states).toBeGreaterThan(10_000)
}, 60_000)

test('[C120] a rule under which nothing is ever the same is refused, with the way there in the names of the user', () => {
  const { refusals } = judgePolicy(subject({ same: () => false }), always)
  expect(refusals.map(({ fault }) => fault)).toContain('depends-on-timing')
  const [first] = refusals
  expect(first).toMatchObject({ field: 'name', fault: 'contradicts' })
  expect(first?.trace).toEqual([
    `crm's user sets name = "new"`,
    'a run begins',
    'Bilateral reads crm: name = "new"',
    'Bilateral reads erp: name = "old"',
  ])
  expect(first?.change).not.toBe('')
}, 60_000)

test('[C120] where there is no time nothing is explored, and the verdict says so', () => {
  expect(judgePolicy(subject(), () => false)).toEqual({
    fields: ['name'],
    closed: false,
    states: 0,
    refusals: [],
  })
})

test('[C120] one field of each kind is explored, and of a group its first', () => {
  const fields = [
    field('name'),
    field('mail', { policy: { kind: 'take', side: 'b' } }),
    field('phone'),
    field('street', { owner: 'a', group: 'address' }),
    field('city', { owner: 'b', group: 'address' }),
  ]
  expect(kindsOf(subject({ fields }).terms).map(({ name }) => name)).toEqual([
    'name',
    'mail',
    'street',
  ])
})

test('[C120] the plain presets are accepted', () => {
  for (const name of ['two-way', 'a-master', 'b-master', 'mirror', 'contribute']) {
    const preset = PRESETS[name]
    if (preset === undefined) throw new Error(`there is no preset ${name}`)
    const fields = [field('name', preset.field)]
    const verdict = judgePolicy(subject({ fields, presence: preset.presence }), within(3))
    expect(verdict.refusals, name).toEqual([])
  }
}, 120_000)

const created = fc.constantFrom('propagate', 'keep', 'ask', 'remove')
const deleted = fc.constantFrom('propagate', 'restore', 'keep', 'ask')
const survives = fc.constantFrom('ask', 'keep-updated', 'keep-deleted')
const presence: fc.Arbitrary<PresenceTerms> = fc.record({
  created: fc.record({ a: created, b: created }),
  deleted: fc.record({ a: deleted, b: deleted }),
  updatedDeleted: survives,
  deletedUpdated: survives,
  createdBoth: fc.constantFrom({ kind: 'merge' }, { kind: 'ask' }, { kind: 'both' }),
})
const rule: fc.Arbitrary<Partial<FieldRule>> = fc.record({
  owner: fc.constantFrom('a', 'b', 'both'),
  otherEdits: fc.constantFrom('revert', 'keep', 'ask'),
  policy: fc.constantFrom(
    { kind: 'ask' },
    { kind: 'take', side: 'a' },
    { kind: 'max' },
    { kind: 'union' },
  ),
})

test('[C120] what the format can say neither loses anything nor goes on for ever: every combination drawn is accepted', () => {
  fc.assert(
    fc.property(presence, rule, (drawn, said) => {
      const terms = { fields: [field('name', said)], presence: drawn }
      expect(judgePolicy(subject(terms), within(2)).refusals).toEqual([])
    }),
    { numRuns: 8, seed: 1, endOnFailure: true },
  )
}, 120_000)

/** Lets an exploration go on for so many rounds. */
function within(rounds: number): () => boolean {
  let left = rounds * 2
  return () => left-- > 0
}
