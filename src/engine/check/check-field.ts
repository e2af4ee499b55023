import type { BySide, Side } from '../../core/side.ts'
import { bySide, otherSide } from '../../core/side.ts'
import type { Example, SeenValue, ValueTally } from './value-tally.ts'
import type { Entity } from '../pairing.ts'
import type { UnreadPath } from '../paths/unread-path.ts'
import { EXAMPLES_MAX } from './value-tally.ts'
import { NO_FIELDS } from '../../core/value.ts'
import { assert } from '../../core/assert.ts'

/** Values of one side that the other side cannot hold. */
export interface Unrepresentable {
  readonly values: number
  readonly records: number
  readonly examples: readonly Example[]
}

/** One field as one side shows it. */
export interface FieldSideCheck {
  readonly filled: number
  readonly empty: number
  readonly refused: number
  /** Its paths that not one record had. */
  readonly unread: readonly UnreadPath[]
  readonly examples: readonly Example[]
  /** Different shared values. */
  readonly distinct: number
  /** Whether there were more different values than were tried. */
  readonly capped: boolean
  /** Values that have more than one spelling, and all the spellings that merge into them. */
  readonly collisions: { readonly values: number; readonly spellings: number }
  /** What the side across would refuse of it. */
  readonly across: Unrepresentable
  /** Values that refer to a record which has no counterpart and would get none by matching. */
  readonly dangling: Unrepresentable
}

/** What was found out about both sides before the fields are checked. */
export interface FieldSurveys {
  readonly tallies: BySide<ValueTally>
  /** Paths that no record had, of whatever field. */
  readonly unread: BySide<readonly UnreadPath[]>
}

/** One field of an entity, on both sides. */
export interface FieldCheck {
  readonly name: string
  readonly lens: string
  readonly sides: BySide<FieldSideCheck>
}

/** Ids that have a counterpart, by entity; those of entities that were checked before. */
export type PairedIds = ReadonlyMap<string, BySide<ReadonlySet<string>>>

/** Tries every different value of a field on the other side (M2, M3), and tells which references lead nowhere. Pure. */
export function checkField(
  entity: Entity,
  name: string,
  { tallies, unread }: FieldSurveys,
  paired: PairedIds,
): FieldCheck {
  const about = entity.mapping.fields.find((field) => field.name === name)
  assert(about !== undefined, `${entity.name} maps ${name}`)
  const target = entity.terms.fields.find((field) => field.name === name)?.refersTo
  return {
    name,
    lens: about.lens,
    sides: bySide((side) => {
      const tally = tallies[side]
      const seen = [...tally.values.values()]
      const ids = target === undefined ? undefined : paired.get(target)?.[side]
      return {
        filled: tally.filled,
        empty: tally.empty,
        refused: tally.refused,
        unread: unread[side].filter(({ field }) => field === name),
        examples: tally.examples,
        distinct: tally.values.size,
        capped: tally.capped,
        collisions: countCollisions(seen),
        across:
          target === undefined
            ? summarize(seen, (value) => refusalAcross(entity, name, otherSide(side), value))
            : NONE,
        dangling: summarize(seen, (value) => describeDangling(value, target, ids)),
      }
    }),
  }
}

const NONE: Unrepresentable = { values: 0, records: 0, examples: [] }

/** A reference is an id of its own system; what it says across is for the run to find. */
function refusalAcross(
  { mapping }: Entity,
  name: string,
  across: Side,
  { value }: SeenValue,
): string | undefined {
  return mapping.write(across, { [name]: value }, NO_FIELDS).refused[name]
}

function describeDangling(
  { value }: SeenValue,
  target: string | undefined,
  ids: ReadonlySet<string> | undefined,
): string | undefined {
  if (ids === undefined || typeof value !== 'string' || ids.has(value)) return undefined
  return `${target ?? ''} ${value} has no counterpart`
}

function summarize(
  seen: readonly SeenValue[],
  refuse: (value: SeenValue) => string | undefined,
): Unrepresentable {
  let [values, records] = [0, 0]
  const examples: Example[] = []
  for (const value of seen) {
    const reason = refuse(value)
    if (reason === undefined) continue
    values += 1
    records += value.records
    if (examples.length < EXAMPLES_MAX) examples.push({ id: value.id, reason })
  }
  return { values, records, examples }
}

function countCollisions(seen: readonly SeenValue[]): FieldSideCheck['collisions'] {
  const merged = seen.filter(({ spellings }) => spellings.size > 1)
  return {
    values: merged.length,
    spellings: merged.reduce((sum, { spellings }) => sum + spellings.size, 0),
  }
}
