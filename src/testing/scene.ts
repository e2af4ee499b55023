import type { BySide, Side } from '../core/side.ts'
import type { EntityTerms } from '../core/terms.ts'
import type { Fields } from '../core/value.ts'
import type { Observation } from '../core/observation.ts'
import type { Observations } from '../core/decide/sight.ts'
import type { Pair } from '../core/pair.ts'
import { bySide, otherSide } from '../core/side.ts'

/** Everything one decision depends on. */
export interface Scene {
  readonly terms: EntityTerms
  readonly pair: Pair
  readonly seen: Observations
}

/** Where a field's value comes from when a scene is woven: records mostly repeat what is remembered of them. */
export const THREADS = [
  'base',
  'base',
  'base',
  'base',
  'across',
  'target',
  'parked',
  'own',
  'own',
] as const

/** A thread for each field. */
export type Threads = Readonly<Record<string, (typeof THREADS)[number]>>

/** Replaces values of the records seen by values that the pair remembers, so that every coincidence is frequent. */
export function weave({ terms, pair, seen }: Scene, threads: BySide<Threads>): Scene {
  return { terms, pair, seen: bySide((side) => weaveSide(side, pair, seen[side], threads[side])) }
}

/** Lets the answer to a conflict be about what is seen, if it `stands`. */
export function settleDecree(scene: Scene, stands: boolean): Scene {
  const { pair, seen } = scene
  if (!stands || pair.decree === undefined) return scene
  const asked = bySide((side) => {
    const observation = seen[side]
    return observation.kind === 'present' ? observation.fields : null
  })
  const conflict = { ...pair.decree.conflict, seen: asked }
  return { ...scene, pair: { ...pair, decree: { ...pair.decree, conflict } } }
}

function weaveSide(side: Side, pair: Pair, seen: Observation, threads: Threads): Observation {
  if (seen.kind !== 'present') return seen
  const sources: Readonly<Record<(typeof THREADS)[number], Fields | undefined>> = {
    base: pair.base?.[side].fields,
    across: pair.base?.[otherSide(side)].fields,
    target: pair.target?.fields,
    parked: pair.parking?.set,
    own: seen.fields,
  }
  const shown = Object.entries(seen.fields).map(
    ([name, own]) => [name, sources[threads[name] ?? 'own']?.[name] ?? own] as const,
  )
  const readable = shown.filter(([name]) => seen.refused[name] === undefined)
  return { ...seen, fields: Object.fromEntries(readable) }
}
