import { parseArgs } from 'node:util'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Fate } from './kill.ts'
import { MUTANTS } from './list/all.ts'
import { PROFILES } from '../src/model/profiles/profiles.ts'
import { tellFates } from './tell-fates.ts'
import { tryToKill } from './kill.ts'

const DOCUMENT = 'docs/why-each-rule.md'
const SPEC = 'docs/spec.md'
const HELP = `usage: npm run mutants -- [--mutant ID] [--json] [--write]

Changes one rule of the kernel at a time, in memory, and has the checker find out what would go wrong for a user.
Ends with 1 when a mutant is not found out, or when ${DOCUMENT} does not tell what was found.

  --mutant ID  one mutant only, with its story
  --json       one line for each mutant, and a line with the totals
  --write      write ${DOCUMENT}`

const { values } = parseArgs({
  options: {
    mutant: { type: 'string' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(HELP)
else process.exitCode = await run()

async function run(): Promise<number> {
  const chosen = MUTANTS.filter(({ id }) => values.mutant === undefined || id === values.mutant)
  if (chosen.length === 0) {
    console.error(`There is no mutant ${String(values.mutant)}.\nnext: npm run mutants`)
    return 64
  }
  const fates: Fate[] = []
  for (const mutant of chosen) {
    const fate = await tryToKill(mutant, PROFILES)
    fates.push(fate)
    report(fate)
  }
  const killed = fates.filter(({ kill }) => kill !== undefined).length
  if (!values.json) console.log(`\n${killed} of ${fates.length} mutants killed`)
  const inStep = values.mutant !== undefined || isTold(fates)
  if (values.json) console.log(JSON.stringify({ mutants: fates.length, killed }))
  return killed === fates.length && inStep ? 0 : 1
}

function report({ mutant, kill, states }: Fate): void {
  const { id, rules } = mutant
  const { profile, breach, trace } = kill ?? {}
  if (values.json)
    console.log(
      JSON.stringify({
        mutant: id,
        rules,
        killed: kill !== undefined,
        profile,
        breach,
        steps: trace?.actions.length,
        states,
      }),
    )
  else if (trace === undefined) console.log(`SURVIVES  ${id}: ${mutant.does}`)
  else
    console.log(
      `killed    ${id}: ${String(breach)} in ${trace.actions.length} steps (${String(profile)})`,
    )
  if (values.mutant !== undefined && !values.json)
    for (const action of trace?.actions ?? []) console.log(`            ${action}`)
}

/** Tells whether the document says what was found; writes it when asked to. */
function isTold(fates: readonly Fate[]): boolean {
  const text = tellFates(fates, readFileSync(SPEC, 'utf8'))
  if (values.write) writeFileSync(DOCUMENT, text)
  if (readFileSync(DOCUMENT, 'utf8') === text) return true
  console.error(`${DOCUMENT} does not tell what was found.\nnext: npm run mutants -- --write`)
  return false
}
