import type { Value } from '../../core/value.ts'
import { accept, onValues, refuse } from '../lens.ts'
import type { Building, Lens, Reading } from '../lens.ts'
import { flag, hasFlag, made, textOf, unmade } from '../notation/entry.ts'
import type { Arguments, Entry, Made } from '../notation/entry.ts'
import { quote } from '../quote.ts'
import { FORMAT_NAMES, chooseFormat } from '../time/choose-format.ts'
import { faceText, fromTicks } from '../time/clock-face.ts'
import { readIsoTime } from '../time/iso-time.ts'
import { PATTERN_LENGTH_MAX } from '../time/pattern.ts'
import { cut, parsePrecision, stepOf } from '../time/precision.ts'
import type { Precision } from '../time/precision.ts'
import type { TimeFormat } from '../time/time-format.ts'
import { toInstant } from '../time/to-instant.ts'
import type { Locale, Preference } from '../time/to-instant.ts'
import { findZone, suggestZone } from '../time/zone.ts'

/** Instants. */
export const DATETIME_ENTRY: Entry = {
  name: 'datetime',
  class: ['canon', 'part'],
  meaning:
    'An instant, cut to a precision that both sides keep; local times need their zone, and one that the clocks skip or show twice is refused unless `prefer` says which.',
  example: 'datetime(Europe/Berlin, PT1S)',
  parameters: [
    {
      name: 'precision',
      wants: 'PT1H, PT1M, PT1S or a part of a second such as PT0.001S',
      accepts: (value) => typeof value === 'string' && parsePrecision(value) !== undefined,
      required: true,
    },
    { name: 'prefer', wants: 'earlier or later', accepts: isPreference },
    flag('text'),
    {
      name: 'format',
      wants: `${FORMAT_NAMES.join(', ')} or a format of at most ${PATTERN_LENGTH_MAX} characters`,
      accepts: isFormat,
    },
    { name: 'zone', wants: 'a time zone such as Europe/Berlin', accepts: isZoneName },
  ],
  make: makeDatetime,
}

function isPreference(value: Value | undefined): value is Preference {
  return value === 'earlier' || value === 'later'
}

function isFormat(value: Value): boolean {
  return typeof value === 'string' && (FORMAT_NAMES.includes(value) || /yy/i.test(value))
}

/** Whether a text may be meant as a zone; whether there is such a zone is found out later, to suggest another. */
function isZoneName(value: Value): boolean {
  return typeof value === 'string' && /^[A-Z+-][\w+/:-]*$/i.test(value) && !value.startsWith('PT')
}

function makeDatetime(given: Arguments): Made {
  const zoneName = textOf(given, 'zone')
  const zone = zoneName === undefined ? undefined : findZone(zoneName)
  if (zoneName !== undefined && zone === undefined)
    return unmade(`there is no time zone ${quote(zoneName)}`, suggestZone(zoneName))
  const prefer = given.get('prefer')
  if (prefer !== undefined && zone === undefined)
    return unmade('prefer decides about the local times of a zone')
  const precision = stepOf(textOf(given, 'precision') ?? '')
  const asText = hasFlag(given, 'text')
  const choice = chooseFormat({ format: textOf(given, 'format'), precision, zone, asText })
  if (!choice.ok) return unmade(choice.reason, choice.suggestion)
  const locale = { zone, prefer: isPreference(prefer) ? prefer : undefined }
  const name = `datetime(${[...given].map(describeArgument).join(', ')})`
  return made(datetimeLens(name, precision, choice.format, locale))
}

function describeArgument([name, value]: readonly [string, Value]): string {
  if (value === true) return name
  return typeof value === 'string' && name !== 'format' ? value : JSON.stringify(value)
}

function datetimeLens(
  name: string,
  precision: Precision,
  format: TimeFormat,
  locale: Locale,
): Lens {
  function get(native: Value): Reading {
    if (typeof native === 'string' && format.exact?.test(native) === true) return accept(native)
    const written = format.read(native)
    if (typeof written === 'string') return refuse(written)
    const instant = toInstant(written, locale)
    if (typeof instant === 'string') return refuse(instant)
    return accept(`${faceText(fromTicks(cut(instant, precision)), precision.digits)}Z`)
  }

  function build(shared: Value): Building {
    const written = typeof shared === 'string' ? readIsoTime(shared) : undefined
    const instant = written && toInstant(written, {})
    return instant === undefined || typeof instant === 'string'
      ? refuse(`${quote(shared)} is not an instant such as 2024-02-29T12:00:00Z`)
      : accept(format.write(instant))
  }

  return onValues({ name, takes: ['text'], gives: `datetime(${precision.text})`, get, build })
}
