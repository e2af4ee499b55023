import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { argv, env } from 'node:process'
import { misnamedRules, readFigures, readMutants, readStory } from './promela.ts'
import type { Figures, Mutant } from './promela.ts'

/** Bounds and policies of one search, by the names that `spec/sync.pml` reads. */
type World = Readonly<Record<string, number>>

/** What one search found, and the steps of the trail if there is one. */
interface Search extends Figures {
  readonly story: readonly string[]
}

const SPEC = resolve('spec/sync.pml')
const RULES = resolve('docs/spec.md')
const TRAIL = 'sync.pml.trail'
const DEPTH_MAX = 100_000
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024
const MEMORY_MEGABYTES = 900

/** One verifier for each kind of search; bounds, policies and mutants are settings of its process. */
const VERIFIERS = {
  safety: { flags: ['-DSAFETY', '-DNOCLAIM', '-DCOLLAPSE'], args: [`-m${DEPTH_MAX}`] },
  shortest: { flags: ['-DSAFETY', '-DNOCLAIM', '-DBFS'], args: [] },
  convergence: { flags: ['-DCOLLAPSE'], args: ['-a', '-f', `-m${DEPTH_MAX}`] },
}
type Verifier = keyof typeof VERIFIERS

const WORLDS: readonly (readonly [Verifier, string, World])[] = [
  ['safety', 'every fault, what is deleted stays so', { EDITS: 3 }],
  ['safety', 'every fault, what is updated is kept', { EDITS: 3, KEEP: 1 }],
  ['safety', 'a person is asked', { EDITS: 3, POLICY: 1, DELAYS: 0 }],
  ['safety', 'listings with gaps and old ones', { EDITS: 3, CRASHES: 0, DELAYS: 0, GAPS: 2 }],
  ['safety', 'one edit more', { EDITS: 4, CRASHES: 0, DELAYS: 0 }],
  ['safety', 'killed twice, lost twice', { EDITS: 3, CRASHES: 2, LOSSES: 2, DELAYS: 0 }],
  ['convergence', 'every fault', { EDITS: 2 }],
  ['convergence', 'a person is asked', { EDITS: 2, POLICY: 1, KEEP: 1, DELAYS: 0 }],
  ['convergence', 'listings with gaps and old ones', { EDITS: 2, DELAYS: 0, CRASHES: 0, GAPS: 1 }],
]

/** Where a mutant is looked for, cheapest first: a trail found early is short as well. */
const HUNTS: readonly (readonly [Verifier, World])[] = [
  ['shortest', { EDITS: 2, CRASHES: 0, LOSSES: 0, DELAYS: 0 }],
  ['shortest', { EDITS: 2, CRASHES: 0, LOSSES: 0, DELAYS: 0, GAPS: 1 }],
  ['shortest', { EDITS: 2, CRASHES: 0, DELAYS: 0 }],
  ['shortest', { EDITS: 3, CRASHES: 0, LOSSES: 0, DELAYS: 0, POLICY: 1 }],
  ['shortest', { EDITS: 2, CRASHES: 1, DELAYS: 1 }],
  ['convergence', { EDITS: 1, CRASHES: 0, DELAYS: 0 }],
]

