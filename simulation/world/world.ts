import type { Asked, Reply, Service } from '../system/service.ts'
import type { BySide, Side } from '../../src/core/side.ts'
import type { Coverage } from '../coverage.ts'
import type { DiskFault } from './disk.ts'
import type { Counted, Edit, Fault } from '../setup/tape.ts'
import type { Lineage } from '../oracle/lineage.ts'
import type { NetFault } from '../system/wire.ts'
import type { Names } from '../../src/engine/clock.ts'
import type { Observer } from '../oracle/observer.ts'
import type { Setup } from '../setup/setup.ts'
import type { Store } from '../../src/stores/store.ts'
import type { Table } from '../system/table.ts'
import type { Time } from './time.ts'
import type { Trace } from './trace.ts'
import type { About, Users } from './users.ts'
import type { TraceLine } from '../../src/trace/trace-line.ts'
import type { Weakness } from '../planted.ts'
import { BEGIN_MS, openTime } from './time.ts'
import { IN_MEMORY, openSqliteStore } from '../../src/stores/sqlite/open-sqlite-store.ts'
import { LIST } from '../setup/field-names.ts'
import { bySide } from '../../src/core/side.ts'
import { chanceOf } from '../setup/chance.ts'
import { emptyTable } from '../system/table.ts'
import { hit } from '../coverage.ts'
import { memoryStore } from '../../src/stores/memory/memory-store.ts'
import { namesOf } from './process.ts'
import { openLineage } from '../oracle/lineage.ts'
import { openObserver } from '../oracle/observer.ts'
import { openService } from '../system/service.ts'
import { openTrace } from './trace.ts'
import { openUsers } from './users.ts'

/** Something that must not be, with the property it breaks. */
export interface Breach {
  readonly property: string
  readonly detail: string
}

/** Both tapes of a seed, or what is left of them. */
export interface Script {
  readonly edits: readonly Edit[]
  readonly faults: readonly Fault[]
}

/** How a world is made. */
export interface WorldOptions {
  readonly setup: Setup
  readonly script: Script
  /** Whether somebody wants to read what happens. */
  readonly telling: boolean
  readonly weakness: Weakness
}

/** Two systems, people, a memory, and what is known of all of them. */
export interface World extends WorldOptions {
  readonly time: Time
  readonly trace: Trace
  readonly tables: BySide<Table>
  readonly services: BySide<Service>
  readonly observer: Observer
  readonly lineage: Lineage
  readonly users: Users
  readonly store: Store
  readonly names: Names
  readonly coverage: Coverage
  readonly breaches: Breach[]
  /** What passed the doors of every run so far. */
  readonly doors: TraceLine[]
  /** What the tapes say of this run; nothing once faults are off. */
  readonly now: Present
  readonly latencyMs: (side: Side) => number
}

/** How often what happened in a run. */
type Counts = Readonly<Record<Counted, number>>

/** The run under way. */
export interface Present {
  /** Counted from 0; beyond the tapes when faults are off. */
  run: number
  requests: Counts
  asked: BySide<Counts>
  /** What the last request was about that met a fault. */
  struck: About | undefined
  operations: number
  edits: Edit[]
}

const NONE: Counts = { any: 0, list: 0, look: 0, write: 0, fault: 0 }
const MANY = Number.POSITIVE_INFINITY
const ALL: Counts = { any: MANY, list: MANY, look: MANY, write: MANY, fault: MANY }

/** Makes the world of a seed, with the records that are there at the start. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { setup, telling } = options
  const time = openTime()
  const trace = openTrace(telling, time.nowMs, BEGIN_MS)
  const tables = bySide((side) => emptyTable(side, setup.sides[side]))
  const observer = openObserver(tables, {
    fields: setup.fields,
    ruled: ruledSide(setup),
    grouped: setup.rules.grouped,
    mayWin: (side, field) => mayWin(setup, side, field),
  })
  const breaches: Breach[] = []
  const lineage = openLineage(observer, (property, detail) => {
    trace.tell(() => `!! ${property}: ${detail}`)
    breaches.push({ property, detail })
  })
  const clockMs = ({ side }: Table): number => time.nowMs() + setup.sides[side].skewMs
  const users = openUsers({ tables, fields: setup.fields, lineage, clockMs: stampClock(clockMs) })
  for (let no = 0; no < setup.records; no += 1) users.settle(no)
  const jitter = chanceOf(setup.seed, 'latency')
  return {
    ...options,
    time,
    trace,
    tables,
    services: servicesOf(tables, lineage, clockMs),
    observer,
    lineage,
    users,
    store: setup.store === 'sqlite' ? await openSqliteStore(IN_MEMORY) : memoryStore(),
    names: namesOf(chanceOf(setup.seed, 'names')),
    coverage: new Map(),
    breaches,
    doors: [],
    now: {
      run: 0,
      requests: NONE,
      asked: { a: NONE, b: NONE },
      struck: undefined,
      operations: 0,
      edits: [],
    },
    latencyMs: (side) => latencyOf(setup, side, jitter.next()),
  }
}

function servicesOf(
  tables: BySide<Table>,
  { knowOf, onEffect }: Lineage,
  clockMs: (table: Table) => number,
): BySide<Service> {
  let shown = 0
  return bySide((side) =>
    openService(tables[side], {
      clockMs: () => clockMs(tables[side]),
      knowOf,
      onEffect,
      onShown: (on, row) => void on.shown.set(row, (shown += 1)),
    }),
  )
}

/** People's edits may carry a time at which they were not visible yet. */
function stampClock(clockMs: (table: Table) => number): (table: Table) => number {
  return (table) => {
    const { latenessMs } = table.setup
    return clockMs(table) - (latenessMs === 0 ? 0 : Math.floor(latenessMs / 2))
  }
}

