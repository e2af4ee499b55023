import type { Value } from '../../core/value.ts'
import { accept, onValues, refuse } from '../lens.ts'
import type { Lens, Reading } from '../lens.ts'
import { count, flag, hasFlag, made, numberOf, unmade } from '../notation/entry.ts'
import type { Arguments, Entry, Made } from '../notation/entry.ts'
import { denyKind, quote } from '../quote.ts'

/** The longest text a `max` may allow, in characters. */
const TEXT_LENGTH_MAX = 1_000_000

const BOTH_SIDES =
  'it belongs to both sides: on one alone, a value the other side spells differently could never be written'

/** White space that is not one single space; looking for it is faster than replacing it. */
const UNEVEN_SPACE = /\s\s|[^\S ]/

/** What each flag makes of a text, in the order they are applied; together they change no text twice. */
const FLAGS: Readonly<Record<string, (text: string) => string>> = {
  trim: (text) => text.trim(),
  collapse: (text) => (UNEVEN_SPACE.test(text) ? text.replaceAll(/\s+/g, ' ') : text),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  nfc: (text) => text.normalize('NFC'),
}

const LENGTH = count('max', 1, TEXT_LENGTH_MAX)

/** Texts: the whole family, and its members on their own. */
export const TEXT_ENTRIES: readonly Entry[] = [
  {
    name: 'text',
    class: ['canon', 'part'],
    meaning:
      'A text, with spelling differences taken out of the comparison; a longer one is refused, never cut.',
    example: 'text(trim, max=100)',
    parameters: [...Object.keys(FLAGS).map(flag), flag('ignore-case'), LENGTH],
    make: makeText,
  },
  member('trim', 'Space at both ends means nothing.'),
  member('collapse', 'Any run of white space means one space.'),
  member('nfc', 'Letters composed in different ways are the same letters.'),
  member('lower', 'Case means nothing; new values are written in lower case.'),
  member('upper', 'Case means nothing; new values are written in upper case.'),
  member('ignore-case', 'Case means nothing, and each side keeps its own spelling.'),
  {
    name: 'max',
    class: ['part'],
    meaning: 'A text of more than so many characters is refused, never cut.',
    example: '{ max: 100 }',
    parameters: [{ ...LENGTH, required: true }],
    make: makeText,
  },
]

function member(name: string, meaning: string): Entry {
  const make = (): Made => makeText(new Map([[name, true]]))
  return { name, class: ['canon'], meaning, example: name, parameters: [], make }
}

function makeText(given: Arguments): Made {
  if (hasFlag(given, 'lower') && hasFlag(given, 'upper'))
    return unmade('a text is either in lower or in upper case')
  const flags = Object.keys(FLAGS).filter((name) => hasFlag(given, name))
  return made(textLens(flags, hasFlag(given, 'ignore-case'), numberOf(given, 'max')))
}

function textLens(flags: readonly string[], ignoreCase: boolean, lengthMax?: number): Lens {
  const steps = flags.flatMap((name) => FLAGS[name] ?? [])
  const words = [...flags, ...(ignoreCase ? ['ignore-case'] : [])]
  const all = lengthMax === undefined ? words : [...words, `max=${lengthMax}`]
  return onValues({
    name: all.length === 0 ? 'text' : `text(${all.join(', ')})`,
    takes: ['text'],
    gives: 'text',
    bothSides: words.length === 0 ? undefined : BOTH_SIDES,
    fold: ignoreCase ? foldCase : undefined,
    get: (native) => readText(native, steps),
    build: (shared) => buildText(shared, lengthMax),
  })
}

function readText(native: Value, steps: readonly ((text: string) => string)[]): Reading {
  if (typeof native !== 'string') return refuse(denyKind(native, 'a text'))
  if (!native.isWellFormed()) return refuse(`${quote(native)} holds half a character`)
  let text = native
  for (const step of steps) text = step(text)
  return accept(text)
}

function buildText(shared: Value, lengthMax: number | undefined): Reading {
  if (typeof shared !== 'string') return refuse(denyKind(shared, 'a text'))
  // A text has at most as many characters as code units, so most are told without counting.
  if (lengthMax === undefined || shared.length <= lengthMax) return accept(shared)
  const length = Array.from(shared).length
  return length <= lengthMax
    ? accept(shared)
    : refuse(`${quote(shared)} has ${length} characters, and ${lengthMax} fit`)
}

/** Folds by way of upper case, so that `ẞ`, `ß` and `SS` are one; composed, so that accents are one as well. */
function foldCase(shared: Value): Value {
  if (typeof shared !== 'string') return shared
  return shared.toLowerCase().toUpperCase().toLowerCase().normalize('NFC')
}
