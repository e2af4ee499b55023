/** Chance that repeats exactly for a seed. */
export interface Random {
  /** A whole number from 0 to `below` − 1. */
  whole(below: number): number
  pick<T>(list: readonly T[]): T
  /** True in `share` of all cases. */
  chance(share: number): boolean
  bytes(count: number): Uint8Array
  shuffle<T>(list: readonly T[]): T[]
}

/** Mulberry32: 32 bits of state, far more than enough for names and streets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (below: number): number => Math.floor(next() * below)
  return {
    whole,
    pick(list) {
      const index = whole(list.length)
      if (index >= list.length) throw new RangeError('nothing to pick from')
      return list[index] as (typeof list)[number]
    },
    chance: (share) => next() < share,
    bytes: (count) => Uint8Array.from({ length: count }, () => whole(256)),
    shuffle(list) {
      const ranked = list.map((item) => ({ item, rank: next() }))
      return ranked.sort((a, b) => a.rank - b.rank).map(({ item }) => item)
    },
  }
}
