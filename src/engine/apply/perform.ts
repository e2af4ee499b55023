import type { Identification, Intent, Outcome, Seen } from '../../core/operation.ts'
import type { Next, Search, StepEvent } from '../../protocol/flight.ts'
import type { Clock } from '../clock.ts'
import type { Entity } from '../pairing.ts'
import type { Fields } from '../../core/value.ts'
import type { Listener } from '../events.ts'
import type { References } from '../references.ts'
import type { WriteOutcome } from '../../adapters/adapter.ts'
import { isBilateralError } from '../../errors.ts'
import { observeAnswers, observeRecords } from '../observe/observation.ts'

/** Longest wait for a target that asked to be left alone; a longer one leaves the write to the next run. */
export const LATER_MS_MAX = 60_000

/** What performing effects needs. */
export interface PerformContext {
  readonly references: References
  readonly clock: Clock
  readonly listener: Listener
  /** Set when the run is to end: nothing new is begun, what is in flight is finished. */
  readonly stop: AbortSignal
  /** Set when the run is to end at once. */
  readonly abort: AbortSignal
}

/**
 * Performs what the protocol asks for next and tells what came of it; `undefined` when the pair rests. Rejects as a write
 * does: with what stops every write of the system and certainly wrote nothing. The intent stays all the same (W6).
 */
export async function perform(
  next: Next,
  intent: Intent,
  entity: Entity,
  context: PerformContext,
): Promise<StepEvent | undefined> {
  switch (next.kind) {
    case 'send':
      return send(intent, entity, context)
    case 'look':
      return look(next.id, intent, { entity, context })
    case 'search':
      return { kind: 'searched', search: await search(intent, entity, context) }
    case 'later':
      return waitAndSend(next, { intent, entity, context })
    case 'again':
    case 'rest':
    case 'done':
      return undefined
  }
}

async function waitAndSend(
  { afterMs, why }: Extract<Next, { kind: 'later' }>,
  { intent, entity, context }: { intent: Intent; entity: Entity; context: PerformContext },
): Promise<StepEvent | undefined> {
  if (afterMs > LATER_MS_MAX) return undefined
  context.listener({ type: 'waiting', side: intent.side, delayMs: afterMs, reason: why })
  await context.clock.sleep(afterMs, context.stop)
  return context.stop.aborted ? undefined : send(intent, entity, context)
}

async function send(intent: Intent, entity: Entity, context: PerformContext): Promise<StepEvent> {
  const answer = await request(intent, entity, context.abort)
  const outcome = await translate(answer, intent, entity, context)
  return { kind: 'answered', outcome, atMs: context.clock.nowMs() }
}

async function request(intent: Intent, entity: Entity, signal: AbortSignal): Promise<WriteOutcome> {
  const collection = entity.collections[intent.side]
  const options = { condition: intent.condition, op: intent.op, signal }
  const { id = '', identification } = intent
  // The body was built from native fields and is sent as it was made durable.
  const body = intent.body as Fields
  switch (intent.verb) {
    case 'create':
      return collection.create(body, { ...options, identification })
    case 'update':
      return collection.update(id, body, options)
    case 'delete':
      return collection.delete(id, options)
  }
}

async function translate(
  outcome: WriteOutcome,
  { side, verb }: Intent,
  entity: Entity,
  { references }: PerformContext,
): Promise<Outcome<Seen>> {
  if (outcome.kind !== 'written') return outcome
  const { after, ...written } = outcome
  if (after === undefined || verb === 'delete') return written
  const [seen] = await observeRecords([after], { entity, side, references })
  return seen?.kind === 'present'
    ? { ...written, after: { fields: seen.fields, token: seen.token } }
    : written
}

async function look(
  id: string,
  { side }: Intent,
  { entity, context }: { readonly entity: Entity; readonly context: PerformContext },
): Promise<StepEvent> {
  try {
    const found = await entity.collections[side].get(id, context.abort)
    const [target] = await observeAnswers([found], { entity, side, references: context.references })
    return { kind: 'looked', target: target ?? { kind: 'unknown', why: 'it was not read' } }
  } catch (error) {
    if (!isBilateralError(error)) throw error
    return { kind: 'looked', target: { kind: 'unknown', why: error.message } }
  }
}

/** Searches for the record that an unanswered create may have made (W7). */
async function search(intent: Intent, entity: Entity, context: PerformContext): Promise<Search> {
  try {
    return await searchBy(intent.identification, intent, entity, context)
  } catch (error) {
    if (!isBilateralError(error)) throw error
    return { kind: 'unknown', why: error.message }
  }
}

async function searchBy(
  identification: Identification,
  { side }: Intent,
  entity: Entity,
  { abort }: PerformContext,
): Promise<Search> {
  const collection = entity.collections[side]
  if (identification.kind === 'client-id') {
    const found = await collection.get(identification.id, abort)
    if (found.kind === 'gone') return found
    if (found.kind === 'not-found') return { kind: 'searched', matches: [] }
    return found.kind === 'found'
      ? { kind: 'searched', matches: [{ id: found.record.id }] }
      : { kind: 'unknown', why: 'the record cannot be read' }
  }
  if (identification.kind !== 'external-key' || collection.findByKey === undefined)
    return { kind: 'searched', matches: [] }
  const { field, value } = identification
  const records = await collection.findByKey(field, value, abort)
  return { kind: 'searched', matches: records.map(({ id }) => ({ id })) }
}
