import type {
  Capabilities,
  Collection,
  Found,
  NativeRecord,
  WriteOutcome,
} from '../src/adapters/adapter.ts'
import type { Condition, Identification, Intent } from '../src/core/operation.ts'
import type { Fields } from '../src/core/value.ts'
import type { Answer, Remembered } from '../test/protocol/world/world.ts'
import type { Row } from '../test/protocol/world/system.ts'
import type { Side } from '../src/core/side.ts'
import type { Stage, Watch } from './stage.ts'
import { BilateralError } from '../src/errors.ts'
import { arrive } from '../test/protocol/world/request.ts'
import { befall, never } from './boundary.ts'
import { breach } from '../test/protocol/world/world.ts'
import { knowOf, observe } from '../test/protocol/world/system.ts'
import { misread, withApplied } from '../test/protocol/world/engine.ts'
import { placeOf } from './stage.ts'

/** One side of the world as a collection that the engine can ask. Every request is a boundary; what it does is judged. */
export function collectionOf(stage: Stage, side: Side): Collection {
  const read = <Answer>(what: string, perform: () => Answer): Promise<Answer> => {
    if (stage.isDead) return never()
    const fate = befall(stage, side, what, false)
    stage.requests += 1
    if (fate === 'passes') return Promise.resolve(perform())
    return Promise.reject(new BilateralError('SYSTEM_UNAVAILABLE', `${what} was lost`))
  }
  return {
    name: 'items',
    can: capabilitiesOf(stage),
    describe: () => Promise.reject(new Error('a run describes nothing')),
    async *list() {
      const records = await read(`list ${side}`, () =>
        stage.world.systems[side].rows.map((row) => shown(stage, side, row)),
      )
      if (records.length > 0) yield { records }
      return { complete: true, count: records.length }
    },
    get: (id) => read(`get ${id}`, () => find(stage, side, id)),
    getMany: (ids) => read(`get ${ids.join()}`, () => ids.map((id) => find(stage, side, id))),
    findByKey: (_, value) => read(`find ${value}`, () => search(stage, side, value)),
    create: (body, { op, condition, identification }) =>
      write(stage, side, { op, condition, identification, set: body }),
    update: (id, body, { op, condition }) => write(stage, side, { id, op, condition, set: body }),
    delete: (id, { op, condition }) => write(stage, side, { id, op, condition, set: {} }),
  }
}

function capabilitiesOf({ profile: { ability } }: Stage): Capabilities {
  const { identification, createIfAbsent, externalKey } = ability
  const condition = ability.update === 'none' ? 'none' : 'token'
  return {
    list: { pageSize: 100, stability: 'keyset', count: true },
    changes: 'none',
    token: { kind: 'counter', inList: true, covers: 'all' },
    read: { batch: 100 },
    create: {
      allowed: true,
      clientId: identification === 'client-id',
      idempotencyKey: identification === 'idempotency-key',
      externalKey,
      ifAbsent: createIfAbsent,
    },
    update: { allowed: true, style: 'patch', condition },
    delete: { allowed: true, condition },
    concurrency: 1,
  }
}

/** A record as it is read, which is remembered as the last reading of it. */
function shown(stage: Stage, side: Side, row: Row): NativeRecord {
  const { world, profile, watch } = stage
  const system = world.systems[side]
  const seen = observe(system, row.id, { profile, side, clock: world.clock })
  watch.readings.set(placeOf(side, row.id), { seen, know: row.know })
  const token = seen.kind === 'present' ? seen.token : undefined
  const { id, key } = row
  const fields = key === undefined ? row.fields : { ...row.fields, ref: key }
  return { id, fields, token, state: 'live' }
}

function find(stage: Stage, side: Side, id: string): Found {
  const { world, profile, watch } = stage
  const system = world.systems[side]
  const row = system.rows.find((one) => one.id === id)
  const found: Found =
    row === undefined
      ? absence(stage, side, id)
      : { kind: 'found', record: shown(stage, side, row) }
  const target = observe(system, id, { profile, side, clock: world.clock })
  const know = knowOf(system, id)
  watch.readings.set(placeOf(side, id), { seen: target, know })
  const open = openOn(stage, side, id)
  if (open === undefined) watch.landed.clear()
  // What is read back was answered before: the answer said that it took effect.
  else if (!isWritten(watch.answers.get(open.pair.no)))
    hear(watch, open, { event: { kind: 'looked', target }, know })
  return found
}

