import assert from 'node:assert/strict'
import type {
  Capabilities,
  Collection,
  ListingEnd,
  Listing,
  NativeRecord,
  WriteOptions,
  WriteOutcome,
} from '../../adapters/adapter.ts'
import type { Condition, Identification } from '../../core/operation.ts'
import type { Fields } from '../../core/value.ts'
import type { SuiteWorld } from './world.ts'

/** The suite's tools around one world: what every case does, in one line each. */
export interface Bench extends SuiteWorld {
  readonly records: Collection
  readonly can: Capabilities
  readonly signal: AbortSignal
  /** Reads a listing to its end. */
  readAll(listing?: Listing): Promise<{ records: readonly NativeRecord[]; end: ListingEnd }>
  /** The record as `get` shows it; fails the case when it is not there. */
  find(id: string): Promise<NativeRecord>
  /** Makes sample record `n` as a user would, and tells its id. */
  seed(n: number, more?: Fields): Promise<string>
  /** Changes a record as a user would, at a time of its own. */
  edit(id: string, set: Fields): Promise<void>
  /** Creates through the adapter, identified as well as the collection allows. */
  create(body: Fields, identification?: Identification, op?: string): Promise<WriteOutcome>
  /** Updates through the adapter: in the collection's own style, on condition of the record as read. */
  update(read: NativeRecord, set: Fields): Promise<WriteOutcome>
  delete(read: NativeRecord): Promise<WriteOutcome>
}

/** Puts the tools around a world. */
export function openBench(world: SuiteWorld): Bench {
  const records = world.system.collection(world.collection)
  const signal = new AbortController().signal
  const { can } = records
  let made = 0
  const options = (condition: Condition, op: string): WriteOptions => ({ condition, op, signal })
  const settle = async (): Promise<void> => {
    if (can.token?.kind === 'stamp') await world.settle?.()
  }
  return {
    ...world,
    records,
    can,
    signal,
    readAll: (listing = records.list(signal)) => readAll(listing),
    find: (id) => find(records, id, signal),
    seed: async (n, more = {}) => {
      const id = await world.outside.create({ ...world.body(n), ...more })
      assert.ok(id !== undefined, 'the outside user could not create a sample record')
      return id
    },
    edit: async (id, set) => {
      await settle()
      await world.outside.update(id, set)
    },
    create: async (body, identification, op) => {
      made += 1
      const chosen = identification ?? identify(can, made)
      const condition = conditionOfCreate(can, chosen)
      return records.create(body, {
        ...options(condition, op ?? `op-${made}`),
        identification: chosen,
      })
    },
    update: async (read, set) => {
      await settle()
      const body = can.update.style === 'patch' ? set : { ...read.fields, ...set }
      const condition = conditionOn(can.update.condition, read)
      return records.update(read.id, body, options(condition, `update-${read.id}`))
    },
    delete: async (read) => {
      await settle()
      const condition = conditionOn(can.delete.condition, read)
      return records.delete(read.id, options(condition, `delete-${read.id}`))
    },
  }
}

/** The best way to recognise the n-th create that the capabilities allow (W7). */
export function identify(can: Capabilities, n: number): Identification {
  if (can.create.clientId) return { kind: 'client-id', id: `client-${n}` }
  if (can.create.externalKey !== undefined)
    return { kind: 'external-key', field: can.create.externalKey, value: `key-${n}` }
  if (can.create.idempotencyKey) return { kind: 'idempotency-key', key: `key-${n}` }
  return { kind: 'none' }
}

function conditionOfCreate(can: Capabilities, identification: Identification): Condition {
  if (identification.kind === 'client-id' && can.create.ifAbsent) return { kind: 'absent' }
  return { kind: 'none', because: 'the suite creates a record that is not there' }
}

function conditionOn(kind: 'token' | 'stamp' | 'none', read: NativeRecord): Condition {
  if (kind === 'none') return { kind, because: 'the collection offers no condition' }
  assert.ok(read.token !== undefined, `${read.id} was read without the token its writes need`)
  return { kind, token: read.token }
}

async function readAll(
  listing: Listing,
): Promise<{ records: readonly NativeRecord[]; end: ListingEnd }> {
  const records: NativeRecord[] = []
  for (;;) {
    const step = await listing.next()
    if (step.done === true) return { records, end: step.value }
    records.push(...step.value.records)
  }
}

async function find(records: Collection, id: string, signal: AbortSignal): Promise<NativeRecord> {
  const found = await records.get(id, signal)
  assert.equal(found.kind, 'found', `get ${JSON.stringify(id)} answers ${JSON.stringify(found)}`)
  return found.record
}
