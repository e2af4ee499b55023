import type { Frame, Turn } from '../world/turn.ts'
import type { Job, World } from '../world/world.ts'
import type { Program } from '../ghost/program.ts'
import type { Reading } from '../world/system.ts'
import type { Side } from '../../core/side.ts'
import { UNLINKED } from '../../core/observation.ts'
import { begin, placeSlots, seenText, systemName } from '../world/turn.ts'
import { observe } from '../world/system.ts'
import { pairOf, placeOf, rememberedOf } from '../world/world.ts'
import { blame, put } from '../ghost/program.ts'
import { settle } from './settle.ts'

/** Reads the next side of a pair that is being decided, in every way the read may go; after the second it is decided. */
export function readTurns(world: World, job: Job, frame: Frame): readonly Turn[] {
  const seen = job.sight?.seen ?? {}
  const side = seen.a === undefined ? 'a' : 'b'
  return readingsOf(world, job, side, frame).map((reading) => {
    const turn = begin(world, frame)
    const after = readSide(world, { job, side, reading, frame }, turn.program)
    const both = after.sight?.seen ?? {}
    const name = `${systemName(side, frame)} is ${readText(reading)}: ${seenText(both[side])}`
    const isRead = both.a !== undefined && both.b !== undefined
    const next = isRead
      ? settle({ ...world, job: after }, after, frame, turn.program)
      : { ...world, job: after }
    return { ...turn, name, world: next }
  })
}

function readText(reading: Reading): string {
  if (reading === 'by-id') return 'read by id'
  return reading === 'listed' ? 'read' : `read, ${reading}`
}

function idsOf(world: World, job: Job): Readonly<Partial<Record<Side, string>>> {
  return job.linking ?? rememberedOf(world, job.no)?.pair.ids ?? {}
}

function readingsOf(world: World, job: Job, side: Side, { setting }: Frame): readonly Reading[] {
  const { stale, partial } = setting.faults
  const id = idsOf(world, job)[side]
  if (job.isById === true || id === undefined) return ['by-id']
  const before = world[side].places[placeOf(world[side], id)]?.before
  return [
    'listed',
    ...(stale && before !== undefined ? (['stale'] as const) : []),
    ...(partial ? (['omitted'] as const) : []),
  ]
}

interface Look {
  readonly job: Job
  readonly side: Side
  readonly reading: Reading
  readonly frame: Frame
}

function readSide(world: World, { job, side, reading, frame }: Look, program: Program): Job {
  const { layout, setting } = frame
  const id = idsOf(world, job)[side]
  const service = { setting, side, clock: world.clock }
  const observation = id === undefined ? UNLINKED : observe(world[side], id, service, reading)
  const at = placeOf(world[side], id)
  if (at !== -1 && reading !== 'omitted')
    layout.fields.forEach((_, field) => {
      const row = reading === 'stale' ? layout.before : layout.row
      put(program, 'copy', layout.read(side, field), row(side, at, field))
    })
  if (reading === 'stale') blame(program, 'stale', placeSlots(frame, side, at))
  return {
    ...job,
    sight: { decided: pairOf(job), seen: { ...job.sight?.seen, [side]: observation } },
  }
}
