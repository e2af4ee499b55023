/** A table from two numbers, each at least 0, to a third. */
export interface PairTable {
  /** The number kept, or `-1`. */
  readonly get: (first: number, second: number) => number
  readonly set: (first: number, second: number, value: number) => void
}

const CAPACITY_MIN = 1 << 12
const LOAD_MAX = 0.6
const WIDTH = 3

/** Makes an empty table: open addressing over one array, so that a look costs no object. */
export function makePairTable(): PairTable {
  let capacity = CAPACITY_MIN
  let cells = new Int32Array(capacity * WIDTH).fill(-1)
  let count = 0
  const cellOf = (first: number, second: number): number => {
    const mixed = Math.imul(first ^ Math.imul(second, 0x9e3779b1), 0x85ebca6b)
    let at = ((mixed ^ (mixed >>> 15)) & (capacity - 1)) * WIDTH
    while (cells[at] !== -1 && (cells[at] !== first || cells[at + 1] !== second))
      at = at + WIDTH === cells.length ? 0 : at + WIDTH
    return at
  }
  const put = (first: number, second: number, value: number): void => {
    const at = cellOf(first, second)
    if (cells[at] === -1) count += 1
    cells[at] = first
    cells[at + 1] = second
    cells[at + 2] = value
  }
  const grow = (): void => {
    const old = cells
    capacity *= 2
    cells = new Int32Array(capacity * WIDTH).fill(-1)
    count = 0
    for (let at = 0; at < old.length; at += WIDTH)
      if (old[at] !== -1) put(old[at] ?? 0, old[at + 1] ?? 0, old[at + 2] ?? 0)
  }
  return {
    get: (first, second) => cells[cellOf(first, second) + 2] ?? -1,
    set: (first, second, value) => {
      put(first, second, value)
      if (count > capacity * LOAD_MAX) grow()
    },
  }
}
