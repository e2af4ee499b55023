/** Words per block of states: 1 MiB, so that a small search stays small and a large one never moves what it holds. */
export const SHELF_BLOCK_WORDS = 2 ** 18

/** States in the order they were put there, by index. Blocks are added as it fills; what stands is never moved. */
export interface Shelf {
  /** States put there so far, the released ones included. */
  readonly length: number
  /** Copies a state to the end; throws if it has more or fewer words. */
  put(state: Int32Array): void
  /** Copies the state at `index` into `into`. A state that was released reads as zeros. */
  read(index: number, into: Int32Array): void
  /** Whether the state at `index` has these words. */
  holds(index: number, state: Int32Array): boolean
  /** Gives back the memory of whole blocks before `index`. */
  releaseBefore(index: number): void
}

const RELEASED = new Int32Array(0)

/** An empty shelf for states of `words` words. */
export function createShelf(words: number): Shelf {
  const shift = Math.max(0, Math.floor(Math.log2(SHELF_BLOCK_WORDS / words)))
  const mask = 2 ** shift - 1
  const blocks: Int32Array[] = []
  let length = 0
  let kept = 0
  const blockOf = (index: number): Int32Array => blocks[index >>> shift] ?? RELEASED
  return {
    get length() {
      return length
    },
    put: (state) => {
      if (state.length !== words)
        throw new Error(`Bug: a state of ${state.length} words, not ${words}`)
      if ((length & mask) === 0) blocks.push(new Int32Array((mask + 1) * words))
      blockOf(length).set(state, (length & mask) * words)
      length += 1
    },
    read: (index, into) => {
      const block = blockOf(index)
      const start = (index & mask) * words
      for (let word = 0; word < words; word += 1) into[word] = block[start + word] ?? 0
    },
    holds: (index, state) => {
      const block = blockOf(index)
      const start = (index & mask) * words
      for (let word = 0; word < words; word += 1)
        if (block[start + word] !== state[word]) return false
      return true
    },
    releaseBefore: (index) => {
      for (; kept < index >>> shift; kept += 1) blocks[kept] = RELEASED
    },
  }
}
