import type { Frame } from './world/turn.ts'
import type { Ghosts } from './ghost/ghosts.ts'
import type { Model } from '../checker/model.ts'
import type { Skeletons } from './skeletons.ts'
import type { Setting } from './setting.ts'
import { BREACHES, breachOf } from './ghost/cause.ts'
import { WAY_WIDTH, makeSkeletons } from './skeletons.ts'
import { describeWorld } from './describe.ts'
import { layoutOf } from './ghost/layout.ts'
import { makeGhosts } from './ghost/ghosts.ts'
import { makeParts } from './world/parts.ts'
import { makeProgram, judge } from './ghost/program.ts'
import { makeRests } from './rest.ts'
import { placeSlots } from './world/turn.ts'
import { startOf } from './start.ts'

/** A model of one pair, and what can be told of it beyond what every model tells. */
export interface PairModel extends Model {
  /** Turns for which there was no room: with any, the room of the setting is a bound. */
  readonly cuts: () => number
  /** Distinct worlds apart from their lineages, distinct lineages, distinct parts of worlds. */
  readonly sizes: () => {
    readonly skeletons: number
    readonly ghosts: number
    readonly parts: number
  }
}

/**
 * Two systems, their users, faults, and the shipped code between them, as something to explore. A state is two numbers:
 * the world without its lineages, and the lineages. Edits, crashes and losses are not bounded.
 */
export function pairModel(setting: Setting): PairModel {
  const layout = layoutOf(setting)
  const frame: Frame = { setting, layout }
  const parts = makeParts()
  const ghosts = makeGhosts(layout)
  const skeletons = makeSkeletons(frame, parts, ghosts)
  const breachesAt = makeJudge(frame, skeletons, ghosts)
  const state = new Int32Array(2)
  return {
    name: setting.name,
    words: state.length,
    actions: skeletons.actions,
    properties: BREACHES,
    marks: skeletons.marks,
    initial: (emit) => {
      const program = makeProgram(layout)
      const skeleton = skeletons.numberOf(startOf(frame, program), program)
      state[0] = skeleton
      state[1] = ghosts.after(0, ghosts.programOf(program.code))
      emit(state)
    },
    next: ([skeleton = 0, ghost = 0], emit) => {
      const ways = skeletons.waysOf(skeleton)
      for (let at = 0; at < ways.length; at += WAY_WIDTH) {
        const program = ways[at + 2] ?? 0
        state[0] = ways[at + 1] ?? 0
        state[1] = ghosts.after(ghost, program)
        emit(
          ways[at] ?? 0,
          state,
          ghosts.brokenBy(ghost, program),
          skeletons.marksOf(ways[at + 3] ?? 0),
        )
      }
    },
    check: ([skeleton = 0, ghost = 0], report) => {
      for (const breach of breachesAt(skeleton, ghost)) report(breach)
    },
    describe: ([skeleton = 0]) => describeWorld(skeletons.worldOf(skeleton), frame),
    cuts: skeletons.cuts,
    sizes: () => ({ skeletons: skeletons.count(), ghosts: ghosts.count(), parts: parts.count() }),
  }
}

/** Everything that is broken if users and faults stop here. */
function makeJudge(
  frame: Frame,
  skeletons: Skeletons,
  ghosts: Ghosts,
): (skeleton: number, ghost: number) => readonly number[] {
  const restOf = makeRests(frame, skeletons)
  return (skeleton, ghost) => {
    if (skeletons.worldOf(skeleton).job !== null) return []
    const { brokenBy, twins } = restOf(skeleton)
    const broken = brokenBy === undefined ? [] : [breachOf(brokenBy)]
    if (twins === undefined) return broken
    const program = makeProgram(frame.layout)
    const writes = twins.places.reduce((all, at) => all | placeSlots(frame, twins.side, at), 0)
    judge(program, 'fail', 'P6', { x: 0, y: 0, writes })
    const number = ghosts.programOf(program.code)
    ghosts.after(ghost, number)
    return [...broken, ...ghosts.brokenBy(ghost, number)]
  }
}