/** A system that counts requests a second sees them as they were sent. */
function latencyOf({ sides }: Setup, side: Side, chance: number): number {
  const { latencyMs, perSecond } = sides[side]
  return perSecond > 0 ? latencyMs : Math.ceil(latencyMs * (0.5 + chance))
}

/** Whether the rule for what both sides changed may let this side's value win; of a group nobody keeps account. */
function mayWin({ rules: { policy, grouped } }: Setup, side: Side, field: string): boolean {
  if (grouped || field === LIST) return true
  return policy === 'take' ? side === 'a' : policy !== 'ask'
}

/** The side whose edits the preset puts back. */
function ruledSide({ rules: { preset } }: Setup): Side | undefined {
  if (preset === 'a-master' || preset === 'mirror') return 'b'
  return preset === 'b-master' ? 'a' : undefined
}

/** Begins a run: what people do first happens now. */
export function beginRun(world: World, run: number): void {
  const { now, script } = world
  now.run = run
  now.requests = NONE
  now.asked = { a: NONE, b: NONE }
  now.operations = 0
  now.edits = script.edits.filter((edit) => edit.run === run)
  actUntil(world, NONE)
}

/** Lets people do at the end of a run all that is left to do. */
export function actOut(world: World): void {
  actUntil(world, ALL)
}

/** Lets people do what they do before this request of the run, which is about the records of a key. */
function actUntil(world: World, requests: Counts, about?: About): void {
  const { now, users, trace, coverage } = world
  const due = now.edits.filter(({ at, on }) => at <= requests[on])
  now.edits = now.edits.filter(({ at, on }) => at > requests[on])
  for (const edit of due) {
    const told = users.act(edit, edit.on === 'fault' ? now.struck : about)
    if (told === undefined) continue
    hit(coverage, `act: ${edit.act}`)
    trace.add(told)
    trace.tell(() => `   user of ${edit.side} ${told}`)
  }
}

/** A request leaves: people act meanwhile, and the tape says what it meets. */
export function meetNet(world: World, side: Side, asked: Asked): NetFault | undefined {
  const { now, trace } = world
  const kind = kindOf(asked)
  const about = aboutOf(world, side, asked)
  now.requests = counted(now.requests, kind)
  actUntil(world, now.requests, about)
  now.asked = { ...now.asked, [side]: counted(now.asked[side], kind) }
  trace.add(`${side} ${asked.method} ${asked.path} ${asked.body ?? ''}`)
  const fault = faultOf(world, side, kind)
  if (fault !== undefined) strike(world, { asked, fault, about })
  return fault
}

type Kind = 'list' | 'look' | 'write'

function kindOf({ method, path }: Asked): Kind {
  if (method !== 'GET') return 'write'
  return path.startsWith('/api/items/') ? 'look' : 'list'
}

function counted(counts: Counts, kind: Kind): Counts {
  return { ...counts, any: counts.any + 1, [kind]: counts[kind] + 1 }
}

function faultOf({ script, now }: World, side: Side, kind: Kind): NetFault | undefined {
  const counts = now.asked[side]
  const isMet = ({ run, side: struck, on, at, span }: NetFault): boolean =>
    run === now.run &&
    struck === side &&
    (on === 'any' || on === kind) &&
    counts[on] >= at &&
    counts[on] < at + span
  return script.faults.find((one): one is NetFault => one.tape === 'net' && isMet(one))
}

interface Strike {
  readonly asked: Asked
  readonly fault: NetFault
  readonly about: About
}

function strike({ now, coverage, trace, lineage }: World, { asked, fault, about }: Strike): void {
  const { kind, side } = fault
  hit(coverage, `fault: ${kind}`)
  trace.tell(() => `** ${asked.method} ${asked.path} to ${side}: ${kind}`)
  now.requests = { ...now.requests, fault: now.requests.fault + 1 }
  now.struck = about
  const op = asked.headers['x-op']
  if (op === undefined) return
  lineage.onDoubt(op)
  if (kind === 'delayed') lineage.onDelay(op)
}

/** The records and fields that a request is about. */
function aboutOf({ setup, tables }: World, side: Side, { path, body = '' }: Asked): About {
  const id = decodeURIComponent(/^\/api\/items\/([^?]+)/.exec(path)?.[1] ?? '')
  const known = tables[side].versions.get(id)?.at(-1)?.key
  return {
    key: known ?? /"key":"(\w+)"/.exec(body)?.[1],
    fields: setup.fields.filter((name) => body.includes(`"${name}"`)),
  }
}

/** The memory is asked: the tape says what it meets. */
export function meetDisk(world: World): DiskFault | undefined {
  const { now, script, trace, coverage } = world
  now.operations += 1
  const fault = script.faults.find(
    (one): one is DiskFault =>
      one.tape === 'disk' && one.run === now.run && one.at === now.operations,
  )
  if (fault === undefined) return undefined
  hit(coverage, `disk: ${fault.kind}`)
  trace.tell(() => `** operation ${String(fault.at)} of the memory: ${fault.kind}`)
  return fault
}

/** Tells a request that was served. */
export function tellServed({ trace }: World, side: Side, asked: Asked, reply: Reply): void {
  trace.add(`${String(reply.status)} ${reply.body}`)
  trace.tell(() => {
    const { method, path, body = '' } = asked
    return `   ${side} ${method} ${path} ${body} → ${String(reply.status)} ${brief(reply.body)}`
  })
}

function brief(body: string): string {
  return body.length > 200 ? `${body.slice(0, 200)}…` : body
}
