/**
 * Walks every sequence of choices that something deterministic can make, by running it again and again: each time it
 * asks, the vector says what it answered last time, and the last answer that has a successor is moved on.
 */
export interface Vector {
  /** One of `count` options, counted from 0. */
  choose(count: number): number
  /** Begins the next sequence; false when there is none. */
  advance(): boolean
}

/** A vector whose first sequence chooses the first option everywhere. */
export function openVector(): Vector {
  const taken: number[] = []
  const counts: number[] = []
  let at = 0
  return {
    choose(count) {
      if (at === taken.length) {
        taken.push(0)
        counts.push(count)
      } else if (counts[at] !== count)
        throw new Error(`choice ${at} had ${counts[at]} options and has ${count}: it is no replay`)
      const chosen = taken[at] ?? 0
      at += 1
      return chosen
    },
    advance() {
      at = 0
      while (taken.length > 0 && (taken.at(-1) ?? 0) + 1 === counts.at(-1)) {
        taken.pop()
        counts.pop()
      }
      const last = taken.pop()
      if (last === undefined) return false
      taken.push(last + 1)
      return true
    },
  }
}
