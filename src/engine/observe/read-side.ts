import type { Listing, NativeRecord, Page } from '../../adapters/adapter.ts'
import type { Observation, Present } from '../../core/observation.ts'
import { emptyReading, linkedKey } from './reading.ts'
import type { Entity } from '../pairing.ts'
import type { Listener } from '../events.ts'
import type { Intent } from '../../core/operation.ts'
import type { Pair } from '../../core/pair.ts'
import type { References } from '../references.ts'
import type { Side } from '../../core/side.ts'
import type { SideReading } from './reading.ts'
import type { Store } from '../../stores/store.ts'
import { isAtBase } from '../../core/decide/dirt.ts'
import { isClaimed } from '../../protocol/claim.ts'
import { observeRecords } from './observation.ts'
import { watchPaths } from '../paths/unread-path.ts'

/** Longest id that is accepted: longer ones are a sign of a wrong `id` path. */
export const ID_CHARACTERS_MAX = 20_000

/** What reading one side of one entity needs. */
export interface SideContext {
  readonly entity: Entity
  readonly side: Side
  readonly store: Store
  readonly references: References
  readonly listener: Listener
  readonly signal: AbortSignal
  /** Creates to this side that are not settled: a record that one of them may have made is left alone (W7). */
  readonly unsettled: readonly Intent[]
  readonly keepAlive?: (() => Promise<void>) | undefined
}

/** Reads a whole collection page by page (O2, O4): a page in, one query to the store, what moved kept, the rest counted. */
export async function readSide(context: SideContext): Promise<SideReading> {
  const { entity, side, signal } = context
  const reading = emptyReading()
  const watch = watchPaths(entity, side)
  const listing: Listing = entity.collections[side].list(signal)
  for (;;) {
    const step = await listing.next()
    if (step.done === true) {
      reading.end = step.value
      if (reading.records > 0) reading.unread = watch.unread()
      return reading
    }
    for (const { fields } of step.value.records) watch.see(fields)
    await readPage(step.value, reading, context)
  }
}

async function readPage(page: Page, reading: SideReading, context: SideContext): Promise<void> {
  const { entity, side, store, listener } = context
  await context.keepAlive?.()
  const records = page.records.filter((record) => admit(record, context))
  const pairs = await store.findPairs(
    entity.name,
    side,
    records.map(({ id }) => id),
  )
  const byId = new Map(pairs.map((pair) => [pair.ids[side] ?? '', pair]))
  const moved = records.filter((record) => !passOver(record, byId.get(record.id), reading, context))
  const seen = await observeRecords(moved, { ...context, serverTimeMs: page.serverTimeMs })
  moved.forEach((record, at) => {
    const observation = seen[at]
    if (observation !== undefined)
      note(record, observation, byId.get(record.id), { reading, context })
  })
  reading.records += records.length
  listener({ type: 'page', entity: entity.name, side, records: reading.records })
}

function admit({ id }: NativeRecord, { entity, side, listener }: SideContext): boolean {
  if (id !== '' && id.length <= ID_CHARACTERS_MAX) return true
  const name = entity.terms.names[side]
  const what = id === '' ? 'without an id' : `whose id has ${String(id.length)} characters`
  listener({
    type: 'warning',
    message: `${entity.name}: ${name} lists a record ${what}; it is left alone`,
  })
  return false
}

/** The no-change path: an equal, trusted token and nothing open. No value is mapped, nothing is allocated. */
function passOver(
  record: NativeRecord,
  pair: Pair | undefined,
  reading: SideReading,
  { entity, side }: SideContext,
): boolean {
  if (pair?.base === undefined || reading.moved.has(pair.no)) return false
  const { token } = pair.base[side]
  if (token === undefined || token !== record.token || record.state !== 'live') return false
  if (!entity.terms.tokenCovers[side] || isOpen(pair)) return false
  reading.shown.add(pair.no)
  noteKeys(record, pair.no, reading, { entity, side })
  return true
}

/** A pair with a question, a merge, a parked write or an unsettled request is decided in every run. */
export function isOpen(pair: Pair): boolean {
  return (
    pair.intent !== undefined ||
    pair.conflict !== undefined ||
    pair.decree !== undefined ||
    pair.target !== undefined ||
    pair.parking !== undefined
  )
}

function noteKeys(
  record: NativeRecord,
  no: number,
  reading: SideReading,
  { entity, side }: Pick<SideContext, 'entity' | 'side'>,
): void {
  entity.match.forEach(({ textOf }, rule) => {
    const key = textOf(side, record.fields)
    if (key !== undefined) reading.linkedKeys.set(linkedKey(rule, key), no)
  })
}

interface NoteContext {
  readonly reading: SideReading
  readonly context: SideContext
}

function note(
  record: NativeRecord,
  seen: Observation,
  pair: Pair | undefined,
  { reading, context }: NoteContext,
): void {
  if (pair === undefined || isUnlinked(pair)) {
    noteFresh(record, seen, pair, { reading, context })
    return
  }
  noteKeys(record, pair.no, reading, context)
  const known = reading.moved.get(pair.no)
  if (known !== undefined || reading.torn.has(record.id) || reading.shown.has(pair.no)) {
    tear(record.id, pair, reading)
    return
  }
  reading.shown.add(pair.no)
  if (isOpen(pair) || !isQuiet(seen, pair, context)) reading.moved.set(pair.no, { pair, seen })
}

/** A row that only asks about a record without a counterpart: the record is correlated anew in every run. */
export function isUnlinked(pair: Pair): boolean {
  return (
    pair.base === undefined &&
    pair.intent === undefined &&
    (pair.ids.a === undefined || pair.ids.b === undefined)
  )
}

function noteFresh(
  record: NativeRecord,
  seen: Observation,
  pair: Pair | undefined,
  { reading, context }: NoteContext,
): void {
  if (seen.kind !== 'present') return
  const { entity, side, unsettled } = context
  const stray = {
    id: record.id,
    fields: seen.fields,
    native: (field: string) => record.fields[field],
  }
  if (unsettled.some((intent) => isClaimed(intent, stray, entity.terms))) return
  if (reading.fresh.has(record.id)) reading.torn.add(record.id)
  const keys = entity.match.map(({ textOf }) => textOf(side, record.fields))
  reading.fresh.set(record.id, { id: record.id, keys, pair, seen })
}

const TORN: Observation = { kind: 'unknown', why: 'it was listed more than once' }

/** The same id twice in one listing: a shifted page or a server at odds with itself. */
function tear(id: string, pair: Pair, reading: SideReading): void {
  reading.torn.add(id)
  reading.moved.set(pair.no, { pair, seen: TORN })
}

/** Content equals the base and there is no newer version to remember. */
function isQuiet(seen: Observation, pair: Pair, { entity, side }: SideContext): boolean {
  if (seen.kind !== 'present' || pair.base === undefined) return false
  return seen.token === pair.base[side].token && isUnmoved(seen, pair, { entity, side })
}

/** Every field that could be read says what it said when the pair last agreed, and none is refused anew. */
function isUnmoved(
  seen: Present,
  pair: Pair,
  { entity, side }: Pick<SideContext, 'entity' | 'side'>,
): boolean {
  const base = pair.base?.[side]
  return (
    base !== undefined &&
    entity.terms.fields.every(
      ({ name }) =>
        isAtBase(name, base, seen, entity.terms) ||
        (seen.fields[name] === undefined && base.fields[name] === undefined),
    )
  )
}
