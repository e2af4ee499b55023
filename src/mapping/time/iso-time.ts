import { isClockFace, toTicks } from './clock-face.ts'
import type { Ticks } from './clock-face.ts'

/** A time as a system wrote it: ticks on some wall, and how far that wall is ahead of UTC if it said so. */
export interface WrittenTime extends Ticks {
  readonly offsetSeconds?: number | undefined
}

const ISO_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d\d):?(\d\d)?)?$/u

/** Reads a time in the forms of ISO 8601 and RFC 3339; nothing if it is none, or no such time exists. */
export function readIsoTime(text: string): WrittenTime | undefined {
  const found = ISO_TIME.exec(text)
  if (found === null) return undefined
  const face = {
    year: Number(found[1]),
    month: Number(found[2]),
    day: Number(found[3]),
    hour: Number(found[4]),
    minute: Number(found[5]),
    second: Number(found[6] ?? 0),
    nanos: Number((found[7] ?? '').padEnd(9, '0')),
  }
  if (!isClockFace(face)) return undefined
  return { ...toTicks(face), offsetSeconds: readOffset(found) }
}

function readOffset(found: readonly (string | undefined)[]): number | undefined {
  if (found[8] !== undefined) return 0
  if (found[9] === undefined) return undefined
  const seconds = Number(found[10]) * 3600 + Number(found[11] ?? 0) * 60
  return found[9] === '-' ? -seconds : seconds
}

/** Writes how far a wall is ahead of UTC, in whole minutes: `+02:00`. */
export function offsetText(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes)
  const digits = [Math.floor(minutes / 60), minutes % 60].map((part) =>
    String(part).padStart(2, '0'),
  )
  return `${offsetMinutes < 0 ? '-' : '+'}${digits.join(':')}`
}
