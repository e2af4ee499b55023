import type { Setup } from './setup/setup.ts'
import type { Shrunk } from './shrink.ts'
import { SIDES } from '../src/core/side.ts'
import { simulate } from './simulate.ts'

/** Tells a failing seed from beginning to end, in as few lines as it takes. */
export async function tellStory({ simulation, tried }: Shrunk): Promise<readonly string[]> {
  const verdict = await simulate({ ...simulation, telling: true })
  const { edits, faults } = simulation.script
  const size = `${String(edits.length)} edits, ${String(faults.length)} faults, ${String(simulation.setup.records)} records at the start`
  return [
    `seed ${String(simulation.setup.seed)}: ${size} (the shortest of ${String(tried)} tried)`,
    ...describeSetup(simulation.setup),
    '',
    ...verdict.lines,
    '',
    ...verdict.breaches.map(({ property, detail }) => `✘ ${property}: ${detail}`),
  ]
}

/** The world of a seed, a line for each system and one for the rules. */
export function describeSetup({ sides, rules, store, guarded, fields }: Setup): readonly string[] {
  const lines = SIDES.map((side) => `  ${side}: ${optionsText(sides[side])}`)
  const own = { ...rules, store, guarded, fields: fields.length }
  return [...lines, `  rules: ${optionsText(own)}`]
}

function optionsText(options: object): string {
  return Object.entries(options)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')
}
