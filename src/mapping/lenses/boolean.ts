import { accept, onValues, refuse } from '../lens.ts'
import type { Lens } from '../lens.ts'
import { isSpelling, made, spellingOf, unmade } from '../notation/entry.ts'
import type { Entry } from '../notation/entry.ts'
import type { Scalar } from '../../core/value.ts'
import { quote } from '../quote.ts'

const WANTS = 'a text, a number or a boolean'

/** Yes and no. */
export const BOOLEAN_ENTRY: Entry = {
  name: 'bool',
  class: ['iso', 'part'],
  meaning: 'Yes or no, in the two spellings given; any third spelling is refused.',
  example: 'bool(1, 0)',
  parameters: [
    { name: 'yes', wants: WANTS, accepts: isSpelling },
    { name: 'no', wants: WANTS, accepts: isSpelling },
  ],
  make: (given) => {
    if (given.size === 1) return unmade('bool needs both spellings, or none')
    const yes = spellingOf(given, 'yes') ?? true
    const no = spellingOf(given, 'no') ?? false
    return yes === no
      ? unmade(`${quote(yes)} cannot mean both yes and no`)
      : made(booleanLens(yes, no))
  },
}

function booleanLens(yes: Scalar, no: Scalar): Lens {
  return onValues({
    name: `bool(${JSON.stringify(yes)}, ${JSON.stringify(no)})`,
    gives: 'boolean',
    get: (native) => {
      if (native === yes) return accept(true)
      if (native === no) return accept(false)
      return refuse(`${quote(native)} is neither ${quote(yes)} nor ${quote(no)}`)
    },
    build: (shared) =>
      typeof shared === 'boolean'
        ? accept(shared ? yes : no)
        : refuse(`${quote(shared)} is neither true nor false`),
  })
}
