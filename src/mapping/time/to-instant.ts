import { faceText, fromTicks } from './clock-face.ts'
import type { Ticks } from './clock-face.ts'
import type { WrittenTime } from './iso-time.ts'
import type { Zone } from './zone.ts'

/** Which of the two instants a wall clock that is set back shows twice. */
export type Preference = 'earlier' | 'later'

/** How local times of one system become instants. */
export interface Locale {
  readonly zone?: Zone | undefined
  readonly prefer?: Preference | undefined
}

/** First and last second of the years 1 to 9999, so that every instant has four digits to its year. */
const [FIRST_SECOND, LAST_SECOND] = [-62_135_596_800, 253_402_300_799]

/** The instant a written time names, or the reason why it names none: no zone, a gap, a fold without preference. */
export function toInstant(written: WrittenTime, locale: Locale): Ticks | string {
  const seconds = toSeconds(written, locale)
  if (typeof seconds === 'string') return seconds
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND)
    return 'the time is outside the years 1 to 9999'
  return { seconds, nanos: written.nanos }
}

function toSeconds(written: WrittenTime, { zone, prefer }: Locale): number | string {
  if (written.offsetSeconds !== undefined) return written.seconds - written.offsetSeconds
  const shown = (): string => faceText(fromTicks(written), 0)
  if (zone === undefined)
    return `${shown()} has no zone; datetime(Europe/Berlin, …) would name the one of this side's local times`
  const instants = zone.instantsOf(written.seconds)
  const [first, second] = instants
  if (first === undefined) return `${shown()} does not exist in ${zone.name}: the clocks skip it`
  if (second === undefined || prefer === 'earlier') return first
  if (prefer === 'later') return second
  return `${shown()} happens twice in ${zone.name}; prefer=earlier or prefer=later would decide`
}
