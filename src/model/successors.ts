import type { Frame, Turn } from './world/turn.ts'
import type { World } from './world/world.ts'
import { SIDES } from '../core/side.ts'
import { advance } from './engine/fly.ts'
import { begin } from './world/turn.ts'
import { judge } from './ghost/program.ts'
import { crashTurns, lateTurns } from './engine/send.ts'
import { jobTurns } from './engine/begin-job.ts'
import { personsTurns, usersTurns } from './world/users.ts'

/** What the engine does next, in every way it may go. Where the kernel fails an assertion, the job ends as a breach. */
function engineTurns(world: World, frame: Frame): readonly Turn[] {
  try {
    return world.job === null ? jobTurns(world, frame) : advance(world, world.job, frame)
  } catch (error) {
    return [failure(world, error, frame)]
  }
}

function failure(world: World, error: unknown, frame: Frame): Turn {
  const turn = begin(world, frame)
  judge(turn.program, 'fail', 'bug', { x: 0, y: 0, writes: 0 })
  const why = error instanceof Error ? error.message : String(error)
  return {
    ...turn,
    name: `the protocol contradicts itself: ${why}`,
    world: { ...world, job: null },
  }
}

/**
 * Everything that can happen next. Others act only where the engine is about to ask a system: elsewhere the order is all
 * one, for nobody else sees the memory.
 */
export function turnsIn(world: World, frame: Frame): readonly Turn[] {
  const own = [...engineTurns(world, frame), ...crashTurns(world, frame)]
  if (world.job?.flight?.answer !== undefined) return own
  return [
    ...SIDES.flatMap((side) => usersTurns(world, side, frame)),
    ...personsTurns(world, frame),
    ...lateTurns(world, frame),
    ...tick(world, frame),
    ...own,
  ]
}

/** The systems' clock goes on. */
export function tick(world: World, frame: Frame): readonly Turn[] {
  const { systems } = frame.setting
  if (SIDES.every((side) => systems[side].versions !== 'stamp')) return []
  return [
    { ...begin(world, frame), name: 'a tick passes', world: { ...world, clock: world.clock + 1 } },
  ]
}
