import type { Answer, Cargo, Job, JobFlight, World } from './world.ts'
import type { EntityTerms } from '../../../src/core/terms.ts'
import type { Happening } from './users.ts'
import type { Identification, Intent, Operation } from '../../../src/core/operation.ts'
import type { Know } from './system.ts'
import type { Observation } from '../../../src/core/observation.ts'
import type { Observations } from '../../../src/core/decide/sight.ts'
import type { Pair } from '../../../src/core/pair.ts'
import type { PairEvent } from '../../../src/core/journal.ts'
import type { Profile } from './profile.ts'
import type { Search, Step, StepEvent, StepTerms } from '../../../src/protocol/flight.ts'
import type { Side } from '../../../src/core/side.ts'
import { NO_FIELDS } from '../../../src/core/value.ts'
import { PRESENCE, knowOf, observe, rowOf } from './system.ts'
import { SIDES, bySide, otherSide } from '../../../src/core/side.ts'
import { UNLINKED } from '../../../src/core/observation.ts'
import { allOf, blame, breach, rememberedOf } from './world.ts'
import { arrive } from './request.ts'
import { commit } from './memory.ts'
import { isClaimed } from '../../../src/protocol/claim.ts'
import { decide } from '../../../src/core/decide/decide.ts'
import { flightOf, step } from '../../../src/protocol/step.ts'
import { openingEvents } from '../../../src/protocol/opening.ts'
import { fieldsAlike } from './lineage.ts'
import { isAlike, termsOf } from './profile.ts'
import { toOperations } from '../../../src/protocol/operations.ts'

/** The engine's part of a profile, made once. */
export interface Engine {
  readonly profile: Profile
  readonly terms: EntityTerms
  readonly stepTerms: StepTerms
}

/** Makes the engine of a profile. */
export function engineOf(profile: Profile): Engine {
  const terms = termsOf(profile)
  const { idempotencyTtlMs } = profile.ability
  return {
    profile,
    terms,
    stepTerms: { terms, idempotencyTtlMs, readBack: !profile.represents },
  }
}

/** Every job that may begin: a remembered pair, or records that are in no pair yet. */
export function beginnings(world: World, engine: Engine): readonly Happening[] {
  const known = world.memory.map(({ pair }) => ({
    name: `pair ${pair.no} is taken up`,
    world: takeUp(world, pair, engine),
  }))
  return [...known, ...births(world, engine)]
}

function jobOf(pair: Pair): Job {
  return { pair, decided: pair, linking: [], seen: {}, read: {} }
}

function takeUp(world: World, pair: Pair, engine: Engine): World {
  if (pair.intent === undefined) return { ...world, job: jobOf(pair) }
  const event = { kind: 'reopened', atMs: 0 } as const
  const taken = step(flightOf(pair), event, engine.stepTerms)
  return proceed(world, { before: pair, taken, queue: [], engine })
}

/** Unlinked records become pairs; what may be our own unanswered create is left alone. */
function births(world: World, { profile, terms }: Engine): readonly Happening[] {
  const fresh = bySide((side) => unlinked(world, side, terms))
  const [a] = fresh.a
  const [b] = fresh.b
  if (profile.keyed && a !== undefined && b !== undefined) return [birth(world, { a, b })]
  return SIDES.flatMap((side) => fresh[side].map((id) => birth(world, { [side]: id })))
}

function birth(world: World, ids: Pair['ids']): Happening {
  const no = world.pairs + 1
  const event: PairEvent = { kind: 'linked', ids, by: 'test' }
  const pair: Pair = { entity: 'e', no, ids }
  const job: Job = { ...jobOf(pair), linking: [event] }
  return { name: `${Object.values(ids).join(' and ')} become pair ${no}`, world: { ...world, job } }
}

function unlinked(world: World, side: Side, terms: EntityTerms): readonly string[] {
  const linked = new Set(world.memory.map(({ pair }) => pair.ids[side]))
  const creates = world.memory.flatMap(({ pair: { intent } }) =>
    intent?.side === side ? [intent] : [],
  )
  return world.systems[side].rows
    .filter(({ id, fields, key }) => {
      const stray = { id, fields, native: () => key }
      return !linked.has(id) && !creates.some((intent) => isClaimed(intent, stray, terms))
    })
    .map(({ id }) => id)
}

/** The next thing the job does; a request may be lost, its answer too, or it may be late. */
export function advance(world: World, engine: Engine): readonly Happening[] {
  const { job } = world
  if (job === undefined) return []
  if (job.flight !== undefined) return fly(world, job, job.flight, engine)
  const next = job.seen.a === undefined ? 'a' : 'b'
  const read = readSide(world, job, next, engine.profile)
  const name = `${next} is read: ${seenText(read.seen[next])}`
  return [{ name, world: next === 'a' ? { ...world, job: read } : settle(world, read, engine) }]
}

