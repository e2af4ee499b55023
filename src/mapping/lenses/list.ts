import type { Scalar, Value } from '../../core/value.ts'
import { accept, onValues, refuse } from '../lens.ts'
import type { Building, Lens, Reading } from '../lens.ts'
import { made, textOf, unmade } from '../notation/entry.ts'
import type { Arguments, Entry, Made } from '../notation/entry.ts'
import { isList } from '../path/branch.ts'
import type { Result } from '../problem.ts'
import { denyKind, quote } from '../quote.ts'

/** The longest separator, in characters. */
const SEPARATOR_LENGTH_MAX = 8

/** Many values in one field. */
export const LIST_ENTRIES: readonly Entry[] = [
  {
    name: 'split',
    class: ['canon', 'part'],
    meaning:
      'A text whose parts are divided by a separator; a part that holds the separator is refused.',
    example: '{ side: crm, split: ";" }',
    parameters: [
      {
        name: 'separator',
        wants: `a text of 1 to ${SEPARATOR_LENGTH_MAX} characters`,
        accepts: (value) =>
          typeof value === 'string' && value !== '' && value.length <= SEPARATOR_LENGTH_MAX,
        required: true,
      },
    ],
    make: (given) => made(splitLens(textOf(given, 'separator') ?? ';')),
  },
  {
    name: 'set',
    class: ['canon', 'part'],
    meaning:
      'Several values whose order and repetition mean nothing; the elements may have a lens of their own.',
    example: '{ set: [trim, lower] }',
    whole: true,
    parameters: [{ name: 'elements', wants: 'a lens chain', accepts: (value) => value !== null }],
    make: makeSet,
  },
]

function splitLens(separator: string): Lens {
  return onValues({
    name: `split ${JSON.stringify(separator)}`,
    takes: ['text'],
    gives: 'list',
    get: (native) =>
      typeof native === 'string'
        ? accept(native.split(separator).filter((part) => part !== ''))
        : refuse(denyKind(native, 'a text')),
    build: (shared) => join(shared, separator),
  })
}

function join(shared: Value, separator: string): Building {
  if (!isList(shared)) return refuse(denyKind(shared, 'a list'))
  const parts = shared.filter((part) => typeof part === 'string')
  const stray = shared.find((part) => typeof part !== 'string' || part === '')
  if (stray !== undefined) return refuse(`${quote(stray)} cannot be a part of a text`)
  const joined = parts.join(separator)
  // A part may hold the separator, or make one together with its neighbour.
  const back = joined.split(separator)
  const whole =
    parts.length === 0 ||
    (back.length === parts.length && back.every((part, at) => part === parts[at]))
  if (whole) return accept(joined)
  const holder = parts.find((part) => part.includes(separator)) ?? joined
  return refuse(`${quote(holder)} holds the separator ${quote(separator)}`)
}

function makeSet(given: Arguments, inner: (as: Value) => Result<Lens>): Made {
  const elements = given.get('elements')
  if (elements === undefined || elements === true) return made(setLens(undefined))
  const lens = inner(elements)
  if (!lens.ok) {
    const [first] = lens.problems
    return unmade(`within set: ${first?.reason ?? ''}`, first?.suggestion)
  }
  if (lens.value.fold !== undefined)
    return unmade(
      'a set cannot ignore case: the elements of both sides need one spelling',
      '{ set: lower }',
    )
  return made(setLens(lens.value))
}

function setLens(element: Lens | undefined): Lens {
  return onValues({
    name: element === undefined ? 'set' : `set(${element.name})`,
    takes: ['list'],
    gives: element?.gives === undefined ? 'set' : `set(${element.gives})`,
    get: (native) => readSet(native, element),
    build: (shared) => buildSet(shared, element),
  })
}

function readSet(native: Value, element: Lens | undefined): Reading {
  if (!isList(native))
    return refuse(
      typeof native === 'string'
        ? `${denyKind(native, 'a list')}: it needs split before set`
        : denyKind(native, 'a list'),
    )
  const members = new Set<Scalar>()
  for (const item of native) {
    const reading = element?.get(item) ?? accept(item)
    if (!reading.ok) return reading
    if (!isMember(reading.value)) return refuse(`${quote(reading.value)} cannot be in a set`)
    members.add(reading.value)
  }
  return accept([...members].sort(inOrder))
}

function buildSet(shared: Value, element: Lens | undefined): Building {
  if (!isList(shared)) return refuse(denyKind(shared, 'a list'))
  if (element === undefined) return accept(shared)
  const items: Value[] = []
  for (const member of shared) {
    const building = element.build(member)
    if (!building.ok) return building
    items.push(building.value)
  }
  return accept(items)
}

function isMember(value: Value): value is string | number | boolean {
  return value !== null && typeof value !== 'object'
}

/** Numbers before texts, texts by code unit: any fixed order will do, as long as no locale has a say. */
function inOrder(left: Scalar, right: Scalar): number {
  if (typeof left !== typeof right) return typeof left < typeof right ? -1 : 1
  if (left === right) return 0
  return (left ?? '') < (right ?? '') ? -1 : 1
}
