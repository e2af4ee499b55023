import type { CollectionInfo, FieldInfo } from '../adapter.ts'
import type { Sheet } from './sheet/sheet.ts'
import type { Value } from '../../core/value.ts'

/** Records from which types are told. */
const RECORDS_EXAMINED_MAX = 1000

const BOOLEAN = /^(true|false)$/i
const INTEGER = /^-?(0|[1-9]\d*)$/
const DECIMAL = /^-?(0|[1-9]\d*)\.\d+$/
const DATE = /^\d{4}-\d\d-\d\d$/
const DATETIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/

const TEXT_TYPES: readonly (readonly [RegExp, FieldInfo['type']])[] = [
  [BOOLEAN, 'boolean'],
  [INTEGER, 'integer'],
  [DECIMAL, 'decimal'],
  [DATE, 'date'],
  [DATETIME, 'datetime'],
]

/** Describes a file by what stands in it: a file has no schema. Without an `id` the likeliest column is proposed. */
export function describeSheet(name: string, sheet: Sheet, id?: string): CollectionInfo | undefined {
  const records = [...sheet.entries.values()].slice(0, RECORDS_EXAMINED_MAX)
  const seen = new Set(sheet.columns)
  for (const { fields } of records) for (const field of Object.keys(fields)) seen.add(field)
  const columns = [...seen].map((field) => ({
    field,
    values: records.map(
      ({ fields }) => (Object.hasOwn(fields, field) ? fields[field] : null) ?? null,
    ),
  }))
  const uniqueKeys = columns.filter(({ values }) => isUnique(values)).map(({ field }) => [field])
  const idField = id ?? likeliestId(uniqueKeys.flat())
  if (idField === undefined) return undefined
  return {
    name,
    idField,
    uniqueKeys,
    fields: columns.map(({ field, values }) => ({
      name: field,
      type: typeOf(values),
      writable: field !== idField,
    })),
  }
}

/** Whether every record has a value of its own. Nothing is unique in a file without records. */
function isUnique(values: readonly Value[]): boolean {
  const texts = values.filter((value) => typeof value === 'string' || typeof value === 'number')
  return (
    texts.length > 0 &&
    texts.length === values.length &&
    new Set(texts.map(String)).size === texts.length
  )
}

function likeliestId(unique: readonly string[]): string | undefined {
  return (
    unique.find((name) => /^(id|uuid|guid|key)$/i.test(name)) ??
    unique.find((name) => /(id|no|nr|number|code|key)$/i.test(name)) ??
    unique[0]
  )
}

function typeOf(values: readonly Value[]): FieldInfo['type'] {
  const types = new Set(values.filter((value) => value !== null && value !== '').map(typeOfOne))
  if (types.size === 2 && types.has('integer') && types.has('decimal')) return 'decimal'
  const [only = 'unknown', other] = types
  return other === undefined ? only : 'string'
}

function typeOfOne(value: Value): FieldInfo['type'] {
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value !== 'string') return 'object'
  return TEXT_TYPES.find(([shape]) => shape.test(value))?.[1] ?? 'string'
}
