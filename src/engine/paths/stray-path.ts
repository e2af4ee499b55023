import type { Entity, Pairing } from '../pairing.ts'
import { BilateralError } from '../../errors.ts'
import { NOTHING_WRITTEN } from '../apply/unwritten.ts'
import { SIDES } from '../../core/side.ts'
import type { Side } from '../../core/side.ts'
import { assert } from '../../core/assert.ts'
import { findNearest } from '../../mapping/notation/nearest.ts'
import { parsePath } from '../../mapping/path/parse-path.ts'

/** Where the mapping of an entity names a path: in a field, or in a match rule by its position. */
export type PathOwner = { readonly field: string } | { readonly match: number }

/** A path of the mapping that no record of its collection can have. */
export interface StrayPath {
  readonly entity: string
  readonly owner: PathOwner
  /** The user's name of the system. */
  readonly system: string
  readonly collection: string
  readonly path: string
  /** What is wrong and what was probably meant, as a sentence without a full stop. */
  readonly reason: string
}

/** Columns that a sentence lists where none is like the one that is missing. */
const COLUMNS_LISTED_MAX = 30

/** Paths of the mapping that lead nowhere: whatever they are meant to read would look empty, and be written so. */
export class StrayPathError extends BilateralError {
  readonly strays: readonly StrayPath[]

  constructor(strays: readonly StrayPath[]) {
    const lines = strays.map(({ reason }) => reason)
    const message = [...lines, NOTHING_WRITTEN].join('\n')
    super('CONFIG_INVALID', message, { next: 'bilateral check' })
    this.name = 'StrayPathError'
    this.strays = strays
  }
}

/**
 * Throws `StrayPathError` (`CONFIG_INVALID`) when an entity names a column that its collection certainly does not have
 * (E9). Collections that do not know their columns are left to their records. Asks only what the systems know already.
 */
export async function refuseStrayPaths(
  entities: Pairing['entities'],
  signal: AbortSignal,
): Promise<void> {
  const strays: StrayPath[] = []
  for (const entity of entities)
    for (const side of SIDES) {
      const columns = await entity.collections[side].columns?.(signal)
      if (columns !== undefined) strays.push(...straysOf(entity, side, columns))
    }
  if (strays.length > 0) throw new StrayPathError(strays)
}

/** Every path that an entity names on one side, with whoever names it. */
export function pathsOf(
  { mapping, match }: Entity,
  side: Side,
): readonly { readonly owner: PathOwner; readonly path: string }[] {
  return [
    ...mapping.fields.flatMap(({ name, paths }) =>
      paths[side].map((path) => ({ owner: { field: name }, path })),
    ),
    ...match.flatMap(({ paths }, index) =>
      (paths?.[side] ?? []).map((path) => ({ owner: { match: index }, path })),
    ),
  ]
}

function straysOf(entity: Entity, side: Side, columns: readonly string[]): readonly StrayPath[] {
  const system = entity.terms.names[side]
  const collection = entity.collections[side].name
  const paths = pathsOf(entity, side)
  const used = new Set(paths.map(({ path }) => columnOf(path)))
  const free = columns.filter((column) => !used.has(column))
  return paths.flatMap(({ owner, path }) => {
    const column = columnOf(path)
    if (columns.includes(column)) return []
    const meant = findNearest(column, free) ?? findNearest(column, columns)
    const hint =
      meant === undefined ? `; there are ${listed(columns)}` : `; did you mean "${meant}"?`
    const reason = `${system} ${collection} has no column ${JSON.stringify(column)}${hint}`
    return [{ entity: entity.name, owner, system, collection, path, reason }]
  })
}

function listed(columns: readonly string[]): string {
  const more = columns.length > COLUMNS_LISTED_MAX ? ['…'] : []
  return [...columns.slice(0, COLUMNS_LISTED_MAX), ...more].join(', ')
}

/** The column that a path begins with. */
function columnOf(text: string): string {
  const parsed = parsePath(text, text)
  const first = parsed.ok ? parsed.value.stem[0] : undefined
  assert(first !== undefined, `a mapped path begins with a name: ${text}`)
  return first
}
