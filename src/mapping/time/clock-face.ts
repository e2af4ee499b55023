import { DAY_SECONDS, fromDayNumber, isCalendarDay, toDayNumber } from './calendar.ts'
import type { CalendarDay } from './calendar.ts'

/** What a calendar and a clock on the wall show, wherever the wall stands. */
export interface ClockFace extends CalendarDay {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly nanos: number
}

/** A time as a number: seconds since 1970-01-01T00:00 on the same wall, and the nanoseconds on top. */
export interface Ticks {
  readonly seconds: number
  readonly nanos: number
}

/** Whether such a time exists on a wall; a leap second does not. */
export function isClockFace(face: ClockFace): boolean {
  return isCalendarDay(face) && face.hour < 24 && face.minute < 60 && face.second < 60
}

/** Counts the ticks of a time that exists. */
export function toTicks(face: ClockFace): Ticks {
  const seconds = face.hour * 3600 + face.minute * 60 + face.second
  return { seconds: toDayNumber(face) * DAY_SECONDS + seconds, nanos: face.nanos }
}

/** The time on the wall after so many ticks. */
export function fromTicks({ seconds, nanos }: Ticks): ClockFace {
  const dayNumber = Math.floor(seconds / DAY_SECONDS)
  const rest = seconds - dayNumber * DAY_SECONDS
  return {
    ...fromDayNumber(dayNumber),
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
    nanos,
  }
}

/** Writes a number with at least so many digits. */
export function pad(number: number, digits: number): string {
  return String(number).padStart(digits, '0')
}

/** Writes a day as ISO 8601 does. */
export function dayText({ year, month, day }: CalendarDay): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
}

/** Writes a time as ISO 8601 does, with so many digits after the second and no zone. */
export function faceText(face: ClockFace, digits: number): string {
  const time = `${pad(face.hour, 2)}:${pad(face.minute, 2)}:${pad(face.second, 2)}`
  const fraction = digits === 0 ? '' : `.${pad(face.nanos, 9).slice(0, digits)}`
  return `${dayText(face)}T${time}${fraction}`
}