function readSide(world: World, job: Job, side: Side, profile: Profile): Job {
  const id = job.pair.ids[side]
  const service = { profile, side, clock: world.clock }
  const seen = id === undefined ? UNLINKED : observe(world.systems[side], id, service)
  const read = knowOf(world.systems[side], id)
  return { ...job, seen: { ...job.seen, [side]: seen }, read: { ...job.read, [side]: read } }
}

/** Decides the pair and makes the decision durable, with its first intent if it writes. */
function settle(world: World, job: Job, engine: Engine): World {
  const { linking, pair } = job
  const { a = UNLINKED, b = UNLINKED } = job.seen
  if (linking.length > 0 && hasVanished(pair, { a, b })) return idle(world)
  const decided = { pair, seen: { a, b }, decision: decide(pair, { a, b }, engine.terms) }
  const { ability } = engine.profile
  const drafting = toOperations(decided, { a: ability, b: ability })
  if (drafting.kind === 'unread') return idle(world)
  const events = [...linking, ...openingEvents(decided, 0)]
  const start = linking.length > 0 ? bornAlike(world, pair) : world
  const opened = commit(start, { pair, events, profile: engine.profile, job })
  const [operation, ...queue] = drafting.operations
  if (operation === undefined) return idle(opened)
  return arm({ ...opened, job }, operation, { queue, engine })
}

/** A record that was to make a new pair, and is no more: nothing was ever known of it. */
function hasVanished({ ids }: Pair, seen: Observations): boolean {
  return SIDES.some((side) => ids[side] !== undefined && seen[side].kind !== 'present')
}

/** A record that an unanswered create made, taken for a person's: some systems offer no way to tell (W7). */
export function bornAlike(world: World, pair: Pair): World {
  const origin = originOf(world, pair)
  const isOurs = world.memory.some(
    ({ cargo }) => cargo?.applied === true && (cargo.origin & origin) !== 0,
  )
  return isOurs ? blame(world, 'alike', origin) : world
}

function arm(
  world: World,
  operation: Operation,
  { queue, engine }: { readonly queue: readonly Operation[]; readonly engine: Engine },
): World {
  const { job } = world
  const pair = rememberedOf(world, operation.pair)?.pair
  if (job === undefined || pair === undefined) return idle(world)
  const ops = world.ops + (operation.verb === 'create' ? 1 : 0)
  const op = operation.verb === 'create' ? `create${ops}` : operation.verb
  const identification = identificationOf(operation, ops, engine.profile)
  const event: StepEvent = {
    kind: 'armed',
    operation,
    op,
    identification,
    body: operation.set,
    atMs: 0,
  }
  const taken = step(flightOf(pair), event, engine.stepTerms)
  const cargo = cargoOf(world, job, operation, engine.profile)
  return proceed({ ...world, ops }, { before: pair, taken, queue, engine, cargo })
}

function identificationOf(
  { side, verb, pair }: Operation,
  ops: number,
  profile: Profile,
): Identification {
  const { identification } = profile.ability
  if (verb !== 'create' || identification === 'none') return { kind: 'none' }
  if (identification === 'client-id') return { kind: 'client-id', id: `${side}-${ops}` }
  if (identification === 'idempotency-key') return { kind: 'idempotency-key', key: `key${ops}` }
  return { kind: 'external-key', field: 'ref', value: `pair${pair}` }
}

/** Where the written values come from, and what the decision knew. */
export function cargoOf(world: World, job: Job, operation: Operation, profile: Profile): Cargo {
  const source = otherSide(operation.side)
  const read = { a: job.read.a ?? {}, b: job.read.b ?? {} }
  const aspects = operation.verb === 'delete' ? [PRESENCE] : Object.keys(operation.set)
  const contested = contestedOf(job, operation, profile)
  const { decreed, person } = personIn(world, job, operation)
  const own: Know = Object.fromEntries(
    aspects.map((field) => [field, (read[source][field] ?? 0) | person]),
  )
  const know: Know = Object.fromEntries(
    aspects.map((field) => {
      const other = contested.includes(field) ? (read[operation.side][field] ?? 0) : 0
      return [field, (own[field] ?? 0) | other]
    }),
  )
  const agreed = rememberedOf(world, job.pair.no)?.agreed ?? { a: NO_FIELDS, b: NO_FIELDS }
  const origin = originOf(world, job.pair)
  return {
    own,
    know,
    read,
    origin,
    contested,
    alike: fieldsAlike(job, profile),
    agreed,
    decreed,
    applied: false,
  }
}

