import { bySide } from '../../core/side.ts'
import type { BySide, Side } from '../../core/side.ts'
import type { Fields, Value } from '../../core/value.ts'
import type { MappedField } from './entity-mapping.ts'
import { accept, refuse } from '../lens.ts'
import type { Reading } from '../lens.ts'
import type { ParsedField, ParsedMember, Place } from './parse-entity.ts'
import { isBranch, own } from '../path/branch.ts'
import type { Branch } from '../path/branch.ts'
import { stemPath } from '../path/path.ts'
import type { Path } from '../path/path.ts'
import { compileReader } from '../path/read-path.ts'
import { writeTarget } from './sheet.ts'
import type { Sheet, Writing } from './sheet.ts'

/** One side of a field as closures: nothing is looked up again while records pass. */
export interface FieldSide {
  /** The parts of a record the field stands in, each once. */
  readonly stems: readonly Path[]
  /** Whether a default waits for a new record. */
  readonly fills: boolean
  readonly read: (native: Fields) => Reading
  readonly write: (sheet: Sheet, shared: Value) => Writing
  /** The shared value a new record gets for this one, defaults filled in. */
  readonly fill: (shared: Value) => Value
}

/** One field as closures. */
export interface CompiledField extends BySide<FieldSide> {
  readonly about: MappedField
  /** The form in which shared values are compared; absent where that is the value itself. */
  readonly fold: ((shared: Value) => Value) | undefined
}

/** A named member of a group, on one side. */
type Member = readonly [name: string, side: FieldSide]

/** Compiles one field. A group is read, written and refused as one value. */
export function compileField(field: ParsedField): CompiledField {
  const sides = bySide((side) => compileSide(field.members, side))
  const about = {
    name: field.name,
    lens: field.lens,
    paths: bySide((side) => field.members.map(({ places }) => places[side].path.text)),
    stems: bySide((side) => sides[side].stems.map(({ text }) => text)),
  }
  return { about, ...sides, fold: compileFold(field.members) }
}

function compileSide(members: readonly ParsedMember[], side: Side): FieldSide {
  const compiled = members.map(({ name, places }) => [name, compilePlace(places[side])] as const)
  const [first] = compiled
  if (first !== undefined && first[0] === undefined) return first[1]
  return compileGroup(compiled.map(([name = '', place]) => [name, place]))
}

function compilePlace({ path, lens }: Place): FieldSide {
  const find = compileReader(path)
  const stem = stemPath(path)
  const target = { path, stem, lens, find }
  const [key, ...deeper] = path.segments
  // Most fields stand at the top of the record, where no path can lead astray.
  const top = key?.kind === 'key' && deeper.length === 0 ? key.key : undefined
  return {
    stems: [stem],
    fills: lens.initial !== undefined,
    read:
      top === undefined
        ? (native) => {
            const found = find(native)
            return found.ok ? lens.get(found.value) : found
          }
        : (native) => lens.get(own(native, top)),
    write: (sheet, shared) => writeTarget(sheet, target, shared),
    fill: (shared) => (shared === null ? (lens.initial ?? null) : shared),
  }
}

function compileGroup(members: readonly Member[]): FieldSide {
  const stems = new Map(
    members.flatMap(([, { stems: own }]) => own).map((stem) => [stem.text, stem]),
  )
  return {
    stems: [...stems.values()],
    fills: members.some(([, { fills }]) => fills),
    read: (native) => {
      const value: Record<string, Value> = {}
      for (const [name, member] of members) {
        const reading = member.read(native)
        if (!reading.ok) return refuse(`${name}: ${reading.reason}`)
        value[name] = reading.value
      }
      return accept(value)
    },
    write: (sheet, shared) => writeGroup(members, sheet, shared),
    fill: (shared) => {
      const given = isBranch(shared) ? shared : {}
      return Object.fromEntries(
        members.map(([name, { fill }]) => [name, fill(own(given, name) ?? null)]),
      )
    },
  }
}

/** Writes every member, or none if one is refused. */
function writeGroup(members: readonly Member[], sheet: Sheet, shared: Value): Writing {
  if (!isWhole(members, shared)) {
    const names = members.map(([name]) => name)
    return { ok: false, reason: `a group is an object of all its members: ${names.join(', ')}` }
  }
  let current = sheet
  for (const [name, member] of members) {
    const writing = member.write(current, shared[name] ?? null)
    if (!writing.ok) return { ok: false, reason: `${name}: ${writing.reason}` }
    current = writing.sheet
  }
  return { ok: true, sheet: current }
}

function isWhole(members: readonly Member[], shared: Value): shared is Branch {
  if (!isBranch(shared) || Object.keys(shared).length !== members.length) return false
  return members.every(([name]) => Object.hasOwn(shared, name))
}

/** Both sides compare in the same way, so side `a` speaks for both. */
function compileFold(members: readonly ParsedMember[]): CompiledField['fold'] {
  const folds = members.map(({ name, places }) => [name, places.a.lens.fold] as const)
  if (folds.every(([, fold]) => fold === undefined)) return undefined
  const [first] = folds
  if (first !== undefined && first[0] === undefined) return first[1]
  return (shared) =>
    isBranch(shared) ? { ...shared, ...Object.fromEntries(foldMembers(shared, folds)) } : shared
}

function foldMembers(
  shared: Branch,
  folds: readonly (readonly [name: string | undefined, fold: CompiledField['fold']])[],
): readonly (readonly [string, Value])[] {
  return folds.flatMap(([name = '', fold]) => {
    const value = own(shared, name)
    return value === undefined || fold === undefined ? [] : [[name, fold(value)] as const]
  })
}
