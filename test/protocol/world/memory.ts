import type { Commit, Remembered, World } from './world.ts'
import type { Pair } from '../../../src/core/pair.ts'
import { NO_FIELDS } from '../../../src/core/value.ts'
import { foldPair } from '../../../src/core/journal.ts'
import { note } from './lineage.ts'
import { rememberedOf } from './world.ts'

/** Makes events durable: the pair is folded, and what the tests know follows. */
export function commit(world: World, change: Commit): World {
  const { pair: before, events } = change
  const noted = events.reduce((at, event) => note(at, event, change), known(world, before))
  const pair = events.reduce<Pair | undefined>((at, event) => at && foldPair(at, event), before)
  const others = noted.memory.filter(({ pair: { no } }) => no !== before.no)
  if (pair === undefined) return closed({ ...noted, memory: others }, before.no)
  const remembered = rememberedAs(pair, noted, change)
  const memory = [...others, remembered].sort((left, right) => left.pair.no - right.pair.no)
  const kept = { ...noted, memory, pairs: Math.max(noted.pairs, pair.no) }
  return pair.intent === undefined ? closed(kept, pair.no) : kept
}

/** The world in which a new pair has its place in the memory. */
function known(world: World, pair: Pair): World {
  if (rememberedOf(world, pair.no) !== undefined) return world
  const born: Remembered = { pair, agreed: { a: NO_FIELDS, b: NO_FIELDS } }
  return { ...world, memory: [...world.memory, born] }
}

function rememberedAs(pair: Pair, world: World, { cargo, answeredBy }: Commit): Remembered {
  const before = rememberedOf(world, pair.no)
  return {
    pair,
    agreed: before?.agreed ?? { a: NO_FIELDS, b: NO_FIELDS },
    cargo: pair.intent && (cargo ?? before?.cargo),
    answer: answeredBy ?? before?.answer,
  }
}

/** Notes on a request that is still under way that its intent is no more. */
function closed(world: World, no: number): World {
  const { delayed } = world
  return delayed?.no === no && !delayed.settled
    ? { ...world, delayed: { ...delayed, settled: true } }
    : world
}
