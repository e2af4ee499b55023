import type { BySide } from '../../core/side.ts'
import type { Connection } from './connection.ts'
import type { KeptBase } from './rows/base-columns.ts'
import type { Lease, PairChange, Transaction } from '../store.ts'
import type { MemoryEvent } from '../../core/journal.ts'
import type { Pair, SideBase } from '../../core/pair.ts'
import type { BilateralError } from '../../errors.ts'
import { assert } from '../../core/assert.ts'
import { foldFacts } from '../../core/journal.ts'
import { SIDES } from '../../core/side.ts'
import { finalChanges, isBirth } from '../final-changes.ts'
import { linkTaken } from '../refusal.ts'
import { baseEncoder } from './rows/base-columns.ts'
import { execute, rowOf, transact } from './connection.ts'
import { bodyFrom } from './rows/entry-row.ts'
import { toText } from './rows/id-text.ts'
import { readFacts } from './journal.ts'
import { requireNewest } from './leases.ts'
import { PUT_PAIR, rowFrom } from './rows/pair-row.ts'
import { entityRow } from './pairs.ts'
import { corrupt, isUniqueViolation } from './trouble.ts'

const PUT_ENTRY =
  'INSERT INTO journal (seq, at_ms, run, entity, pair, kind, body) VALUES (?, ?, ?, ?, ?, ?, ?)'

/** One transaction on its way into the file. */
interface Writing {
  readonly connection: Connection
  /** Numbers of the entities it touches. */
  readonly entities: ReadonlyMap<string, number>
  readonly keep: (base: BySide<SideBase>) => KeptBase
}

/** Makes one transaction durable, or throws and leaves the memory as it was. */
export function commit(connection: Connection, lease: Lease, transaction: Transaction): void {
  transact(connection, () => {
    requireNewest(connection, lease)
    const entities = countEntities(connection, transaction.pairs)
    const writing = { connection, entities, keep: baseEncoder() }
    writeJournal(writing, transaction)
    writePairs(writing, transaction.pairs)
    writeFacts(connection, transaction.facts)
  })
}

/** Gives new entities their number, moves every last pair number, and refuses one that was given before. */
function countEntities(
  connection: Connection,
  changes: readonly PairChange[],
): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  for (const [name, touched] of Map.groupBy(changes, ({ before }) => before.entity)) {
    const known = entityRow(connection, name)
    const last = known?.lastNumber ?? 0
    for (const { before } of touched.filter(isBirth))
      if (known !== undefined && before.no <= last) refuseGivenNumber(connection, known.no, before)
    const highest = touched.reduce((most, { before }) => Math.max(most, before.no), last)
    const sql = `
      INSERT INTO entities (name, last_number) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET last_number = excluded.last_number RETURNING no`
    numbers.set(name, Number(rowOf(connection, sql, name, highest)?.[0]))
  }
  return numbers
}

/** A run numbers its pairs before it knows the order in which they become durable; the journal knows who had one. */
function refuseGivenNumber(
  connection: Connection,
  entity: number,
  { entity: name, no }: Pair,
): void {
  const sql = 'SELECT 1 FROM journal WHERE entity = ? AND pair = ? LIMIT 1'
  assert(rowOf(connection, sql, entity, no) === undefined, `pair ${no} of ${name} was given before`)
}

function writeJournal(
  { connection, entities, keep }: Writing,
  { run, atMs, pairs, facts }: Transaction,
): void {
  const length = pairs.reduce((sum, { events }) => sum + events.length, facts.length)
  if (length === 0) return
  let seq = Number(rowOf(connection, 'SELECT max(seq) FROM journal')?.[0])
  const runNo = stretchRun(connection, run, { first: seq + 1, last: seq + length })
  const put = (entity: number | null, pair: number | null, event: Parameters<typeof bodyFrom>[0]) =>
    execute(
      connection,
      PUT_ENTRY,
      (seq += 1),
      atMs,
      runNo,
      entity,
      pair,
      event.kind,
      bodyFrom(event, keep),
    )
  for (const { before, events } of pairs) {
    const entity = numberIn(entities, before.entity)
    for (const event of events) put(entity, before.no, event)
  }
  for (const event of facts) put(null, null, event)
}

/** Gives a new run its number, and notes up to where in the journal its lines stand. */
function stretchRun(
  connection: Connection,
  run: string,
  { first, last }: { readonly first: number; readonly last: number },
): number {
  const sql = `
    INSERT INTO runs (name, first_seq, last_seq) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET last_seq = excluded.last_seq RETURNING no`
  return Number(rowOf(connection, sql, run, first, last)?.[0])
}

/** Rows that end or change an id leave first: an id may pass from one pair to another in one transaction. */
function writePairs(writing: Writing, changes: readonly PairChange[]): void {
  for (const { before, after } of changes)
    if (after === undefined || losesId(before, after)) deletePair(writing, before)
  for (const { after } of finalChanges(changes)) if (after !== undefined) putPair(writing, after)
}

function losesId(before: Pair, after: Pair): boolean {
  return SIDES.some(
    (side) => before.ids[side] !== undefined && before.ids[side] !== after.ids[side],
  )
}

function deletePair({ connection, entities }: Writing, { entity, no }: Pair): void {
  const sql = 'DELETE FROM pairs WHERE entity = ? AND no = ?'
  execute(connection, sql, numberIn(entities, entity), no)
}

function putPair({ connection, entities, keep }: Writing, pair: Pair): void {
  const entity = numberIn(entities, pair.entity)
  try {
    execute(connection, PUT_PAIR, entity, ...rowFrom(pair, keep))
  } catch (error) {
    if (isUniqueViolation(error)) throw takenBy(connection, entity, pair)
    throw error
  }
}

/** Names the pair that holds an id this pair was to have. */
function takenBy(connection: Connection, entity: number, pair: Pair): BilateralError {
  for (const side of SIDES) {
    const id = pair.ids[side]
    if (id === undefined) continue
    const sql = `SELECT no FROM pairs WHERE entity = ? AND id_${side} = ? AND no <> ?`
    const row = rowOf(connection, sql, entity, toText(id), pair.no)
    if (row === undefined) continue
    return linkTaken({
      entity: pair.entity,
      side,
      id,
      claimant: pair.no,
      holder: Number(row[0]),
    })
  }
  return corrupt(connection.path, `refuses pair ${pair.no} of ${pair.entity} for no reason`)
}

function numberIn(entities: Writing['entities'], name: string): number {
  const number = entities.get(name)
  assert(number !== undefined, `a transaction about ${name} has counted it`)
  return number
}

function writeFacts(connection: Connection, events: readonly MemoryEvent[]): void {
  if (events.length === 0) return
  const body = JSON.stringify(events.reduce(foldFacts, readFacts(connection)))
  execute(connection, 'INSERT OR REPLACE INTO facts (no, body) VALUES (1, ?)', body)
}
