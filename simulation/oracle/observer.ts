import type { BySide, Side } from '../../src/core/side.ts'
import type { Gone, Row, Table } from '../system/table.ts'
import type { Value } from '../../src/core/value.ts'
import { spelling, toText } from '../system/table.ts'

/** A version of a record, by what was told of it. */
export interface Sight {
  readonly id: string | undefined
  readonly token?: string | undefined
}

/** What the user's rules say that judging depends on. */
export interface KnownRules {
  readonly fields: readonly string[]
  /** The side whose edits a rule of the user gives up, if one does. */
  readonly ruled: Side | undefined
  /** Whether all fields are decided as one: a side's spelling then travels with another field. */
  readonly grouped: boolean
  /** Whether this side's value of a field may win where both sides changed it. */
  readonly mayWin: (side: Side, field: string) => boolean
}

/** Knows which version of a record showed what, and when it was last shown. */
export interface Observer extends KnownRules {
  readonly tables: BySide<Table>
  /** The version that showed a value of a field: the one with the token, else the one that was shown last. */
  readonly showing: (
    side: Side,
    sight: Sight,
    field: string,
    value: Value | undefined,
  ) => Row | undefined
  /** The newest version of a record that was ever there. */
  readonly last: (side: Side, id: string | undefined) => Row | undefined
  readonly goneOf: (side: Side, id: string | undefined) => Gone | undefined
  /** Whether two values are one in two spellings. */
  readonly alike: (left: Value | undefined, right: Value | undefined) => boolean
}

/** Looks over both tables. */
export function openObserver(tables: BySide<Table>, known: KnownRules): Observer {
  const showing: Observer['showing'] = (side, { id, token }, field, value) => {
    const table = tables[side]
    const said = toText(value)
    const shownAt = (row: Row | undefined): number => (row && table.shown.get(row)) ?? 0
    let best: Row | undefined
    for (const row of table.versions.get(id ?? '') ?? []) {
      const isMeant = token === undefined || isNamed(table, row, token)
      if (isMeant && row.contents[field] === said && shownAt(row) >= shownAt(best)) best = row
    }
    return best
  }
  return {
    ...known,
    tables,
    showing,
    last: (side, id) => tables[side].versions.get(id ?? '')?.at(-1),
    goneOf: (side, id) => tables[side].gone.get(id ?? ''),
    alike: (left, right) => spellingOf(left) === spellingOf(right),
  }
}

function isNamed({ setup: { version } }: Table, row: Row, token: string): boolean {
  if (version === 'etag') return token === `"v${String(row.version)}"`
  if (version === 'counter') return token === String(row.version)
  return version === 'none' || token === new Date(row.stampMs).toISOString()
}

function spellingOf(value: Value | undefined): string | null {
  return spelling(toText(value))
}
