import { invalid } from './refusal.ts'

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
export type JsonObject = Record<string, Json>

/**
 * Turns what a client sent for one attribute into what is stored. `current` is the stored value a
 * patch starts from. Throws a `Refusal` (422) that names `field`.
 */
export type FieldRule = (value: unknown, field: string, current: Json | undefined) => Json

export const LIST_ITEMS_MAX = 20
const PROSE_CHARACTERS_MAX = 4000
const AMOUNT_MAX = 1e11

/** One line of text: trimmed, white space collapsed, not empty. */
export function text(charactersMax: number): FieldRule {
  return (value, field) => {
    if (typeof value !== 'string') throw invalid(field, 'must be a string')
    const line = value.trim().replace(/\s+/gu, ' ')
    if (line === '') throw invalid(field, 'must not be blank', 'blank')
    if (Array.from(line).length > charactersMax) {
      throw invalid(field, `must have at most ${charactersMax} characters`, 'too_long')
    }
    return line
  }
}

/** Text kept exactly as it was sent. */
export const prose: FieldRule = (value, field) => {
  if (typeof value !== 'string') throw invalid(field, 'must be a string')
  if (value.length > PROSE_CHARACTERS_MAX) throw invalid(field, 'is too long', 'too_long')
  return value
}

/** An e-mail address, stored in lower case. */
export const email: FieldRule = (value, field) => {
  const address = typeof value === 'string' ? value.trim().toLowerCase() : ''
  if (!/^[^\s@]{1,60}@[^\s@]{1,60}\.[^\s@.]+$/u.test(address)) {
    throw invalid(field, 'must be an e-mail address', 'invalid_email')
  }
  return address
}

/** One word of a closed list. */
export function oneOf(words: readonly string[]): FieldRule {
  return (value, field) => {
    if (typeof value === 'string' && words.includes(value)) return value
    throw invalid(field, `must be one of ${words.join(', ')}`, 'not_in_list')
  }
}

/** A text that a pattern describes; `sample` shows people what is meant. */
export function shaped(pattern: RegExp, sample: string): FieldRule {
  return (value, field) => {
    if (typeof value === 'string' && pattern.test(value)) return value
    throw invalid(field, `must look like ${sample}`)
  }
}

/** A non-negative amount of money with at most two decimals. */
export const amount: FieldRule = (value, field) => {
  if (typeof value !== 'number' || !(value >= 0 && value <= AMOUNT_MAX)) {
    throw invalid(field, 'must be a number that is not negative')
  }
  if (Number(value.toFixed(2)) !== value) {
    throw invalid(field, 'must have at most two decimals', 'too_precise')
  }
  return value
}

/** A whole number from `min` to `max`. */
export function whole(min: number, max: number): FieldRule {
  return (value, field) => {
    if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max)
      return Number(value)
    throw invalid(field, `must be a whole number from ${min} to ${max}`)
  }
}

/** True or false. */
export const flag: FieldRule = (value, field) => {
  if (typeof value === 'boolean') return value
  throw invalid(field, 'must be true or false')
}

/** A day of the calendar as `yyyy-mm-dd`. */
export const day: FieldRule = (value, field) => {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/u.test(value)) {
    const instant = new Date(`${value}T00:00:00Z`)
    if (!Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value)) return value
  }
  throw invalid(field, 'must be a day of the calendar, yyyy-mm-dd', 'invalid_date')
}

/** A list replaced as a whole by every write; equal items are kept once. */
export function list(item: FieldRule): FieldRule {
  return (value, field) => {
    if (!Array.isArray(value)) throw invalid(field, 'must be a list')
    if (value.length > LIST_ITEMS_MAX) {
      throw invalid(field, `must have at most ${LIST_ITEMS_MAX} items`, 'too_long')
    }
    const kept = new Map<string, Json>()
    for (const [index, entry] of value.entries()) {
      const stored = item(entry, `${field}[${index}]`, undefined)
      if (stored !== null) kept.set(JSON.stringify(stored), stored)
    }
    return [...kept.values()]
  }
}

/** A nested object whose members are patched one by one. */
export function group(members: Readonly<Record<string, FieldRule>>): FieldRule {
  return (value, field, current) => patchMembers(members, { value, current, path: `${field}.` })
}

/** Accepts null, and reads a blank text as null. */
export function optional(rule: FieldRule): FieldRule {
  return (value, field, current) => {
    if (value === null) return null
    if (typeof value === 'string' && value.trim() === '') return null
    return rule(value, field, current)
  }
}

/** A telephone number with its kind; an entry without a number is dropped. */
export function phone(kinds: readonly [string, ...string[]]): FieldRule {
  const members = {
    kind: oneOf(kinds),
    number: optional(shaped(/^\+?[0-9][0-9 ()/.-]{2,30}$/u, '+49 30 1234-0')),
  }
  const blank = { kind: kinds[0], number: null }
  return (value, field) => {
    const entry = patchMembers(members, { value, current: blank, path: `${field}.` })
    return entry['number'] === null ? null : entry
  }
}

interface MemberPatch {
  readonly value: unknown
  readonly current: Json | undefined
  /** What stands before the member's name in an error, such as `address.`. */
  readonly path: string
}

/** Applies a merge patch member by member; a member without a rule is refused. */
export function patchMembers(
  members: Readonly<Record<string, FieldRule>>,
  patch: MemberPatch,
): JsonObject {
  const { value, current, path } = patch
  const name = path.slice(0, -1)
  if (!isObject(value)) throw invalid(name, 'must be an object', 'not_an_object')
  const merged: JsonObject = isObject(current) ? { ...current } : {}
  for (const [member, sent] of Object.entries(value)) {
    const rule = Object.hasOwn(members, member) ? members[member] : undefined
    if (rule === undefined) throw invalid(path + member, 'is not known here', 'unknown_field')
    merged[member] = rule(sent, path + member, merged[member])
  }
  return merged
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
