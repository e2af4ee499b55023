import type { Names } from '../describe/record.ts'
import type { Pair } from '../../core/pair.ts'
import type { PairEvent } from '../../core/journal.ts'
import type { Store } from '../../stores/store.ts'
import { SIDES } from '../../core/side.ts'
import { readBackwards } from '../journal/read-backwards.ts'

/** How two records came to be one pair. */
export interface FoundLink {
  /** By which rule, by whom, or by which write. */
  readonly how: string
  /** Milliseconds since 1970, our clock. */
  readonly atMs: number
}

/** Finds in the journal how the records of a pair were linked; nothing for a pair that has one record. */
export async function findLink(
  store: Store,
  { entity, no }: Pair,
  names: Names,
): Promise<FoundLink | undefined> {
  for await (const page of readBackwards(store, { entity, pair: no }))
    for (const { event, atMs, pair } of page.toReversed()) {
      const how = pair === undefined ? undefined : linkedBy(event, names)
      if (how !== undefined) return { how, atMs }
    }
  return undefined
}

function linkedBy(event: PairEvent, names: Names): string | undefined {
  if (event.kind === 'linked')
    return event.ids.a === undefined || event.ids.b === undefined ? undefined : `by ${event.by}`
  const made =
    event.kind === 'landed' ? SIDES.find((side) => event.ids[side] !== undefined) : undefined
  return made === undefined ? undefined : `by creating the record on ${names[made]}`
}
