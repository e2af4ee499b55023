import type { Column, Table } from '../column.ts'
import { identityOf } from '../name/identity.ts'
import { likenessOf } from '../name/likeness.ts'
import { normalText } from '../column.ts'
import { canonicalText } from '../../../core/value.ts'
import type { Value } from '../../../core/value.ts'

/** A column identifies records when so many of its values are different, 0 to 1. */
export const KEY_UNIQUENESS_MIN = 0.95

/** Two columns may be one key when the smaller one shares so many of its values, 0 to 1. */
export const KEY_OVERLAP_MIN = 0.2

/** Shared values below which nothing is concluded. */
export const KEY_SHARED_MIN = 2

/** Pairs on which a key is tried. */
export const KEY_PAIRS_TRIED_MAX = 500

/** Two records that a key finds to be one, by their positions. */
export type RowPair = readonly [a: number, b: number]

/** Two columns that could be one key, with what was measured. */
export interface KeyFinding {
  readonly a: Column
  readonly b: Column
  /** Records that find exactly one counterpart. */
  readonly pairs: readonly RowPair[]
  /** The lens through which both are read, where their texts differ in spelling. */
  readonly as?: string | undefined
  /** Share of the side with fewer values that finds a counterpart, 0 to 1. */
  readonly share: number
  /** Other pairs of columns that agree on the pairs found, and not on others: independent witnesses. */
  readonly witnesses: number
}

/** Finds every pair of columns that could tell which records are one, best first. Pure. */
export function findKeys(a: Table, b: Table): readonly KeyFinding[] {
  const sides = { a: a.columns.filter(canBeKey), b: b.columns.filter(canBeKey) }
  const indexes = new Map([...sides.a, ...sides.b].map((column) => [column, indexOf(column)]))
  const findings = sides.a.flatMap((left) =>
    sides.b.flatMap((right) => {
      const pairs = pairUp(indexes.get(left) ?? new Map(), indexes.get(right) ?? new Map())
      const share = pairs.length / Math.max(1, Math.min(left.distinct, right.distinct))
      if (pairs.length < sharedMin(left, right) || share < KEY_OVERLAP_MIN) return []
      const finding = { a: left, b: right, pairs, share, as: lensFor(left, right, pairs) }
      return [{ ...finding, witnesses: countWitnesses(finding, a, b) }]
    }),
  )
  return findings.filter(isPlausible).sort((left, right) => worthOf(right) - worthOf(left))
}

function canBeKey({ filled, distinct, role }: Column): boolean {
  return (
    role !== 'bookkeeping' && filled >= KEY_SHARED_MIN && distinct / filled >= KEY_UNIQUENESS_MIN
  )
}

/** One shared value is worth a question where the names say the same and the value says much. */
function sharedMin(a: Column, b: Column): number {
  return likenessOf(a.path, b.path) === 1 && isTelling(a) ? 1 : KEY_SHARED_MIN
}

/** Each value that exactly one record holds, and where. */
function indexOf({ values }: Column): ReadonlyMap<string, number> {
  const index = new Map<string, number>()
  const repeated = new Set<string>()
  values.forEach((value, at) => {
    const text = normalText(value)
    if (text === undefined) return
    if (index.has(text)) repeated.add(text)
    else index.set(text, at)
  })
  for (const text of repeated) index.delete(text)
  return index
}

function pairUp(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
): readonly RowPair[] {
  return [...a].flatMap(([text, at]) => {
    const other = b.get(text)
    return other === undefined ? [] : [[at, other] as const]
  })
}

/** A witness agrees on half of the pairs, and on far fewer when the pairs are mixed up. */
const WITNESS_SHARE_MIN = 0.5
const WITNESS_LIFT_MIN = 0.3

/** On fewer pairs than this, small numbers and yes or no agree by chance, and only what says more is heard. */
const WITNESSED_BY_NUMBERS_MIN = 20

/** So many characters of text are seldom the same by chance. */
const TELLING_CHARACTERS_MIN = 4

function isTelling({ values, filled }: Column): boolean {
  const telling = values.filter((value) => {
    const text = normalText(value) ?? ''
    return text.length >= TELLING_CHARACTERS_MIN && !/^(?:\d{1,9}|true|false)$/.test(text)
  })
  return telling.length > filled / 2
}

function countWitnesses(finding: Omit<KeyFinding, 'witnesses'>, a: Table, b: Table): number {
  const pairs = finding.pairs.slice(0, KEY_PAIRS_TRIED_MAX)
  const mixed = pairs.map(
    ([at], index) => [at, pairs[(index + 1) % pairs.length]?.[1] ?? 0] as const,
  )
  const others = (table: Table, own: Column): readonly Column[] =>
    table.columns.filter((column) => column !== own && column.role === 'data')
  const rights = others(b, finding.b)
  const isHeard = (column: Column): boolean =>
    pairs.length >= WITNESSED_BY_NUMBERS_MIN || isTelling(column)
  return others(a, finding.a)
    .filter(isHeard)
    .filter((left) =>
      rights.some((right) => {
        const share = equalShare(left, right, pairs)
        return (
          share >= WITNESS_SHARE_MIN && share - equalShare(left, right, mixed) >= WITNESS_LIFT_MIN
        )
      }),
    ).length
}

function equalShare(left: Column, right: Column, pairs: readonly RowPair[]): number {
  let [equal, held] = [0, 0]
  for (const [a, b] of pairs) {
    const text = normalText(left.values[a])
    if (text === undefined) continue
    held += 1
    if (text === normalText(right.values[b])) equal += 1
  }
  return held === 0 ? 0 : equal / held
}

/** Two columns that merely count from one agree by chance: whole numbers need a witness, and so do the systems' own ids. */
function isPlausible({ a, b, pairs, witnesses }: KeyFinding): boolean {
  if (isCounted(a) && isCounted(b) && pairs.length <= KEY_SHARED_MIN) return false
  if (witnesses > 0) return true
  if (a.role === 'id' && b.role === 'id') return likenessOf(a.path, b.path) === 1 && !isCounted(a)
  return !isCounted(a) || !isCounted(b)
}

function isCounted({ values }: Column): boolean {
  return values.every((value) => value === null || /^\d{1,9}$/.test(normalText(value) ?? '0'))
}

function worthOf({ a, b, share, witnesses }: KeyFinding): number {
  const promised = a.unique || b.unique ? 0.2 : 0
  const identity = Math.min(identityOf(a.path), identityOf(b.path)) / 2
  return share + promised + identity + 0.3 * likenessOf(a.path, b.path) + Math.min(witnesses, 4) / 4
}

/** The simplest lens under which every pair has one key: the mapping compares texts as they are. */
function lensFor(a: Column, b: Column, pairs: readonly RowPair[]): string | undefined {
  const texts = pairs.map(([left, right]) => [a.values[left], b.values[right]] as const)
  const isSame = (make: (text: string) => string): boolean =>
    texts.every(([left, right]) => make(textOf(left)) === make(textOf(right)))
  if (isSame((text) => text)) return undefined
  if (isSame((text) => text.trim())) return 'text(trim)'
  if (isSame((text) => text.trim().toLowerCase())) return 'text(trim, lower)'
  return 'text(trim, collapse, nfc, lower)'
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : canonicalText(value ?? null)
}
