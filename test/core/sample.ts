import type { EntityTerms, FieldRule, StatedTerms } from '../../src/core/terms.ts'
import type { Fields, Value } from '../../src/core/value.ts'
import type { Observation, Present } from '../../src/core/observation.ts'
import type { Pair, SideBase } from '../../src/core/pair.ts'
import { DEFAULT_PRESET } from '../../src/core/policy/preset.ts'
import { prepareTerms } from '../../src/core/terms.ts'
import { sameButCase } from '../../src/testing/arbitraries.ts'

/** A field of both sides whose conflicts are asked, unless told otherwise. */
export function rule(name: string, more: Partial<FieldRule> = {}): FieldRule {
  return { name, owner: 'both', otherEdits: 'revert', policy: { kind: 'ask' }, ...more }
}

/** Terms of the default preset; field `v` alone, unless told otherwise. Texts are equal whatever their case. */
export function termsWith(more: Partial<StatedTerms> = {}): EntityTerms {
  const all = { create: true, update: true, delete: true }
  return prepareTerms({
    entity: 'person',
    names: { a: 'crm', b: 'erp' },
    fields: [rule('v')],
    presence: DEFAULT_PRESET.presence,
    allow: { a: all, b: all },
    tokenCovers: { a: true, b: true },
    same: (_field, left, right) => sameButCase(left, right),
    ...more,
  })
}

/** The default presence rules with some replaced. */
export function presenceWith(more: Partial<StatedTerms['presence']>): StatedTerms['presence'] {
  return { ...DEFAULT_PRESET.presence, ...more }
}

/** A record that was read. */
export function present(fields: Fields, more: Partial<Present> = {}): Present {
  return { kind: 'present', fields, refused: {}, ...more }
}

/** A record that is gone for certain. */
export const GONE: Observation = { kind: 'absent', proof: 'not-found' }

/** Either a record with the single field `v`, or its proved absence. */
export function holding(value: Value | undefined): Observation {
  return value === undefined ? GONE : present({ v: value })
}

/** A linked pair that never agreed. */
export const LINKED: Pair = { entity: 'person', no: 7, ids: { a: '1', b: '2' } }

/** A pair that agreed on these bases; fields alone make a base without a token. */
export function agreedOn(a: Fields, b: Fields = a, more: Partial<Pair> = {}): Pair {
  return { ...LINKED, base: { a: baseOf(a), b: baseOf(b) }, ...more }
}

/** A base with its versions. */
export function baseOf(fields: Fields, token?: string, previous?: string): SideBase {
  return { fields, token, previous }
}

/** The same pair with versions in its bases. */
export function atTokens(pair: Pair, a: string | undefined, b: string | undefined): Pair {
  if (pair.base === undefined) return pair
  return { ...pair, base: { a: { ...pair.base.a, token: a }, b: { ...pair.base.b, token: b } } }
}
