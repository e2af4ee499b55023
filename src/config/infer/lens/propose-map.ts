import { SIDES, otherSide } from '../../../core/side.ts'
import type { Columns, Propose } from './candidate.ts'
import type { Scalar, Value } from '../../../core/value.ts'
import type { Side } from '../../../core/side.ts'
import { valuesOf } from './candidate.ts'

/** A side with more different values than this is not a list of codes. */
export const CODES_MAX = 24

/** Pairs of records for each code, below which a meeting is chance. */
export const PAIRS_PER_CODE_MIN = 2

/** A code that means what a more frequent one means already may be a mistake: it needs so many pairs. */
export const PAIRS_PER_SYNONYM_MIN = 10

/** A code means a word when so many of its pairs say so, 0 to 1. */
export const MEANING_SHARE_MIN = 0.6

/** Codes of one system for words of the other, as they meet in pairs of records. Those that mostly meet nothing are left out. */
export const proposeMap: Propose = (columns) => {
  const codes = { a: codesOf(valuesOf(columns, 'a')), b: codesOf(valuesOf(columns, 'b')) }
  if (SIDES.some((side) => codes[side].size < 2 || codes[side].size > CODES_MAX)) return []
  if (columns.rows.length < PAIRS_PER_CODE_MIN * Math.max(codes.a.size, codes.b.size)) return []
  const coded = moreCoded(codes)
  const meanings = meaningsOf(columns, coded)
  const known = [...meanings].filter(([, meaning]) => meaning !== undefined)
  if (known.length < 2 || known.every(([code, meaning]) => code === meaning)) return []
  const left = [...meanings].filter(([, meaning]) => meaning === undefined).map(([code]) => code)
  const step = { side: columns.names[coded], map: asMap(known), ...asBack(known, codes[coded]) }
  const rest = left.length === 0 ? '' : `; ${left.map(String).join(', ')} mean nothing certain`
  return [{ as: step, evidence: `${String(known.length)} codes meet their words${rest}` }]
}

/** Each code and how often it occurs; too many for a value that is no code. */
function codesOf(values: readonly Value[]): ReadonlyMap<Scalar, number> {
  const counts = new Map<Scalar, number>()
  for (const value of values) {
    if (value === null) continue
    if (typeof value === 'object') return new Map()
    counts.set(value, (counts.get(value) ?? 0) + 1)
    if (counts.size > CODES_MAX) return counts
  }
  return counts
}

/** The side whose values are codes: more of them, or the shorter ones. */
function moreCoded(codes: Readonly<Record<Side, ReadonlyMap<Scalar, number>>>): Side {
  if (codes.a.size !== codes.b.size) return codes.a.size > codes.b.size ? 'a' : 'b'
  const length = (side: Side): number =>
    [...codes[side].keys()].reduce<number>((sum, code) => sum + String(code).length, 0)
  return length('a') < length('b') ? 'a' : 'b'
}

type Meanings = ReadonlyMap<Scalar, Scalar | undefined>

function meaningsOf({ rows }: Columns, coded: Side): Meanings {
  const met = [...Map.groupBy(rows, (row) => row[coded])].sort(
    ([, left], [, right]) => right.length - left.length,
  )
  const meanings = new Map<Scalar, Scalar | undefined>()
  for (const [code, pairs] of met) {
    if (code === null || typeof code === 'object') continue
    const word = wordFor(pairs.map((row) => row[otherSide(coded)]))
    const isTaken = [...meanings.values()].includes(word)
    meanings.set(code, isTaken && pairs.length < PAIRS_PER_SYNONYM_MIN ? undefined : word)
  }
  return meanings
}

/** The word that a code mostly meets. */
function wordFor(met: readonly Value[]): Scalar | undefined {
  const [most] = [...codesOf(met)].sort(([, left], [, right]) => right - left)
  if (most === undefined || met.length < PAIRS_PER_CODE_MIN) return undefined
  return most[1] / met.length >= MEANING_SHARE_MIN ? most[0] : undefined
}

type Known = readonly (readonly [Scalar, Scalar | undefined])[]

/** Keys of an object are texts, so other codes need a list of pairs. */
function asMap(known: Known): Value {
  if (!known.every(([code]) => typeof code === 'string'))
    return known.map(([code, word = null]): Value => [code, word])
  const map: Record<string, Value> = {}
  for (const [code, word = null] of known) map[String(code)] = word
  return map
}

/** Where several codes mean the same, the most frequent one is written. */
function asBack(known: Known, counts: ReadonlyMap<Scalar, number>): { readonly back?: Value } {
  const spellings = Map.groupBy(known, ([, word]) => word)
  const shared = [...spellings].filter(([, codes]) => codes.length > 1)
  if (shared.length === 0) return {}
  const back = shared.map(([word = null, codes]) => {
    const [most] = codes.toSorted(
      ([left], [right]) => (counts.get(right) ?? 0) - (counts.get(left) ?? 0),
    )
    return [word, most?.[0] ?? null]
  })
  return { back }
}
