import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import configuration from '../.dependency-cruiser.mjs'
import { walkWalls } from '../scripts/walls.ts'
import type { Walk } from '../scripts/walls.ts'

/** A tree in which every room has something to import, and nothing is wrong. */
const SOUND = [
  'src/errors.ts',
  'src/index.ts ./core/law.ts ./adapters/rest/rest.ts',
  'src/core/law.ts ../errors.ts',
  'src/mapping/lens.ts ../core/law.ts big.js',
  'src/protocol/step.ts ../core/law.ts',
  'src/engine/run.ts ../core/law.ts ../mapping/lens.ts ../protocol/step.ts ../adapters/adapter.ts ../stores/store.ts p-queue node:crypto',
  'src/adapters/adapter.ts ../core/law.ts',
  'src/adapters/http/transport.ts ../adapter.ts undici',
  'src/adapters/rest/rest.ts ../http/transport.ts ../adapter.ts ./paging/cursor.ts',
  'src/adapters/rest/paging/cursor.ts',
  'src/adapters/files/csv.ts ../http/transport.ts node:fs/promises',
  'src/adapters/sql/sql.ts node:sqlite',
  'src/adapters/memory/memory.ts ../adapter.ts',
  'src/stores/store.ts ../core/law.ts',
  'src/stores/memory/memory.ts ../store.ts',
  'src/stores/sqlite/sqlite.ts ../store.ts node:sqlite',
  'src/checker/explore.ts',
  'src/trace/verify-trace.ts ../core/law.ts',
  'src/model/world.ts ../core/law.ts ../protocol/step.ts ../checker/explore.ts',
  'src/guarantee/tier.ts ../core/law.ts ../protocol/step.ts ../model/world.ts',
  'src/config/schema.ts ../adapters/adapter.ts zod yaml',
  'src/config/compose.ts ../engine/run.ts ../adapters/rest/rest.ts ../stores/sqlite/sqlite.ts',
  'src/cli/main.ts ../engine/run.ts ../config/compose.ts ../core/law.ts commander',
  'src/cli/status.ts type:../stores/store.ts',
  'src/server/app.ts ../engine/run.ts',
  'src/console/main.ts type:../server/app.ts',
  'src/testing/index.ts ./adapter-suite.ts',
  'src/testing/arbitraries.ts ../core/law.ts type:fast-check',
  'src/testing/adapter-suite.ts ../adapters/adapter.ts ../stores/memory/memory.ts node:assert/strict',
  'test/law.test.ts ../src/core/law.ts ../src/adapters/rest/rest.ts',
  'bench/run.ts ../src/engine/run.ts',
  'demo/main.ts ./service.ts hono',
  'demo/service.ts',
]

/** For every wall, imports that break it. */
const BREACHES: Readonly<Record<string, readonly string[]>> = {
  errors: ['src/errors.ts ./core/law.ts'],
  core: ['src/core/bad.ts ../mapping/lens.ts', 'src/core/worse.ts ../engine/run.ts'],
  mapping: ['src/mapping/bad.ts ../protocol/step.ts', 'src/mapping/worse.ts type:../engine/run.ts'],
  protocol: ['src/protocol/bad.ts ../stores/store.ts'],
  engine: ['src/engine/bad.ts ../adapters/rest/rest.ts', 'src/engine/worse.ts ../config/schema.ts'],
  'adapter-contract': ['src/adapters/bad.ts ./rest/rest.ts'],
  adapters: [
    'src/adapters/sql/bad.ts ../rest/rest.ts',
    'src/adapters/sql/worse.ts ../../stores/store.ts',
  ],
  'store-contract': ['src/stores/bad.ts ../protocol/step.ts'],
  stores: ['src/stores/sqlite/bad.ts ../memory/memory.ts'],
  checker: ['src/checker/bad.ts ../core/law.ts'],
  trace: ['src/trace/bad.ts ../protocol/step.ts'],
  model: ['src/model/bad.ts ../engine/run.ts'],
  guarantee: ['src/guarantee/bad.ts ../engine/run.ts'],
  config: ['src/config/bad.ts ../cli/main.ts', 'src/config/worse.ts ../checker/explore.ts'],
  faces: ['src/cli/bad.ts ../mapping/lens.ts', 'src/server/worse.ts ../protocol/step.ts'],
  console: ['src/console/bad.ts ../core/law.ts'],
  testing: ['src/testing/bad.ts ../engine/run.ts', 'src/testing/worse.ts ../adapters/rest/rest.ts'],
  'front-door': ['src/index.ts ./cli/main.ts'],
  'only-compose-chooses': ['src/config/chooses.ts ../stores/sqlite/sqlite.ts'],
  'faces-borrow-types': ['src/cli/calls.ts ../stores/store.ts'],
  'no-barrels': ['src/core/index.ts ./law.ts'],
  'only-src-ships': ['src/core/ships.ts ../../test/law.test.ts'],
  'demo-is-a-user': ['demo/cheats.ts ../src/core/law.ts'],
  'pure-rooms-do-no-io': ['src/mapping/reads.ts node:fs', 'src/model/waits.ts node:timers'],
  'engine-does-no-io': ['src/engine/reads.ts node:fs/promises', 'src/engine/calls.ts node:http'],
  'sqlite-has-a-home': ['src/stores/memory/opens.ts node:sqlite'],
  'every-package-has-a-home': ['src/cli/serves.ts hono'],
  'ships-what-it-imports': ['src/cli/ships.ts hono'],
  'peers-are-given': ['src/testing/takes.ts fast-check'],
  'no-cycles': ['src/core/one.ts ./two.ts'],
  'no-unresolved': ['src/core/lost.ts ./nowhere.ts'],
  'home-of-clack-prompts': ['src/engine/asks.ts @clack/prompts'],
  'home-of-big-js': ['src/core/counts.ts big.js'],
  'home-of-cli-table3': ['src/engine/draws.ts cli-table3'],
  'home-of-commander': ['src/config/parses.ts commander'],
  'home-of-fast-check': ['src/core/guesses.ts type:fast-check'],
  'home-of-p-queue': ['src/stores/sqlite/queues.ts p-queue'],
  'home-of-undici': ['src/adapters/sql/fetches.ts undici'],
  'home-of-yaml': ['src/adapters/rest/reads.ts yaml'],
  'home-of-zod': ['src/core/checks.ts zod'],
  'every-file-has-a-room': ['src/utils/misc.ts', 'src/stray.ts'],
}

