import type { Fate, Kill } from './kill.ts'
import type { Property } from '../src/model/ghost/cause.ts'
import { PROPERTIES } from '../src/model/ghost/cause.ts'
import { PROFILES } from '../src/model/profiles/profiles.ts'

const INTRODUCTION = `# Why each rule

Every rule of [the specification](spec.md) that says what to write and what to remember, and what happens to a user
without it. \`npm run mutants -- --write\` writes this page: it breaks the shipped kernel in one place at a time, in
memory, and lets the checker look for the shortest run in which something goes wrong. Users and systems do only what
any system allows; what is told here happens in the field.

In the stories, \`crm\` and \`erp\` are the two systems, \`x\` and \`y\` are fields. Each line is one step.
`

/** The document of all mutants that were found out, by rule. */
export function tellFates(fates: readonly Fate[], spec: string): string {
  const rules = [...new Set(fates.flatMap(({ mutant }) => mutant.rules.slice(0, 1)))]
  const sections = inSpec(rules, spec).map((rule) => sectionOf(rule, fates, spec))
  return [INTRODUCTION, ...sections].join('\n')
}

/** Rules in the order in which the specification states them. */
function inSpec(rules: readonly string[], spec: string): readonly string[] {
  return [...rules].sort((left, right) => placeOf(left, spec) - placeOf(right, spec))
}

function placeOf(rule: string, spec: string): number {
  const place = spec.indexOf(`\n- **${rule}** `) + 1
  if (place === 0) throw new Error(`docs/spec.md states no rule ${rule}`)
  return place
}

function sectionOf(rule: string, fates: readonly Fate[], spec: string): string {
  const place = placeOf(rule, spec)
  const text = spec.slice(place, spec.indexOf('\n', place)).replace(`- **${rule}** `, '')
  const own = fates.filter(({ mutant }) => mutant.rules[0] === rule)
  return [`## ${rule}\n`, `> ${text}\n`, ...own.map(storyOf)].join('\n')
}

function storyOf({ mutant, kill }: Fate): string {
  const heading = `### A kernel that ${mutant.does}\n`
  if (kill === undefined) return `${heading}\nNo profile finds it out.\n`
  const steps = kill.trace.actions.map((action, at) => `${at + 1}. ${action}`)
  return [heading, ...steps, '', `${lossOf(kill)}\n`].join('\n')
}

function lossOf({ breach, profile, trace }: Kill): string {
  const [property = '', cause] = breach.split(' ')
  const meaning = PROPERTIES[property as Property]
  const setting = PROFILES.find(({ name }) => name === profile)?.meaning ?? ''
  const end = trace.states.at(-1) ?? ''
  const excuse = cause === undefined ? '' : `, and nothing here excuses it (${cause})`
  return `Then: ${end}. Broken: **${property}**, ${meaning}${excuse}. Profile \`${profile}\`: ${setting}.`
}
