import { wordsOf } from './likeness.ts'
import { toName } from './to-name.ts'

/** Names for entities, each of two collections: the word their names share, else that of the first; no name twice. */
export function entityNames(
  collections: readonly (readonly [a: string, b: string])[],
): readonly string[] {
  const names: string[] = []
  for (const [a, b] of collections) {
    const [left, right] = [wordsOf(a), wordsOf(b)]
    const shared = left.findLast((word) => right.includes(word))
    const base = toName(shared ?? (left.length > 0 ? left.join('_') : a), 'entity')
    names.push(unused(base, names))
  }
  return names
}

/** The name itself, or with the first number that makes it a new one. */
export function unused(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name
  let number = 2
  while (taken.includes(`${name}_${String(number)}`)) number += 1
  return `${name}_${String(number)}`
}
