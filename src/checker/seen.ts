import type { Shelf } from './shelf.ts'

/** Bits of a whole fingerprint: two lanes of 32. */
export const FINGERPRINT_BITS = 64

/** How states are told apart. */
export interface SeenTerms {
  /** Words per state. */
  readonly words: number
  /** Bits of the fingerprint that are used, 1 to 64. */
  readonly bits: number
  /** Where every state that was added stands, in order: states are compared word by word. Without it, fingerprints are. */
  readonly shelf: Shelf | undefined
}

/** The set of states met so far: 8 bytes for each, and the empty places of an open table. */
export interface Seen {
  /** How many states are in the set. */
  readonly size: number
  /** Adds a state and tells whether it was new. With a shelf, a new state must be put there before the next call. */
  add(state: Int32Array): boolean
}

/**
 * The set is many small open tables instead of one large: each grows on its own, so that growing needs no second copy
 * of everything. A place is two words: a lane of the fingerprint, and either the other lane or the state's index + 1.
 */
const TABLES = 64
const FIRST_PLACES = 128
const LOAD_MAX = 0.8
const GROWTH = 1.5

/** An empty set. */
export function createSeen({ words, bits, shelf }: SeenTerms): Seen {
  const tables = Array.from({ length: TABLES }, (_, index) => emptyTable(index))
  const counts = new Int32Array(TABLES)
  // The low lane places a state by its first bits: those are kept, so that fewer bits do not crowd one place.
  const lowBits = Math.ceil(bits / 2)
  const lowMask = -(2 ** (32 - lowBits))
  const highMask = 2 ** (bits - lowBits) - 1
  let size = 0
  return {
    get size() {
      return size
    },
    add: (state) => {
      let low = 0x2545f491
      let high = 0x9e3779b9
      for (let index = 0; index < words; index += 1) {
        const word = state[index] as number
        low = Math.imul(low ^ word, 0x85ebca6b)
        low ^= low >>> 15
        high = Math.imul(high ^ word, 0xc2b2ae35)
        high ^= high >>> 13
      }
      low = Math.imul(low ^ (high >>> 16), 0x27d4eb2f)
      high = Math.imul(high ^ (low >>> 15), 0x165667b1)
      low = (low ^ (high >>> 13)) & lowMask
      // A place whose second word is 0 is empty.
      high = (high ^ (high >>> 16)) & highMask || 1
      const which = high & (TABLES - 1)
      const table = tables[which] as Int32Array
      const end = table.length
      let place = placeOf(low, end)
      for (let second; (second = table[place + 1] as number) !== 0;) {
        if (table[place] === low) {
          if (shelf === undefined ? second === high : shelf.holds((second >>> 0) - 1, state))
            return false
        }
        place += 2
        if (place === end) place = 0
      }
      table[place] = low
      table[place + 1] = shelf === undefined ? high : size + 1
      size += 1
      const count = (counts[which] as number) + 1
      counts[which] = count
      if (2 * count > LOAD_MAX * end) tables[which] = grown(table)
      return true
    },
  }
}

/** Where the search for a fingerprint begins: its place if all were spread evenly in their order. */
function placeOf(low: number, end: number): number {
  return (((low >>> 0) * (end / 2 ** 33)) | 0) << 1
}

/** The tables begin with different sizes, so that they do not all grow at the same time. */
function emptyTable(index: number): Int32Array<ArrayBuffer> {
  return new Int32Array(2 * Math.round(FIRST_PLACES * GROWTH ** (index / TABLES)))
}

function grown(table: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * Math.ceil((GROWTH * table.length) / 2))
  const end = larger.length
  for (let from = 0; from < table.length; from += 2) {
    const second = table[from + 1] as number
    if (second === 0) continue
    const low = table[from] as number
    let place = placeOf(low, end)
    while (larger[place + 1] !== 0) {
      place += 2
      if (place === end) place = 0
    }
    larger[place] = low
    larger[place + 1] = second
  }
  return larger
}
