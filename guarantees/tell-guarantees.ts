import type { Choice } from './choice.ts'
import type { Finding } from './row.ts'
import type { Profile, Verdict } from '../src/model/profiles/profile.ts'
import type { Property } from '../src/model/ghost/cause.ts'
import type { Trace } from '../src/checker/trace.ts'
import { BREACHES, PROPERTIES } from '../src/model/ghost/cause.ts'
import { CAVEATS, FORMULAS, meaningOf } from './words.ts'
import { grouped, listed, storyOf, tableOf } from './story.ts'
import { tellMemory } from './tell-memory.ts'

/** A profile and what its search found. */
export interface Explored {
  readonly profile: Profile
  readonly verdict: Verdict
}

/** Everything that the document tells of. */
export interface Proof {
  readonly explored: readonly Explored[]
  readonly findings: readonly Finding[]
  readonly choices: readonly Choice[]
}

const INTRODUCTION = `# Guarantees

What holds whatever users do and whatever goes wrong, what does not, and how that is known. A checker meets every state
that two systems, their users, faults and the shipped code between them can reach. It is not a sample, and the code is
not restated: the model calls the functions that ship. The numbers of edits, crashes and losses are not bounded.

\`npm run guarantees -- --write\` writes this page from what was found. \`npm run guarantees\` explores everything again and
fails if the page says anything else; every change has to pass it. \`npm run verify\` explores the profiles alone and
\`npm run verify:memory\` the memory, with the seconds they take.
`

const PROPERTIES_INTRODUCTION = `## What must hold

\`known(v)\` is the set of user's writes that a value descends from; \`journal\` is what is durably noted; \`T := x over u\` is
a request of ours that takes effect, field by field; \`unacknowledged\` is what we sent, never heard of, and put into the
journal; ⊥ is a record that is not there; \`~\` is the entity's own equality. P3, P4 and P10 do not hold against a rule of
the user that says so, such as an owner, nor against a person's answer.
`

const ANOMALIES_INTRODUCTION = `## What remains possible

No procedure can prevent these with systems of that kind. An anomaly is a property and the cause that excuses it; without
such a cause nothing above is ever broken. Each comes with its meaning and the shortest run that shows it.
`

/** The document: properties, profiles, anomalies, memory, caveats. */
export function tellGuarantees({ explored, findings, choices }: Proof): string {
  return [
    INTRODUCTION,
    PROPERTIES_INTRODUCTION,
    tableOf(['property', 'in words', 'in formula'], propertyRows()),
    '',
    tellProfiles(explored),
    ANOMALIES_INTRODUCTION,
    ...anomalies(explored),
    tellMemory(findings, choices),
    '## What this does not say\n',
    ...CAVEATS.map((caveat) => `- ${caveat}`),
    '',
  ].join('\n')
}

function propertyRows(): readonly (readonly string[])[] {
  const names = Object.keys(PROPERTIES) as readonly Property[]
  return names.map((name) => [name, PROPERTIES[name], FORMULAS[name]])
}

function tellProfiles(explored: readonly Explored[]): string {
  const sum = (of: (verdict: Verdict) => number): number =>
    explored.reduce((all, { verdict }) => all + of(verdict), 0)
  const closed = sum((verdict) => (verdict.closed ? 1 : 0))
  const violations = sum((verdict) => verdict.violations.length)
  const states = grouped(sum((verdict) => verdict.states))
  const transitions = grouped(sum((verdict) => verdict.transitions))
  const heads = ['profile', 'verdict', 'states', 'transitions', 'depth', 'collision', 'remains']
  return [
    '## Where it was looked\n',
    `${explored.length} profiles, ${closed} of them closed: ${states} states, ${transitions} transitions, ${violations} violations.`,
    'A profile is closed when every state it can reach was met and no turn lacked room.\n',
    tableOf(heads, explored.map(profileRow)),
    '',
  ].join('\n')
}

function profileRow({ profile: { name, meaning }, verdict }: Explored): readonly string[] {
  const { closed, states, transitions, violations, exploration } = verdict
  const { depth, collisionProbability } = exploration
  return [
    `**${name}**: ${meaning}`,
    violations.length > 0 ? `broken: ${listed(violations)}` : closed ? 'closed' : 'bound',
    grouped(states),
    grouped(transitions),
    grouped(depth),
    collisionProbability.toExponential(0),
    listed(verdict.anomalies),
  ]
}

function anomalies(explored: readonly Explored[]): readonly string[] {
  return BREACHES.flatMap((breach) => {
    const shown = explored.filter(({ verdict }) => verdict.anomalies.includes(breach))
    const shortest = shown.reduce<Shown | undefined>(
      (best, one) => shorter(best, breach, one),
      undefined,
    )
    return shortest === undefined ? [] : [anomaly(breach, shown, shortest)]
  })
}

interface Shown {
  readonly profile: string
  readonly trace: Trace
}

function shorter(
  best: Shown | undefined,
  breach: string,
  { profile, verdict }: Explored,
): Shown | undefined {
  const trace = verdict.exploration.breaches.get(breach)?.trace
  if (trace === undefined) return best
  const isShorter = trace.actions.length < (best?.trace.actions.length ?? Infinity)
  return isShorter ? { profile: profile.name, trace } : best
}

function anomaly(breach: string, shown: readonly Explored[], { profile, trace }: Shown): string {
  const [property = '', cause = ''] = breach.split(' ')
  const names = shown.map(({ profile: { name } }) => name).join(', ')
  return [
    `### ${breach}\n`,
    `${meaningOf(cause)}\n`,
    `Then this does not hold: ${PROPERTIES[property as Property]} (${property}). Profiles: ${names}. In ${trace.actions.length} steps (*${profile}*):\n`,
    `${storyOf(trace)}\n`,
  ].join('\n')
}
