import { MOST, shareOf, valuesOf } from './candidate.ts'
import type { Candidate, Columns, Propose } from './candidate.ts'
import { SIDES } from '../../../core/side.ts'
import type { Side } from '../../../core/side.ts'
import type { Value } from '../../../core/value.ts'
import { isList } from '../../../core/value.ts'

const SEPARATORS = [';', ',', '|', ' ']

/** Several values in one field: lists, and texts that a separator cuts into one. Their order rarely means anything. */
export const proposeList: Propose = (columns) => {
  const lists = SIDES.filter((side) => shareOf(valuesOf(columns, side), isValueList) >= MOST)
  if (lists.length === 2) return [{ as: 'set', evidence: 'lists whose order means nothing' }]
  const texts = SIDES.filter((side) => !lists.includes(side))
  if (texts.some((side) => shareOf(valuesOf(columns, side), isText) < MOST)) return []
  return SEPARATORS.flatMap((separator) => candidate(columns, texts, separator))
}

function candidate(
  columns: Columns,
  texts: readonly Side[],
  separator: string,
): readonly Candidate[] {
  const hasSeparator = texts.some((side) =>
    valuesOf(columns, side).some((value) => typeof value === 'string' && value.includes(separator)),
  )
  // Two texts are only lists if something divides them; a comma or a space in prose does not.
  const isPlain = texts.length === 2 && (separator === ' ' || separator === ',')
  if (!hasSeparator || isPlain) return []
  const splits = texts.map((side) => ({ side: columns.names[side], split: separator }))
  const where = texts.map((side) => columns.names[side]).join(' and ')
  return [
    { as: [...splits, 'set'], evidence: `${where} divides by ${JSON.stringify(separator)}` },
    {
      as: [...splits, { set: 'trim' }],
      evidence: `${where} divides by ${JSON.stringify(separator)} and space`,
    },
  ]
}

function isValueList(value: Value): boolean {
  return typeof value === 'object' && value !== null && isList(value)
}

function isText(value: Value): boolean {
  return typeof value === 'string'
}
