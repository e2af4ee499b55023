import type { FieldPolicy } from '../terms.ts'
import type { Side } from '../side.ts'
import type { Value } from '../value.ts'
import { canonicalText, isList } from '../value.ts'
import { unreachable } from '../assert.ts'

/** One field on which both sides moved apart. Base values are absent where the field never agreed. */
export interface Contest {
  readonly a: Value
  readonly b: Value
  readonly baseA?: Value | undefined
  readonly baseB?: Value | undefined
  /** Times of the records' last changes, where both may be compared. */
  readonly stampA?: number | undefined
  readonly stampB?: number | undefined
}

/** What a policy says: a side's value stands, a merged value does, or a person is asked. */
export type Ruling =
  | { readonly kind: 'take'; readonly side: Side }
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'ask' }

const ASK: Ruling = { kind: 'ask' }

/** Applies a field's policy (D16): deterministic, and asks whenever the policy has no answer for these values. */
export function settle(policy: FieldPolicy, contest: Contest): Ruling {
  switch (policy.kind) {
    case 'ask':
      return ASK
    case 'take':
      return { kind: 'take', side: policy.side }
    case 'newest':
      return newest(contest)
    case 'union':
      return union(contest)
    case 'max':
      return extreme(contest, 1)
    case 'min':
      return extreme(contest, -1)
    default:
      return unreachable(policy)
  }
}

function newest({ stampA, stampB }: Contest): Ruling {
  if (stampA === undefined || stampB === undefined || stampA === stampB) return ASK
  return { kind: 'take', side: stampA > stampB ? 'a' : 'b' }
}

/** Values that are equal as numbers and yet differ (`1.0`, `1`) are told apart by their texts: no side is preferred. */
function extreme({ a, b }: Contest, sign: 1 | -1): Ruling {
  const order = compareValues(a, b)
  if (order === undefined) return ASK
  const decisive = order === 0 ? compareTexts(canonicalText(a), canonicalText(b)) : order
  return { kind: 'take', side: decisive * sign >= 0 ? 'a' : 'b' }
}

/** Elements survive unless a side that once had them removed them; elements of either side are added. */
function union({ a, b, baseA, baseB }: Contest): Ruling {
  if (!isList(a) || !isList(b)) return ASK
  const removed = new Set([...missingFrom(baseA, a), ...missingFrom(baseB, b)])
  const kept = new Map<string, Value>()
  for (const item of [...a, ...b]) {
    const text = canonicalText(item)
    if (!removed.has(text)) kept.set(text, item)
  }
  const ordered = [...kept].sort(([left], [right]) => compareTexts(left, right))
  return { kind: 'value', value: ordered.map(([, item]) => item) }
}

function missingFrom(base: Value | undefined, current: readonly Value[]): readonly string[] {
  if (base === undefined || !isList(base)) return []
  const present = new Set(current.map(canonicalText))
  return base.map(canonicalText).filter((text) => !present.has(text))
}

const DECIMAL = /^-?\d+(?:\.\d+)?$/

/** Longest decimal text that is compared as a number: beyond it nobody means a number. */
export const DECIMAL_CHARACTERS_MAX = 400

/** Orders numbers, decimal texts, and texts (dates included); `undefined` where the two have no common order. */
export function compareValues(left: Value, right: Value): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return Math.sign(left - right)
  if (isNumeric(left) && isNumeric(right)) return compareDecimals(String(left), String(right))
  if (typeof left !== 'string' || typeof right !== 'string') return undefined
  return compareTexts(left, right)
}

function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1
}

function isNumeric(value: Value): value is string | number {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.length <= DECIMAL_CHARACTERS_MAX && DECIMAL.test(text)
}

function compareDecimals(left: string, right: string): number {
  const places = Math.max(placesOf(left), placesOf(right))
  const difference = scaled(left, places) - scaled(right, places)
  return difference === 0n ? 0 : difference < 0n ? -1 : 1
}

function placesOf(text: string): number {
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1
}

function scaled(text: string, places: number): bigint {
  return BigInt(text.replace('.', '') + '0'.repeat(places - placesOf(text)))
}
