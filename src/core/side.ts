/** One of the two systems of a pair: `a` is the one declared first. Users see the systems' names instead. */
export type Side = 'a' | 'b'

/** Both sides, in the order declared. */
export const SIDES = ['a', 'b'] as const

/** One value for each side. */
export type BySide<T> = Readonly<Record<Side, T>>

/** Names the side across. */
export function otherSide(side: Side): Side {
  return side === 'a' ? 'b' : 'a'
}

/** Makes one value for each side, `a` first. */
export function bySide<T>(make: (side: Side) => T): BySide<T> {
  return { a: make('a'), b: make('b') }
}
