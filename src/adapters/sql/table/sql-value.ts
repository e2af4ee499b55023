import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { Fields, Value } from '../../../core/value.ts'
import type { SqlColumn } from './sql-schema.ts'

/** A value ready to be bound, or why the column does not take it. */
export type Bound =
  | { readonly kind: 'bound'; readonly value: SQLInputValue }
  | { readonly kind: 'refused'; readonly why: string }

/** A row as the driver returns it: integers as `bigint`, one value per column. */
export type RawRow = readonly SQLOutputValue[]

/** Shows a row as native fields, losing no digit. Binary values are left out: they have no JSON. */
export function toFields(columns: readonly SqlColumn[], row: RawRow): Fields {
  const entries: [string, Value][] = []
  for (const [at, column] of columns.entries()) {
    const raw = row[at] ?? null
    if (!(raw instanceof Uint8Array)) entries.push([column.name, toValue(raw, column.boolean)])
  }
  return Object.fromEntries(entries)
}

/** The text of an id; `undefined` for what cannot be one: nothing, empty text, binary data. */
export function toIdText(raw: SQLOutputValue | undefined): string | undefined {
  if (raw === null || raw === undefined || raw instanceof Uint8Array) return undefined
  const text = String(raw)
  return text === '' ? undefined : text
}

/** Turns a JSON value into what the column stores, or says why it cannot. Never rounds, cuts or guesses. */
export function bindValue(column: SqlColumn, value: Value): Bound {
  if (value === null) return { kind: 'bound', value: null }
  if (typeof value === 'object')
    return refused(`${column.name} holds single values, not a list or an object`)
  if (column.declared.includes('BLOB')) return refused(`${column.name} holds binary data`)
  if (typeof value === 'boolean') return { kind: 'bound', value: value ? 1n : 0n }
  const why = mismatch(column, value)
  if (why !== undefined) return refused(`${column.name} ${why}`)
  if (typeof value === 'number' && Number.isSafeInteger(value))
    return { kind: 'bound', value: BigInt(value) }
  return { kind: 'bound', value }
}

const INTEGER_TEXT = /^[+-]?\d+$/
const INTEGER_MIN = -(2n ** 63n)
const INTEGER_MAX = 2n ** 63n - 1n

/** Why a number or a text does not fit a column that means numbers. SQLite itself would store the text. */
function mismatch({ affinity }: SqlColumn, value: string | number): string | undefined {
  const shown = JSON.stringify(value)
  if (typeof value === 'string' && !value.isWellFormed())
    return `cannot hold ${shown}: it is not well-formed Unicode`
  if (affinity === 'integer' && !isInteger(value)) return `holds integers of 64 bits, not ${shown}`
  const isNumber =
    typeof value === 'number' || (value.trim() !== '' && Number.isFinite(Number(value)))
  if (affinity === 'real' && !isNumber) return `holds numbers, not ${shown}`
  return undefined
}

function isInteger(value: string | number): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (!INTEGER_TEXT.test(value)) return false
  const digits = BigInt(value.replace(/^\+/, ''))
  return digits >= INTEGER_MIN && digits <= INTEGER_MAX
}

function toValue(raw: Exclude<SQLOutputValue, Uint8Array>, boolean: boolean): Value {
  if (typeof raw === 'bigint') {
    if (boolean && (raw === 0n || raw === 1n)) return raw === 1n
    const number = Number(raw)
    return Number.isSafeInteger(number) ? number : String(raw)
  }
  // SQLite stores infinities; JSON has none.
  return typeof raw === 'number' && !Number.isFinite(raw) ? String(raw) : raw
}

function refused(why: string): Bound {
  return { kind: 'refused', why }
}
