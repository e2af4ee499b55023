import { MOST, shareOf, valuesOf } from './candidate.ts'
import type { Candidate, Columns, Propose } from './candidate.ts'
import { SIDES, otherSide } from '../../../core/side.ts'
import type { Side } from '../../../core/side.ts'
import type { Value } from '../../../core/value.ts'

const NUMBER = /^[+-]?(?:0|[1-9]\d*)(?:\.(?<places>\d+))?$/

/** The powers of ten in which systems count small units: cents, mills, basis points. */
const FACTORS = [100, 1000, 10_000]

/** Numbers: whole ones, decimals of as many places as most values have, and amounts that one side counts in small units. */
export const proposeNumber: Propose = (columns) => {
  if (SIDES.some((side) => shareOf(valuesOf(columns, side), isNumber) < MOST)) return []
  const places = Math.max(...SIDES.map((side) => placesOf(valuesOf(columns, side))))
  const isText = SIDES.map((side) => shareOf(valuesOf(columns, side), isDigits) >= MOST)
  const identifier: Candidate = { as: 'id', evidence: 'digits on one side, a number on the other' }
  const plain: Candidate = {
    as: SIDES.map((side, at) =>
      decimalStep(side, places, { columns, isText: isText[at] === true }),
    ),
    evidence: places === 0 ? 'whole numbers' : `at most ${String(places)} decimal places`,
  }
  const simple: Candidate = {
    as: places === 0 ? 'integer' : `decimal(${String(places)})`,
    evidence: plain.evidence,
  }
  const base = isText.includes(true) ? plain : simple
  const ids = places === 0 && isText[0] !== isText[1] ? [identifier] : []
  return [...ids, base, ...(isText.includes(true) ? [] : scaled(columns, places))]
}

interface DecimalPlace {
  readonly columns: Columns
  /** Whether the side writes its numbers as texts. */
  readonly isText: boolean
}

function decimalStep(side: Side, places: number, { columns, isText }: DecimalPlace): Value {
  const text = isText ? { text: true } : {}
  return { side: columns.names[side], decimal: { places, ...text } }
}

function scaled(columns: Columns, places: number): readonly Candidate[] {
  return SIDES.flatMap((side) =>
    FACTORS.filter((factor) => places <= Math.log10(factor)).map((factor) => ({
      as: [
        { side: columns.names[side], scale: factor },
        { side: columns.names[otherSide(side)], decimal: Math.log10(factor) },
      ],
      evidence: `${columns.names[side]} counts in units of 1/${String(factor)}`,
    })),
  )
}

/** A few values with more places than all others do not decide how many a column has. */
const PLACES_SHARE = 0.98

/** The places with which most values can do. */
function placesOf(values: readonly Value[]): number {
  const places = values
    .map((value) => NUMBER.exec(String(value as string | number))?.groups?.['places']?.length ?? 0)
    .sort((left, right) => left - right)
  return places[Math.ceil(places.length * PLACES_SHARE) - 1] ?? 0
}

function isNumber(value: Value): boolean {
  return (typeof value === 'number' && Number.isFinite(value)) || isDigits(value)
}

function isDigits(value: Value): boolean {
  return typeof value === 'string' && NUMBER.test(value)
}
