import type { Books } from './books.ts'
import type { BySide, Side } from '../../src/core/side.ts'
import type { Cargo } from './cargo.ts'
import type { Intent } from '../../src/core/operation.ts'
import type { Know, Row } from '../system/table.ts'
import type { Pair } from '../../src/core/pair.ts'
import { PRESENCE } from '../setup/field-names.ts'
import { bitsOf } from './ghost.ts'
import { bySide, otherSide } from '../../src/core/side.ts'

/** Loads a request with what it descends from; nothing if its records are not known at all. */
export function cargoOf(intent: Intent, pair: Pair, { observer }: Books): Cargo | undefined {
  const { side, verb } = intent
  const source = otherSide(side)
  const row = observer.last(source, pair.ids[source]) ?? observer.last(side, pair.ids[side])
  if (row === undefined) return undefined
  const gone = observer.goneOf(source, pair.ids[source])
  const read: BySide<Know> = bySide((each) => readOf(each, intent, pair, observer))
  const own = verb === 'delete' ? (gone?.know ?? {}) : read[source]
  const aspects = verb === 'update' ? Object.keys(intent.set) : [...observer.fields, PRESENCE]
  const know = Object.fromEntries(
    aspects.map((aspect) => [aspect, bitsOf(own, aspect) | bitsOf(read[side], aspect)]),
  )
  return {
    intent,
    key: row.key,
    side,
    source: pair.ids[source],
    own,
    know,
    read,
    ruled: isRuled(intent, pair, observer),
    settled: false,
  }
}

/** What the values that the decision saw of a side descend from. */
function readOf(side: Side, { seen }: Intent, { ids }: Pair, observer: Books['observer']): Know {
  const shown = seen[side]
  if (shown === undefined) return observer.goneOf(side, ids[side])?.know ?? {}
  const rows = observer.fields.map((field): readonly [string, Row | undefined] => [
    field,
    observer.showing(side, { id: ids[side], token: shown.token }, field, shown.fields[field]),
  ])
  const presence = rows.reduce((all, [, row]) => all | bitsOf(row?.know, PRESENCE), 0)
  return {
    ...Object.fromEntries(rows.map(([field, row]) => [field, bitsOf(row?.know, field)])),
    [PRESENCE]: presence,
  }
}

/** A person's answer, a merge on its way, or a rule that gives up a side's edits may take a value back. */
function isRuled(
  { side }: Intent,
  { decree, target }: Pair,
  { ruled }: Books['observer'],
): boolean {
  return decree !== undefined || target !== undefined || side === ruled
}
