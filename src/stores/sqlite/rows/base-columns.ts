import type { BySide } from '../../../core/side.ts'
import type { Fields } from '../../../core/value.ts'
import type { SideBase } from '../../../core/pair.ts'
import { sameFields } from '../../../core/value.ts'

/** Both bases as they are kept: nothing outside this file knows that values, rather than digests, are kept. */
export interface KeptBase {
  readonly versionA: Version
  readonly versionB: Version
  /** Field values as JSON. */
  readonly fieldsA: string
  /** `null` where both sides say the same. */
  readonly fieldsB: string | null
}

/** The versions at which a side said what its base says. */
export type Version = Pick<SideBase, 'token' | 'previous'>

/** What a line of the journal holds in place of bases. */
interface WrittenBase {
  readonly a: Version
  readonly b: Version
  readonly fields: Fields
  readonly fieldsB?: Fields
}

/** Makes an encoder that encodes each base once, though row and journal both ask for it. Use one for each transaction. */
export function baseEncoder(): (base: BySide<SideBase>) => KeptBase {
  const known = new WeakMap<BySide<SideBase>, KeptBase>()
  return (base) => {
    const kept = known.get(base) ?? keepBase(base)
    known.set(base, kept)
    return kept
  }
}

/** Bases from what was kept: `fieldsA` and `fieldsB` are the parsed JSON, `undefined` where both sides say the same. */
export function restoreBase(
  versions: BySide<Version>,
  fieldsA: Fields,
  fieldsB: Fields | undefined,
): BySide<SideBase> {
  return {
    a: { fields: fieldsA, ...versions.a },
    b: { fields: fieldsB ?? fieldsA, ...versions.b },
  }
}

/** Bases as JSON for the journal, from the texts already made for the row. */
export function writeBase({ versionA, versionB, fieldsA, fieldsB }: KeptBase): string {
  const both = fieldsB === null ? '' : `,"fieldsB":${fieldsB}`
  return `{"a":${JSON.stringify(versionA)},"b":${JSON.stringify(versionB)},"fields":${fieldsA}${both}}`
}

/** Bases from the journal's JSON, parsed. */
export function readBase({ a, b, fields, fieldsB }: WrittenBase): BySide<SideBase> {
  return restoreBase({ a, b }, fields, fieldsB)
}

function keepBase({ a, b }: BySide<SideBase>): KeptBase {
  const same = a.fields === b.fields || sameFields(a.fields, b.fields)
  return {
    versionA: versionOf(a),
    versionB: versionOf(b),
    fieldsA: JSON.stringify(a.fields),
    fieldsB: same ? null : JSON.stringify(b.fields),
  }
}

function versionOf({ token, previous }: SideBase): Version {
  return { token, previous }
}
