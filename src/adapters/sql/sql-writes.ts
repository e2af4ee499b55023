import type { Condition, Identification, RefusalKind } from '../../core/operation.ts'
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { bookkeeping } from './table/sql-table.ts'
import { bindValue, toIdText } from './table/sql-value.ts'
import type { Fields, Value } from '../../core/value.ts'
import type { SqlTable } from './table/sql-table.ts'
import type { SqlWrite } from './sql-write-queue.ts'
import type { WriteOutcome } from '../adapter.ts'
import type { Bound, RawRow } from './table/sql-value.ts'
import { nowExpression } from './table/sql-stamp.ts'
import { quoteName } from './table/sql-schema.ts'

/** Creates one row. What the database makes of it, triggers included, is read back in the same transaction. */
export function insertRow(
  collection: string,
  body: Fields,
  how: { readonly identification: Identification; readonly condition: Condition },
): SqlWrite {
  return (connection) => {
    const table = connection.table(collection)
    const { identification, condition } = how
    const wrong = unsupported(table, identification, condition)
    if (wrong !== undefined) return wrong
    const set = bindBody(table, identified(table, body, identification), undefined)
    if (set.kind === 'refused') return set
    return insertBound(table, set.values, identification)
  }
}

/** Changes the columns given, if the row is as the condition says. */
export function updateRow(
  collection: string,
  id: string,
  body: Fields,
  condition: Condition,
): SqlWrite {
  return (connection) => {
    const table = connection.table(collection)
    const { can } = table.settings
    if (!can.update.allowed) return refuse('unsupported', `${collection} takes no updates`)
    const row = meet(table, id, condition, can.update.condition)
    if (!isRow(row)) return row
    const set = bindBody(table, body, id)
    if (set.kind === 'refused') return set
    if (set.values.size === 0) return written(table, id, row)
    return updateBound(table, id, set.values)
  }
}

/** Deletes the row, if it is as the condition says. */
export function deleteRow(collection: string, id: string, condition: Condition): SqlWrite {
  return (connection) => {
    const table = connection.table(collection)
    const { can } = table.settings
    if (!can.delete.allowed) return refuse('unsupported', `${collection} takes no deletes`)
    const row = meet(table, id, condition, can.delete.condition)
    if (!isRow(row)) return row
    table.prepare(`DELETE FROM ${quoteName(table.schema.name)} WHERE ${table.idSql} = ?`).run(id)
    if (table.find(id) !== undefined)
      return refuse('forbidden', `${collection} ${id}: a trigger of the table keeps the row`)
    return { kind: 'written', id }
  }
}

type Refused = Extract<WriteOutcome, { kind: 'refused' }>
type Bindings = ReadonlyMap<string, SQLInputValue>

function refuse(why: RefusalKind, message: string, field?: string): Refused {
  return { kind: 'refused', why, message, field }
}

function isRow(row: RawRow | Refused): row is RawRow {
  return Array.isArray(row)
}

function written(table: SqlTable, id: string, row: RawRow): WriteOutcome {
  return { kind: 'written', id, after: table.toNative(row), token: table.tokenOf(row) }
}

/** The row as it is inside the transaction, if the write may happen. The comparison is exact: no other can write. */
function meet(
  table: SqlTable,
  id: string,
  condition: Condition,
  offered: 'token' | 'stamp' | 'none',
): RawRow | Refused {
  const { collection } = table.settings
  if (condition.kind !== 'none' && condition.kind !== offered)
    return refuse('unsupported', `${collection} cannot write on the condition ${condition.kind}`)
  const row = table.find(id)
  if (row === undefined) return refuse('absent', `${collection} ${id} is not there`)
  if (condition.kind === 'none' || table.tokenOf(row) === condition.token) return row
  return refuse('stale', `${collection} ${id} was changed since it was read`)
}

function unsupported(
  { settings: { collection, can } }: SqlTable,
  identification: Identification,
  condition: Condition,
): Refused | undefined {
  const { create } = can
  if (!create.allowed) return refuse('unsupported', `${collection} takes no creates`)
  const { kind } = identification
  const offered =
    kind === 'none' ||
    (kind === 'client-id' && create.clientId) ||
    (kind === 'external-key' && identification.field === create.externalKey)
  if (!offered) return refuse('unsupported', `${collection} does not identify creates by ${kind}`)
  if (condition.kind === 'none' || (condition.kind === 'absent' && create.ifAbsent))
    return undefined
  return refuse('unsupported', `${collection} cannot create on the condition ${condition.kind}`)
}

