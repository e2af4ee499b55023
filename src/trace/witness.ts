import type { LineOf } from './trace-line.ts'
import type { Side } from '../core/side.ts'

/** What a run has seen of one record so far. */
export interface Sighting {
  /** Every version that was shown. */
  readonly tokens: Set<string>
  /** Those that a read by id, or the answer to a write, showed. */
  readonly fresh: Set<string>
  /** What was shown last: there, proved absent, or neither. */
  state: 'present' | 'absent' | 'unknown'
  /** The line and the content of the last read by id. */
  readAt: number
  record?: string | undefined
  /** The version that the last read by id showed. */
  last?: string | undefined
}

/** What a run has seen of the two systems; the next run knows nothing of it. */
export interface Witness {
  readonly page: (line: LineOf<'page'>) => void
  readonly read: (line: LineOf<'read'>, at: number) => void
  /** The answer to a write that was done. */
  readonly written: (place: Place, token: string | undefined) => void
  readonly of: (place: Place) => Sighting | undefined
}

/** Where a record is. */
export interface Place {
  readonly entity: string
  readonly side: Side
  readonly id: string
}

/** A place as a key. */
export function placeKey({ entity, side, id }: Place): string {
  return JSON.stringify([entity, side, id])
}

/** Nothing was seen yet. */
export function openWitness(): Witness {
  const seen = new Map<string, Sighting>()
  const at = (place: Place): Sighting => {
    const key = placeKey(place)
    const known = seen.get(key)
    if (known !== undefined) return known
    const made: Sighting = { tokens: new Set(), fresh: new Set(), state: 'unknown', readAt: 0 }
    seen.set(key, made)
    return made
  }
  return {
    page({ entity, side, records }) {
      for (const [id, token, state] of records) {
        const sighting = at({ entity, side, id })
        sighting.state = state === 'deleted' ? 'absent' : 'present'
        if (token !== null) sighting.tokens.add(token)
      }
    },
    read(line, readAt) {
      const sighting = at(line)
      sighting.state = STATE_OF[line.answer]
      sighting.readAt = readAt
      sighting.record = line.record
      sighting.last = line.token
      note(sighting, line.token)
    },
    written(place, token) {
      const sighting = at(place)
      sighting.state = 'present'
      note(sighting, token)
    },
    of: (place) => seen.get(placeKey(place)),
  }
}

function note({ tokens, fresh }: Sighting, token: string | undefined): void {
  if (token === undefined) return
  tokens.add(token)
  fresh.add(token)
}

/** What the answer to a read by id proves (W8). */
const STATE_OF: Readonly<Record<LineOf<'read'>['answer'], Sighting['state']>> = {
  found: 'present',
  deleted: 'absent',
  gone: 'absent',
  'not-found': 'absent',
  moved: 'unknown',
  hidden: 'unknown',
}
