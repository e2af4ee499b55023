import type {
  Collection,
  CollectionInfo,
  Found,
  System,
  WriteOptions,
  WriteOutcome,
} from '../adapter.ts'
import type { SqlOperation, SqlReader } from './sql-reader.ts'
import { deleteRow, insertRow, updateRow } from './sql-writes.ts'
import { listChangedRows, listRows } from './sql-listing.ts'
import type { SqlSettings } from './sql-settings.ts'
import type { SqlSystemConfig } from './sql-config.ts'
import { BilateralError } from '../../errors.ts'
import type { NativeRecord } from '../adapter.ts'
import { SQL_FOUND_MAX } from './table/sql-table.ts'
import type { SqlTable } from './table/sql-table.ts'
import type { SqlWrite, SqlWriteQueue } from './sql-write-queue.ts'
import { bindValue, toIdText } from './table/sql-value.ts'
import { checkSystem, discoverTables } from './sql-discovery.ts'
import { quoteName } from './table/sql-schema.ts'
import { patiently, sqlReader } from './sql-reader.ts'
import { sqlSession } from './sql-session.ts'
import { sqlWriteQueue } from './sql-write-queue.ts'
import { toSettings } from './sql-settings.ts'

/**
 * A SQLite database file as a system. The file is opened when it is first needed, never created, and never changed
 * but by the writes asked for. Throws `CONFIG_INVALID` for a configuration that contradicts itself.
 */
export function sqlSystem(config: SqlSystemConfig): System {
  const settings = new Map(
    Object.entries(config.collections).map(([name, one]) => [name, toSettings(config, name, one)]),
  )
  const session = sqlSession(config, settings)
  const queue = sqlWriteQueue(() => session.connect())
  const counts = new Map<SqlOperation, number>()
  const count = (operation: SqlOperation): void =>
    void counts.set(operation, (counts.get(operation) ?? 0) + 1)
  const collections = new Map(
    [...settings].map(([name, one]) => {
      const reader = sqlReader(session, { name, pageSize: one.can.list.pageSize }, count)
      return [name, sqlCollection(one, { reader, queue, count })]
    }),
  )
  return {
    name: config.name,
    identify: () => {
      count('identify')
      return patiently(() => session.identify())
    },
    test: async () => checkSystem(config, session, settings),
    discover: () => {
      count('describe')
      return patiently(() => discoverTables(session, settings))
    },
    collection: (name) => collections.get(name) ?? unknownCollection(config, name),
    usage: () => ({
      requests: [...counts.values()].reduce((sum, one) => sum + one, 0),
      byOperation: Object.fromEntries(counts),
    }),
    close: async () => {
      await queue.drain()
      session.close()
    },
  }
}

function unknownCollection({ name, collections }: SqlSystemConfig, asked: string): never {
  const known = Object.keys(collections).join(', ')
  throw new BilateralError(
    'CONFIG_INVALID',
    `${name} has no collection ${JSON.stringify(asked)}, only ${known}`,
  )
}

interface Parts {
  readonly reader: SqlReader
  readonly queue: SqlWriteQueue
  readonly count: (operation: SqlOperation) => void
}

function sqlCollection(settings: SqlSettings, { reader, queue, count }: Parts): Collection {
  const { collection: name, can } = settings
  const write = (
    operation: SqlOperation,
    work: SqlWrite,
    { signal }: WriteOptions,
  ): Promise<WriteOutcome> => {
    if (signal.aborted) return Promise.resolve(NOT_SENT)
    count(operation)
    return queue.add(work)
  }
  const collection: Collection = {
    name,
    can,
    describe: () => reader.read('describe', ({ info }): CollectionInfo => info),
    columns: () => reader.columns(),
    list: (signal) => listRows(reader, signal),
    get: (id) => reader.read('get', (table, nowMs) => toFound(table, id, nowMs)),
    getMany: (ids) =>
      reader.read('get', (table, nowMs) => ids.map((id) => toFound(table, id, nowMs))),
    findByKey: (field, value) => reader.read('find', (table) => findRows(table, field, value)),
    create: (body, options) => write('create', insertRow(name, body, options), options),
    update: (id, body, options) =>
      write('update', updateRow(name, id, body, options.condition), options),
    delete: (id, options) => write('delete', deleteRow(name, id, options.condition), options),
  }
  if (can.changes === 'none') return collection
  return { ...collection, changes: (cursor, signal) => listChangedRows(reader, cursor, signal) }
}

const NOT_SENT: WriteOutcome = {
  kind: 'later',
  afterMs: 0,
  message: 'stopped before the write began',
}

function toFound(table: SqlTable, id: string, serverTimeMs: number): Found {
  const row = table.find(id)
  if (row === undefined) return { kind: 'not-found' }
  return { kind: 'found', record: table.toNative(row), serverTimeMs }
}

/** Rows whose column shows this text; the column's own collation only narrows the search. */
function findRows(table: SqlTable, field: string, value: string): readonly NativeRecord[] {
  const column = table.columnOf.get(field)
  if (column === undefined)
    throw new BilateralError(
      'CONFIG_INVALID',
      `${table.settings.collection} has no column ${JSON.stringify(field)}`,
    )
  const bound = bindValue(column, value)
  if (bound.kind === 'refused') return []
  const where = `WHERE ${quoteName(field)} = ? ORDER BY ${table.idSql} LIMIT ?`
  const rows = table.select(where, bound.value, SQL_FOUND_MAX)
  return rows
    .filter((row) => toIdText(table.valueOf(row, field)) === value)
    .map((row) => table.toNative(row))
}
