/** Chance that repeats exactly: the same seed and tape give the same numbers, on every machine. */
export interface Chance {
  /** At least 0 and less than 1. */
  readonly next: () => number
  /** A whole number from 0 up to but not including `count`. */
  readonly below: (count: number) => number
  readonly pick: <T>(items: readonly [T, ...T[]]) => T
  /** True with this probability. */
  readonly often: (probability: number) => boolean
}

/** Opens one tape of a seed; tapes of one seed are independent of each other, so that one may be cut without the others. */
export function chanceOf(seed: number, tape: string): Chance {
  let state = hashText(`${String(seed)}/${tape}`)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (count: number): number => Math.floor(next() * count)
  return {
    next,
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    often: (probability) => next() < probability,
  }
}

/** 32 bits of a text (FNV-1a), going on from an earlier hash if one is given. */
export function hashText(text: string, before = 0x811c9dc5): number {
  let hash = before
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
