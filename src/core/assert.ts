/** Throws when a promise of the code itself is broken: a bug, never the world's fault. */
export function assert(condition: boolean, promise: string): asserts condition {
  if (!condition) throw new Error(`Broken promise: ${promise}`)
}

/** Closes a union: the compiler refuses the call while a case is left. */
export function unreachable(value: never): never {
  throw new Error(`Broken promise: every case is handled, yet met ${JSON.stringify(value)}`)
}
