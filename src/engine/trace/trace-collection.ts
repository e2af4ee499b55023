import type {
  Collection,
  Found,
  Listing,
  WriteOptions,
  WriteOutcome,
} from '../../adapters/adapter.ts'
import type { AnswerKind, LineOf, TraceLine } from '../../trace/trace-line.ts'
import type { Digester } from './digest.ts'
import type { Identification, Verb } from '../../core/operation.ts'
import type { Side } from '../../core/side.ts'
import type { Value } from '../../core/value.ts'

/** Where a trace goes, and what numbers its requests. */
export interface Tracing {
  readonly write: (line: TraceLine) => void
  readonly digest: Digester
  readonly number: () => number
}

/** Which door of which entity is watched. */
export interface Door extends Tracing {
  readonly entity: string
  readonly side: Side
}

/** The same collection, with a line for each page, read, request and answer that passes. */
export function traceCollection(collection: Collection, door: Door): Collection {
  return {
    name: collection.name,
    can: collection.can,
    describe: (signal) => collection.describe(signal),
    ...(collection.columns && { columns: collection.columns.bind(collection) }),
    list: (signal) => tracePages(collection.list(signal), door),
    ...(collection.changes && tracedChanges(collection.changes.bind(collection), door)),
    get: async (id, signal) => traceRead(id, await collection.get(id, signal), door),
    ...(collection.getMany && tracedBatches(collection.getMany.bind(collection), door)),
    ...(collection.findByKey && tracedSearch(collection.findByKey.bind(collection), door)),
    create: (body, options) =>
      traceWrite({ verb: 'create', body, ...options }, door, () =>
        collection.create(body, options),
      ),
    update: (id, body, options) =>
      traceWrite({ verb: 'update', id, body, ...options }, door, () =>
        collection.update(id, body, options),
      ),
    delete: (id, options) =>
      traceWrite({ verb: 'delete', id, body: {}, ...options }, door, () =>
        collection.delete(id, options),
      ),
  }
}

function tracedChanges(
  changes: NonNullable<Collection['changes']>,
  door: Door,
): Pick<Required<Collection>, 'changes'> {
  return { changes: (cursor, signal) => tracePages(changes(cursor, signal), door) }
}

function tracedBatches(
  getMany: NonNullable<Collection['getMany']>,
  door: Door,
): Pick<Required<Collection>, 'getMany'> {
  return {
    async getMany(ids, signal) {
      const answers = await getMany(ids, signal)
      return answers.map((answer, at) => traceRead(ids[at] ?? '', answer, door))
    },
  }
}

function tracedSearch(
  findByKey: NonNullable<Collection['findByKey']>,
  { entity, side, write }: Door,
): Pick<Required<Collection>, 'findByKey'> {
  return {
    async findByKey(field, value, signal) {
      const records = await findByKey(field, value, signal)
      write({ kind: 'search', entity, side, field, value, ids: records.map(({ id }) => id) })
      return records
    },
  }
}

async function* tracePages(listing: Listing, { entity, side, write }: Door): Listing {
  for (;;) {
    const step = await listing.next()
    if (step.done === true) return step.value
    const records = step.value.records.map(
      ({ id, token, state }) => [id, token ?? null, state] as const,
    )
    write({ kind: 'page', entity, side, records })
    yield step.value
  }
}

function traceRead(id: string, found: Found, { entity, side, write, digest }: Door): Found {
  const line = { kind: 'read', entity, side, id } as const
  if (found.kind === 'found') {
    const { state, token, fields } = found.record
    const answer = state === 'live' ? 'found' : 'deleted'
    write({ ...line, answer, token, record: digest.value(fields) })
  } else write({ ...line, answer: found.kind })
  return found
}

interface Writing extends Pick<WriteOptions, 'condition' | 'op'> {
  readonly verb: Verb
  readonly id?: string
  readonly body: Value
  readonly identification?: Identification
}

async function traceWrite(
  { verb, id, body, condition, op, identification }: Writing,
  { entity, side, write, digest, number }: Door,
  send: () => Promise<WriteOutcome>,
): Promise<WriteOutcome> {
  const no = number()
  const about = { entity, side, verb, op, id, condition, identification }
  write({ kind: 'request', no, ...about, body: digest.value(body) })
  try {
    const outcome = await send()
    write(answerLine(no, outcome))
    return outcome
  } catch (error) {
    write({ kind: 'answer', no, answer: 'failed' })
    throw error
  }
}

function answerLine(no: number, outcome: WriteOutcome): LineOf<'answer'> {
  const answer: AnswerKind = outcome.kind
  if (outcome.kind === 'refused') return { kind: 'answer', no, answer, why: outcome.why }
  if (outcome.kind !== 'written') return { kind: 'answer', no, answer }
  const { id, after, replay } = outcome
  const token = after?.token ?? outcome.token
  return { kind: 'answer', no, answer, id, token, shown: after !== undefined, replay }
}
