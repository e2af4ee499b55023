import type { Side } from '../src/core/side.ts'
import type { Stage } from './stage.ts'
import type { Happening } from '../test/protocol/world/users.ts'
import { usersActions } from '../test/protocol/world/users.ts'

/** What becomes of one request. */
export type RequestFate = 'passes' | 'request-lost' | 'answer-lost' | 'never-answered'

/** A promise that a dead process waits for. */
export function never(): Promise<never> {
  return new Promise(() => undefined)
}

/**
 * Before a request: users of its system may work as often as the budget allows; then it passes, or it is lost, or its
 * answer is, or the process dies. Users of the other system may as well work before the next request to that one, and a
 * process that dies before a read dies as well before its next effect: neither leaves anything else behind.
 */
export function befall(stage: Stage, side: Side, what: string, isWrite: boolean): RequestFate {
  workOf(stage, side)
  const fates = fatesOf(stage, isWrite)
  const fate = fates[choose(stage, fates.length)] ?? 'passes'
  if (fate !== 'passes') stage.fate.tell(`${what}: ${fate}`)
  if (fate === 'request-lost' || fate === 'answer-lost') spend(stage, 'losses')
  if (fate === 'never-answered') die(stage)
  return fate
}

function fatesOf({ world }: Stage, isWrite: boolean): readonly RequestFate[] {
  const { losses, crashes } = world.budget
  const fates: RequestFate[] = ['passes']
  if (losses > 0) fates.push('request-lost')
  if (losses > 0 && isWrite) fates.push('answer-lost')
  if (crashes > 0 && isWrite) fates.push('never-answered')
  return fates
}

/** Before a transaction: the process may die. True if it does. */
export function mayDie(stage: Stage, what: string): boolean {
  if (stage.world.budget.crashes === 0 || choose(stage, 2) === 0) return false
  stage.fate.tell(`${what}: never made`)
  die(stage)
  return true
}

function choose({ fate }: Stage, count: number): number {
  return count === 1 ? 0 : fate.choose(count)
}

/** Users of one system do nothing, or one thing after another. */
function workOf(stage: Stage, side: Side): void {
  while (stage.world.budget.edits > 0) {
    const chosen = choose(stage, countOf(stage, side) + 1)
    if (chosen === 0) return
    const action = actionsOf(stage, side)[chosen - 1]
    if (action === undefined) throw new Error('there are fewer actions than were counted')
    stage.fate.tell(action.name)
    stage.world = action.world
  }
}

function actionsOf({ world, profile }: Stage, side: Side): readonly Happening[] {
  return usersActions(world, profile).filter(({ name }) => name.startsWith(side))
}

/** How many actions there are, by the rows they are about: mostly none of them is taken. */
const COUNTS = new WeakMap<object, number>()

function countOf(stage: Stage, side: Side): number {
  const { rows } = stage.world.systems[side]
  const count = COUNTS.get(rows) ?? actionsOf(stage, side).length
  COUNTS.set(rows, count)
  return count
}

function spend(stage: Stage, what: 'losses' | 'crashes'): void {
  const { world } = stage
  const budget = { ...world.budget, [what]: world.budget[what] - 1 }
  stage.world = { ...world, budget, ghost: { ...world.ghost, isFaulty: true } }
}

function die(stage: Stage): void {
  spend(stage, 'crashes')
  stage.isDead = true
  stage.onDeath()
}
