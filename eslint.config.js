import { defineConfig } from 'eslint/config'
import ts from 'typescript-eslint'

const size = { skipBlankLines: true, skipComments: true }

const syntax = [
  {
    selector:
      ':matches(TSInterfaceDeclaration, TSTypeAliasDeclaration, ClassDeclaration)[id.name="Record"]',
    message: "`Record` is TypeScript's own type: name what the thing shows, such as Fields.",
  },
]

const reExports = {
  selector: ':matches(ExportAllDeclaration, ExportNamedDeclaration[source!=null])',
  message: 'Only src/index.ts and src/testing/index.ts re-export; import from the file itself.',
}

const focus = {
  selector:
    'CallExpression[callee.property.name=/^(only|skip|todo)$/][callee.object.name=/^(test|it|describe)$/]',
  message: 'A test that does not run proves nothing: run it or remove it.',
}

const impureGlobals = [
  'Date',
  'fetch',
  'process',
  'console',
  'crypto',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'globalThis',
  'navigator',
].map((name) => ({ name, message: 'A pure room gets time, chance and the world as arguments.' }))

export default defineConfig(
  { ignores: ['dist', 'coverage'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ts.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'max-lines': ['error', { max: 300, ...size }],
      'max-lines-per-function': ['error', { max: 50, ...size }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-param-reassign': 'error',
      'no-restricted-syntax': ['error', ...syntax],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A contract is asynchronous; an implementation that need not wait still rejects rather than throws.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-restricted-syntax': ['error', ...syntax, reExports],
    },
  },
  {
    files: ['src/index.ts', 'src/testing/index.ts'],
    rules: { 'no-restricted-syntax': ['error', ...syntax] },
  },
  {
    files: ['core', 'mapping', 'protocol', 'model', 'checker'].map((room) => `src/${room}/**`),
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'A pure room gets chance as an argument.' },
        { object: 'Temporal', property: 'Now', message: 'A pure room gets time as an argument.' },
      ],
    },
  },
  {
    files: ['test/**', 'bench/**'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'no-restricted-syntax': ['error', ...syntax, focus],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: [
      'src/cli/**',
      'bench/**',
      'demo/**',
      'guarantees/main.ts',
      'guarantees/memory.ts',
      'kill/**',
      'replay/main.ts',
      'mutants/main.ts',
      'scripts/**',
      'simulation/main.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [ts.configs.disableTypeChecked] },
)
