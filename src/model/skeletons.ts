import type { Frame, Turn } from './world/turn.ts'
import type { Ghosts } from './ghost/ghosts.ts'
import type { Parts } from './world/parts.ts'
import type { Program } from './ghost/program.ts'
import type { Tuple } from './world/canonical.ts'
import type { World } from './world/world.ts'
import { canonical, worldOf } from './world/canonical.ts'
import { turnsIn } from './successors.ts'

/** Numbers per way out of a skeleton: the action, the skeleton it leads to, its program, its marks. */
export const WAY_WIDTH = 4

/**
 * Worlds without their lineages. What happens in a world never depends on who wrote what; so the shipped code runs once
 * for each skeleton, and worlds with other lineages only look up what follows.
 */
export interface Skeletons {
  /** The number of a world, made canonical; the program forgets what is gone. */
  readonly numberOf: (world: World, program: Program) => number
  readonly worldOf: (skeleton: number) => World
  /** All ways out, `WAY_WIDTH` numbers each, in a fixed order. */
  readonly waysOf: (skeleton: number) => Int32Array
  /** Turns for which there was no room. */
  readonly cuts: () => number
  readonly count: () => number
  readonly actions: readonly string[]
  readonly marks: readonly string[]
  readonly marksOf: (set: number) => readonly number[]
}

/** What is collected while skeletons are met. */
interface Lists {
  readonly actions: Names
  readonly marks: Names
  readonly markSets: Names
  readonly markLists: (readonly number[])[]
}

/** Makes an empty collection. */
export function makeSkeletons(frame: Frame, parts: Parts, ghosts: Ghosts): Skeletons {
  const tuples: Tuple[] = []
  const numbers = new Map<string, number>()
  const ways: (Int32Array | undefined)[] = []
  const lists: Lists = {
    actions: makeNames(),
    marks: makeNames(),
    markSets: makeNames(),
    markLists: [],
  }
  let cuts = 0
  const numberOf = (world: World, program: Program): number => {
    const tuple = canonical(world, parts, frame, program)
    const key = tuple.join()
    const known = numbers.get(key)
    if (known !== undefined) return known
    tuples.push(tuple)
    numbers.set(key, tuples.length - 1)
    return tuples.length - 1
  }
  const wayOf = (turn: Turn): readonly number[] => {
    const target = numberOf(turn.world, turn.program)
    const program = ghosts.programOf(turn.program.code)
    return [lists.actions.numberOf(turn.name), target, program, markSetOf(turn.program, lists)]
  }
  const waysOf = (skeleton: number): Int32Array => {
    const known = ways[skeleton]
    if (known !== undefined) return known
    const turns = turnsIn(worldOf(tuples[skeleton] ?? [], parts), frame)
    const open = turns.filter(({ isCut }) => isCut !== true)
    cuts += turns.length - open.length
    const found = Int32Array.from(open.flatMap(wayOf))
    ways[skeleton] = found
    return found
  }
  return {
    numberOf,
    worldOf: (skeleton) => worldOf(tuples[skeleton] ?? [], parts),
    waysOf,
    cuts: () => cuts,
    count: () => tuples.length,
    actions: lists.actions.all,
    marks: lists.marks.all,
    marksOf: (set) => lists.markLists[set] ?? [],
  }
}

function markSetOf({ marks }: Program, lists: Lists): number {
  const numbers = [...marks].map((mark) => lists.marks.numberOf(mark)).sort((x, y) => x - y)
  const set = lists.markSets.numberOf(numbers.join())
  lists.markLists[set] ??= numbers
  return set
}

/** Names with numbers, in the order they were met. */
interface Names {
  readonly all: readonly string[]
  readonly numberOf: (name: string) => number
}

function makeNames(): Names {
  const all: string[] = []
  const numbers = new Map<string, number>()
  return {
    all,
    numberOf: (name) => {
      const known = numbers.get(name)
      if (known !== undefined) return known
      all.push(name)
      numbers.set(name, all.length - 1)
      return all.length - 1
    },
  }
}
