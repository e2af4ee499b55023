import type { Answer, Job, JobFlight, Remembered, World } from '../world/world.ts'
import type { Frame, Turn } from '../world/turn.ts'
import type { Intent } from '../../core/operation.ts'
import type { Program } from '../ghost/program.ts'
import type { Search } from '../../protocol/flight.ts'
import type { Sent } from '../oracle/cargo.ts'
import { allKnownSlots } from '../oracle/cargo.ts'
import { arm } from './settle.ts'
import { begin, seenText, systemName } from '../world/turn.ts'
import { blame, judge, put } from '../ghost/program.ts'
import { observe } from '../world/system.ts'
import { answered, placeOf, rememberedOf, rowOf } from '../world/world.ts'
import { proceed } from './proceed.ts'
import { readTurns } from './read.ts'
import { sendTurns } from './send.ts'
import { stepTermsOf } from './begin-job.ts'

/** The next thing the job does; a request may be lost, its answer too, or it may be late. */
export function advance(world: World, job: Job, frame: Frame): readonly Turn[] {
  const { flight } = job
  if (flight === undefined) return readTurns(world, job, frame)
  const remembered = rememberedOf(world, job.no)
  if (remembered === undefined) return []
  return flight.answer === undefined
    ? fly(world, { remembered, flight, sight: job.sight }, frame)
    : [takeIn(world, { remembered, flight, answer: flight.answer, frame })]
}

interface Flying {
  readonly remembered: Remembered
  readonly flight: JobFlight
  readonly sight: Job['sight']
}

function fly(world: World, flying: Flying, frame: Frame): readonly Turn[] {
  const { remembered, flight, sight } = flying
  const [operation, ...queue] = flight.queue
  if (flight.next.kind === 'done' && operation !== undefined && sight !== undefined) {
    const turn = begin(world, frame)
    const armed = arm(world, { operation, queue, sight }, frame, turn.program)
    return [{ ...turn, name: 'the next write is noted', world: armed }]
  }
  const { pair, cargo } = remembered
  const { intent } = pair
  if (intent === undefined || cargo === undefined) return []
  if (flight.next.kind === 'look') return [look(world, intent, flight.next.id, frame)]
  if (flight.next.kind === 'search') return [search(world, intent, frame)]
  return sendTurns(world, { intent, cargo, no: pair.no }, frame)
}

interface Told {
  readonly remembered: Remembered
  readonly flight: JobFlight
  readonly answer: Answer
  readonly frame: Frame
}

function takeIn(world: World, { remembered, flight, answer, frame }: Told): Turn {
  const turn = begin(world, frame)
  const { pair, cargo } = remembered
  const { progress, queue } = flight
  const side = pair.intent?.side ?? 'a'
  const { kernel } = frame.setting
  const taken = kernel.step({ pair, progress }, answer.event, stepTermsOf(frame, side))
  if (cargo?.applied === true && pair.intent !== undefined && taken.next.kind === 'send')
    if (answer.event.kind !== 'answered')
      misread({ intent: pair.intent, cargo, no: pair.no }, frame, turn.program)
  const { event } = answer
  const next = proceed(world, { before: pair, taken, event, queue, frame, answer, ...turn })
  return { ...turn, name: 'the answer is taken in', world: next }
}

/** What took effect is sent again: nobody can know where a deleted record leaves no trace (I2), or no version tells. */
function misread(sent: Sent, frame: Frame, program: Program): void {
  const writes = allKnownSlots(sent, frame)
  if (sent.intent.verb === 'create') blame(program, 'dark', writes)
  else if (sent.intent.condition.kind === 'none') blame(program, 'window', writes)
  else if (isRecurring(sent, frame)) blame(program, 'revert', writes)
  else judge(program, 'fail', 'W6', { x: 0, y: 0, writes })
}

/** A version that comes back with the content proves nothing. */
function isRecurring({ intent }: Sent, { setting }: Frame): boolean {
  return setting.systems[intent.side].versions === 'content'
}

function look(world: World, { side }: Intent, id: string, frame: Frame): Turn {
  const { layout, setting } = frame
  const turn = begin(world, frame)
  const target = observe(world[side], id, { setting, side, clock: world.clock }, 'by-id')
  const at = placeOf(world[side], id)
  layout.fields.forEach((_, field) =>
    put(turn.program, 'copy', layout.look(field), at === -1 ? 0 : layout.row(side, at, field)),
  )
  const answer: Answer = { event: { kind: 'looked', target }, shown: true }
  const name = `${systemName(side, frame)} is looked at: ${seenText(target)}`
  return { ...turn, name, world: answered(world, answer) }
}

function search(world: World, intent: Intent, frame: Frame): Turn {
  const found = searchFor(world, intent, frame)
  const what = found.kind === 'searched' ? `${found.matches.length} found` : found.kind
  const answer: Answer = { event: { kind: 'searched', search: found }, shown: false }
  const name = `${systemName(intent.side, frame)} is searched: ${what}`
  return { ...begin(world, frame), name, world: answered(world, answer) }
}

function searchFor(world: World, { side, identification }: Intent, { setting }: Frame): Search {
  const system = world[side]
  if (identification.kind === 'client-id') {
    const { id } = identification
    const isThere = rowOf(system, id) !== undefined
    if (!isThere && setting.systems[side].tombstones && placeOf(system, id) !== -1)
      return { kind: 'gone' }
    return { kind: 'searched', matches: isThere ? [{ id }] : [] }
  }
  if (identification.kind !== 'external-key') return { kind: 'searched', matches: [] }
  const matches = system.places.flatMap((place) =>
    place?.row !== undefined && place.key === identification.value ? [{ id: place.id }] : [],
  )
  return { kind: 'searched', matches }
}
