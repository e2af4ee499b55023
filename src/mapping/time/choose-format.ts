import { fractionOf, isFiner, stepOf } from './precision.ts'
import type { Precision } from './precision.ts'
import { parsePattern } from './pattern.ts'
import type { Pattern, Unit } from './pattern.ts'
import { epochFormat, isoFormat, patternFormat } from './time-format.ts'
import type { TimeFormat } from './time-format.ts'
import type { Zone } from './zone.ts'

/** The formats that have a name; any other is a pattern. */
export const FORMAT_NAMES: readonly string[] = ['utc', 'local', 'offset', 'epoch-s', 'epoch-ms']

/** How a user wants times written. */
export interface FormatWish {
  /** A name or a pattern; without it `local` where there is a zone, else `utc`. */
  readonly format: string | undefined
  readonly precision: Precision
  readonly zone: Zone | undefined
  /** Whether a count is written as a text. */
  readonly asText: boolean
}

/** The format wished for, or why there is none such. */
export type FormatChoice =
  | { readonly ok: true; readonly format: TimeFormat }
  | { readonly ok: false; readonly reason: string; readonly suggestion?: string | undefined }

/** Finds the format for a wish; one that is coarser than the precision is refused, for it could not keep the shared value. */
export function chooseFormat(wish: FormatWish): FormatChoice {
  const { precision, zone } = wish
  const name = wish.format ?? (zone === undefined ? 'utc' : 'local')
  if (name === 'epoch-s' || name === 'epoch-ms') return chooseEpoch(name, wish)
  if (wish.asText) return refuseFormat('only epoch-s and epoch-ms can be written as a text')
  if (name === 'utc') return { ok: true, format: isoFormat(precision) }
  if (!FORMAT_NAMES.includes(name)) return choosePattern(name, wish)
  if (zone === undefined) return refuseFormat(`the format ${name} needs a zone`)
  return { ok: true, format: isoFormat(precision, { zone, withOffset: name === 'offset' }) }
}

function chooseEpoch(
  name: 'epoch-s' | 'epoch-ms',
  { precision, zone, asText }: FormatWish,
): FormatChoice {
  if (zone !== undefined)
    return refuseFormat(`${name} counts the same in every zone, so it takes none`)
  const finest = stepOf(name === 'epoch-s' ? 'PT1S' : 'PT0.001S')
  return keeping(precision, finest, epochFormat(name, asText))
}

function choosePattern(text: string, { precision, zone }: FormatWish): FormatChoice {
  const parsed = parsePattern(text)
  if (!parsed.ok) return parsed
  const { pattern } = parsed
  if (!pattern.units.includes('hour'))
    return refuseFormat(`the format ${text} shows no time of day`)
  if (zone === undefined) return refuseFormat(`a local time such as ${text} needs a zone`)
  return keeping(precision, finestOf(pattern), patternFormat(pattern, zone))
}

function finestOf({ units, digits }: Pattern): Precision {
  const shows = (unit: Unit): boolean => units.includes(unit)
  if (shows('nanos')) return fractionOf(digits)
  return stepOf(shows('second') ? 'PT1S' : shows('minute') ? 'PT1M' : 'PT1H')
}

/** The shared value keeps only what the coarser side can: a finer one would be cut on the way there, every time. */
function keeping(precision: Precision, finest: Precision, format: TimeFormat): FormatChoice {
  if (!isFiner(precision, finest)) return { ok: true, format }
  return {
    ok: false,
    reason: `the format keeps ${finest.text}, and the precision is that of the coarser side`,
    suggestion: `precision=${finest.text}`,
  }
}

function refuseFormat(reason: string): FormatChoice {
  return { ok: false, reason }
}
