import type { Side } from '../src/core/side.ts'
import type { Stage } from './stage.ts'
import type { World } from '../test/protocol/world/world.ts'
import { SIDES } from '../src/core/side.ts'
import type { Happening } from '../test/protocol/world/users.ts'
import { arriveLate } from '../test/protocol/world/engine.ts'
import { personsAnswers, usersActions } from '../test/protocol/world/users.ts'

/** What becomes of one request. */
export type RequestFate = 'passes' | 'request-lost' | 'answer-lost' | 'delayed' | 'never-answered'

/** A promise that a dead process waits for. */
export function never(): Promise<never> {
  return new Promise(() => undefined)
}

/**
 * Before a request: users of its system may work as often as the budget allows, and what the network held may arrive;
 * then it passes, or it is lost, or its answer is, or the network holds it, or the process dies. Users of the other system may as well work before the next request to that one, and a
 * process that dies before a read dies as well before its next effect: neither leaves anything else behind.
 */
export function befall(stage: Stage, side: Side, what: string, isWrite: boolean): RequestFate {
  workOf(stage, side)
  const fates = fatesOf(stage, isWrite)
  const fate = fates[choose(stage, fates.length)] ?? 'passes'
  if (fate !== 'passes') stage.fate.tell(`${what}: ${fate}`)
  if (fate === 'request-lost' || fate === 'answer-lost') spend(stage, 'losses')
  if (fate === 'delayed') spend(stage, 'delays')
  if (fate === 'never-answered') die(stage)
  return fate
}

function fatesOf({ world }: Stage, isWrite: boolean): readonly RequestFate[] {
  const { losses, crashes, delays } = world.budget
  const fates: RequestFate[] = ['passes']
  if (losses > 0) fates.push('request-lost')
  if (!isWrite) return fates
  if (losses > 0) fates.push('answer-lost')
  if (delays > 0 && world.delayed === undefined) fates.push('delayed')
  if (crashes > 0) fates.push('never-answered')
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

/** Before a run: a person may answer a question. */
export function mayAnswer(stage: Stage): void {
  const answers = personsAnswers(stage.world, stage.profile).filter(({ world }) =>
    isOpenAnswer(world),
  )
  const answer = answers[choose(stage, answers.length + 1) - 1]
  if (answer === undefined) return
  stage.fate.tell(answer.name)
  stage.world = answer.world
}

/** A record that is in a pair already is nobody's counterpart: the command line refuses such an answer. */
function isOpenAnswer({ memory }: World): boolean {
  const adopted = memory.flatMap(({ pair: { decree } }) =>
    decree?.resolution.kind === 'adopt' ? [decree.resolution.id] : [],
  )
  return !memory.some(({ pair: { ids } }) =>
    SIDES.some((side) => adopted.includes(ids[side] ?? '')),
  )
}

/** Nothing happens in one system, or one thing after another. */
function workOf(stage: Stage, side: Side): void {
  for (;;) {
    const chosen = choose(stage, countOf(stage, side) + 1)
    if (chosen === 0) return
    const action = actionsOf(stage, side)[chosen - 1]
    if (action === undefined) throw new Error('there are fewer actions than were counted')
    stage.fate.tell(action.name)
    stage.world = action.world
  }
}

function actionsOf({ world, profile }: Stage, side: Side): readonly Happening[] {
  const late = world.delayed?.intent.side === side ? arriveLate(world, profile) : []
  return [...late, ...usersActions(world, profile).filter(({ name }) => name.startsWith(side))]
}

/** How many actions there are, by the rows they are about: mostly none of them is taken. */
const COUNTS = new WeakMap<object, number>()

function countOf(stage: Stage, side: Side): number {
  const { systems, budget, delayed } = stage.world
  if (delayed !== undefined) return actionsOf(stage, side).length
  if (budget.edits === 0) return 0
  const { rows } = systems[side]
  const count = COUNTS.get(rows) ?? actionsOf(stage, side).length
  COUNTS.set(rows, count)
  return count
}

function spend(stage: Stage, what: 'losses' | 'crashes' | 'delays'): void {
  const { world } = stage
  const budget = { ...world.budget, [what]: world.budget[what] - 1 }
  stage.world = { ...world, budget, ghost: { ...world.ghost, isFaulty: true } }
}

function die(stage: Stage): void {
  spend(stage, 'crashes')
  stage.isDead = true
  stage.onDeath()
}
