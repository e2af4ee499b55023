import { argv } from 'node:process'
import { parseArgs } from 'node:util'
import { readFileSync, writeFileSync } from 'node:fs'
import type { AttributeName } from './attribute.ts'
import type { Explored } from './tell-guarantees.ts'
import type { Finding, Row } from './row.ts'
import { CHOICES, isChosenAsStated } from './choice.ts'
import { PROFILES } from '../src/model/profiles/profiles.ts'
import { ROWS } from './rows.ts'
import { drop, isAsStated, keep } from './row.ts'
import { examine, isAsStated as isExploredAsStated } from '../src/model/profiles/profile.ts'
import { tellGuarantees } from './tell-guarantees.ts'

const DOCUMENT = 'docs/guarantees.md'
const HELP = `usage: npm run guarantees -- [--write]

Explores every profile, and every row of the memory table with and without each attribute. Ends with 1 when something
is not as stated, or when ${DOCUMENT} does not tell what was found.

  --write  write ${DOCUMENT}`

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(HELP)
else process.exitCode = run()

function run(): number {
  const explored = PROFILES.filter(({ isDeep }) => isDeep !== true).map(exploreProfile)
  const findings = ROWS.flatMap(exploreRow)
  const wrong = [
    ...explored
      .filter(({ profile, verdict }) => !isExploredAsStated(verdict, profile))
      .map(({ profile }) => `profile ${profile.name}`),
    ...findings
      .filter((one) => !isAsStated(one))
      .map(({ row, attribute }) => `memory of ${row.name} without ${attribute}`),
    ...CHOICES.filter((choice) => !isChosenAsStated(choice)).map(
      ({ attribute, moment }) => `choice without ${attribute}: ${moment}`,
    ),
  ]
  for (const one of wrong) console.error(`DIFFERS from what it states: ${one}`)
  const inStep = isTold(tellGuarantees({ explored, findings, choices: CHOICES }))
  console.log(
    `${explored.length} profiles, ${findings.length} attributes dropped, ${CHOICES.length} choices: ${wrong.length} differ`,
  )
  return wrong.length === 0 && inStep ? 0 : 1
}

function exploreProfile(profile: (typeof PROFILES)[number]): Explored {
  console.log(`profile ${profile.name}`)
  return { profile, verdict: examine(profile) }
}

function exploreRow(row: Row): readonly Finding[] {
  console.log(`memory of ${row.name}`)
  const kept = keep(row)
  return Object.entries(row.without).map(([name, stated]) => {
    const attribute = name as AttributeName
    return { row, attribute, stated, kept, dropped: drop(row, attribute) }
  })
}

/** Tells whether the document says what was found; writes it when asked to. */
function isTold(text: string): boolean {
  if (values.write) writeFileSync(DOCUMENT, text)
  if (readFileSync(DOCUMENT, 'utf8') === text) return true
  console.error(`${DOCUMENT} does not tell what was found.\nnext: npm run guarantees -- --write`)
  return false
}
