import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import type { ICruiseResult, IViolation } from 'dependency-cruiser'
import configuration, { rooms } from '../.dependency-cruiser.mjs'

const PLACES = [
  'src',
  'test',
  'bench',
  'demo',
  'guarantees',
  'kill',
  'mutants',
  'replay',
  'scripts',
  'simulation',
]

/** One breach: the wall's name, what breaks it, and why the wall stands. */
export interface Breach {
  readonly wall: string
  readonly file: string
  readonly reason: string
}

/** What a walk along the walls saw. */
export interface Walk {
  readonly modules: number
  readonly dependencies: number
  readonly breaches: readonly Breach[]
}

/** Reads the modules of some places under a root and judges them by the rules. */
export type Reader = (root: string, places: string[]) => Promise<ICruiseResult>

/**
 * Reports each breach of `.dependency-cruiser.mjs` under `root`.
 * A tool that reads nothing finds nothing wrong, so what was not read is a breach as well.
 */
export async function walkWalls(root: string, readModules: Reader = cruiseModules): Promise<Walk> {
  const places = PLACES.filter((place) => existsSync(join(root, place)))
  const files = places.flatMap((place) => globSync(`${place}/**/*.{ts,tsx}`, { cwd: root }))
  const { modules, summary } = await readModules(root, places)
  const read = new Set(modules.map(({ source }) => source))
  const folders = globSync('src/*/', { cwd: root }).map((folder) => `${folder}/`)
  return {
    modules: summary.totalCruised,
    dependencies: summary.totalDependenciesCruised ?? 0,
    breaches: [
      ...summary.violations.map(toBreach),
      ...(read.size === 0 ? [breach('modules-read', '.', 'not one module was read')] : []),
      ...files.filter((file) => !read.has(file)).map(unread),
      ...files.filter(hasNoRoom).map(roomless),
      ...folders.filter((folder) => !files.some((file) => file.startsWith(folder))).map(empty),
    ],
  }
}

async function cruiseModules(root: string, places: string[]): Promise<ICruiseResult> {
  const { forbidden, options } = configuration
  const ruleSet = { forbidden }
  const { output } = await cruise(places, { ...options, ruleSet, validate: true, baseDir: root })
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered in text: ${output}`)
  return output
}

function toBreach({ rule, from, to }: IViolation): Breach {
  const law = configuration.forbidden.find(({ name }) => name === rule.name)
  return breach(rule.name, from, `imports ${to}. ${law?.comment ?? ''}`)
}

function hasNoRoom(file: string): boolean {
  const laws = rooms.flatMap(({ from }) => from.path ?? [])
  return file.startsWith('src/') && !laws.some((law) => new RegExp(law).test(file))
}

const breach = (wall: string, file: string, reason: string): Breach => ({ wall, file, reason })

const unread = (file: string): Breach =>
  breach('modules-read', file, 'was not read, so nothing is known about its imports')

const roomless = (file: string): Breach =>
  breach('every-file-has-a-room', file, 'is in no room that .dependency-cruiser.mjs has a law for')

const empty = (folder: string): Breach =>
  breach('modules-read', folder, 'is a room without a module, so its law is about nothing')

if (import.meta.main) {
  const { modules, dependencies, breaches } = await walkWalls(process.cwd())
  for (const { wall, file, reason } of breaches) console.error(`${file}: ${reason} [${wall}]`)
  console.log(`${modules} modules, ${dependencies} imports, ${breaches.length} breaches`)
  process.exitCode = breaches.length === 0 ? 0 : 1
}
