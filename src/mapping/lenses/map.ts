import type { Scalar, Value } from '../../core/value.ts'
import { accept, refuse } from '../lens.ts'
import type { Lens, Reading } from '../lens.ts'
import { findNearest } from '../notation/nearest.ts'
import { made, unmade } from '../notation/entry.ts'
import type { Arguments, Entry, Made, Unmade } from '../notation/entry.ts'
import { isBranch, isList } from '../path/branch.ts'
import { quote } from '../quote.ts'

/** How many spellings a map may list. */
export const MAP_ENTRIES_MAX = 1000

/** One spelling and what it means. */
type Meaning = readonly [native: Scalar, shared: Scalar]

/** Words of one system for words of the other. */
export const MAP_ENTRY: Entry = {
  name: 'map',
  class: ['iso', 'canon', 'part'],
  meaning:
    'Each spelling has its meaning, and any other is refused; where several mean the same, `back` says which one to write.',
  example: '{ map: { NEW: open, OPEN: open, DONE: closed }, back: { open: OPEN } }',
  whole: true,
  parameters: [
    {
      name: 'map',
      wants: `an object or a list of pairs with 1 to ${MAP_ENTRIES_MAX} entries`,
      accepts: (value) => listPairs(value) !== undefined,
      required: true,
    },
    {
      name: 'back',
      wants: 'an object or a list of pairs that says how to write a meaning',
      accepts: (value) => listPairs(value) !== undefined,
    },
  ],
  make: makeMap,
}

/** The pairs of an object (whose keys are texts) or of a list of pairs (whose keys may be anything scalar). */
function listPairs(value: Value | undefined): readonly Meaning[] | undefined {
  const pairs = isBranch(value) ? Object.entries(value) : isList(value) ? value : []
  if (pairs.length === 0 || pairs.length > MAP_ENTRIES_MAX) return undefined
  const meanings = pairs.flatMap((pair) => (isMeaning(pair) ? [pair] : []))
  return meanings.length === pairs.length ? meanings : undefined
}

function isMeaning(pair: Value): pair is Meaning {
  return (
    isList(pair) &&
    pair.length === 2 &&
    pair.every((value) => typeof value !== 'object' || value === null)
  )
}

function makeMap(given: Arguments): Made {
  const meanings = listPairs(given.get('map')) ?? []
  const declared = listPairs(given.get('back')) ?? []
  const forth = new Map(meanings)
  if (forth.size < meanings.length) return unmade(describeTwice(meanings))
  const spellings = Map.groupBy(meanings, ([, shared]) => shared)
  const shareds = [...spellings.keys()]
  const stray = declared.find(([name]) => !shareds.some((shared) => isNamed(shared, name)))
  if (stray !== undefined) return unmade(`nothing in the map means ${quote(stray[0])}`)
  const back = new Map<Scalar, Scalar>()
  for (const [shared, pairs] of spellings) {
    const natives = pairs.map(([native]) => native)
    const choice = chooseBack(shared, natives, declared)
    if (!choice.ok) return choice
    back.set(shared, choice.native)
  }
  return made(mapLens(forth, back))
}

/** Chooses how a meaning is written: the only way there is, or the one that `back` declares. */
function chooseBack(
  shared: Scalar,
  natives: readonly Scalar[],
  declared: readonly Meaning[],
): { readonly ok: true; readonly native: Scalar } | Unmade {
  const [only = null, ...others] = natives
  const [choice, ...further] = declared.filter(([name]) => isNamed(shared, name))
  if (choice === undefined && others.length === 0) return { ok: true, native: only }
  if (choice === undefined || further.length > 0)
    return unmade(
      `${quote(shared)} is spelled ${natives.map(quote).join(' or ')}; back has to say once which to write`,
      `back: { ${String(shared)}: ${String(only)} }`,
    )
  const [, native] = choice
  return natives.includes(native)
    ? { ok: true, native }
    : unmade(`${quote(native)} in back does not mean ${quote(shared)}`)
}

/** The keys of an object are texts, so a meaning in `back` is also found by the text of it. */
function isNamed(shared: Scalar, name: Scalar): boolean {
  return shared === name || String(shared) === name
}

function mapLens(forth: ReadonlyMap<Value, Scalar>, back: ReadonlyMap<Value, Scalar>): Lens {
  const pairs = [...forth].map(([native, shared]) => `${quote(native)}: ${quote(shared)}`)
  return {
    name: `map { ${pairs.join(', ')} }`,
    gives: 'any',
    get: (native = null) => lookUp(forth, native),
    build: (shared) => lookUp(back, shared),
  }
}

function lookUp(meanings: ReadonlyMap<Value, Scalar>, value: Value): Reading {
  const meaning = meanings.get(value)
  if (meaning !== undefined) return accept(meaning)
  return value === null ? accept(null) : refuse(describeUnmapped(meanings, value))
}

function describeUnmapped(meanings: ReadonlyMap<Value, Scalar>, value: Value): string {
  const said = `${quote(value)} is not in the map`
  if (typeof value === 'number' && meanings.has(String(value)))
    return `${said}: ${quote(String(value))} is, as a text; write the map as a list of pairs, such as [[${value}, …]]`
  const texts = [...meanings.keys()].filter((key) => typeof key === 'string')
  const nearest = typeof value === 'string' ? findNearest(value, texts) : undefined
  return nearest === undefined ? said : `${said}; ${quote(nearest)} is`
}

function describeTwice(meanings: readonly Meaning[]): string {
  const natives = meanings.map(([native]) => native)
  const twice = natives.find((native, at) => natives.indexOf(native) !== at)
  return `${quote(twice)} is in the map twice`
}
