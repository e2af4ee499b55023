import type { Position } from './paging.ts'

/** Pages of one listing. */
export const PAGES_MAX = 100_000
/** Records of one listing. */
export const RECORDS_MAX = 10_000_000
/** Pages in a row that bring nothing new although the system says what comes next. */
export const IDLE_PAGES_MAX = 100

/** Where a listing has been: keeps it from walking in circles and for ever. */
export interface Trail {
  /** Why the listing must not go on to this position; `undefined` when it may. */
  objection(step: TrailStep): string | undefined
}

/** A page that was read, and where it leads. */
export interface TrailStep {
  readonly next: Position
  /** Records listed so far. */
  readonly records: number
}

/** What a trail has to know of the listing. */
export interface TrailRules {
  readonly pages?: number | undefined
  readonly records?: number | undefined
  /** Whether the system says what comes next. */
  readonly told: boolean
}

/** Begins a trail at the first page. */
export function openTrail({ pages = PAGES_MAX, records = RECORDS_MAX, told }: TrailRules): Trail {
  const visited = new Set<string>()
  let turned = 0
  let known = 0
  let idle = 0
  const walk = (step: TrailStep): void => {
    turned += 1
    idle = step.records > known ? 0 : idle + 1
    known = step.records
  }
  return {
    objection: (step) => {
      walk(step)
      if (turned >= pages) return `it was cut off after ${pages} pages`
      if (step.records >= records) return `it was cut off after ${step.records} records`
      if (!told && idle > 0)
        return `page ${turned} repeats records: the system ignores which page is asked for`
      if (idle > IDLE_PAGES_MAX) return `${idle} pages in a row brought no record`
      const place = JSON.stringify(step.next)
      if (visited.has(place)) return `page ${turned} leads back to a page that was read before`
      visited.add(place)
      return undefined
    },
  }
}
