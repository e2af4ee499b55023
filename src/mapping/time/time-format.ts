import type { Value } from '../../core/value.ts'
import { quote } from '../quote.ts'
import { faceText, fromTicks, toTicks } from './clock-face.ts'
import type { Ticks } from './clock-face.ts'
import { exactInstant } from './exact-form.ts'
import { offsetText, readIsoTime } from './iso-time.ts'
import type { WrittenTime } from './iso-time.ts'
import type { Pattern } from './pattern.ts'
import type { Precision } from './precision.ts'
import type { Zone } from './zone.ts'

/** How one system writes instants. */
export interface TimeFormat {
  /** Native texts that are a shared value as they stand; absent where the format tells none by its looks. */
  readonly exact?: RegExp | undefined
  /** The time a native value shows, or the reason why it shows none. */
  read(native: Value): WrittenTime | string
  write(instant: Ticks): Value
}

/** ISO 8601: read in all its forms; written in UTC, or as the walls of a zone show it, with or without the offset. */
export function isoFormat(
  precision: Precision,
  wall?: { readonly zone: Zone; readonly withOffset: boolean },
): TimeFormat {
  return {
    exact: exactInstant(precision),
    read: (native) =>
      (typeof native === 'string' ? readIsoTime(native) : undefined) ??
      `${quote(native)} is not a time in ISO format`,
    write: (instant) => {
      if (wall === undefined) return `${faceText(fromTicks(instant), precision.digits)}Z`
      const offset = wall.zone.offsetAt(instant.seconds)
      // RFC 3339 writes offsets in minutes; a wall clock cut to them shows the same instant.
      const shown = wall.withOffset ? Math.floor(offset / 60) * 60 : offset
      const face = faceText(fromTicks(shift(instant, shown)), precision.digits)
      return wall.withOffset ? `${face}${offsetText(shown / 60)}` : face
    },
  }
}

/** A pattern of the user's, as the walls of a zone show the time. */
export function patternFormat(pattern: Pattern, zone: Zone): TimeFormat {
  return {
    read: (native) => {
      const face = typeof native === 'string' ? pattern.read(native) : undefined
      return face === undefined
        ? `${quote(native)} is not a time written as ${pattern.text}`
        : toTicks(face)
    },
    write: (instant) => pattern.write(fromTicks(shift(instant, zone.offsetAt(instant.seconds)))),
  }
}

/** A count of seconds or milliseconds since 1970, as a number or as its digits. */
export function epochFormat(unit: 'epoch-s' | 'epoch-ms', asText: boolean): TimeFormat {
  const perSecond = unit === 'epoch-s' ? 1 : 1000
  return {
    read: (native) => {
      const count =
        typeof native === 'string' && /^-?\d{1,16}$/.test(native) ? Number(native) : native
      if (typeof count !== 'number' || !Number.isSafeInteger(count))
        return `${quote(native)} is not a whole count of ${unit === 'epoch-s' ? 'seconds' : 'milliseconds'}`
      const seconds = Math.floor(count / perSecond)
      return { seconds, nanos: (count - seconds * perSecond) * 1_000_000, offsetSeconds: 0 }
    },
    write: ({ seconds, nanos }) => {
      const count = seconds * perSecond + (perSecond === 1 ? 0 : Math.floor(nanos / 1_000_000))
      return asText ? String(count) : count
    },
  }
}

function shift({ seconds, nanos }: Ticks, offsetSeconds: number): Ticks {
  return { seconds: seconds + offsetSeconds, nanos }
}
