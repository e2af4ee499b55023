import type { FieldInfo, NativeRecord } from '../adapter.ts'
import type { RestCollectionConfig, RestField } from './config.ts'
import type { Value } from '../../core/value.ts'

/** How deep members of members are named. */
export const FIELD_DEPTH_MAX = 6

const DATE = /^\d{4}-\d{2}-\d{2}$/
const DATETIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}/
const INTEGER = /^-?\d{16,}$/

type FieldType = FieldInfo['type']

interface Seen {
  type: FieldType
  /** Records in which it holds something. */
  filled: number
}

/** Tells the fields of records and their types, from a sample and from what is declared of them. */
export function inferFields(
  records: readonly NativeRecord[],
  config: Pick<RestCollectionConfig, 'fields' | 'readonly'>,
): readonly FieldInfo[] {
  const seen = new Map<string, Seen>()
  for (const { fields } of records) inspect(fields, '', seen)
  for (const name of Object.keys(config.fields ?? {}))
    if (!seen.has(name)) seen.set(name, { type: 'unknown', filled: 0 })
  return [...seen].map(([name, { type, filled }]) => {
    const declared: RestField = declaredOf(config, name)
    return {
      name,
      type: declared.type ?? type,
      required: declared.required ?? (filled > 0 && filled === records.length),
      writable: declared.writable ?? config.readonly?.includes(name) !== true,
      maxLength: declared.maxLength,
      refersTo: declared.refersTo,
    }
  })
}

function declaredOf(
  { fields = {} }: Pick<RestCollectionConfig, 'fields'>,
  name: string,
): RestField {
  return Object.hasOwn(fields, name) ? (fields[name] ?? {}) : {}
}

function inspect(value: Value, prefix: string, seen: Map<string, Seen>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  for (const [key, member] of Object.entries(value)) {
    const name = prefix + key
    const before = seen.get(name) ?? { type: 'unknown', filled: 0 }
    const filled = before.filled + (member === null ? 0 : 1)
    seen.set(name, { type: merge(before.type, typeOf(member)), filled })
    if (prefix.split('.').length < FIELD_DEPTH_MAX) inspect(member, `${name}.`, seen)
  }
}

/** The type that holds both: an unknown one gives way, a whole number is a decimal, all else is text. */
function merge(left: FieldType, right: FieldType): FieldType {
  if (left === right || right === 'unknown') return left
  if (left === 'unknown') return right
  const both = new Set([left, right])
  if (both.has('integer') && both.has('decimal')) return 'decimal'
  return both.has('object') || both.has('list') || both.has('boolean') ? 'unknown' : 'string'
}

function typeOf(value: Value): FieldType {
  if (value === null) return 'unknown'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal'
  if (typeof value === 'string') return typeOfText(value)
  return typeof value === 'boolean' ? 'boolean' : 'object'
}

/** Digits too many for a number arrive as text, and are a number nonetheless. */
function typeOfText(text: string): FieldType {
  if (DATE.test(text)) return 'date'
  if (DATETIME.test(text)) return 'datetime'
  return INTEGER.test(text) ? 'integer' : 'string'
}
