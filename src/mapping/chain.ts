import { EMPTY, accept } from './lens.ts'
import type { Building, Lens, Reading } from './lens.ts'
import type { Value } from '../core/value.ts'

/**
 * Joins lenses into one: `get` runs from the first to the last, `build` from the last to the first.
 * Values are compared as the last lens with an equality says, at the shared end.
 */
export function chain(lenses: readonly Lens[]): Lens {
  const [only] = lenses
  if (only !== undefined && lenses.length === 1) return only
  const backwards = lenses.toReversed()
  return {
    name: lenses.map(({ name }) => name).join(', '),
    get: (native) => getThrough(lenses, native),
    build: (shared) => buildThrough(backwards, shared),
    fold: backwards.find(({ fold }) => fold !== undefined)?.fold,
    initial: initialOf(lenses),
    gives: backwards.find(({ gives }) => gives !== undefined)?.gives,
  }
}

/** The shared value of the last default, read through the lenses that follow it; refused defaults give none. */
function initialOf(lenses: readonly Lens[]): Value | undefined {
  const at = lenses.findLastIndex(({ initial }) => initial !== undefined)
  if (at === -1) return undefined
  const reading = getThrough(lenses.slice(at + 1), lenses[at]?.initial)
  return reading.ok ? reading.value : undefined
}

function getThrough(lenses: readonly Lens[], native: Value | undefined): Reading {
  let reading = native === undefined ? EMPTY : accept(native)
  let given = native
  for (const lens of lenses) {
    reading = lens.get(given)
    if (!reading.ok) return reading
    given = reading.value
  }
  return reading
}

function buildThrough(lenses: readonly Lens[], shared: Value): Building {
  let building = accept(shared)
  for (const lens of lenses) {
    if (!building.ok) return building
    building = lens.build(building.value)
  }
  return building
}
