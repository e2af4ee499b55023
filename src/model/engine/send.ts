import type { Cargo, Remembered, World } from '../world/world.ts'
import type { Frame, Turn } from '../world/turn.ts'
import type { Sent } from '../oracle/cargo.ts'
import { arrive } from './arrive.ts'
import { SIDES } from '../../core/side.ts'
import { answered } from '../world/world.ts'
import { begin, fieldsText, systemName } from '../world/turn.ts'
import { put } from '../ghost/program.ts'

const SILENCE = {
  event: { kind: 'answered', outcome: { kind: 'unknown', message: 'silence' }, atMs: 0 },
  shown: false,
} as const

/** A request arrives, or it is lost, or its answer is, or it is late. */
export function sendTurns(world: World, sent: Sent, frame: Frame): readonly Turn[] {
  const { losses, delays } = frame.setting.faults
  const turn = begin(world, frame)
  const text = requestText(sent, frame)
  const arrived = arrive(world, sent, frame, { program: turn.program, isLate: false })
  const { outcome, isCut } = arrived
  const isWritten = outcome.kind === 'written'
  const applied = isWritten ? withApplied(arrived.world, sent.no) : arrived.world
  const told = answered(applied, { event: { kind: 'answered', outcome, atMs: 0 }, shown: false })
  const turns: Turn[] = [{ ...turn, name: `${text}: ${outcomeText(outcome)}`, world: told, isCut }]
  if (losses) {
    const unanswered = answered(applied, SILENCE)
    turns.push({ ...begin(world, frame), name: `${text}: lost`, world: answered(world, SILENCE) })
    turns.push({
      ...turn,
      name: `${text}: ${outcomeText(outcome)}, answer lost`,
      world: unanswered,
      isCut,
    })
  }
  if (delays && world.delayed === null) turns.push(delay(world, sent, frame))
  return turns
}

function delay(world: World, sent: Sent, frame: Frame): Turn {
  const turn = begin(world, frame)
  const { layout } = frame
  for (const side of SIDES)
    layout.fields.forEach((_, field) =>
      put(turn.program, 'copy', layout.cargo(0, side, field), layout.cargo(sent.no, side, field)),
    )
  put(turn.program, 'copy', layout.person(0), layout.person(sent.no))
  const { intent, cargo, no } = sent
  const late = { ...world, delayed: { no, intent, cargo, settled: false } }
  return { ...turn, name: `${requestText(sent, frame)}: delayed`, world: answered(late, SILENCE) }
}

/** The request that the network held arrives after all, or never. */
export function lateTurns(world: World, frame: Frame): readonly Turn[] {
  const { delayed } = world
  if (delayed === null) return []
  const { intent, cargo, settled, no } = delayed
  const turn = begin(world, frame)
  const sent = { intent, cargo, no: 0 }
  const gone = { ...world, delayed: null }
  const {
    world: next,
    outcome,
    isCut,
  } = arrive(gone, sent, frame, {
    program: turn.program,
    isLate: settled,
  })
  const isOpen = outcome.kind === 'written' && !settled
  const text = requestText(sent, frame)
  return [
    {
      ...turn,
      name: `${text}, delayed, arrives: ${outcomeText(outcome)}`,
      world: isOpen ? withApplied(next, no) : next,
      isCut,
    },
    { ...begin(world, frame), name: `${text}, delayed, never arrives`, world: gone },
  ]
}

/** A crash while something is under way: only the memory and the systems stay. */
export function crashTurns(world: World, frame: Frame): readonly Turn[] {
  if (!frame.setting.faults.crashes || world.job?.flight === undefined) return []
  return [{ ...begin(world, frame), name: 'the engine crashes', world: { ...world, job: null } }]
}

function requestText({ intent }: Sent, frame: Frame): string {
  const what = intent.verb === 'delete' ? '' : ` ${fieldsText(intent.set)}`
  return `${intent.verb} on ${systemName(intent.side, frame)}${what}`
}

function outcomeText(outcome: { readonly kind: string; readonly why?: string }): string {
  return outcome.why === undefined ? outcome.kind : `${outcome.kind} as ${outcome.why}`
}

function withApplied(world: World, no: number): World {
  const applied = (cargo: Cargo | undefined): Cargo | undefined =>
    cargo && { ...cargo, applied: true }
  const memory = world.memory.map((one): Remembered =>
    one.pair.no === no ? { ...one, cargo: applied(one.cargo) } : one,
  )
  return { ...world, memory }
}
