import type { Value } from '../../../core/value.ts'

/** Deepest nesting that is read. */
export const JSON_DEPTH_MAX = 100

/** What was met in a JSON value that its plain reading may have got wrong. */
export interface Sighting {
  /** Members and list items, all levels together. */
  members: number
  tooDeep: boolean
  /** A number that is not whole. */
  fraction: boolean
  /** A number with more digits than a double keeps. */
  digits: boolean
  /** A member named `__proto__`. */
  proto: boolean
  /** A text with half of a surrogate pair. */
  illFormed: boolean
  /** Whether texts are checked at all. */
  readonly checkText: boolean
}

/** Looks through a freshly parsed value, once, no deeper than allowed. */
export function inspect(value: Value, checkText: boolean): Sighting {
  const seen: Sighting = {
    members: 0,
    tooDeep: false,
    fraction: false,
    digits: false,
    proto: false,
    illFormed: false,
    checkText,
  }
  inspectValue(value, 0, seen)
  return seen
}

function inspectValue(value: Value, depth: number, seen: Sighting): void {
  if (typeof value === 'number') inspectNumber(value, seen)
  else if (typeof value === 'string') inspectText(value, seen)
  else if (typeof value === 'object' && value !== null) {
    if (depth >= JSON_DEPTH_MAX) seen.tooDeep = true
    else inspectMembers(value, depth + 1, seen)
  }
}

function inspectMembers(value: object, depth: number, seen: Sighting): void {
  if (Array.isArray(value)) {
    seen.members += value.length
    for (const item of value as readonly Value[]) inspectValue(item, depth, seen)
    return
  }
  // What was just parsed inherits no enumerable member, and `for in` is much faster than listing keys.
  for (const key in value) {
    seen.members += 1
    if (key === '__proto__') seen.proto = true
    inspectText(key, seen)
    inspectValue((value as Readonly<Record<string, Value>>)[key] ?? null, depth, seen)
  }
}

function inspectText(text: string, seen: Sighting): void {
  if (seen.checkText && !text.isWellFormed()) seen.illFormed = true
}

function inspectNumber(value: number, seen: Sighting): void {
  if (Number.isInteger(value)) {
    if (!Number.isSafeInteger(value)) seen.digits = true
    return
  }
  seen.fraction = true
  if (!(Math.abs(value) < 1e8)) seen.digits = true
}