function identified(table: SqlTable, body: Fields, identification: Identification): Fields {
  if (identification.kind === 'client-id')
    return { ...body, [table.settings.id]: identification.id }
  if (identification.kind === 'external-key')
    return { ...body, [identification.field]: identification.value }
  return body
}

/** Turns a body into values by column. `id` is the row's own, which a body may repeat and not change. */
function bindBody(
  table: SqlTable,
  body: Fields,
  id: string | undefined,
): { readonly kind: 'bound'; readonly values: Bindings } | Refused {
  const values = new Map<string, SQLInputValue>()
  for (const [name, value] of Object.entries(body)) {
    if (name === table.settings.id && id !== undefined && isText(value, id)) continue
    const bound = bindField(table, id, name, value)
    if (bound.kind === 'refused')
      return refuse('invalid', `${table.settings.collection}.${bound.why}`, name)
    values.set(name, bound.value)
  }
  return { kind: 'bound', values }
}

function isText(value: Value, text: string): boolean {
  return value === text || (typeof value === 'number' && String(value) === text)
}

function bindField(table: SqlTable, id: string | undefined, name: string, value: Value): Bound {
  const column = table.columnOf.get(name)
  const refused = (why: string): Bound => ({ kind: 'refused', why: `${name} ${why}` })
  if (column === undefined) return refused('is not a column')
  if (column.generated || table.kept.has(name)) return refused('is kept by the database')
  if (id !== undefined && name === table.settings.id)
    return refused(`is the id of the row; ${id} cannot become another`)
  return bindValue(column, value)
}

function insertBound(
  table: SqlTable,
  values: Bindings,
  identification: Identification,
): WriteOutcome {
  const { settings, schema, idSql, rowIdSql } = table
  const all = [...[...values.keys()].map((name) => [quoteName(name), '?']), ...initial(table)]
  const into = `INSERT INTO ${quoteName(schema.name)}`
  const what =
    all.length === 0
      ? 'DEFAULT VALUES'
      : `(${all.map(([name]) => name).join(', ')}) VALUES (${all.map(([, value]) => value).join(', ')})`
  const answered = table
    .prepare(`${into} ${what} RETURNING ${[idSql, ...rowIdSql].join(', ')}`)
    .all(...values.values()) as unknown as readonly SQLOutputValue[][]
  const [id, rowId] = answered[0] ?? []
  if (id === undefined)
    return refuse('forbidden', `${settings.collection}: a trigger of the table drops the new row`)
  return inserted(table, { id, rowId }, identification)
}

/** Reads the new row as triggers left it, and makes sure that it can be told apart by its id. */
function inserted(
  table: SqlTable,
  { id, rowId }: { readonly id: SQLOutputValue; readonly rowId: SQLOutputValue | undefined },
  identification: Identification,
): WriteOutcome {
  const { settings, idSql, rowIdSql } = table
  const [column = idSql] = rowIdSql
  const [row] = table.select(`WHERE ${column} = ?`, rowId ?? id)
  const text = row && toIdText(table.valueOf(row, settings.id))
  if (row === undefined || text === undefined)
    return refuse(
      'invalid',
      `${settings.collection}: the database gives a new row no id in ${settings.id}; set clientId, or give the column a default`,
      settings.id,
    )
  if (identification.kind === 'client-id' && identification.id !== text)
    return refuse(
      'invalid',
      `${settings.collection}: the database turns the id into ${text}`,
      settings.id,
    )
  return written(table, text, row)
}

/** What a new row gets from us beside its body. */
function initial({ settings: { version, stamp } }: SqlTable): readonly (readonly string[])[] {
  return [
    ...(version?.bump === true ? [[quoteName(version.column), '1']] : []),
    ...(stamp?.touch === true ? [[quoteName(stamp.column), nowExpression(stamp)]] : []),
  ]
}

function updateBound(table: SqlTable, id: string, values: Bindings): WriteOutcome {
  const { collection } = table.settings
  const given = [...values.keys()].map((name) => `${quoteName(name)} = ?`)
  const added = bookkeeping(table.settings).map(([name, value]) => `${name} = ${value}`)
  const { changes } = table
    .prepare(
      `UPDATE ${quoteName(table.schema.name)} SET ${[...given, ...added].join(', ')} WHERE ${table.idSql} = ?`,
    )
    .run(...values.values(), id)
  if (Number(changes) === 0)
    return refuse('forbidden', `${collection} ${id}: a trigger of the table ignores the update`)
  const row = table.find(id)
  if (row === undefined)
    return refuse(
      'forbidden',
      `${collection} ${id}: a trigger of the table removes or renames the row`,
    )
  return written(table, id, row)
}
