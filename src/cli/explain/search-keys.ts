import type { OpenEntity, OpenPairing } from '../world.ts'
import type { Page } from '../../adapters/adapter.ts'
import type { Side } from '../../core/side.ts'
import { SIDES } from '../../core/side.ts'
import { counted } from '../output/relative-time.ts'

/** A record whose match key is what was asked for. */
export interface KeyMatch {
  readonly entity: string
  readonly side: Side
  readonly id: string
}

/** What listings of both systems showed for a match key. */
export interface KeySearch {
  readonly matches: readonly KeyMatch[]
  /** What was read, listing by listing. */
  readonly looked: readonly string[]
}

/** How keys are searched for. */
export interface KeySearching {
  readonly signal: AbortSignal
  /** Told what is being read. */
  readonly progress: (what: string) => void
}

/** Lists every collection that has match rules and keeps the records with this key, whatever its case. Reads only. */
export async function searchKeys(
  text: string,
  { entities }: OpenPairing,
  searching: KeySearching,
): Promise<KeySearch> {
  const matches: KeyMatch[] = []
  const looked: string[] = []
  const wanted = text.trim().toLowerCase()
  for (const entity of entities.filter(({ match }) => match.length > 0))
    for (const side of SIDES) {
      const found = await searchSide({ entity, side, wanted }, searching)
      matches.push(...found.matches)
      looked.push(...found.looked)
    }
  return { matches, looked }
}

interface Place {
  readonly entity: OpenEntity
  readonly side: Side
  readonly wanted: string
}

async function searchSide(place: Place, { signal, progress }: KeySearching): Promise<KeySearch> {
  const { entity, side } = place
  const name = `${entity.terms.names[side]} ${entity.name}`
  const listing = entity.collections[side].list(signal)
  const matches: KeyMatch[] = []
  let records = 0
  for (;;) {
    progress(`reading ${name}: ${counted(records, 'record')}`)
    const step = await listing.next()
    if (step.done === true) {
      const end = step.value.complete ? '' : ', which is not all of them'
      return { matches, looked: [`no key among ${counted(records, 'record')} of ${name}${end}`] }
    }
    records += step.value.records.length
    matches.push(...matchesIn(step.value, place))
  }
}

function matchesIn({ records }: Page, { entity, side, wanted }: Place): readonly KeyMatch[] {
  return records
    .filter(({ fields }) =>
      entity.match.some(({ textOf }) => textOf(side, fields)?.toLowerCase() === wanted),
    )
    .map(({ id }) => ({ entity: entity.name, side, id }))
}
