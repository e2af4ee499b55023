import type { Collection } from '../../adapters/adapter.ts'
import type { OpenPairing } from '../world.ts'
import type { Reference } from '../record/read-reference.ts'
import { isBilateralError } from '../../errors.ts'

/** What one read for an unlinked record brought. */
export interface Look {
  readonly entity: string
  readonly system: string
  readonly id: string
  readonly isThere: boolean
  readonly says: string
}

/** Asks both systems for a record the memory does not know, in every collection it could be in. Reads only. */
export async function lookEverywhere(
  { ids }: Reference,
  { entities, systems }: OpenPairing,
  signal: AbortSignal,
): Promise<readonly Look[]> {
  const looks: Look[] = []
  for (const { name: entity, collections } of entities)
    for (const { side, id } of ids) {
      const system = systems[side].name
      const { isThere, what } = await lookFor(id, collections[side], signal)
      looks.push({ entity, system, id, isThere, says: `${system}:${id} (${entity}) ${what}` })
    }
  return looks
}

async function lookFor(
  id: string,
  collection: Collection,
  signal: AbortSignal,
): Promise<{ readonly isThere: boolean; readonly what: string }> {
  try {
    const found = await collection.get(id, signal)
    if (found.kind === 'found') return { isThere: true, what: UNLINKED }
    const what = found.kind === 'hidden' ? `cannot be read: ${found.why}` : 'is not there'
    return { isThere: false, what }
  } catch (error) {
    if (!isBilateralError(error)) throw error
    return { isThere: false, what: `could not be asked for: ${error.message}` }
  }
}

const UNLINKED = 'exists and is not linked: the next sync correlates it, or a rule keeps it apart'
