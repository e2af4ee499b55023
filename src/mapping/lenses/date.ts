import { accept, onValues, refuse } from '../lens.ts'
import type { Lens } from '../lens.ts'
import { flag, hasFlag, made, textOf, unmade } from '../notation/entry.ts'
import type { Arguments, Entry, Made } from '../notation/entry.ts'
import { quote } from '../quote.ts'
import { dayText } from '../time/clock-face.ts'
import { EXACT_DAY } from '../time/exact-form.ts'
import { PATTERN_LENGTH_MAX, parsePattern } from '../time/pattern.ts'
import type { Pattern } from '../time/pattern.ts'

const ISO = 'yyyy-MM-dd'

/** Days without a time. */
export const DATE_ENTRY: Entry = {
  name: 'date',
  class: ['iso', 'part'],
  meaning: 'A day, in the format given; days that do not exist and two-digit years are refused.',
  example: 'date("dd.MM.yyyy")',
  parameters: [
    flag('number'),
    {
      name: 'format',
      wants: `a format of at most ${PATTERN_LENGTH_MAX} characters, such as "dd.MM.yyyy" or yyyyMMdd`,
      accepts: (value) => typeof value === 'string' && value !== '',
    },
  ],
  make: makeDate,
}

function makeDate(given: Arguments): Made {
  const parsed = parsePattern(textOf(given, 'format') ?? ISO)
  if (!parsed.ok) return unmade(parsed.reason, parsed.suggestion && `date(${parsed.suggestion})`)
  const { pattern } = parsed
  if (pattern.units.includes('hour')) return unmade('a date has no time of day', 'datetime(PT1M)')
  const asNumber = hasFlag(given, 'number')
  if (asNumber && pattern.text !== 'yyyyMMdd')
    return unmade('only yyyyMMdd can be a number', 'date(yyyyMMdd, number)')
  return made(dateLens(pattern, asNumber))
}

function dateLens(pattern: Pattern, asNumber: boolean): Lens {
  const iso = parsePattern(ISO)
  const isIso = pattern.text === ISO
  const name = isIso ? 'date' : `date("${pattern.text}"${asNumber ? ', number' : ''})`
  return onValues({
    name,
    takes: ['text'],
    gives: 'date',
    get: (native) => {
      if (isIso && typeof native === 'string' && EXACT_DAY.test(native)) return accept(native)
      const text = asNumber && typeof native === 'number' ? String(native) : native
      const day = typeof text === 'string' ? pattern.read(text) : undefined
      return day === undefined
        ? refuse(`${quote(native)} is not a day written as ${pattern.text}`)
        : accept(dayText(day))
    },
    build: (shared) => {
      const day = typeof shared === 'string' && iso.ok ? iso.pattern.read(shared) : undefined
      if (day === undefined) return refuse(`${quote(shared)} is not a day written as ${ISO}`)
      const text = pattern.write(day)
      return accept(asNumber ? Number(text) : text)
    },
  })
}
