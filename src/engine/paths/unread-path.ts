import type { Entity } from '../pairing.ts'
import type { Fields } from '../../core/value.ts'
import type { Side } from '../../core/side.ts'
import { assert } from '../../core/assert.ts'
import { compileReader } from '../../mapping/path/read-path.ts'
import { findNearest } from '../../mapping/notation/nearest.ts'
import { isBranch } from '../../mapping/path/branch.ts'
import { parsePath } from '../../mapping/path/parse-path.ts'
import type { Path } from '../../mapping/path/path.ts'

/** Records whose names are kept, to find the one that was probably meant. */
export const RECORDS_SAMPLED_MAX = 100

/** A path of a field that not one record had. */
export interface UnreadPath {
  readonly field: string
  readonly path: string
  /** A name that records do have, that no field reads and that is much like it. */
  readonly meant: string | undefined
}

/** Watches which paths of an entity its records have. */
export interface PathWatch {
  see(native: Fields): void
  /** The paths that no record had that was seen. */
  unread(): readonly UnreadPath[]
}

/** A path that nobody had yet, and the names that stood where it looks for its last one. */
interface Sought {
  readonly field: string
  readonly path: Path
  readonly has: (native: Fields) => boolean
  readonly beside: Set<string>
  /** How many records were sampled. */
  sampled: number
}

/**
 * Watches the fields of one side. A path that was met once is not looked for again, so that a collection that has them all
 * costs its first records only. Collections that know their columns were judged by those (E9) and are not watched.
 */
export function watchPaths(entity: Entity, side: Side): PathWatch {
  const isKnown = entity.collections[side].columns !== undefined
  let missing = isKnown ? [] : entity.mapping.fields.flatMap((field) => seek(field, side))
  return {
    see(native) {
      if (missing.length > 0) missing = missing.filter((sought) => isMissing(sought, native))
    },
    unread: () => {
      const read = new Set(entity.mapping.fields.flatMap(({ paths }) => paths[side]))
      return missing.map(({ field, path, beside }) => ({
        field,
        path: path.text,
        meant: findNearest(
          path.text,
          [...beside].filter((name) => !read.has(name)),
        ),
      }))
    },
  }
}

function seek({ name, paths }: Entity['mapping']['fields'][number], side: Side): readonly Sought[] {
  return paths[side].map((text) => {
    const parsed = parsePath(text, text)
    assert(parsed.ok, `a mapped path can be read: ${text}`)
    const find = compileReader(parsed.value)
    const has = (native: Fields): boolean => {
      const found = find(native)
      return !found.ok || found.value !== undefined
    }
    return { field: name, path: parsed.value, has, beside: new Set(), sampled: 0 }
  })
}

function isMissing(sought: Sought, native: Fields): boolean {
  if (sought.has(native)) return false
  if (sought.sampled < RECORDS_SAMPLED_MAX) sample(sought, native)
  return true
}

/** Notes the paths beside the one that is missing; within lists nothing is guessed. */
function sample(sought: Sought, native: Fields): void {
  const { stem, segments } = sought.path
  sought.sampled += 1
  if (stem.length < segments.length) return
  let at: Fields[string] | undefined = native
  for (const key of stem.slice(0, -1)) {
    if (!isBranch(at) || !Object.hasOwn(at, key)) return
    at = at[key]
  }
  const before = stem.slice(0, -1).map((key) => `${key}.`)
  if (isBranch(at)) for (const key of Object.keys(at)) sought.beside.add(`${before.join('')}${key}`)
}
