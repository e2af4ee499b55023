import { DOMAINS, isRanked, namesIn, rankNames } from './names.ts'

/** The number of the part that is not there. */
export const NOTHING = 0

/** A collection of parts of worlds: each distinct part is kept once and has a number. */
export interface Parts {
  /** The part's number. Parts are plain JSON; `null` is `NOTHING`. */
  readonly numberOf: (part: object | null) => number
  readonly partOf: (number: number) => unknown
  /** The names the part uses, one mask for each domain. */
  readonly namesOf: (number: number) => readonly number[]
  /** The part in which names are replaced by their ranks among those used. */
  readonly ranked: (number: number, used: readonly number[]) => number
  readonly count: () => number
}

interface Kept {
  readonly part: object | null
  readonly text: string
  readonly names: readonly number[]
  readonly ranked: Map<string, number>
}

/** Makes an empty collection. */
export function makeParts(): Parts {
  const kept: Kept[] = []
  const byText = new Map<string, number>()
  const byPart = new WeakMap<object, number>()
  const keep = (text: string): number => {
    const known = byText.get(text)
    if (known !== undefined) return known
    const part = JSON.parse(text) as object | null
    kept.push({ part, text, names: namesIn(text), ranked: new Map() })
    byText.set(text, kept.length - 1)
    if (part !== null) byPart.set(part, kept.length - 1)
    return kept.length - 1
  }
  keep('null')
  const numberOf = (part: object | null): number => {
    if (part === null) return NOTHING
    const known = byPart.get(part)
    if (known !== undefined) return known
    const number = keep(JSON.stringify(part))
    byPart.set(part, number)
    return number
  }
  const at = (number: number): Kept => kept[number] ?? NO_PART
  return {
    numberOf,
    partOf: (number) => at(number).part,
    namesOf: (number) => at(number).names,
    ranked: (number, used) => {
      const { names, ranked, text } = at(number)
      const moved = DOMAINS.filter((_, domain) => {
        return (names[domain] ?? 0) !== 0 && !isRanked(used[domain] ?? 0)
      })
      if (moved.length === 0) return number
      const key = used.join()
      const known = ranked.get(key)
      if (known !== undefined) return known
      const next = keep(rankNames(text, used))
      ranked.set(key, next)
      return next
    },
    count: () => kept.length,
  }
}

const NO_PART: Kept = { part: null, text: 'null', names: [], ranked: new Map() }
