import { findNearest } from '../notation/nearest.ts'
import { DAY_SECONDS, toDayNumber } from './calendar.ts'

/** A time zone: which instants its wall clocks show. Times are seconds since 1970, on the wall or in UTC. */
export interface Zone {
  readonly name: string
  /** How far the zone's walls are ahead of UTC at an instant, in seconds. */
  offsetAt(instantSeconds: number): number
  /** The instants at which the walls show a time, earlier first: none in a gap, two in a fold. */
  instantsOf(wallSeconds: number): readonly number[]
}

/** How many days a zone remembers the offset of before it forgets them all. */
const DAYS_REMEMBERED_MAX = 4096

/** Finds a zone by its IANA name, in the data of the runtime; nothing if it has no such zone. */
export function findZone(name: string): Zone | undefined {
  const clock = makeClock(name)
  return clock && compileZone(name, clock)
}

/** The zone's name most like this one. */
export function suggestZone(name: string): string | undefined {
  return findNearest(name, ['UTC', ...Intl.supportedValuesOf('timeZone')])
}

function makeClock(timeZone: string): Intl.DateTimeFormat | undefined {
  const numeric = 'numeric'
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      era: 'short',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function compileZone(name: string, clock: Intl.DateTimeFormat): Zone {
  const offsets = new Map<number, number | 'moves'>()

  /** A day whose both ends have one offset has it throughout: no zone moves there and back within a day. */
  function dayOffset(day: number): number | 'moves' {
    const start = measureOffset(clock, day * DAY_SECONDS)
    const end = measureOffset(clock, (day + 1) * DAY_SECONDS)
    return start === end ? start : 'moves'
  }

  function offsetAt(instantSeconds: number): number {
    const day = Math.floor(instantSeconds / DAY_SECONDS)
    let offset = offsets.get(day)
    if (offset === undefined) {
      if (offsets.size >= DAYS_REMEMBERED_MAX) offsets.clear()
      offset = dayOffset(day)
      offsets.set(day, offset)
    }
    return offset === 'moves' ? measureOffset(clock, instantSeconds) : offset
  }

  function instantsOf(wallSeconds: number): readonly number[] {
    const before = offsetAt(wallSeconds - DAY_SECONDS)
    const after = offsetAt(wallSeconds + DAY_SECONDS)
    if (before === after) return [wallSeconds - before]
    return [before, after]
      .filter((offset) => offsetAt(wallSeconds - offset) === offset)
      .map((offset) => wallSeconds - offset)
      .sort((left, right) => left - right)
  }

  return { name, offsetAt, instantsOf }
}

/** Reads the offset off the wall: what the zone shows at an instant, less the instant. */
function measureOffset(clock: Intl.DateTimeFormat, instantSeconds: number): number {
  const face: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
  for (const { type, value } of clock.formatToParts(instantSeconds * 1000)) face[type] = value
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(face[type])
  const year = face.era === 'BC' ? 1 - number('year') : number('year')
  const day = toDayNumber({ year, month: number('month'), day: number('day') })
  const seconds = number('hour') * 3600 + number('minute') * 60 + number('second')
  return day * DAY_SECONDS + seconds - instantSeconds
}
