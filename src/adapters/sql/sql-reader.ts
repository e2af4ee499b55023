import type { SqlSession } from './sql-session.ts'
import type { SqlTable } from './table/sql-table.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { isBusyError, toError, toFailure } from './sql-failure.ts'

/** What is counted as one request. */
export type SqlOperation =
  'list' | 'changes' | 'get' | 'find' | 'create' | 'update' | 'delete' | 'describe' | 'identify'

/** Reads one collection; another application that holds the database is waited for. */
export interface SqlReader {
  readonly name: string
  readonly pageSize: number
  /** One request: reads at one moment, which is told in the database's own clock. */
  read<T>(operation: SqlOperation, work: (table: SqlTable, nowMs: number) => T): Promise<T>
  /** What the schema says, which the session knows: no request. */
  columns(): Promise<readonly string[]>
}

/** Attempts at a read before a busy database counts as unavailable. */
export const SQL_READ_ATTEMPTS_MAX = 20

const READ_AGAIN_AFTER_MS = 100

/** Reads a collection through the session; `count` is told of every request. */
export function sqlReader(
  session: SqlSession,
  collection: { readonly name: string; readonly pageSize: number },
  count: (operation: SqlOperation) => void,
): SqlReader {
  return {
    ...collection,
    read(operation, work) {
      count(operation)
      return patiently(() => readOnce(session, collection.name, work))
    },
    columns: () =>
      patiently(() => readOnce(session, collection.name, ({ columnOf }) => [...columnOf.keys()])),
  }
}

/** Repeats what fails only because another application holds the database. Not for writes. */
export async function patiently<T>(read: () => T): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return read()
    } catch (error) {
      if (!isBusyError(error) || attempt >= SQL_READ_ATTEMPTS_MAX) throw error
      await sleep(READ_AGAIN_AFTER_MS)
    }
}

function readOnce<T>(
  session: SqlSession,
  collection: string,
  work: (table: SqlTable, nowMs: number) => T,
): T {
  const connection = session.connect()
  try {
    return work(connection.table(collection), connection.now())
  } catch (error) {
    const failure = toFailure(error)
    throw failure === undefined ? error : toError(failure, `${collection}: reading failed`)
  }
}
