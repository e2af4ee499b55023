import { assert } from '../../core/assert.ts'
import type { Fields, Scalar, Value } from '../../core/value.ts'
import { accept, refuse } from '../lens.ts'
import type { Building } from '../lens.ts'
import { isBranch, isList, isNothing, matches, own } from './branch.ts'
import { astray, crowded } from './read-path.ts'
import type { Path, Segment } from './path.ts'

/** A record with something set in it, or the reason why that cannot be. */
export type Placing =
  { readonly ok: true; readonly record: Fields } | { readonly ok: false; readonly reason: string }

/**
 * Sets a value at a path: siblings stay, missing parents are made, the input is never changed (M6).
 * An element that no list has yet is appended.
 */
export function setPath(record: Fields, path: Path, value: Value): Placing {
  const placed = place(record, { path, depth: 0 }, value)
  if (!placed.ok) return placed
  assert(isBranch(placed.value), `a path begins in an object: ${path.text}`)
  return { ok: true, record: placed.value }
}

/** How far into a path we are. */
interface Step {
  readonly path: Path
  readonly depth: number
}

function place(at: Value | undefined, step: Step, value: Value): Building {
  const segment = step.path.segments[step.depth]
  if (segment === undefined) return accept(value)
  if (segment.kind === 'key') return placeInBranch(at, segment.key, step, value)
  if (!isNothing(at) && !isList(at)) return astray(step.path, 'a list', at)
  return placeInList(at ?? [], segment, step, value)
}

function placeInBranch(at: Value | undefined, key: string, step: Step, value: Value): Building {
  if (!isNothing(at) && !isBranch(at)) return astray(step.path, 'an object', at)
  const branch = at ?? {}
  const inner = place(own(branch, key), deeper(step), value)
  return inner.ok ? accept({ ...branch, [key]: inner.value }) : inner
}

function placeInList(
  list: readonly Value[],
  segment: Exclude<Segment, { kind: 'key' }>,
  step: Step,
  value: Value,
): Building {
  const places = segment.kind === 'index' ? [segment.index] : findMatches(list, segment)
  if (places.length > 1) return crowded(step.path, places.length)
  const at = places[0] ?? list.length
  if (at > list.length)
    return refuse(`${step.path.text} cannot be written: the list has ${list.length} elements`)
  const seed = segment.kind === 'match' ? { [segment.key]: segment.value } : undefined
  const element = place(list[at] ?? seed, deeper(step), value)
  return element.ok ? placeElement(list, at, element.value, segment) : element
}

/** Puts the element in its place; a matching one that becomes `null` is taken out, one that would get lost is refused. */
function placeElement(
  list: readonly Value[],
  at: number,
  element: Value,
  segment: Exclude<Segment, { kind: 'key' }>,
): Building {
  if (segment.kind === 'index') return accept(list.toSpliced(at, 1, element))
  if (element === null) return accept(list.toSpliced(at, 1))
  return matches(element, segment.key, segment.value)
    ? accept(list.toSpliced(at, 1, element))
    : refuse(`the element would no longer match ${segment.key}=${String(segment.value)}`)
}

/** Where the elements are that match. */
function findMatches(
  list: readonly Value[],
  { key, value }: { readonly key: string; readonly value: Scalar },
): readonly number[] {
  return list.flatMap((element, at) => (matches(element, key, value) ? [at] : []))
}

function deeper({ path, depth }: Step): Step {
  return { path, depth: depth + 1 }
}