/** Whether a person decided what is written, and their write: an answer, or the merged value of one on its way. */
function personIn(
  world: World,
  { decided, pair }: Job,
  { set }: Operation,
): { readonly decreed: boolean; readonly person: number } {
  const target = decided.target ?? pair.target
  const isMerging =
    target !== undefined && Object.keys(set).every((field) => field in target.fields)
  const decreed = decided.decree !== undefined || isMerging
  return { decreed, person: decreed ? (rememberedOf(world, pair.no)?.answer ?? 0) : 0 }
}

function originOf(world: World, { ids }: Pair): number {
  return SIDES.reduce((all, side) => {
    const { rows, gone } = world.systems[side]
    const same = [...rows, ...gone].filter(({ id }) => id === ids[side])
    return same.reduce((sum, { origin }) => sum | origin, all)
  }, 0)
}

/** Aspects on which both sides were seen to differ from what they said when the pair last agreed. */
function contestedOf(
  { decided: pair, seen }: Job,
  operation: Operation,
  profile: Profile,
): readonly string[] {
  const { a, b } = seen
  const moved = (side: Side, shown: Observation | undefined, field: string): boolean =>
    shown?.kind === 'present' &&
    !isAlike(profile, shown.fields[field], pair.base?.[side].fields[field])
  if (a?.kind === 'present' && b?.kind === 'present')
    return Object.keys(operation.set).filter(
      (field) => moved('a', a, field) && moved('b', b, field),
    )
  const side = a?.kind === 'present' ? 'a' : 'b'
  const names = Object.keys(pair.base?.[side].fields ?? NO_FIELDS)
  return names.some((field) => moved(side, seen[side], field)) ? [PRESENCE] : []
}

interface Proceeding {
  /** The pair before the step. */
  readonly before: Pair
  readonly taken: Step
  readonly queue: readonly Operation[]
  readonly engine: Engine
  readonly cargo?: Cargo | undefined
  readonly answer?: Answer | undefined
}

/** Makes a step's events durable and goes on with what is next. */
function proceed(world: World, { before, taken, queue, engine, cargo, answer }: Proceeding): World {
  const { profile } = engine
  const committed = commit(world, { pair: before, events: taken.events, profile, cargo, answer })
  const { next, pair, progress } = taken
  const isOver = next.kind === 'again' || next.kind === 'rest'
  if (pair === undefined || isOver || (next.kind === 'done' && queue.length === 0))
    return idle(committed)
  const job = committed.job ?? jobOf(before)
  return { ...committed, job: { ...job, pair, flight: { progress, next, queue } } }
}

function fly(world: World, job: Job, flight: JobFlight, engine: Engine): readonly Happening[] {
  if (flight.answer !== undefined)
    return [{ name: 'the answer is taken in', world: answer(world, job, flight, engine) }]
  const [operation, ...queue] = flight.queue
  if (flight.next.kind === 'done' && operation !== undefined)
    return [{ name: 'the next write is armed', world: arm(world, operation, { queue, engine }) }]
  const { intent } = job.pair
  if (intent === undefined) return []
  if (flight.next.kind === 'look') return [look(world, intent, flight.next.id, engine.profile)]
  if (flight.next.kind === 'search') return [search(world, intent, engine.profile)]
  return send(world, job, intent, engine.profile)
}

function answer(world: World, job: Job, flight: JobFlight, engine: Engine): World {
  const { answer: told, progress, queue } = flight
  const remembered = rememberedOf(world, job.pair.no)
  if (told === undefined || remembered === undefined) return idle(world)
  const taken = step({ pair: remembered.pair, progress }, told.event, engine.stepTerms)
  const { cargo, pair } = remembered
  const isMisread =
    told.event.kind !== 'answered' && taken.next.kind === 'send' && cargo?.applied === true
  const judged = isMisread ? misread(world, pair, cargo) : world
  return proceed(judged, { before: pair, taken, queue, engine, answer: told })
}

/** What took effect is sent again: nobody can know where a deleted record leaves no trace (I2), or no version tells. */
export function misread(world: World, { intent }: Pair, cargo: Cargo): World {
  const writes = allOf(cargo.know)
  if (intent?.verb === 'create') return blame(world, 'dark', writes)
  if (intent?.condition.kind === 'none') return blame(world, 'window', writes)
  return breach(world, 'W6', { detail: 'a write that landed is sent again', writes })
}

function look(world: World, { side }: Intent, id: string, profile: Profile): Happening {
  const target = observe(world.systems[side], id, { profile, side, clock: world.clock })
  const know = knowOf(world.systems[side], id)
  return {
    name: `${side} is looked at: ${seenText(target)}`,
    world: answered(world, { event: { kind: 'looked', target }, know }),
  }
}

