import type { Pair } from '../../core/pair.ts'
import type { Pairing } from '../../engine/pairing.ts'
import type { Reference } from './read-reference.ts'
import { bySide } from '../../core/side.ts'
import { pairName } from '../describe/record.ts'
import { readReference } from './read-reference.ts'

/** Reads what a person typed for a record of this pairing. */
export function referenceTo(text: string, { systems, entities }: Pairing): Reference {
  const names = bySide((side) => systems[side].name)
  return readReference(text, { names, entities: entities.map(({ name }) => name) })
}

/** Every pair the memory knows that a reference can mean; a pair's own number comes before ids that look like it. */
export async function findPairs(
  { pair, ids }: Reference,
  { store, entities }: Pairing,
): Promise<readonly Pair[]> {
  const [numbered] = pair === undefined ? [] : await store.getPairs(pair.entity, [pair.no])
  if (numbered !== undefined) return [numbered]
  const found = new Map<string, Pair>()
  for (const { name } of entities)
    for (const { side, id } of ids)
      for (const known of await store.findPairs(name, side, [id])) found.set(pairName(known), known)
  return [...found.values()]
}
