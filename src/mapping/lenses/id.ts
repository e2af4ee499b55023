import { EMPTY, accept, onValues, refuse } from '../lens.ts'
import type { Reading } from '../lens.ts'
import { made } from '../notation/entry.ts'
import type { Entry } from '../notation/entry.ts'
import { denyKind, quote } from '../quote.ts'
import type { Value } from '../../core/value.ts'

/** Identifiers: what references are made of. */
export const ID_ENTRY: Entry = {
  name: 'id',
  class: ['canon', 'part'],
  meaning:
    'An identifier: a whole number and its digits are the same one, written as text; an empty text is none.',
  example: 'id',
  parameters: [],
  make: () => made(ID_LENS),
}

const ID_LENS = onValues({
  name: 'id',
  gives: 'text',
  get: readId,
  build: (shared) => (shared === '' ? refuse('an id cannot be empty') : readId(shared)),
})

function readId(value: Value): Reading {
  if (typeof value === 'string') {
    if (value === '') return EMPTY
    return value.isWellFormed() ? accept(value) : refuse(`${quote(value)} holds half a character`)
  }
  if (typeof value !== 'number') return refuse(denyKind(value, 'an id'))
  return Number.isSafeInteger(value)
    ? accept(String(value))
    : refuse(`${quote(value)} is not a whole number`)
}
