/** A single JSON value that has no parts. */
export type Scalar = string | number | boolean | null

/** A JSON value. Numbers are finite; digits that do not fit a double arrive as strings. */
export type Value = Scalar | readonly Value[] | { readonly [key: string]: Value }

/** Field name to value. An absent field means "not known"; `null` means "known to be empty". */
export type Fields = Readonly<Record<string, Value>>

/** No fields at all. */
export const NO_FIELDS: Fields = Object.freeze({})

/** Tells whether two values say the same; the order of an object's keys does not matter, absent is not `null`. */
export function sameValue(left: Value | undefined, right: Value | undefined): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object') return false
  if (left === null || right === null) return false
  if (isList(left)) return isList(right) && sameList(left, right)
  return !isList(right) && sameFields(left, right)
}

/** Tells whether two records hold the same fields with the same values. */
export function sameFields(left: Fields, right: Fields): boolean {
  if (left === right) return true
  const names = Object.keys(left)
  if (names.length !== Object.keys(right).length) return false
  return names.every((name) => Object.hasOwn(right, name) && sameValue(left[name], right[name]))
}

/** The named fields, in the order of the names; those that are not there are left out. */
export function pickFields(fields: Fields, names: readonly string[]): Fields {
  const picked: Record<string, Value> = {}
  for (const name of names) {
    const value = fields[name]
    if (value !== undefined) picked[name] = value
  }
  return picked
}

/** Writes a value as JSON with sorted keys: equal values have equal texts, whatever order their keys came in. */
export function canonicalText(value: Value): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalText).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}

/** Tells a list from the other values. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

function sameList(left: readonly Value[], right: readonly Value[]): boolean {
  return left.length === right.length && left.every((item, at) => sameValue(item, right[at]))
}