const json = argv.includes('--json')
const trailOf = argv[argv.indexOf('--trail') + 1]
const folder = mkdtempSync(join(tmpdir(), 'bilateral-spin-'))
try {
  process.exitCode = argv.includes('--trail') ? tellTrail(trailOf ?? '') : checkAll()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function checkAll(): number {
  const startedMs = performance.now()
  const spec = readFileSync(SPEC, 'utf8')
  const misnamed = misnamedRules(spec, readFileSync(RULES, 'utf8'))
  for (const complaint of misnamed) console.error(`spec/sync.pml: ${complaint}`)
  compile(['safety', 'shortest', 'convergence'])
  const searches = WORLDS.map(checkWorld)
  const mutants = readMutants(spec)
  const found = mutants.filter(checkMutant)
  const wrong = searches.filter(({ holds }) => !holds).length
  const states = searches.reduce((sum, search) => sum + search.states, 0)
  const seconds = Math.round((performance.now() - startedMs) / 1000)
  tell(
    {
      searches: searches.length,
      wrong,
      states,
      mutants: mutants.length,
      found: found.length,
      seconds,
    },
    `${searches.length - wrong} of ${searches.length} searches hold, ${count(states)} states; ` +
      `${found.length} of ${mutants.length} mutants found wrong; ${seconds} s`,
  )
  return wrong + misnamed.length + mutants.length - found.length === 0 ? 0 : 1
}

function checkWorld([verifier, name, world]: (typeof WORLDS)[number]): Search {
  const search = run(verifier, world)
  const { story, ...figures } = search
  tell(
    { kind: verifier, name, world, ...figures },
    `${verifier.padEnd(11)}  ${name.padEnd(37)}  ${count(search.states).padStart(9)} states  ` +
      `${count(search.transitions).padStart(10)} transitions  depth ${String(search.depth).padStart(3)}  ` +
      `${search.seconds.toFixed(1).padStart(4)} s  ${search.holds ? 'holds' : 'WRONG'}`,
  )
  if (!json) for (const step of story) console.log(`    ${step}`)
  return search
}

/** Is a mutant found wrong? */
function checkMutant({ name, number, rule, meaning }: Mutant): boolean {
  const hunted = hunt(number)
  tell(
    { kind: 'mutant', name, rule, found: hunted?.[0], steps: hunted?.[1].story.length },
    `without ${`[${rule}]`.padEnd(5)} ${meaning.padEnd(64)}  ` +
      (hunted ? `${hunted[0]}: ${hunted[1].story.length} steps` : 'SURVIVES'),
  )
  return hunted !== undefined
}

function hunt(mutant: number): readonly [Verifier, Search] | undefined {
  for (const [verifier, world] of HUNTS) {
    const search = run(verifier, { ...world, MUTANT: mutant })
    if (search.story.length > 0) return [verifier, search]
  }
  return undefined
}

function tellTrail(name: string): number {
  const mutant = readMutants(readFileSync(SPEC, 'utf8')).find((one) => one.name === name)
  if (!mutant) throw new Error(`--trail ${name}: spec/sync.pml defines no mutant of that name`)
  compile(['shortest', 'convergence'])
  const hunted = hunt(mutant.number)
  console.log(`without [${mutant.rule}]: ${mutant.meaning}`)
  for (const step of hunted?.[1].story ?? []) console.log(step)
  return hunted ? 0 : 1
}

function compile(verifiers: readonly Verifier[]): void {
  execute('spin', ['-a', SPEC])
  for (const verifier of verifiers)
    execute('gcc', [
      ...['-O2', '-w', `-DMEMLIM=${MEMORY_MEGABYTES}`, ...VERIFIERS[verifier].flags],
      ...['-o', verifier, 'pan.c'],
    ])
}

/** Searches one world; a trail, if there is one, is replayed under the same settings. */
function run(verifier: Verifier, world: World): Search {
  rmSync(join(folder, TRAIL), { force: true })
  const program = join(folder, verifier)
  const output = execute(program, VERIFIERS[verifier].args, world)
  const story = existsSync(join(folder, TRAIL))
    ? readStory(execute(program, ['-r', TRAIL], world))
    : []
  return { ...readFigures(output), story }
}

function execute(program: string, args: readonly string[], world: World = {}): string {
  const settings = Object.entries(world).map(([name, value]) => [name, String(value)])
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    env: { ...env, ...(Object.fromEntries(settings) as Record<string, string>) },
    encoding: 'utf8',
    maxBuffer: OUTPUT_BYTES_MAX,
  })
  if (error && 'code' in error && error.code === 'ENOENT')
    throw new Error(
      `${program} is not on the path, so nothing was checked. ` +
        `Next: apt-get install --yes --no-install-recommends ${program}`,
    )
  if (error) throw error
  // A verifier that found an error ends with 0 or more, depending on its kind; what it printed decides.
  if (status !== 0 && !existsSync(join(folder, TRAIL)))
    throw new Error(
      [`${program} ${args.join(' ')} ended with ${status}`, stdout, stderr].join('\n'),
    )
  return stdout
}

function tell(document: object, line: string): void {
  console.log(json ? JSON.stringify(document) : line)
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
