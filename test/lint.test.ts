import { ESLint } from 'eslint'
import { beforeAll, expect, test } from 'vitest'

const eslint = new ESLint()
const PURE = 'src/core/assert.ts'
const IMPURE = 'src/errors.ts'
const TEST = 'test/errors.test.ts'
const lines = (count: number, line: string): string => `${line}\n`.repeat(count)

/** The rules that refuse `text` when it stands in place of an existing file. */
async function refusals(filePath: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath })
  return result?.messages.map(({ ruleId }) => ruleId) ?? []
}

// The first text makes the linter load every type of the project.
beforeAll(async () => {
  await refusals(PURE, '')
}, 120_000)

test.for([
  'Date.now()',
  'new Date(0)',
  'fetch("/")',
  'process.cwd()',
  'console.log(1)',
  'crypto.randomUUID()',
  'performance.now()',
  'setTimeout(() => 1, 1)',
  'globalThis.Date',
])('a pure room may not say %s', async (expression) => {
  const text = `/** Said. */\nexport const said: unknown = ${expression}\n`
  expect(await refusals(PURE, text)).toContain('no-restricted-globals')
  expect(await refusals(IMPURE, text)).not.toContain('no-restricted-globals')
})

test.for(['Math.random()', 'Temporal.Now'])('a pure room may not ask %s', async (expression) => {
  const text = `declare const Temporal: { Now: string }\nexport const said: unknown = ${expression}\n`
  expect(await refusals(PURE, text)).toContain('no-restricted-properties')
})

test.for([
  ['a file of 301 lines', 'max-lines', lines(301, 'export {}')],
  ['a function of 51 lines', 'max-lines-per-function', `() => {\n${lines(49, ';')}}`],
  ['five parameters', 'max-params', '(a: 1, b: 1, c: 1, d: 1, e: 1) => 1'],
  ['eleven paths', 'complexity', `(a: boolean) => ${'a || '.repeat(10)}a`],
  ['four blocks deep', 'max-depth', '() => { if (1) { if (1) { if (1) { if (1) {} } } } }'],
  ['an untyped value', '@typescript-eslint/no-explicit-any', 'const x: any = 1'],
  ['a promise nobody awaits', '@typescript-eslint/no-floating-promises', 'Promise.resolve()'],
  ['a default export', 'no-restricted-exports', 'export default 1'],
  ['a barrel', 'no-restricted-syntax', "export * from './core/assert.ts'"],
  ['a type called Record', 'no-restricted-syntax', 'export type Record = 1'],
] as const)('%s is refused', async ([, rule, text]) => {
  expect(await refusals(IMPURE, text)).toContain(rule)
})

test.for(['only', 'skip', 'todo'])('a test that is marked %s is refused', async (mark) => {
  const text = `import { test } from 'vitest'\ntest.${mark}('nothing')\n`
  expect(await refusals(TEST, text)).toContain('no-restricted-syntax')
})
