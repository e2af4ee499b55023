import type { BySide, Side } from '../../core/side.ts'
import type { Pair } from '../../core/pair.ts'
import { SIDES } from '../../core/side.ts'
import { linkText } from '../../engine/references.ts'

/** The users' names of the two systems. */
export type Names = BySide<string>

/** How people call a pair, and type it: `company/12`. */
export function pairName({ entity, no }: Pick<Pair, 'entity' | 'no'>): string {
  return linkText(entity, no)
}

/** How people call a record of one system, and type it: `crm:acc_123`. */
export function recordName(names: Names, side: Side, id: string): string {
  return `${names[side]}:${id}`
}

/** Both records of a pair, `crm:1 ↔ erp:2`, or the one there is. */
export function recordNames({ ids }: Pick<Pair, 'ids'>, names: Names): string {
  const known = SIDES.flatMap((side) => {
    const id = ids[side]
    return id === undefined ? [] : [recordName(names, side, id)]
  })
  return known.join(' ↔ ')
}
