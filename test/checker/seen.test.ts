import { expect, test } from 'vitest'
import { createSeen } from '../../src/checker/seen.ts'

/** States that real models are full of: small counters, single bits far apart, long rows of flags. */
const FAMILIES: Readonly<
  Record<string, { words: number; fill: (state: Int32Array, n: number) => void }>
> = {
  'small counters': {
    words: 4,
    fill: (state, n) => state.forEach((_, word) => (state[word] = (n >> (5 * word)) & 31)),
  },
  'counters in high bits': {
    words: 4,
    fill: (state, n) => state.forEach((_, word) => (state[word] = ((n >> (5 * word)) & 31) << 27)),
  },
  'rows of flags': {
    words: 20,
    fill: (state, n) => state.forEach((_, word) => (state[word] = (n >> word) & 1)),
  },
  'two bits of many': {
    words: 46,
    fill: (state, n) => {
      state.fill(0)
      for (const bit of [n % 1024, 1024 + (((n / 1024) | 0) % 448)])
        state[bit >> 5]! |= 1 << (bit & 31)
    },
  },
  'one number': { words: 1, fill: (state, n) => (state[0] = n) },
}
const STATES = 2 ** 20

test.each(Object.keys(FAMILIES))(
  'fingerprints of %s collide no more often than random ones',
  (name) => {
    const { words, fill } = FAMILIES[name]!
    const state = new Int32Array(words)
    for (const bits of [32, 36]) {
      const seen = createSeen({ words, bits, shelf: undefined })
      let distinct = 0
      for (; distinct < (name === 'two bits of many' ? 1024 * 448 : STATES); distinct += 1) {
        fill(state, distinct)
        seen.add(state)
      }
      const expected = distinct ** 2 / 2 ** (bits + 1)
      expect(distinct - seen.size).toBeLessThan(expected + 5 * Math.sqrt(expected) + 5)
      expect(seen.add(state)).toBe(false)
    }
  },
)
