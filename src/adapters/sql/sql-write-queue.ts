import {
  SQL_BUSY_AFTER_MS,
  isBusy,
  isBusyError,
  isForeignKey,
  toError,
  toFailure,
  toRefusal,
} from './sql-failure.ts'
import type { DatabaseSync } from 'node:sqlite'
import { SQL_WRITES_PER_TRANSACTION_MAX } from './sql-config.ts'
import type { SqlConnection } from './sql-session.ts'
import type { SqlFailure } from './sql-failure.ts'
import type { WriteOutcome } from '../adapter.ts'

/** One write, performed inside a transaction of the queue. What the database refuses may be thrown. */
export type SqlWrite = (connection: SqlConnection) => WriteOutcome

/**
 * Performs writes in the order they come. Those that wait together share one transaction, so that the disk is
 * synchronised once for all of them; each has a savepoint of its own and succeeds or fails alone.
 */
export interface SqlWriteQueue {
  /**
   * Settles after the transaction has ended. Rejects with a `BilateralError` for what stops every write (a read-only
   * file, a full disk, another database): nothing was written then.
   */
  add(write: SqlWrite): Promise<WriteOutcome>
  /** Waits until no write is left. */
  drain(): Promise<void>
}

interface Waiting {
  readonly write: SqlWrite
  readonly resolve: (outcome: WriteOutcome) => void
  readonly reject: (error: unknown) => void
}

/** What became of a transaction: one outcome for each write, or the error that undid them all. */
type Ended =
  | { readonly kind: 'ended'; readonly outcomes: readonly WriteOutcome[] }
  | { readonly kind: 'undone'; readonly failure: SqlFailure; readonly atEnd: boolean }
  /** The end of the transaction failed, and what became of it cannot be told. */
  | { readonly kind: 'unknown'; readonly failure: SqlFailure }

const LATER: WriteOutcome = {
  kind: 'later',
  afterMs: SQL_BUSY_AFTER_MS,
  message: 'another application holds the database',
}

/** Makes the queue of one system. `connect` is asked before each transaction. */
export function sqlWriteQueue(connect: () => SqlConnection): SqlWriteQueue {
  const waiting: Waiting[] = []
  let running: Promise<void> | undefined
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      await new Promise(setImmediate)
      settle(waiting.splice(0, SQL_WRITES_PER_TRANSACTION_MAX), connect)
    }
    running = undefined
  }
  return {
    add: (write) =>
      new Promise((resolve, reject) => {
        waiting.push({ write, resolve, reject })
        running ??= flush()
      }),
    drain: async () => running,
  }
}

function settle(batch: readonly Waiting[], connect: () => SqlConnection): void {
  try {
    const connection = connect()
    const outcomes = perform(
      connection,
      batch.map(({ write }) => write),
    )
    for (const [at, outcome] of outcomes.entries()) batch[at]?.resolve(outcome)
  } catch (error) {
    for (const { resolve, reject } of batch)
      if (isBusyError(error)) resolve(LATER)
      else reject(error)
  }
}

function perform(connection: SqlConnection, writes: readonly SqlWrite[]): readonly WriteOutcome[] {
  const ended = transact(connection, writes)
  if (ended.kind === 'ended') return ended.outcomes
  if (ended.kind === 'unknown')
    return writes.map(() => ({ kind: 'unknown', message: ended.failure.message }))
  const { failure, atEnd } = ended
  if (isBusy(failure)) return writes.map(() => LATER)
  // A deferred reference fails the whole transaction at its end: find out whose it was, one by one.
  if (atEnd && isForeignKey(failure) && writes.length > 1)
    return writes.flatMap((write) => perform(connection, [write]))
  const refusal = atEnd ? toRefusal(failure) : undefined
  if (refusal !== undefined) return writes.map(() => refusal)
  throw toError(failure, `nothing was written in the last transaction`)
}

function transact({ db, ...connection }: SqlConnection, writes: readonly SqlWrite[]): Ended {
  let atEnd = false
  try {
    db.exec('BEGIN IMMEDIATE')
    const outcomes = writes.map((write) => runAlone(db, () => write({ db, ...connection })))
    atEnd = true
    db.exec('COMMIT')
    return { kind: 'ended', outcomes }
  } catch (error) {
    const failure = toFailure(error)
    const isOpen = db.isTransaction
    if (isOpen) db.exec('ROLLBACK')
    if (failure === undefined) throw error
    if (atEnd && !isOpen) return { kind: 'unknown', failure }
    return { kind: 'undone', failure, atEnd }
  }
}

/** Runs one write so that it leaves nothing behind unless it was written. */
function runAlone(db: DatabaseSync, write: () => WriteOutcome): WriteOutcome {
  db.exec('SAVEPOINT write')
  const outcome = attempt(write)
  if (outcome.kind !== 'written') db.exec('ROLLBACK TO write')
  db.exec('RELEASE write')
  return outcome
}

function attempt(write: () => WriteOutcome): WriteOutcome {
  try {
    return write()
  } catch (error) {
    const failure = toFailure(error)
    const refusal = failure && toRefusal(failure)
    if (refusal === undefined) throw error
    return refusal
  }
}
