import { Big } from 'big.js'
import type { Value } from '../../core/value.ts'
import { accept, onValues, refuse } from '../lens.ts'
import type { Building, Lens, Reading } from '../lens.ts'
import { count, flag, hasFlag, made, numberOf } from '../notation/entry.ts'
import type { Entry } from '../notation/entry.ts'
import { denyKind, quote } from '../quote.ts'

/** The most decimal places a field may keep. */
export const PLACES_MAX = 20

/** The longest text that is read as a number, and the most digits it may stand for, in characters. */
export const DIGITS_MAX = 100

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?$/

/** Exact numbers: the shared value is a decimal text, so that no digit is lost to binary fractions. */
export const DECIMAL_ENTRIES: readonly Entry[] = [
  {
    name: 'decimal',
    class: ['canon', 'part'],
    meaning:
      'An exact number with so many decimal places, never rounded; written as a JSON number, or with `text` as a text.',
    example: 'decimal(2)',
    parameters: [{ ...count('places', 0, PLACES_MAX), required: true }, flag('text')],
    make: (given) => made(decimalLens(numberOf(given, 'places') ?? 0, hasFlag(given, 'text'))),
  },
  {
    name: 'integer',
    class: ['canon', 'part'],
    meaning:
      'A whole number with every digit kept; written as a JSON number, or with `text` as a text of any length.',
    example: 'integer',
    parameters: [flag('text')],
    make: (given) => made(decimalLens(0, hasFlag(given, 'text'))),
  },
]

function decimalLens(places: number, asText: boolean): Lens {
  const canonical = new RegExp(`^(?:0|-?[1-9]\\d{0,40})${places === 0 ? '' : `\\.\\d{${places}}`}$`)
  // Beyond this a double no longer tells neighbouring decimals apart.
  const exactMax = Number.MAX_SAFE_INTEGER / 10 ** places
  const name = places === 0 ? 'integer' : `decimal(${places})`

  function get(native: Value): Reading {
    if (typeof native === 'number') return readNumber(native, places, exactMax)
    if (typeof native !== 'string') return refuse(denyKind(native, 'a number'))
    return canonical.test(native) ? accept(native) : readText(native, places)
  }

  function build(shared: Value): Building {
    const reading = get(shared)
    if (!reading.ok || asText) return reading
    const number = Number(reading.value)
    return Math.abs(number) <= exactMax
      ? accept(number)
      : refuse(
          `${quote(shared)} has more digits than a JSON number keeps; ${spellAsText(places)} writes a text`,
        )
  }

  return onValues({
    name: asText ? spellAsText(places) : name,
    takes: ['text'],
    gives: name,
    get,
    build,
  })
}

function spellAsText(places: number): string {
  return places === 0 ? 'integer(text)' : `decimal(${places}, text)`
}

function readNumber(native: number, places: number, exactMax: number): Reading {
  if (!Number.isFinite(native)) return refuse(`${native} is not a number`)
  if (Math.abs(native) > exactMax)
    return refuse(
      `${native} may have lost digits: a JSON number does not keep so many; the system has to send a text`,
    )
  const text = native.toFixed(places)
  return Number(text) === native ? accept(text) : refuse(describePlaces(native, places))
}

function readText(native: string, places: number): Reading {
  if (native.length > DIGITS_MAX || !NUMBER.test(native))
    return refuse(`${quote(native)} is not a number`)
  // A plus means nothing, neither before the number nor in its exponent.
  const number = new Big(native.replaceAll('+', ''))
  if (number.eq(0)) return accept((0).toFixed(places))
  if (Math.abs(number.e) > DIGITS_MAX)
    return refuse(`${quote(native)} has more than ${DIGITS_MAX} digits`)
  return number.eq(number.round(places, Big.roundDown))
    ? accept(number.toFixed(places))
    : refuse(describePlaces(native, places))
}

function describePlaces(native: Value, places: number): string {
  const allowed = places === 0 ? 'decimal places' : `more than ${places} decimal places`
  return `${quote(native)} has ${allowed}`
}
