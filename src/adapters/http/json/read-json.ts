import { JSON_DEPTH_MAX, inspect } from './inspect.ts'
import type { Sighting } from './inspect.ts'
import type { Value } from '../../../core/value.ts'
import { isUtf8 } from 'node:buffer'
import { keepsDigits } from './decimal.ts'
import { nestsDeeper } from './measure.ts'

/** Most members and list items in one text. */
export const JSON_MEMBERS_MAX = 5_000_000
/** From this size on the nesting is measured before anything is built from it. */
export const JSON_MEASURED_BYTES_MIN = 1_048_576

const MARK = Buffer.from([0xef, 0xbb, 0xbf])

/** A JSON text that was read, or why it cannot be. */
export type JsonReading =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: string }

/**
 * Reads a JSON text: UTF-8, with or without a byte order mark. Numbers a double cannot hold arrive as their digits; an
 * object with a member `__proto__` arrives without a prototype. Half surrogates, `NaN` and anything after the value are
 * refused. Of members with one name the last counts.
 */
export function readJson(bytes: Buffer): JsonReading {
  if (!isUtf8(bytes)) return refuse('is not UTF-8')
  if (bytes.length >= JSON_MEASURED_BYTES_MIN && nestsDeeper(bytes, JSON_DEPTH_MAX))
    return refuse(TOO_DEEP)
  const text = bytes.toString('utf8', MARK.equals(bytes.subarray(0, MARK.length)) ? MARK.length : 0)
  const value = parse(text)
  if (value === undefined) return refuse(text.trim() === '' ? 'is empty' : 'is not JSON')
  const seen = inspect(value, text.includes('\\u'))
  const why = objectionTo(seen)
  if (why !== undefined) return refuse(why)
  return { ok: true, value: mayHaveLost(seen, text) ? readCarefully(text) : value }
}

const TOO_DEEP = `is nested deeper than ${JSON_DEPTH_MAX}`

function refuse(why: string): JsonReading {
  return { ok: false, why }
}

function parse(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value
  } catch {
    return undefined
  }
}

function objectionTo({ tooDeep, members, illFormed }: Sighting): string | undefined {
  if (tooDeep) return TOO_DEEP
  if (members > JSON_MEMBERS_MAX) return `has more than ${JSON_MEMBERS_MAX} members`
  return illFormed ? 'holds half of a surrogate pair' : undefined
}

/** Below 10^8 a double keeps seven digits behind the point: only longer ones in the text can have been cut. */
function mayHaveLost({ digits, proto, fraction }: Sighting, text: string): boolean {
  return digits || proto || (fraction && /\.\d{8}/.test(text))
}

/** The slow reading, which sees every number as it was written. */
function readCarefully(text: string): Value {
  const revive = (_: string, value: unknown, context?: { readonly source?: string }): unknown => {
    if (typeof value === 'number') return numberOf(value, context?.source)
    return typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')
      ? withoutPrototype(value)
      : value
  }
  return JSON.parse(text, revive) as Value
}

function numberOf(value: number, source = String(value)): number | string {
  return keepsDigits(source, value) ? value : source
}

/** On an object without a prototype, `__proto__` is a member like any other, read or written. */
function withoutPrototype(value: object): object {
  const bare = Object.create(null) as object
  return Object.defineProperties(bare, Object.getOwnPropertyDescriptors(value))
}
