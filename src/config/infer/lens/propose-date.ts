import { MOST, shareOf, valuesOf } from './candidate.ts'
import type { Propose } from './candidate.ts'
import { SIDES } from '../../../core/side.ts'
import type { Value } from '../../../core/value.ts'

/** Ways to write a day, and what they look like. */
const FORMATS: readonly (readonly [format: string, shape: RegExp])[] = [
  ['yyyy-MM-dd', /^\d{4}-\d\d-\d\d$/],
  ['dd.MM.yyyy', /^\d\d\.\d\d\.\d{4}$/],
  ['dd/MM/yyyy', /^\d\d\/\d\d\/\d{4}$/],
  ['MM/dd/yyyy', /^\d\d\/\d\d\/\d{4}$/],
  ['dd-MM-yyyy', /^\d\d-\d\d-\d{4}$/],
  ['yyyy/MM/dd', /^\d{4}\/\d\d\/\d\d$/],
  ['yyyyMMdd', /^\d{8}$/],
]

const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i

/** Days in the formats that their texts have, and instants with an offset. What is ambiguous is tried both ways. */
export const proposeDate: Propose = (columns) => {
  if (SIDES.every((side) => looksLike(valuesOf(columns, side), INSTANT)))
    return [{ as: 'datetime(PT1S)', evidence: 'instants, compared to the second' }]
  const formats = SIDES.map((side) =>
    FORMATS.filter(([, shape]) => looksLike(valuesOf(columns, side), shape)),
  )
  const [a = [], b = []] = formats
  return a.flatMap(([left]) =>
    b.map(([right]) => {
      const steps = [
        { side: columns.names.a, date: left },
        { side: columns.names.b, date: right },
      ]
      const same = left === right
      return {
        as: same ? (left === 'yyyy-MM-dd' ? 'date' : { date: left }) : steps,
        evidence: same
          ? `days as ${left}`
          : `days, ${columns.names.a} ${left}, ${columns.names.b} ${right}`,
      }
    }),
  )
}

function looksLike(values: readonly Value[], shape: RegExp): boolean {
  return shareOf(values, (value) => typeof value === 'string' && shape.test(value.trim())) >= MOST
}
