import type { PairChange } from './store.ts'
import { SIDES } from '../core/side.ts'

/** The last change of each pair a transaction touches: what it leaves, in the order the pairs first came. */
export function finalChanges(changes: readonly PairChange[]): readonly PairChange[] {
  const entities = new Map<string, Map<number, PairChange>>()
  for (const change of changes) {
    const { entity, no } = change.before
    const pairs = entities.get(entity)
    if (pairs === undefined) entities.set(entity, new Map([[no, change]]))
    else pairs.set(no, change)
  }
  return [...entities.values()].flatMap((pairs) => [...pairs.values()])
}

/** Whether a change brings its pair into being: until then a pair holds no id. */
export function isBirth({ before }: PairChange): boolean {
  return SIDES.every((side) => before.ids[side] === undefined)
}
