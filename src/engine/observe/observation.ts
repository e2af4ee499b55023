import type { Capabilities, Found, NativeRecord } from '../../adapters/adapter.ts'
import type { Observation, View } from '../../core/observation.ts'
import type { Side } from '../../core/side.ts'
import type { Entity } from '../pairing.ts'
import type { References } from '../references.ts'

/** What a system's clock and a stamp say together. */
interface Settling {
  readonly stampMs?: number | undefined
  readonly unsettled?: true | undefined
}

/** Where records are read and by whose clock. */
export interface ReadContext {
  readonly entity: Entity
  readonly side: Side
  readonly references: References
  /** The system's clock when it answered; absent when it does not tell. */
  readonly serverTimeMs?: number | undefined
}

/**
 * Reads native records as the engine sees them, in the order given: shared values, tokens that may be trusted, stamps
 * that may be compared. References are looked up once for all of them.
 */
export async function observeRecords(
  records: readonly NativeRecord[],
  context: ReadContext,
): Promise<readonly Observation[]> {
  const { entity, side, references } = context
  const views = records.map(({ fields }) => entity.mapping.read(side, fields))
  await references.prepare(entity, side, views)
  return records.map((record, at) => observe(record, views[at], context))
}

function observe(record: NativeRecord, view: View | undefined, context: ReadContext): Observation {
  if (record.state === 'deleted' || view === undefined)
    return { kind: 'absent', proof: 'tombstone' }
  const { entity, side, references, serverTimeMs } = context
  const { can } = entity.collections[side]
  const settling = settle(record, can, serverTimeMs)
  // W9: a stamp that may still hide a later change is no token at all.
  const token =
    can.token?.kind === 'stamp' && settling.unsettled === true ? undefined : record.token
  return { kind: 'present', ...references.toShared(entity, side, view), token, ...settling }
}

/** Tells whether a stamp can still be given to a later change (W9), by the system's own clock only. */
function settle(
  record: NativeRecord,
  { stamp, token }: Capabilities,
  serverTimeMs = Number.NaN,
): Settling {
  const isToken = token?.kind === 'stamp'
  const stampMs = Date.parse((isToken ? record.token : record.stamp) ?? '')
  const isComparable = stamp?.trust === 'server' && !Number.isNaN(stampMs)
  return {
    stampMs: isComparable ? stampMs : undefined,
    unsettled: isToken && !isSettled(stampMs, stamp, serverTimeMs) ? true : undefined,
  }
}

/** An unreadable stamp, an unknown granularity or an unknown clock compares as never settled. */
function isSettled(stampMs: number, stamp: Capabilities['stamp'], serverTimeMs: number): boolean {
  return serverTimeMs >= stampMs + (stamp?.granularityMs ?? Number.NaN)
}

/** Reads the answers to single reads (W8), in the order given: only a 404, a 410 or a tombstone is an absence. */
export async function observeAnswers(
  answers: readonly Found[],
  context: ReadContext,
): Promise<readonly Observation[]> {
  const found = answers.flatMap((answer) => (answer.kind === 'found' ? [answer] : []))
  const times = found.map(({ serverTimeMs }) => serverTimeMs).filter((time) => time !== undefined)
  // The earliest clock settles the fewest stamps: the cautious choice for a batch.
  const serverTimeMs = times.length > 0 ? Math.min(...times) : context.serverTimeMs
  const seen = await observeRecords(
    found.map(({ record }) => record),
    { ...context, serverTimeMs },
  )
  let next = 0
  return answers.map((answer) =>
    answer.kind === 'found' ? fresh(seen[next++] ?? NOT_READ) : withoutRecord(answer),
  )
}

/** What was read by id is no stale copy, whatever its version (W10). */
function fresh(seen: Observation): Observation {
  return seen.kind === 'present' ? { ...seen, fresh: true } : seen
}

const NOT_READ: Observation = { kind: 'unknown', why: 'it was not read' }

function withoutRecord(answer: Exclude<Found, { kind: 'found' }>): Observation {
  switch (answer.kind) {
    case 'gone':
      return { kind: 'absent', proof: 'gone' }
    case 'not-found':
      return { kind: 'absent', proof: 'not-found' }
    case 'moved':
      return { kind: 'moved', to: answer.to }
    case 'hidden':
      return { kind: 'unknown', why: answer.why }
  }
}
