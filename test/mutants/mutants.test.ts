import { describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { MUTANTS } from '../../mutants/list/all.ts'
import type { Fate } from '../../mutants/kill.ts'
import { tellFates } from '../../mutants/tell-fates.ts'

const SPEC = readFileSync('docs/spec.md', 'utf8')

/** Fewer mutants leave rules unguarded. */
const MUTANTS_MIN = 60

describe('the mutants', () => {
  test.each(MUTANTS)('$id changes something that stands in the kernel, once', ({ edits }) => {
    for (const { file, find, put } of edits) {
      expect(readFileSync(`src/${file}`, 'utf8').split(find)).toHaveLength(2)
      expect(put).not.toBe(find)
    }
  })

  test.each(MUTANTS)('$id breaks a rule that the specification states', ({ rules }) => {
    expect(rules).not.toEqual([])
    for (const rule of rules) expect(SPEC).toContain(`- **${rule}** `)
  })

  test('they are many, and no two have one name', () => {
    const ids = MUTANTS.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThanOrEqual(MUTANTS_MIN)
  })

  // No mutant of W9 changes what a model can see; the one of W10 is a mutant of spec/sync.pml.
  test.each(['W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7', 'W8', 'W11', 'W12', 'W13'])(
    '%s has one',
    (rule) => {
      expect(MUTANTS.some(({ rules }) => rules.includes(rule))).toBe(true)
    },
  )
})

describe('the document of why each rule is', () => {
  const [mutant] = MUTANTS.filter(({ id }) => id === 'edit-ignored')
  const trace = {
    actions: ["erp's user sets x = 2"],
    states: ['crm: x = 1', 'crm: x = 1; erp: x = 2'],
  }
  const kill = { profile: 'versions', breach: 'P1', trace }
  const told = (fate: Omit<Fate, 'mutant' | 'states'>): string =>
    tellFates([{ mutant: mutant!, states: 1, ...fate }], SPEC)

  test('tells the rule in its words, the steps, and what is broken at the end', () => {
    const text = told({ kill })
    expect(text).toContain('## L3\n\n> Outside the policy cells')
    expect(text).toContain("1. erp's user sets x = 2\n")
    expect(text).toContain('Then: crm: x = 1; erp: x = 2.')
    expect(text).toContain('**P1**, two systems that nobody touches come to agree')
  })

  test('says of a mutant that survives that nothing finds it out', () => {
    expect(told({})).toContain('No profile finds it out.')
  })
})