/** The other half of the planted cycle, which is reported once, by its first file. */
const OTHER_HALF = 'src/core/two.ts ./one.ts'

const trees: string[] = []

/** Writes `path import …` lines as files under a new root; a later line for the same path wins. */
function plant(lines: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'bilateral-walls-'))
  trees.push(root)
  cpSync('package.json', join(root, 'package.json'))
  cpSync('tsconfig.json', join(root, 'tsconfig.json'))
  symlinkSync(join(process.cwd(), 'node_modules'), join(root, 'node_modules'))
  for (const line of lines) {
    const [path = '', ...imports] = line.split(' ')
    mkdirSync(join(root, dirname(path)), { recursive: true })
    writeFileSync(join(root, path), imports.map(toImport).join('') + 'export const here = 1\n')
  }
  return root
}

function toImport(name: string, index: number): string {
  const [, type, target = name] = /^(type):(.+)$/.exec(name) ?? []
  return `import ${type ?? ''} { here as x${index} } from '${target}'\n`
}

afterAll(() => trees.forEach((tree) => rmSync(tree, { recursive: true, force: true })))

describe('walls', () => {
  let walk: Walk
  beforeAll(async () => {
    walk = await walkWalls(plant([...SOUND, OTHER_HALF, ...Object.values(BREACHES).flat()]))
  })

  test('a tree that keeps to the design has no breach', async () => {
    const sound = await walkWalls(plant(SOUND))
    expect(sound.breaches).toEqual([])
    expect(sound.modules).toBeGreaterThan(SOUND.length)
  })

  test.for(Object.entries(BREACHES))(
    'the wall %s falls on every planted breach',
    ([wall, lines]) => {
      const files = walk.breaches.filter((breach) => breach.wall === wall).map(({ file }) => file)
      expect(files).toEqual(expect.arrayContaining(lines.map((line) => line.split(' ')[0])))
    },
  )

  test('every wall of the configuration has a planted breach', () => {
    const planted = Object.keys(BREACHES)
    expect(
      configuration.forbidden.map(({ name }) => name).filter((name) => !planted.includes(name)),
    ).toEqual([])
  })

  test('a tree without a module is a breach', async () => {
    expect((await walkWalls(plant([]))).breaches).toMatchObject([{ wall: 'modules-read' }])
  })

  test('a room without a module is a breach', async () => {
    const { breaches } = await walkWalls(plant([...SOUND, 'src/planner/notes.txt']))
    expect(breaches).toMatchObject([{ wall: 'modules-read', file: 'src/planner/' }])
  })

  test('a tool that reads nothing, and so finds nothing wrong, is a breach for every file', async () => {
    const nothing = { modules: [], summary: { totalCruised: 0, violations: [] } }
    const { breaches } = await walkWalls(plant(SOUND), async () => nothing as never)
    expect(breaches).toHaveLength(SOUND.length + 1)
    expect(breaches).toContainEqual(expect.objectContaining({ file: 'src/core/law.ts' }))
  })
})
