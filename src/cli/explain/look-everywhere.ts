import type { BilateralError } from '../../errors.ts'
import type { Collection, Found } from '../../adapters/adapter.ts'
import type { OpenPairing } from '../world.ts'
import type { Reference } from '../record/read-reference.ts'
import type { Side } from '../../core/side.ts'
import { isBilateralError } from '../../errors.ts'
import { recordName } from '../describe/record.ts'

/** What one read for a record brought. */
export interface Look {
  readonly entity: string
  readonly side: Side
  readonly id: string
  readonly isThere: boolean
  /** Why the system could not be asked, if so. */
  readonly trouble?: BilateralError | undefined
  readonly says: string
}

/** Asks both systems for a record the memory does not know, in every collection it could be in. Reads only. */
export async function lookEverywhere(
  { ids }: Reference,
  { entities }: OpenPairing,
  signal: AbortSignal,
): Promise<readonly Look[]> {
  const looks: Look[] = []
  for (const { name: entity, collections, terms } of entities)
    for (const { side, id } of ids) {
      const seen = await lookFor(id, collections[side], signal)
      const says = `${recordName(terms.names, side, id)} (${entity}) ${seen.what}`
      looks.push({ entity, side, id, isThere: seen.isThere, trouble: seen.trouble, says })
    }
  return looks
}

interface Sighted {
  readonly isThere: boolean
  readonly trouble?: BilateralError | undefined
  readonly what: string
}

async function lookFor(id: string, collection: Collection, signal: AbortSignal): Promise<Sighted> {
  try {
    return sighted(await collection.get(id, signal))
  } catch (error) {
    if (!isBilateralError(error)) throw error
    return { isThere: false, trouble: error, what: `could not be asked for: ${error.message}` }
  }
}

function sighted(found: Found): Sighted {
  const absent = { isThere: false }
  switch (found.kind) {
    case 'found':
      return found.record.state === 'live'
        ? { isThere: true, what: 'is there' }
        : { ...absent, what: 'is there, marked as deleted' }
    case 'gone':
      return { ...absent, what: 'was there and is gone' }
    case 'not-found':
      return { ...absent, what: 'is not there' }
    case 'moved':
      return { ...absent, what: `moved to ${found.to}` }
    case 'hidden':
      return { ...absent, what: `cannot be read: ${found.why}` }
  }
}
