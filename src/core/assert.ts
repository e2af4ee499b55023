/** Throws when a condition the code relies on does not hold: a bug, never the user's or the world's doing. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`Bug: ${message}`)
}

/** Closes a union: does not compile while a case is left, and throws if untyped data slips through. */
export function unreachable(value: never): never {
  throw new Error(`Bug: no case for ${JSON.stringify(value)}`)
}