/** Notes what a look at an open request's target, or a search for it, showed. */
function hear(watch: Watch, { pair, cargo }: Remembered, answer: Answer): void {
  watch.answers.set(pair.no, answer)
  if (cargo?.applied === true) watch.applied.add(pair.no)
  else watch.applied.delete(pair.no)
}

function isWritten(answer: Answer | undefined): boolean {
  return answer?.event.kind === 'answered' && answer.event.outcome.kind === 'written'
}

function absence({ world, profile }: Stage, side: Side, id: string): Found {
  const isTold = profile.tombstones && world.systems[side].gone.some((gone) => gone.id === id)
  return { kind: isTold ? 'gone' : 'not-found' }
}

/** The pair whose open request is about this record: a read of it is a look. */
function openOn({ world }: Stage, side: Side, id: string): Remembered | undefined {
  return world.memory.find(({ pair: { intent } }) => {
    if (intent?.side !== side) return false
    const { identification } = intent
    return intent.id === id || (identification.kind === 'client-id' && identification.id === id)
  })
}

function search(stage: Stage, side: Side, value: string): readonly NativeRecord[] {
  const { world, watch } = stage
  const open = world.memory.find(
    ({ pair: { intent } }) =>
      intent?.identification.kind === 'external-key' && intent.identification.value === value,
  )
  const rows = world.systems[side].rows.filter(({ key }) => key === value)
  const matches = rows.map(({ id }) => ({ id }))
  const event = { kind: 'searched', search: { kind: 'searched', matches } } as const
  if (open !== undefined) hear(watch, open, { event })
  return rows.map((row) => shown(stage, side, row))
}

/** A write as it leaves the engine. */
interface Sent {
  readonly op: string
  readonly id?: string
  readonly set: Fields
  readonly condition: Condition
  readonly identification?: Identification
}

const SILENCE: WriteOutcome = { kind: 'unknown', message: 'silence' }

async function write(stage: Stage, side: Side, sent: Sent): Promise<WriteOutcome> {
  if (stage.isDead) return never()
  const { op } = sent
  const fate = befall(stage, side, `write ${op}`, true)
  if (fate === 'never-answered') return never()
  stage.requests += 1
  stage.writes += 1
  const open = stage.world.memory.find(({ pair }) => pair.intent?.op === op)
  if (open?.pair.intent === undefined || open.cargo === undefined) {
    const detail = `${op} was sent and is nowhere remembered`
    stage.world = breach(stage.world, 'W1', { detail, writes: -1 })
    return SILENCE
  }
  const { no } = open.pair
  const intent: Intent = { ...open.pair.intent, ...sent }
  if (fate === 'delayed') {
    const delayed = { no, intent, cargo: open.cargo, settled: false }
    stage.world = { ...stage.world, delayed }
  }
  const isTaken = fate === 'passes' || fate === 'answer-lost'
  const outcome = isTaken ? take(stage, open, intent) : SILENCE
  const told = fate === 'passes' ? outcome : SILENCE
  stage.watch.answers.set(no, { event: { kind: 'answered', outcome: told, atMs: 0 } })
  return toNative(told)
}

/** Lets the request take its turn, whoever hears of it. */
function take(
  stage: Stage,
  { pair, cargo }: Remembered,
  intent: Intent,
): ReturnType<typeof arrive>['outcome'] {
  if (cargo === undefined) return SILENCE
  const last = stage.watch.answers.get(pair.no)?.event.kind
  const isAgain = (last === 'looked' || last === 'searched') && stage.watch.applied.has(pair.no)
  const world = isAgain ? misread(stage.world, pair, cargo) : stage.world
  const arrived = arrive(world, { intent, cargo }, stage.profile, false)
  const isDone = arrived.outcome.kind === 'written'
  stage.world = isDone ? withApplied(arrived.world, pair.no) : arrived.world
  return arrived.outcome
}

function toNative(outcome: ReturnType<typeof arrive>['outcome']): WriteOutcome {
  if (outcome.kind !== 'written') return outcome
  const { after, ...written } = outcome
  if (after === undefined) return written
  const record = {
    id: outcome.id,
    fields: after.fields,
    token: after.token,
    state: 'live',
  } as const
  return { ...written, after: record }
}
