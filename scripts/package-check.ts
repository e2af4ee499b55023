import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.ts'
import { runOrThrow } from './run.ts'

/** The shapes of everything that may ship. */
const SHIPPED = [
  /^dist\/.+\.(js|d\.ts|sql|json)$/,
  /^docs\/.+\.(md|schema\.json)$/,
  /^(ARCHITECTURE|CHANGELOG|README)\.md$/,
  /^(LICENSE|package\.json)$/,
]

const folder = mkdtempSync(join(tmpdir(), 'bilateral-package-'))
try {
  await build()
  await runOrThrow('npm', ['pack', '--silent', '--pack-destination', folder])
  const tarball = join(folder, onlyTarball())
  refuseStrangers(tarball)
  await runOrThrow('publint', ['run', tarball, '--strict'])
  await runOrThrow('attw', [tarball, '--profile', 'esm-only', '--no-definitely-typed'])
  startFrom(tarball)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function onlyTarball(): string {
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm pack wrote no tarball')
  return tarball
}

function refuseStrangers(tarball: string): void {
  const listing = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
  const files = listing
    .trim()
    .replaceAll(/^package\//gm, '')
    .split('\n')
  const strangers = files.filter((file) => !SHIPPED.some((shape) => shape.test(file)))
  if (strangers.length > 0) throw new Error(`the package would ship ${strangers.join(', ')}`)
  console.log(`${files.length} files ship`)
}

/** Starts what a user would install: it knows its own version, and both its front doors open. */
function startFrom(tarball: string): void {
  execFileSync('tar', ['-xzf', tarball, '-C', folder])
  const unpacked = join(folder, 'package')
  symlinkSync(join(process.cwd(), 'node_modules'), join(unpacked, 'node_modules'))
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  const answer = startNode(unpacked, ['dist/cli/main.js', '--version'])
  if (answer !== version) throw new Error(`bilateral --version says "${answer}", not ${version}`)
  startNode(unpacked, ['--eval', "import('bilateral'); import('bilateral/testing')"])
  console.log(`bilateral ${version} starts from its package`)
}

function startNode(cwd: string, args: readonly string[]): string {
  return execFileSync(process.execPath, args, { cwd, encoding: 'utf8' }).trim()
}
