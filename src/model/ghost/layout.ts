import type { Cause } from './cause.ts'
import type { Setting } from '../setting.ts'
import type { Side } from '../../core/side.ts'
import { CAUSES } from './cause.ts'
import { SIDES } from '../../core/side.ts'
import { assert } from '../../core/assert.ts'

/**
 * Where it is noted which writes of users a value descends from. Every value that is somewhere in a world has one slot:
 * a bit. A write is then a column of bits, the slots of the values that descend from it.
 */
export interface Layout {
  /** What a place holds, by field; of a deleted record its absence is in the first. */
  readonly row: (side: Side, place: number, field: number) => number
  /** What it held before its last change, where reads may be stale. */
  readonly before: (side: Side, place: number, field: number) => number
  /** What the job read, by field, an absence in the first. */
  readonly read: (side: Side, field: number) => number
  /** What a look showed. */
  readonly look: (field: number) => number
  /** What the decision of a pair's request read; of pair 0 the delayed one's. */
  readonly cargo: (no: number, side: Side, field: number) => number
  /** A person's part in a pair's request. */
  readonly person: (no: number) => number
  /** The last answer of a person to a pair's question. */
  readonly answer: (no: number) => number
  readonly kept: number
  readonly unacknowledged: number
  readonly deletions: number
  readonly cause: (cause: Cause) => number
  /** Every slot that says something of a write, and nothing of a value that is still somewhere. */
  readonly notes: number
  /** Slots that are forgotten once both sides descend from the write. */
  readonly settling: number
  readonly fields: readonly string[]
}

/** Slots are the bits of a 32-bit word, the sign left out. */
const SLOTS_MAX = 31

/** Causes that two records of one thing leave for good. */
const LASTING: ReadonlySet<Cause | undefined> = new Set(['alike', 'dark', 'late'])

/** Gives every value of a setting's worlds its slot. */
export function layoutOf(setting: Setting): Layout {
  const fields = setting.terms.fields.map(({ name }) => name)
  const { places, pairs } = setting.room
  let next = 0
  const take = (count: number): readonly number[] => {
    next += count
    return Array.from({ length: count }, (_, at) => 1 << (next - count + at))
  }
  const width = fields.length
  const rows = take(SIDES.length * places * width)
  const befores = take(setting.faults.stale ? rows.length : 0)
  const reads = take(SIDES.length * width)
  const looks = take(width)
  const requests = pairs + (setting.faults.delays ? 1 : 0)
  const cargos = take(requests * SIDES.length * width)
  const persons = take(setting.users.answers ? requests : 0)
  const answers = take(setting.users.answers ? pairs : 0)
  const [kept = 0, unacknowledged = 0, deletions = 0] = take(3)
  const causes = take(CAUSES.length)
  assert(next <= SLOTS_MAX, `${setting.name}: its values have ${next} slots, ${SLOTS_MAX} at most`)
  const ofSide = (side: Side): number => SIDES.indexOf(side)
  const placeAt = (side: Side, place: number): number => (ofSide(side) * places + place) * width
  const request = (no: number): number => (no === 0 ? pairs : no - 1)
  const union = (slots: readonly number[]): number => slots.reduce((all, slot) => all | slot, 0)
  return {
    row: (side, place, field) => rows[placeAt(side, place) + field] ?? 0,
    before: (side, place, field) => befores[placeAt(side, place) + field] ?? 0,
    read: (side, field) => reads[ofSide(side) * width + field] ?? 0,
    look: (field) => looks[field] ?? 0,
    cargo: (no, side, field) =>
      cargos[(request(no) * SIDES.length + ofSide(side)) * width + field] ?? 0,
    person: (no) => persons[request(no)] ?? 0,
    answer: (no) => answers[no - 1] ?? 0,
    kept,
    unacknowledged,
    deletions,
    cause: (cause) => causes[CAUSES.indexOf(cause)] ?? 0,
    notes: kept | unacknowledged | deletions | union(causes),
    settling: unacknowledged | union(causes.filter((_, at) => !LASTING.has(CAUSES[at]))),
    fields,
  }
}
