import { describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import type { Explored } from '../../guarantees/tell-guarantees.ts'
import type { Finding } from '../../guarantees/row.ts'
import { ATTRIBUTES } from '../../guarantees/attribute.ts'
import { CAUSES, PROPERTIES } from '../../src/model/ghost/cause.ts'
import { CAVEATS, FORMULAS, meaningOf } from '../../guarantees/words.ts'
import { CHOICES } from '../../guarantees/choice.ts'
import { PLAIN } from '../../src/model/profiles/plain.ts'
import { ROWS } from '../../guarantees/rows.ts'
import { drop, keep } from '../../guarantees/row.ts'
import { examine } from '../../src/model/profiles/profile.ts'
import { tellGuarantees } from '../../guarantees/tell-guarantees.ts'
import { tellMemory } from '../../guarantees/tell-memory.ts'

const DOCUMENT = readFileSync('docs/guarantees.md', 'utf8')
const CONDITIONS = ROWS.find(({ name }) => name === 'conditions')!

function find(attribute: 'base' | 'token'): Finding {
  const stated = CONDITIONS.without[attribute] ?? null
  return {
    row: CONDITIONS,
    attribute,
    stated,
    kept: keep(CONDITIONS),
    dropped: drop(CONDITIONS, attribute),
  }
}

function exploreOnly(name: string, breach: string): Explored {
  const faults = { ...PLAIN.faults, crashes: true, losses: true }
  const profile = {
    name,
    meaning: 'one anomaly',
    setting: { ...PLAIN, faults },
    anomalies: [breach],
  }
  return { profile, verdict: examine(profile, { stopAt: new Set([breach]) }) }
}

describe('the committed document', () => {
  test('states every property in the words and the formula of the code', () => {
    for (const [name, words] of Object.entries(PROPERTIES)) {
      expect(DOCUMENT).toContain(`| ${name} | ${words} |`)
      expect(DOCUMENT).toContain(FORMULAS[name as keyof typeof FORMULAS])
    }
  })

  test('has every row, attribute, moment and caveat', () => {
    for (const { name, meaning } of ROWS) expect(DOCUMENT).toContain(`**${name}**: ${meaning}`)
    for (const [name, { meaning }] of Object.entries(ATTRIBUTES))
      expect(DOCUMENT).toContain(`- *${name}*: ${meaning}`)
    for (const { attribute, moment, kept, dropped } of CHOICES)
      expect(DOCUMENT).toContain(`| ${attribute} | ${moment} | ${kept} | ${dropped} |`)
    for (const caveat of CAVEATS) expect(DOCUMENT).toContain(caveat)
  })
})

describe('a document that is written', () => {
  const findings = [find('base'), find('token')]

  test('tells what each attribute is for, with the shortest story', () => {
    const text = tellMemory(findings, CHOICES)
    expect(text).toContain('| base | `L14` | 4 |')
    expect(text).toContain('| token | nothing more |  |')
    expect(text).toContain("#### Without base: L14 (*conditions*)\n\n1. crm's user sets x = 2\n")
    expect(text).not.toContain('#### Without token')
  })

  test('tells each anomaly with its meaning, its profiles and its shortest run', () => {
    const explored = [exploreOnly('one', 'P3 revert'), exploreOnly('two', 'P3 revert')]
    const text = tellGuarantees({ explored, findings, choices: CHOICES })
    expect(text).toContain(`### P3 revert\n\n${meaningOf('revert')}`)
    expect(text).toContain('Profiles: one, two. In 13 steps (*one*):\n\n1. ')
    expect(text).toContain('2 profiles, 0 of them closed')
    expect(text).toContain('| **one**: one anomaly | bound |')
  })

  test('is the same when it is written again', () => {
    expect(tellMemory([find('base'), find('token')], CHOICES)).toBe(tellMemory(findings, CHOICES))
  })
})

describe('the cause of an anomaly', () => {
  test.each(CAUSES)('%s is described for a user', (cause) => {
    expect(meaningOf(cause)).not.toContain('src/model')
  })

  test('that nobody described is named by itself', () => {
    expect(meaningOf('weather')).toContain('`weather`')
  })
})
