import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  misnamedRules,
  readFigures,
  readMutants,
  readStory,
  rulesBeside,
} from '../../scripts/promela.ts'

const SPEC = readFileSync('spec/sync.pml', 'utf8')
const RULES = readFileSync('docs/spec.md', 'utf8')
const FINISHED = `
State-vector 84 byte, depth reached 484, errors: 0
   844194 states, stored
  2442122 transitions (= stored+matched)
pan: elapsed time 4.53 seconds
`

test('the spec names every rule of writing beside a statement, but for those it says it leaves out', () => {
  expect(misnamedRules(SPEC, RULES)).toEqual([])
  expect([...rulesBeside(SPEC)]).toEqual(expect.arrayContaining(['W1', 'W6', 'W12', 'D1', 'L14']))
})

test('a rule that nobody states, that is forgotten or that only a mutant names is told', () => {
  const spec = '/* Not modelled: (W2) */\n#define X 1 /* [W4] bent */\nx = 1 /* [W9] */'
  expect(misnamedRules(spec, '- **W2** two\n- **W3** three\n- **W4** four\n')).toEqual([
    'W9 is no rule',
    'W3 stands beside no statement',
    'W4 stands beside no statement',
    'X leaves out W4, which stands beside no statement',
  ])
})

test('each mutant of the spec is left out at some place, under a number of its own', () => {
  const mutants = readMutants(SPEC)
  expect(mutants.map(({ number }) => number)).toEqual(mutants.map((_, index) => index + 1))
  expect(mutants.filter(({ name }) => !SPEC.includes(`without(${name})`))).toEqual([])
  expect(new Set(SPEC.match(/without\([A-Z_]+\)/g)).size).toBe(mutants.length)
})

test('the figures of a finished search are read', () => {
  expect(readFigures(FINISHED)).toEqual({
    states: 844_194,
    transitions: 2_442_122,
    depth: 484,
    seconds: 4.53,
    holds: true,
  })
})

test.each([
  ['with an error', FINISHED.replace('errors: 0', 'errors: 1')],
  ['that was cut short', `Warning: Search not completed\n${FINISHED}`],
  ['that was not deep enough', `error: max search depth too small\n${FINISHED}`],
  ['that says nothing', ''],
])('a search %s does not hold', (_, output) => {
  expect(readFigures(output).holds).toBe(false)
})

test('the story of a trail is its sentences, without the statements', () => {
  const replay =
    '  1:\tproc 0 [x = 1]\n  both empty\n· killed\n      now.mutant = 1;\n  intent: B becomes 1\n'
  expect(readStory(replay)).toEqual(['  both empty', '· killed', '  intent: B becomes 1'])
})
