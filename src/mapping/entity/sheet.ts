import { assert } from '../../core/assert.ts'
import type { Refusals } from '../../core/observation.ts'
import type { Fields, Value } from '../../core/value.ts'
import type { Draft } from './entity-mapping.ts'
import type { Lens } from '../lens.ts'
import { isPlain } from '../path/path.ts'
import type { Path } from '../path/path.ts'
import { compileReader } from '../path/read-path.ts'
import type { Found } from '../path/read-path.ts'
import { setPath } from '../path/set-path.ts'
import { put, putBlindly } from '../put.ts'

/** A native record while values are written into it. Never changed: every write gives a new one. */
export interface Sheet {
  /** What the record holds so far; absent when that is not known. */
  readonly old: Fields | undefined
  readonly record: Fields
  /** The stems that were written, each as often as it was. */
  readonly touched: readonly Path[]
}

/** The sheet after a write, or the reason why nothing was written. */
export type Writing =
  { readonly ok: true; readonly sheet: Sheet } | { readonly ok: false; readonly reason: string }

/** A place in native records, ready to be written to. */
export interface Target {
  readonly path: Path
  readonly stem: Path
  readonly lens: Lens
  find(record: Fields): Found
}

/** A sheet on which nothing is written yet. */
export function openSheet(old: Fields | undefined): Sheet {
  return { old, record: old ?? {}, touched: [] }
}

/** Writes one shared value; the sheet comes back as it was if the record says it already. */
export function writeTarget(sheet: Sheet, target: Target, shared: Value): Writing {
  const { path, stem, lens } = target
  if (sheet.old === undefined && !isPlain(path))
    return {
      ok: false,
      reason: `the list at ${stem.text} is not known, and its other elements would be lost`,
    }
  const found = target.find(sheet.record)
  if (!found.ok) return found
  const putting =
    sheet.old === undefined ? putBlindly(lens, shared) : put(lens, shared, found.value)
  if (putting.kind === 'kept') return { ok: true, sheet }
  if (putting.kind === 'refused') return { ok: false, reason: putting.reason }
  const placed = setPath(sheet.record, path, putting.native)
  return placed.ok
    ? { ok: true, sheet: { ...sheet, record: placed.record, touched: [...sheet.touched, stem] } }
    : placed
}

/** Takes from a sheet what has to be sent: each part that was written, and no other. */
export function closeSheet({ record, touched }: Sheet, refused: Refusals): Draft {
  const stems = new Map(touched.map((stem) => [stem.text, stem]))
  const set = [...stems.values()].reduce<Fields>((part, stem) => copyPart(record, part, stem), {})
  return { set, paths: [...stems.keys()], refused }
}

/** Copies what stands at a stem from one record into another. */
export function copyPart(from: Fields, into: Fields, stem: Path): Fields {
  const found = compileReader(stem)(from)
  assert(found.ok && found.value !== undefined, `a draft holds what it says it sets: ${stem.text}`)
  const placed = setPath(into, stem, found.value)
  assert(placed.ok, `a draft fits the record it was made for: ${stem.text}`)
  return placed.record
}
