import { assert } from '../../core/assert.ts'
import type { Refusals } from '../../core/observation.ts'
import { bySide } from '../../core/side.ts'
import type { BySide, Side } from '../../core/side.ts'
import { NO_FIELDS } from '../../core/value.ts'
import type { Fields, Value } from '../../core/value.ts'
import { compileField } from './compile-field.ts'
import type { CompiledField } from './compile-field.ts'
import type { EntityMapping } from './entity-mapping.ts'
import { parseEntity } from './parse-entity.ts'
import type { EntitySpec } from './parse-entity.ts'
import { own } from '../path/branch.ts'
import type { Path } from '../path/path.ts'
import { describeProblem } from '../problem.ts'
import { sameShared } from '../put.ts'
import { closeSheet, copyPart, openSheet } from './sheet.ts'

/** Finds a compiled field by its name. A bug if there is none. */
type Lookup = (name: string) => CompiledField

const NO_REFUSALS: Refusals = Object.freeze({})

/** Compiles the mapping of one entity. The spec has passed `checkEntity`: a problem here is a bug. */
export function compileEntity(spec: EntitySpec, sides: BySide<string>): EntityMapping {
  const parsed = parseEntity(spec, sides)
  assert(parsed.ok, parsed.ok ? '' : parsed.problems.map(describeProblem).join('; '))
  const fields = parsed.value.map(compileField)
  const named = new Map(fields.map((field) => [field.about.name, field]))
  const lookup: Lookup = (name) => {
    const field = named.get(name)
    assert(field !== undefined, `no field ${name} is mapped`)
    return field
  }
  const write = compileWrite(fields, lookup)
  const fill = compileFill(fields)
  return {
    fields: fields.map(({ about }) => about),
    read: compileRead(fields),
    write,
    fill,
    create: (side, shared) => write(side, fill(side, shared), NO_FIELDS),
    merge: compileMerge(fields),
    same: (name, left, right) => sameShared(lookup(name), left, right),
    fold: (name, value) => lookup(name).fold?.(value) ?? value,
  }
}

function compileRead(fields: readonly CompiledField[]): EntityMapping['read'] {
  const readers = bySide((side) =>
    fields.map((field) => ({ name: field.about.name, read: field[side].read })),
  )
  return (side, native) => {
    const values: Record<string, Value> = {}
    let refused: Record<string, string> | undefined
    for (const { name, read } of readers[side]) {
      const reading = read(native)
      if (reading.ok) values[name] = reading.value
      else (refused ??= {})[name] = reading.reason
    }
    return { fields: values, refused: refused ?? NO_REFUSALS }
  }
}

function compileWrite(fields: readonly CompiledField[], lookup: Lookup): EntityMapping['write'] {
  const contested = bySide((side) => hasOverlap(fields.flatMap((field) => field[side].stems)))
  return (side, shared, old) => {
    const refused: Record<string, string> = {}
    let sheet = openSheet(old)
    for (const [name, value] of Object.entries(shared)) {
      const writing = lookup(name)[side].write(sheet, value)
      if (writing.ok) ({ sheet } = writing)
      else refused[name] = writing.reason
    }
    if (contested[side])
      for (const name of listOverwritten(shared, lookup, { side, record: sheet.record }))
        refused[name] ??= 'another field writes to the same place'
    return closeSheet(sheet, refused)
  }
}

/** Whether two fields share a place, or one stands within the other. */
function hasOverlap(stems: readonly Path[]): boolean {
  return stems.some((outer, at) =>
    stems.some((inner, other) => at !== other && isWithin(inner, outer)),
  )
}

function isWithin(inner: Path, outer: Path): boolean {
  return outer.stem.every((key, at) => inner.stem[at] === key)
}

/** The fields that do not read back as they were written, because another one was written over them. */
function listOverwritten(
  shared: Fields,
  lookup: Lookup,
  { side, record }: { readonly side: Side; readonly record: Fields },
): readonly string[] {
  return Object.keys(shared).filter((name) => {
    const reading = lookup(name)[side].read(record)
    return !reading.ok || !sameShared(lookup(name), reading.value, shared[name])
  })
}

function compileFill(fields: readonly CompiledField[]): EntityMapping['fill'] {
  const filling = bySide((side) => fields.filter((field) => field[side].fills))
  return (side, shared) => {
    const filled = { ...shared }
    for (const { about, ...sides } of filling[side])
      filled[about.name] = sides[side].fill(own(shared, about.name) ?? null)
    return filled
  }
}

function compileMerge(fields: readonly CompiledField[]): EntityMapping['merge'] {
  const stems = new Map(
    fields.flatMap(({ a, b }) => [...a.stems, ...b.stems]).map((stem) => [stem.text, stem]),
  )
  return (old, { set, paths }) =>
    paths.reduce((record, path) => {
      const stem = stems.get(path)
      assert(stem !== undefined, `the draft was made by another mapping: ${path}`)
      return copyPart(set, record, stem)
    }, old)
}
