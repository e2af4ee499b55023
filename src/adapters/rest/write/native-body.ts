import type { Fields, Value } from '../../../core/value.ts'
import type { RestCollectionConfig } from '../config.ts'

/** Makes of the fields to write what is sent. */
export type ToNativeBody = (body: Fields) => Fields

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

type Edit = (value: Value) => Value | undefined

/**
 * Compiles what is sent of a body: read-only fields are left out, and digits of fields declared as numbers go out as
 * numbers, all of them (A24).
 */
export function compileNativeBody(config: RestCollectionConfig): ToNativeBody {
  const edits: (readonly [string, Edit])[] = []
  for (const [path, { type, writable }] of Object.entries(config.fields ?? {})) {
    if (type === 'integer' || type === 'decimal') edits.push([path, toRawNumber])
    if (writable === false) edits.push([path, drop])
  }
  for (const path of config.readonly ?? []) edits.push([path, drop])
  return (body) => edits.reduce((fields, [path, edit]) => editAt(fields, path, edit), body)
}

/** Puts a value at a dotted path, whatever stood there. */
export function putAt(fields: Fields, path: string, value: Value): Fields {
  const dot = path.indexOf('.')
  if (dot < 0 || Object.hasOwn(fields, path)) return { ...fields, [path]: value }
  const name = path.slice(0, dot)
  const inner = Object.hasOwn(fields, name) ? fields[name] : undefined
  return { ...fields, [name]: putAt(isFields(inner) ? inner : {}, path.slice(dot + 1), value) }
}

function editAt(fields: Fields, path: string, edit: Edit): Fields {
  if (Object.hasOwn(fields, path)) return withEdited(fields, path, edit(fields[path] ?? null))
  const dot = path.indexOf('.')
  const name = dot < 0 ? path : path.slice(0, dot)
  const inner = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (dot < 0 || !isFields(inner)) return fields
  return { ...fields, [name]: editAt(inner, path.slice(dot + 1), edit) }
}

function withEdited(fields: Fields, name: string, value: Value | undefined): Fields {
  if (value !== undefined) return { ...fields, [name]: value }
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name))
}

function isFields(value: Value | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function drop(): undefined {
  return undefined
}

/** `JSON.rawJSON` writes digits as they are; the language knows it, its types do not yet. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => Value }

function toRawNumber(value: Value): Value {
  return typeof value === 'string' && NUMBER.test(value) ? rawJSON(value) : value
}