function search(world: World, intent: Intent, profile: Profile): Happening {
  const found = searchFor(world, intent, profile)
  const name = `${intent.side} is searched: ${JSON.stringify(found)}`
  return { name, world: answered(world, { event: { kind: 'searched', search: found } }) }
}

function searchFor(world: World, { side, identification }: Intent, profile: Profile): Search {
  const system = world.systems[side]
  if (identification.kind === 'client-id') {
    const { id } = identification
    const isTold = profile.tombstones && system.gone.some((gone) => gone.id === id)
    if (isTold) return { kind: 'gone' }
    return { kind: 'searched', matches: rowOf(system, id) === undefined ? [] : [{ id }] }
  }
  if (identification.kind !== 'external-key') return { kind: 'searched', matches: [] }
  const matches = system.rows.filter(({ key }) => key === identification.value)
  return { kind: 'searched', matches: matches.map(({ id }) => ({ id })) }
}

/** A request arrives, or it is lost, or its answer is, or it is late. */
function send(world: World, job: Job, intent: Intent, profile: Profile): readonly Happening[] {
  const cargo = rememberedOf(world, job.pair.no)?.cargo
  if (cargo === undefined) return []
  const text = `${intent.verb} on ${intent.side} ${JSON.stringify(intent.set)}`
  const arrived = arrive(world, { intent, cargo }, profile, false)
  const atMs = 0
  const applied =
    arrived.outcome.kind === 'written' ? withApplied(arrived.world, job.pair.no) : arrived.world
  const event = { kind: 'answered', outcome: arrived.outcome, atMs } as const
  const silence = {
    kind: 'answered',
    outcome: { kind: 'unknown', message: 'silence' },
    atMs,
  } as const
  const { budget } = world
  const happenings: Happening[] = [
    { name: `${text}: ${arrived.outcome.kind}`, world: answered(applied, { event }) },
  ]
  if (budget.losses > 0) {
    const spent = { ...budget, losses: budget.losses - 1 }
    const lose = (from: World): World =>
      answered(faulty({ ...from, budget: spent }), { event: silence })
    happenings.push({ name: `${text}: lost`, world: lose(world) })
    happenings.push({ name: `${text}: ${arrived.outcome.kind}, answer lost`, world: lose(applied) })
  }
  if (budget.delays > 0 && world.delayed === undefined) {
    const delayed = { no: job.pair.no, intent, cargo, settled: false }
    const late = faulty({ ...world, delayed, budget: { ...budget, delays: budget.delays - 1 } })
    happenings.push({ name: `${text}: delayed`, world: answered(late, { event: silence }) })
  }
  return happenings
}

/** The request that the network held arrives after all. */
export function arriveLate(world: World, profile: Profile): readonly Happening[] {
  const { delayed } = world
  if (delayed === undefined) return []
  const { intent, cargo, settled, no } = delayed
  const { world: next, outcome } = arrive(
    { ...world, delayed: undefined },
    { intent, cargo },
    profile,
    settled,
  )
  const isOpen = outcome.kind === 'written' && !settled
  return [
    {
      name: `the delayed ${intent.verb} arrives on ${intent.side}: ${outcome.kind}`,
      world: isOpen ? withApplied(next, no) : next,
    },
  ]
}

/** A crash while something is under way: only the memory and the systems stay. */
export function crash(world: World): readonly Happening[] {
  const { budget, job } = world
  if (budget.crashes === 0 || job?.flight === undefined) return []
  const spent = { ...budget, crashes: budget.crashes - 1 }
  return [{ name: 'CRASH', world: faulty(idle({ ...world, budget: spent })) }]
}

/** The world in which a pair's request is known to have taken effect. */
export function withApplied(world: World, no: number): World {
  const memory = world.memory.map((one) =>
    one.pair.no === no && one.cargo !== undefined
      ? { ...one, cargo: { ...one.cargo, applied: true } }
      : one,
  )
  return { ...world, memory }
}

function answered(world: World, told: Answer): World {
  const { job } = world
  if (job?.flight === undefined) return world
  return { ...world, job: { ...job, flight: { ...job.flight, answer: told } } }
}

function faulty(world: World): World {
  return world.ghost.isFaulty ? world : { ...world, ghost: { ...world.ghost, isFaulty: true } }
}

function idle(world: World): World {
  return { ...world, job: undefined }
}

function seenText(observation: Observation | undefined): string {
  return observation?.kind === 'present'
    ? JSON.stringify(observation.fields)
    : (observation?.kind ?? 'nothing')
}
