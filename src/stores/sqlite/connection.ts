import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'

/** One open database file. Statements are prepared once and answer rows as arrays, in the order selected. */
export interface Connection {
  /** The file, as errors name it. */
  readonly path: string
  readonly database: DatabaseSync
  readonly statements: Map<string, StatementSync>
}

/** One answered row. */
export type Row = readonly SQLOutputValue[]

/** Every row of an answer that is known to be short: a page of a lookup, a table of names. */
export function rowsOf(
  connection: Connection,
  sql: string,
  ...values: readonly SQLInputValue[]
): readonly Row[] {
  return prepared(connection, sql).all(...values) as unknown as readonly Row[]
}

/** The rows of an answer that may be long, one at a time. */
export function streamOf(
  connection: Connection,
  sql: string,
  ...values: readonly SQLInputValue[]
): Iterable<Row> {
  return prepared(connection, sql).iterate(...values) as unknown as Iterable<Row>
}

/** The first row of an answer. */
export function rowOf(
  connection: Connection,
  sql: string,
  ...values: readonly SQLInputValue[]
): Row | undefined {
  return prepared(connection, sql).get(...values) as unknown as Row | undefined
}

/** Runs a statement that answers nothing, and tells how many rows it changed. */
export function execute(
  connection: Connection,
  sql: string,
  ...values: readonly SQLInputValue[]
): number {
  return Number(prepared(connection, sql).run(...values).changes)
}

/**
 * Performs a transaction as the only writer: what it reads is what it writes upon. Whatever it throws, nothing of it
 * is written; where it returns, everything is durable.
 */
export function transact<T>({ database }: Connection, perform: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = perform()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // A full disk, among others, makes SQLite roll back by itself.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Prepares a statement once; the text is its key, so texts are constants or built from constants. */
export function prepared({ database, statements }: Connection, sql: string): StatementSync {
  const known = statements.get(sql)
  if (known !== undefined) return known
  const statement = database.prepare(sql)
  statement.setReturnArrays(true)
  statements.set(sql, statement)
  return statement
}
