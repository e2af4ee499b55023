import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { tmpdir } from 'node:os'

const ROOT = join(import.meta.dirname, '..')
const README = readFileSync(join(ROOT, 'README.md'), 'utf8')

/** Every line of the README's shell blocks, comments cut off. */
const lines = [...README.matchAll(/```sh\n(.*?)```/gs)]
  .flatMap(([, block = '']) => block.split('\n'))
  .map((line) => line.replace(/\s+#.*$/, '').trim())
  .filter((line) => line !== '')

/** What each command of the example ends with. */
const EXIT_CODES: Readonly<Record<string, readonly number[]>> = {
  check: [0],
  plan: [2],
  sync: [0, 3],
  explain: [0],
  log: [0],
}

interface Ended {
  readonly code: number
  readonly output: string
}

function run(words: readonly string[], cwd: string): Promise<Ended> {
  const script = join(ROOT, 'src/cli/main.ts')
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...words], { cwd }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1
      resolve({ code, output: stdout + stderr })
    })
  })
}

describe('the README', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bilateral-readme-'))
    cpSync(join(ROOT, 'examples/people'), join(folder, 'try'), { recursive: true })
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  test('stays within 150 lines', () => {
    expect(README.split('\n').length).toBeLessThanOrEqual(150)
  })

  test('shows commands of package.json that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    const named = [...README.matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })

  test('shows an example whose every command does what is said', { timeout: 60_000 }, async () => {
    const commands = lines
      .filter((line) => line.startsWith('bilateral '))
      .map((line) => line.split(' ').slice(1))
    expect(commands.length).toBeGreaterThan(4)
    for (const words of commands) {
      const { code, output } = await run(words, folder)
      const allowed = words.includes('own') ? [0] : EXIT_CODES[words[0] ?? '']
      expect(allowed, `${words.join(' ')}\n${output}`).toContain(code)
    }
    const crm = readFileSync(join(folder, 'try/crm/contacts.csv'), 'utf8')
    const erp = readFileSync(join(folder, 'try/erp/staff.csv'), 'utf8')
    expect(crm).toContain('Alan Turing')
    expect(erp).toContain('Grace Hopper')
    expect(erp).toContain('Room 1')
  })
})
