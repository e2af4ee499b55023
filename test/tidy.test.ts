import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const read = (path: string): string => readFileSync(path, 'utf8')
const sources = globSync('src/**/*.{ts,tsx}').sort()
const code = globSync('{src,test,bench,demo,kill,replay,scripts,simulation}/**/*.{ts,tsx}')
const documents = globSync('{*.md,docs/**/*.md}')
const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n')

/** What is read of package.json. */
interface Manifest {
  readonly bin: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

describe('rules', () => {
  const rulesIn = (text: string): string[] =>
    [...text.matchAll(/^- \*\*([A-Z]+\d+)\*\*/gm)].map(([, id = '']) => id)
  /** The ids that lead a title, as in `test('[W5] …')` or `test('[W5] [W8] …')`. */
  const idsIn = (text: string): string[] =>
    [...text.matchAll(/['"`]((?:\[[A-Z]+\d+\] ?)+)/g)].flatMap(
      ([, ids = '']) => ids.match(/[A-Z]+\d+/g) ?? [],
    )

  const stated = rulesIn(read('docs/spec.md'))
  const tested = globSync(['test/**/*.ts', 'src/testing/**/*.ts'])
    .filter((path) => path !== 'test/tidy.test.ts')
    .flatMap((path) => idsIn(read(path)))

  test('rules and titles are found where they stand, and only there', () => {
    expect(rulesIn('- **W5** Refused.\n  - **W6** inside\nsee **W7**')).toEqual(['W5'])
    expect(idsIn("test('[W5] [O3] a title', () => rows[A1])")).toEqual(['W5', 'O3'])
  })

  test('every rule of docs/spec.md leads the title of a test', () => {
    expect(stated.filter((id) => !tested.includes(id))).toEqual([])
  })

  test('every id that leads a title is a rule of docs/spec.md', () => {
    expect([...new Set(tested)].filter((id) => !stated.includes(id))).toEqual([])
  })

  test('every rule is stated once', () => {
    expect(stated.filter((id, index) => stated.indexOf(id) !== index)).toEqual([])
  })
})

describe('source', () => {
  test('every file is reached from where a user comes in', () => {
    const { bin, exports } = JSON.parse(read('package.json')) as Manifest
    const doors = [bin, ...Object.values(exports)]
      .flatMap((door) => (typeof door === 'string' ? [door] : Object.values(door)))
      .map((path) => normalize(path).replace(/^dist\/(.+?)(\.d\.ts|\.js)$/, 'src/$1.ts'))
      .filter((path) => path.startsWith('src/'))
    expect(doors).toContain('src/index.ts')
    const reached = reachedFrom(doors)
    expect(sources.filter((path) => !reached.has(path))).toEqual([])
  })

  test('every exported declaration has a doc comment', () => {
    expect(undocumented('const a = 1\n/** B. */\nexport const b = 2\nexport const c = 3')).toEqual([
      'c',
    ])
    expect(
      sources.flatMap((path) => undocumented(read(path)).map((name) => `${path} ${name}`)),
    ).toEqual([])
  })

  test('nothing is left unfinished', () => {
    expect(sources.filter((path) => /\b(TODO|FIXME|XXX|HACK)\b/.test(read(path)))).toEqual([])
  })

  test('files have kebab-case names that say what is inside', () => {
    const shape = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|property\.test|bench))?\.tsx?$/
    const vague = /(^|-)(utils?|helpers?|manager|misc|common|data|info|impl)(-|\.)/
    expect(
      code.map((path) => basename(path)).filter((name) => !shape.test(name) || vague.test(name)),
    ).toEqual([])
  })

  test('a room with more than twelve files has sub-rooms', () => {
    const rooms = Map.groupBy(sources, (path) => dirname(path))
    expect([...rooms].filter(([, files]) => files.length > 12).map(([room]) => room)).toEqual([])
  })
})

describe('documents', () => {
  test('every link leads somewhere', () => {
    expect(
      deadLinks('CHANGELOG.md', '[a](LICENSE) [b](nowhere.md) [c](https://example.com)'),
    ).toEqual(['CHANGELOG.md → nowhere.md'])
    expect(deadLinks('docs/spec.md', '# One thing\n[a](#one-thing) [b](#another)')).toEqual([
      'docs/spec.md → #another',
    ])
    expect(documents.flatMap((path) => deadLinks(path, read(path)))).toEqual([])
  })

  test('every path a document names exists', () => {
    const lost = documents.flatMap((path) =>
      [...read(path).matchAll(/(?<![\w./-])((?:src|test|docs|scripts)\/[\w./-]*[\w/])/g)]
        .map(([, target = '']) => target)
        .filter((target) => !existsSync(target))
        .map((target) => `${path} → ${target}`),
    )
    expect(lost).toEqual([])
  })
})

describe('repository', () => {
  test('no tracked file names a path of the machine it was made on', () => {
    const machine = /(^|[^\w.-])\/(work|farm|root)\//
    expect(tracked.filter((path) => existsSync(path) && machine.test(read(path)))).toEqual([])
  })

  test('the lock file names no registry', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved"|registry/)
  })

  test('every version is exact', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Manifest
    const ranges = Object.entries({ ...dependencies, ...devDependencies })
    expect(ranges.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })
})

/** The files themselves and every file they import, directly or not. */
function reachedFrom(files: readonly string[]): ReadonlySet<string> {
  const reached = new Set(files)
  // A set gives what is added while it is walked.
  for (const file of reached) for (const target of importsOf(file)) reached.add(target)
  return reached
}

function importsOf(path: string): string[] {
  return ts
    .preProcessFile(read(path))
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => /^\..*\.tsx?$/.test(name))
    .map((name) => join(dirname(path), name))
}

/** The names of exported declarations that no doc comment precedes. */
function undocumented(text: string): string[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true)
  return file.statements
    .filter(
      (statement) => isExported(statement) && ts.getJSDocCommentsAndTags(statement).length === 0,
    )
    .flatMap(namesOf)
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText())
  return [
    (statement as ts.DeclarationStatement).name?.getText() ?? statement.getText().slice(0, 40),
  ]
}

/** Relative links of a document whose file, or whose heading, does not exist. */
function deadLinks(path: string, text: string): string[] {
  const prose = text.replaceAll(/^```.*?^```/gms, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(path, text, target))
    .map((target) => `${path} → ${target}`)
}

function leadsSomewhere(path: string, text: string, link: string): boolean {
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? path : join(dirname(path), file)
  if (!existsSync(target)) return false
  if (anchor === undefined) return true
  const headings = (file === '' ? text : read(target)).matchAll(/^#+ (.+)$/gm)
  return [...headings].some(([, heading = '']) => slug(heading) === anchor)
}

/** The anchor a heading gets: lower case, words joined by hyphens, marks dropped. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}
