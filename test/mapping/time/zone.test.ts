import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { fromDayNumber, isCalendarDay, toDayNumber } from '../../../src/mapping/time/calendar.ts'
import { findZone, suggestZone } from '../../../src/mapping/time/zone.ts'
import type { Zone } from '../../../src/mapping/time/zone.ts'

const NAMES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'America/Sao_Paulo',
]

function zone(name: string): Zone {
  const found = findZone(name)
  if (found === undefined) throw new Error(name)
  return found
}

const instant = fc.integer({ min: -2_000_000_000, max: 4_000_000_000 })

describe.each(NAMES)('%s', (name) => {
  const here = zone(name)

  test('[M10] is as far ahead of UTC as Temporal says, at any instant', () => {
    fc.assert(
      fc.property(instant, (seconds) => {
        const there = Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(
          name,
        )
        expect(here.offsetAt(seconds) * 1e9).toBe(there.offsetNanoseconds)
      }),
    )
  })

  test('[M10] shows a local time at the instants Temporal says, also around a change of offset', () => {
    fc.assert(
      fc.property(nearTransition(name), (wallSeconds) => {
        expect(here.instantsOf(wallSeconds)).toEqual(temporalInstants(name, wallSeconds))
      }),
    )
  })
})

/** Wall clock seconds, half of them within three hours of a change of offset. */
function nearTransition(name: string): fc.Arbitrary<number> {
  const near = fc
    .tuple(instant, fc.integer({ min: -10_800, max: 10_800 }))
    .map(([start, shift]) => {
      const from = Temporal.Instant.fromEpochMilliseconds(start * 1000).toZonedDateTimeISO(name)
      const change = from.getTimeZoneTransition('next') ?? from
      return Math.floor(change.epochMilliseconds / 1000) + change.offsetNanoseconds / 1e9 + shift
    })
  return fc.oneof(near, instant)
}

function temporalInstants(timeZone: string, wallSeconds: number): readonly number[] {
  const wall = new Temporal.PlainDateTime(1970, 1, 1).add({ seconds: wallSeconds })
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(timeZone, { disambiguation }),
  )
  const seconds = [earlier, later]
    .filter((time) => time?.toPlainDateTime().equals(wall) === true)
    .map((time) => (time?.epochMilliseconds ?? 0) / 1000)
  return [...new Set(seconds)]
}

test('days are counted as Temporal counts them', () => {
  const epoch = new Temporal.PlainDate(1970, 1, 1)
  fc.assert(
    fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (days) => {
      const { year, month, day } = epoch.add({ days })
      expect(fromDayNumber(days)).toEqual({ year, month, day })
      expect(toDayNumber({ year, month, day })).toBe(days)
    }),
  )
})

test.each([
  [{ year: 2024, month: 2, day: 29 }, true],
  [{ year: 2023, month: 2, day: 29 }, false],
  [{ year: 1900, month: 2, day: 29 }, false],
  [{ year: 2000, month: 2, day: 29 }, true],
  [{ year: 2024, month: 4, day: 31 }, false],
  [{ year: 2024, month: 13, day: 1 }, false],
  [{ year: 0, month: 1, day: 1 }, false],
])('%j exists: %s', (day, exists) => {
  expect(isCalendarDay(day)).toBe(exists)
})

test('a zone that does not exist is not found, and the likely one is suggested', () => {
  expect(findZone('Europe/Berln')).toBeUndefined()
  expect(suggestZone('Europe/Berln')).toBe('Europe/Berlin')
})
