import { expect, test } from 'vitest'
import type { Case, Small } from './small-domain.ts'
import type { Cell, Situation } from '../../src/core/situation.ts'
import { LINKED, agreedOn, holding, termsWith } from './sample.ts'
import { REACHABLE, UNREACHABLE, lawOn, same, situationsOf } from './small-domain.ts'
import { SITUATIONS, cellOf } from '../../src/core/situation.ts'
import type { CellAction } from '../../src/core/matrix.ts'
import type { Decision } from '../../src/core/decide/decision.ts'
import { MATRIX } from '../../src/core/matrix.ts'
import type { Observations } from '../../src/core/decide/sight.ts'
import type { Pair } from '../../src/core/pair.ts'
import { decide } from '../../src/core/decide/decide.ts'

const cells = SITUATIONS.flatMap((a) => SITUATIONS.map((b) => ({ a, b, ...MATRIX[a][b] })))

test('[D2] the matrix has sixteen cells, three of policy and four unreachable', () => {
  expect(cells).toHaveLength(16)
  const named = (wanted: typeof cells): readonly Cell[] => wanted.map(({ a, b }) => cellOf(a, b))
  expect(named(cells.filter(({ action }) => action === 'policy'))).toEqual([
    'updated/updated',
    'updated/deleted',
    'deleted/updated',
  ])
  expect(named(cells.filter(({ reachable }) => !reachable))).toEqual([
    'missing/unchanged',
    'missing/deleted',
    'unchanged/missing',
    'deleted/missing',
  ])
  expect(new Set(cells.map(({ reason }) => reason)).size).toBeGreaterThan(10)
})

test('[D2] the matrix is the law, for every value of the small domain that does not agree already', () => {
  const different = REACHABLE.filter((each) => lawOn(each) !== 'adopt')
  expect(different).toHaveLength(114)
  for (const each of different) {
    const [a, b] = situationsOf(each)
    expect(MATRIX[a][b].action, JSON.stringify(each)).toBe(actionByLaw(each))
  }
})

test('[D2] what agrees already is written by no decision, whatever its cell', () => {
  for (const each of REACHABLE.filter((one) => lawOn(one) === 'adopt')) {
    const { kind } = decide(pairOf(each), seenOf(each), termsWith())
    expect(['nothing', 'adopt', 'forget'], JSON.stringify(each)).toContain(kind)
  }
})

test('[D2] the unreachable cells neither overwrite nor delete', () => {
  const reached = UNREACHABLE.map((each) => {
    const [a, b] = situationsOf(each)
    return { each, action: MATRIX[a][b].action, reachable: MATRIX[a][b].reachable }
  }).filter(({ reachable }) => !reachable)
  expect(reached.length).toBeGreaterThan(0)
  for (const { each, action } of reached) {
    if (action === 'forget') expect([each.a, each.b]).toEqual([undefined, undefined])
    else if (action === 'create-a') expect(each.a).toBeUndefined()
    else {
      expect(action).toBe('create-b')
      expect(each.b).toBeUndefined()
    }
  }
})

test('[D2] a decision on presence is what the matrix says, for every value of the small domain', () => {
  for (const each of REACHABLE) {
    const decision = decide(pairOf(each), seenOf(each), termsWith())
    const [a, b] = situationsOf(each)
    expect(decision.cell, JSON.stringify(each)).toBe(cellOf(a, b))
    expect(actionOf(decision), JSON.stringify(each)).toBe(expectedDecision(each))
  }
})

test('[D2] no decision names an unreachable cell', () => {
  for (const each of REACHABLE) {
    const decision = decide(pairOf(each), seenOf(each), termsWith())
    const [a, b] = decision.cell.split('/') as [Situation, Situation]
    expect(MATRIX[a][b].reachable, JSON.stringify(each)).toBe(true)
  }
})

/** The cell's action by the law: what is copied where tells whether it creates, updates or deletes. */
function actionByLaw(each: Case): CellAction {
  const outcome = lawOn(each)
  if (outcome === 'b:=a') return verbOf(each.a, each.b, 'b')
  return outcome === 'a:=b' ? verbOf(each.b, each.a, 'a') : 'policy'
}

function verbOf(from: Small, to: Small, side: 'a' | 'b'): CellAction {
  if (from === undefined) return `delete-${side}`
  return to === undefined ? `create-${side}` : `update-${side}`
}

/** What `decide` does by the matrix: agreement comes first, and by default a change survives a deletion. */
function expectedDecision(each: Case): string {
  const [a, b] = situationsOf(each)
  const { action } = MATRIX[a][b]
  if (action === 'vacuous') return 'forget'
  if (action === 'nothing' || action === 'forget') return action
  if (same(each.a, each.b)) return 'adopt'
  if (action !== 'policy') return action
  if (each.a === undefined) return 'create-a'
  return each.b === undefined ? 'create-b' : 'conflict'
}

function actionOf(decision: Decision): string {
  if (decision.kind === 'create' || decision.kind === 'delete')
    return `${decision.kind}-${decision.side}`
  if (decision.kind === 'update') return `update-${Object.keys(decision.set).join('')}`
  return decision.kind
}

function pairOf({ baseA, baseB }: Case): Pair {
  if (baseA === undefined || baseB === undefined) return LINKED
  return agreedOn({ v: baseA }, { v: baseB })
}

function seenOf({ a, b }: Case): Observations {
  return { a: holding(a), b: holding(b) }
}
