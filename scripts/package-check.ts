import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.ts'
import { runOrThrow } from './run.ts'

const SHIPPED = [
  /^dist\/.+\.(js|d\.ts|sql|json)$/,
  /^docs\/.+\.md$/,
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
  await runOrThrow('attw', [
    tarball,
    '--profile',
    'esm-only',
    '--no-definitely-typed',
    '-f',
    'ascii',
  ])
  startFrom(tarball)
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
    .split('\n')
    .map((file) => file.replace(/^package\//, ''))
  const strangers = files.filter((file) => !SHIPPED.some((shape) => shape.test(file)))
  if (strangers.length > 0) throw new Error(`the package would ship ${strangers.join(', ')}`)
  console.log(`${files.length} files in the package`)
}

/** Starts what a user would install: it must know its own version. */
function startFrom(tarball: string): void {
  execFileSync('tar', ['-xzf', tarball, '-C', folder])
  const unpacked = join(folder, 'package')
  symlinkSync(join(process.cwd(), 'node_modules'), join(unpacked, 'node_modules'))
  const answer = execFileSync(process.execPath, [join(unpacked, 'dist/cli/main.js'), '--version'])
  const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'))
  const { version } = manifest as { version: string }
  if (answer.toString().trim() !== version) throw new Error(`bilateral says ${answer.toString()}`)
  console.log(`bilateral ${version} starts from the package`)
}
