import { Big } from 'big.js'
import type { Value } from '../../core/value.ts'
import { accept, onValues, refuse } from '../lens.ts'
import type { Building, Lens, Reading } from '../lens.ts'
import { made, numberOf, unmade } from '../notation/entry.ts'
import type { Entry } from '../notation/entry.ts'
import { denyKind, quote } from '../quote.ts'

/** The largest factor: what a smaller unit can be of a larger one. */
export const FACTOR_MAX = 1_000_000_000

/** The longest text that is read as a scaled number, in characters. */
export const SCALED_CHARACTERS_MAX = 100

const WHOLE = /^[+-]?\d+$/
const DECIMAL = /^[+-]?\d+(?:\.\d+)?$/

/** Amounts that a side counts in smaller units (cents), as whole numbers; the shared value is in the larger unit. */
export const SCALE_ENTRY: Entry = {
  name: 'scale',
  class: ['iso', 'part'],
  meaning:
    'A whole number of smaller units, such as cents: it is divided by 10, 100, 1000, … when read and multiplied when written, exactly.',
  example: 'scale(100)',
  parameters: [
    {
      name: 'factor',
      wants: `10, 100, 1000, … up to ${FACTOR_MAX}`,
      accepts: (value) => typeof value === 'number' && value > 1 && value <= FACTOR_MAX,
      required: true,
    },
  ],
  make: (given) => {
    const factor = numberOf(given, 'factor') ?? 0
    const places = Math.round(Math.log10(factor))
    return 10 ** places === factor
      ? made(scaleLens(factor, places))
      : unmade(`${factor} is not a power of ten: other units do not divide exactly`, 'scale(100)')
  },
}

function scaleLens(factor: number, places: number): Lens {
  return onValues({
    name: `scale(${factor})`,
    takes: ['text'],
    gives: `decimal(${places})`,
    get: (native) => readUnits(native, factor, places),
    build: (shared) => buildUnits(shared, factor),
  })
}

function readUnits(native: Value, factor: number, places: number): Reading {
  const text = digitsOf(native)
  if (text === undefined) return refuse(denyKind(native, 'a whole number'))
  if (!WHOLE.test(text)) return refuse(`${quote(native)} is not a whole number`)
  return accept(plain(new Big(text.replace('+', '')).div(factor), places))
}

function buildUnits(shared: Value, factor: number): Building {
  const text = digitsOf(shared)
  if (text === undefined || !DECIMAL.test(text)) return refuse(`${quote(shared)} is not a number`)
  const units = new Big(text.replace('+', '')).times(factor)
  if (!units.eq(units.round(0, Big.roundDown)))
    return refuse(`${quote(shared)} is not a whole number of ${factor}ths`)
  const number = Number(units.toFixed(0))
  return Number.isSafeInteger(number)
    ? accept(number === 0 ? 0 : number)
    : refuse(`${quote(shared)} has more digits than a JSON number keeps`)
}

function digitsOf(value: Value): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined
  if (typeof value !== 'string' || value.length > SCALED_CHARACTERS_MAX) return undefined
  return value
}

/** Zero has no sign. */
function plain(number: Big, places: number): string {
  return number.eq(0) ? (0).toFixed(places) : number.toFixed(places)
}
