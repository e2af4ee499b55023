import type { Propose } from './candidate.ts'
import { MOST, shareOf, valuesOf } from './candidate.ts'
import type { Value } from '../../../core/value.ts'

const isText = (value: Value): boolean => typeof value === 'string'

/** Texts: as they are, then with more and more differences of spelling taken out. */
export const proposeText: Propose = (columns) => {
  const texts = [valuesOf(columns, 'a'), valuesOf(columns, 'b')]
  if (texts.some((values) => shareOf(values, isText) < MOST)) return []
  return [
    { as: 'text', evidence: 'texts' },
    { as: 'text(trim)', evidence: 'space at the ends means nothing' },
    { as: 'text(trim, nfc)', evidence: 'accents are composed differently' },
    { as: 'text(trim, collapse, nfc)', evidence: 'white space differs' },
    { as: 'text(trim, lower)', evidence: 'case differs' },
    { as: 'text(trim, upper)', evidence: 'case differs' },
    { as: 'text(trim, collapse, nfc, ignore-case)', evidence: 'white space and case differ' },
  ]
}
