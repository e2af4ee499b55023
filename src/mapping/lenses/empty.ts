import type { Value } from '../../core/value.ts'
import { EMPTY, accept, refuse } from '../lens.ts'
import type { Lens } from '../lens.ts'
import { isSpelling, made, spellingOf, unmade } from '../notation/entry.ts'
import type { Arguments, Entry, Made } from '../notation/entry.ts'
import { quote } from '../quote.ts'

/** What "no value" looks like, and what a new record gets instead. */
export const EMPTY_ENTRIES: readonly Entry[] = [
  {
    name: 'empty',
    class: ['canon', 'part'],
    meaning:
      'How this side writes that a field has no value; absent and `null` are understood as well.',
    example: '{ side: erp, empty: "" }',
    whole: true,
    parameters: [
      {
        name: 'spelling',
        wants: 'a text, a number or a boolean',
        accepts: isSpelling,
        required: true,
      },
    ],
    make: (given: Arguments): Made => {
      const spelling = spellingOf(given, 'spelling') ?? ''
      return spelling === 'same-as-null'
        ? unmade('empty: same-as-null stands beside as, not within it', '{ empty: "" }')
        : made(emptyLens(spelling))
    },
  },
  {
    name: 'default',
    class: ['iso'],
    meaning:
      'The value a record is created with when the other side has none; afterwards it is never put back.',
    example: '{ side: erp, default: retail }',
    whole: true,
    parameters: [
      {
        name: 'value',
        wants: 'any value but null',
        accepts: (value) => value !== null,
        required: true,
      },
    ],
    make: (given) => made(defaultLens(given.get('value') ?? null)),
  },
]

function emptyLens(spelling: string | number | boolean): Lens {
  return {
    name: `empty ${JSON.stringify(spelling)}`,
    get: (native = null) => (native === spelling ? EMPTY : accept(native)),
    build: (shared) => {
      if (shared === spelling) return refuse(`${quote(shared)} means that there is no value`)
      return accept(shared ?? spelling)
    },
  }
}

function defaultLens(initial: Value): Lens {
  return {
    name: `default ${JSON.stringify(initial)}`,
    initial,
    get: (native = null) => accept(native),
    build: accept,
  }
}

/** For `empty: same-as-null`: an empty text and an empty list say the same as nothing, and are not written. */
export const EMPTY_AS_NULL: Lens = {
  name: 'empty: same-as-null',
  get: (native = null) => (isEmpty(native) ? EMPTY : accept(native)),
  build: (shared) => (isEmpty(shared) ? EMPTY : accept(shared)),
}

function isEmpty(value: Value): boolean {
  return value === '' || value === null || (Array.isArray(value) && value.length === 0)
}
