import type { Decided } from '../../protocol/operations.ts'
import type { Frame } from '../world/turn.ts'
import type { Job, Sight, World } from '../world/world.ts'
import type { Identification, Operation } from '../../core/operation.ts'
import type { Observations } from '../../core/decide/sight.ts'
import type { Pair } from '../../core/pair.ts'
import type { PairEvent } from '../../core/journal.ts'
import type { Program } from '../ghost/program.ts'
import { SIDES, bySide } from '../../core/side.ts'
import { UNLINKED } from '../../core/observation.ts'
import { blame } from '../ghost/program.ts'
import { cargoOf, thingsOf } from '../oracle/cargo.ts'
import { commit } from './commit.ts'
import { idsOf, newName } from '../world/names.ts'
import { pairOf, placeOf, rememberedOf } from '../world/world.ts'
import { placeSlots } from '../world/turn.ts'
import { proceed } from './proceed.ts'
import { stepTermsOf } from './begin-job.ts'

/** Decides the pair and makes the decision durable, with its first intent if it writes. */
export function settle(world: World, job: Job, frame: Frame, program: Program): World {
  const { kernel, terms } = frame.setting
  const pair = rememberedOf(world, job.no)?.pair ?? pairOf(job)
  const seen = seenBy(job)
  if (job.linking !== undefined && hasVanished(pair, seen)) return { ...world, job: null }
  const decision = kernel.decide(pair, seen, terms)
  program.marks.add(`decided: ${decision.kind}`)
  if (decision.kind === 'wait' && decision.unread !== undefined && job.isById !== true)
    return { ...world, job: readAgain(job, seen, decision.unread) }
  return carryOut({ ...world, job }, { pair, seen, decision }, frame, program)
}

function seenBy({ sight }: Job): Observations {
  const { a = UNLINKED, b = UNLINKED } = sight?.seen ?? {}
  return { a, b }
}

function carryOut(world: World, decided: Decided, frame: Frame, program: Program): World {
  const { kernel, systems } = frame.setting
  const { pair, seen } = decided
  const { job } = world
  const drafting = kernel.toOperations(
    decided,
    bySide((side) => systems[side].ability),
  )
  if (drafting.kind === 'unread') return { ...world, job: null }
  const linking: readonly PairEvent[] =
    job?.linking === undefined ? [] : [{ kind: 'linked', ids: job.linking, by: 'the model' }]
  const events = [...linking, ...kernel.openingEvents(decided, 0)]
  if (linking.length > 0) bornAlike(world, pair, frame, program)
  const opened = commit(world, { pair, events, frame, program, seen })
  const [operation, ...queue] = drafting.operations
  if (operation === undefined) return { ...opened, job: null }
  return arm(opened, { operation, queue, sight: { decided: pair, seen } }, frame, program)
}

/** The sides that could not be decided by what a listing showed are read by their ids. */
function readAgain(job: Job, seen: Observations, unread: readonly string[]): Job {
  const kept = Object.fromEntries(
    SIDES.filter((side) => !unread.includes(side)).map((side) => [side, seen[side]]),
  )
  return { ...job, isById: true, sight: { decided: pairOf(job), seen: kept } }
}

/** A record that was to make a new pair, and is no more: nothing was ever known of it. */
function hasVanished({ ids }: Pair, seen: Observations): boolean {
  return SIDES.some((side) => ids[side] !== undefined && seen[side].kind !== 'present')
}

/** A record that an unanswered create made, taken for a person's: some systems offer no way to tell (W7). */
function bornAlike(world: World, pair: Pair, frame: Frame, program: Program): void {
  const things = thingsOf(world, pair.ids)
  const isOurs = world.memory.some(
    ({ cargo }) => cargo?.applied === true && cargo.things.some((thing) => things.includes(thing)),
  )
  if (!isOurs) return
  for (const side of SIDES) {
    const at = placeOf(world[side], pair.ids[side])
    if (at !== -1) blame(program, 'alike', placeSlots(frame, side, at))
  }
}

/** A write that is about to be armed, and those after it. */
interface Draft {
  readonly operation: Operation
  readonly queue: readonly Operation[]
  readonly sight: Sight
}

/** Makes an intent durable; its request is the next thing that happens. */
export function arm(
  world: World,
  { operation, queue, sight }: Draft,
  frame: Frame,
  program: Program,
): World {
  const { kernel } = frame.setting
  const { job } = world
  const pair = rememberedOf(world, operation.pair)?.pair
  if (job === null || pair === undefined) return { ...world, job: null }
  const event = {
    kind: 'armed',
    operation,
    op: operation.verb,
    identification: identificationOf(operation, frame),
    body: operation.set,
    atMs: 0,
  } as const
  const taken = kernel.step(kernel.flightOf(pair), event, stepTermsOf(frame, operation.side))
  const cargo = cargoOf(world, { job: { ...job, sight }, pair, operation }, frame, program)
  return proceed(world, { before: pair, taken, event, queue, sight, frame, program, cargo })
}

function identificationOf({ side, verb }: Operation, { setting }: Frame): Identification {
  const { identification, externalKey = 'ref' } = setting.systems[side].ability
  if (verb !== 'create' || identification === 'none') return { kind: 'none' }
  if (identification === 'client-id') return { kind: 'client-id', id: newName(idsOf(side)) }
  if (identification === 'idempotency-key') return { kind: 'idempotency-key', key: newName('!') }
  return { kind: 'external-key', field: externalKey, value: newName('!') }
}
