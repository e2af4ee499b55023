import type { Value } from '../../core/value.ts'
import { accept, onValues, refuse } from '../lens.ts'
import type { Lens } from '../lens.ts'
import { made } from '../notation/entry.ts'
import type { Entry } from '../notation/entry.ts'
import { quote } from '../quote.ts'

/** How deep a value may be nested. */
export const JSON_DEPTH_MAX = 64

/** The value as it is, which is also what a field without `as:` gets. */
export const JSON_LENS: Lens = onValues({
  name: 'json',
  gives: 'any',
  get: readExactly,
  build: readExactly,
})

/** Any value, taken as it is. */
export const JSON_ENTRY: Entry = {
  name: 'json',
  class: ['iso', 'part'],
  meaning:
    'Any JSON value as it is, the order of keys aside; a number too large to be exact is refused.',
  example: 'json',
  parameters: [],
  make: () => made(JSON_LENS),
}

function readExactly(value: Value): ReturnType<Lens['get']> {
  if (typeof value === 'string' && value.isWellFormed()) return accept(value)
  const flaw = findFlaw(value, JSON_DEPTH_MAX)
  return flaw === undefined ? accept(value) : refuse(flaw)
}

/** The first thing within a value that would not survive being sent and read back. */
function findFlaw(value: Value, depthLeft: number): string | undefined {
  if (typeof value === 'number') return findNumberFlaw(value)
  if (typeof value === 'string')
    return value.isWellFormed() ? undefined : `${quote(value)} holds half a character`
  if (typeof value !== 'object' || value === null) return undefined
  if (depthLeft === 0) return `the value is nested more than ${JSON_DEPTH_MAX} deep`
  for (const inner of Object.values(value)) {
    const flaw = findFlaw(inner, depthLeft - 1)
    if (flaw !== undefined) return flaw
  }
  return undefined
}

function findNumberFlaw(value: number): string | undefined {
  if (!Number.isFinite(value)) return `${value} is not a number`
  return Math.abs(value) > Number.MAX_SAFE_INTEGER
    ? `${value} may have lost digits: a JSON number does not keep so many; the system has to send a text`
    : undefined
}
