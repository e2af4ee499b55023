import { bySide } from '../../core/side.ts'
import type { BySide } from '../../core/side.ts'
import type { Value } from '../../core/value.ts'
import { chain } from '../chain.ts'
import { describeChain, lensOf } from '../notation/lens-chain.ts'
import type { LensChain } from '../notation/lens-chain.ts'
import type { Lens } from '../lens.ts'
import { EMPTY_AS_NULL } from '../lenses/empty.ts'
import { parseLensChain } from '../notation/parse-lens-chain.ts'
import { isReserved } from '../path/path.ts'
import type { Path } from '../path/path.ts'
import { parsePath } from '../path/parse-path.ts'
import { all, failure } from '../problem.ts'
import type { Problem, Result } from '../problem.ts'

/** How many fields an entity may map. */
export const FIELDS_MAX = 1000

/** How many paths a group may have. */
export const MEMBERS_MAX = 32

/** One path, or one for each member of a group. */
export type PathSpec = string | Readonly<Record<string, string>>

/** What the user said about one field. */
export interface FieldSpec {
  readonly a?: PathSpec | undefined
  readonly b?: PathSpec | undefined
  /** The lens chain as it stands in the configuration. */
  readonly as?: Value | undefined
  /** Whether an empty text or list says the same as nothing; otherwise it is a value of its own. */
  readonly empty?: 'same-as-null' | 'distinct' | undefined
}

/** What the user said about the fields of one entity, in order. */
export interface EntitySpec {
  readonly fields: Readonly<Record<string, FieldSpec>>
}

/** Where one value stands on one side, and how it is translated. */
export interface Place {
  readonly path: Path
  readonly lens: Lens
}

/** One place for each side; a member of a group has a name. */
export interface ParsedMember {
  readonly name?: string | undefined
  readonly places: BySide<Place>
}

/** One field, understood. */
export interface ParsedField {
  readonly name: string
  readonly lens: string
  /** One without a name, or the named members of a group. */
  readonly members: readonly ParsedMember[]
}

/** Finds everything in an entity's fields that cannot work; `compileEntity` takes a spec only if there is nothing. */
export function checkEntity(spec: EntitySpec, sides: BySide<string>): readonly Problem[] {
  const parsed = parseEntity(spec, sides)
  return parsed.ok ? [] : parsed.problems
}

/** Understands every field of an entity, or finds every problem. */
export function parseEntity(
  spec: EntitySpec,
  sides: BySide<string>,
): Result<readonly ParsedField[]> {
  const fields = Object.entries(spec.fields)
  if (fields.length > FIELDS_MAX)
    return failure('fields', `an entity maps at most ${FIELDS_MAX} fields`)
  return all(fields.map(([name, field]) => parseField(name, field, sides)))
}

function parseField(name: string, spec: FieldSpec, sides: BySide<string>): Result<ParsedField> {
  const at = `fields.${name}`
  if (name === '' || isReserved(name)) return failure(at, 'this cannot be the name of a field')
  const paths = parsePaths(spec, at, sides)
  if (!paths.ok) return paths
  const names = paths.value.flatMap((member) => member.name ?? [])
  const members = names.length === 0 ? undefined : names
  const steps = parseLensChain(spec.as, { sides, at: `${at}.as`, members })
  if (!steps.ok) return steps
  const found = paths.value.map((member) => toMember(member, steps.value, spec.empty))
  return { ok: true, value: { name, lens: describeChain(steps.value), members: found } }
}

interface MemberPaths {
  readonly name?: string | undefined
  readonly paths: BySide<Path>
}

function parsePaths(
  spec: FieldSpec,
  at: string,
  sides: BySide<string>,
): Result<readonly MemberPaths[]> {
  const { a, b } = spec
  if (a === undefined || b === undefined)
    return failure(at, `${a === undefined ? sides.a : sides.b} has no path for this field`)
  if (typeof a === 'string' && typeof b === 'string') {
    const paths = parseBoth(bySide((side) => [side === 'a' ? a : b, `${at}.${sides[side]}`]))
    return paths.ok ? { ok: true, value: [{ paths: paths.value }] } : paths
  }
  if (typeof a === 'string' || typeof b === 'string')
    return failure(
      at,
      `${typeof a === 'string' ? sides.a : sides.b} has one path where the other has a group of them`,
    )
  return parseGroup({ a, b }, at, sides)
}

function parseGroup(
  paths: BySide<Readonly<Record<string, string>>>,
  at: string,
  sides: BySide<string>,
): Result<readonly MemberPaths[]> {
  const names = Object.keys(paths.a)
  if (names.length === 0 || names.length > MEMBERS_MAX)
    return failure(at, `a group has 1 to ${MEMBERS_MAX} members`)
  const lacks = names.find((name) => !Object.hasOwn(paths.b, name))
  if (lacks !== undefined)
    return failure(at, `${sides.b} has no path for ${lacks}, which ${sides.a} has`)
  const stray = Object.keys(paths.b).find((name) => !names.includes(name))
  if (stray !== undefined)
    return failure(at, `${sides.a} has no path for ${stray}, which ${sides.b} has`)
  const reserved = names.find((name) => name === '' || isReserved(name))
  if (reserved !== undefined) return failure(at, `${reserved} cannot be the name of a member`)
  return all(names.map((name) => parseMember(name, paths, { at, sides })))
}

function parseMember(
  name: string,
  paths: BySide<Readonly<Record<string, string>>>,
  { at, sides }: { readonly at: string; readonly sides: BySide<string> },
): Result<MemberPaths> {
  const parsed = parseBoth(
    bySide((side) => [paths[side][name] ?? '', `${at}.${sides[side]}.${name}`]),
  )
  return parsed.ok ? { ok: true, value: { name, paths: parsed.value } } : parsed
}

function parseBoth(texts: BySide<readonly [text: string, at: string]>): Result<BySide<Path>> {
  const a = parsePath(...texts.a)
  const b = parsePath(...texts.b)
  if (a.ok && b.ok) return { ok: true, value: { a: a.value, b: b.value } }
  return { ok: false, problems: [a, b].flatMap((path) => (path.ok ? [] : path.problems)) }
}

function toMember(
  { name, paths }: MemberPaths,
  steps: LensChain,
  empty: FieldSpec['empty'],
): ParsedMember {
  const places = bySide((side): Place => {
    const lens = lensOf(steps, side, name)
    return { path: paths[side], lens: empty === 'same-as-null' ? withEmpty(lens) : lens }
  })
  return { name, places }
}

/** Nothing may be written as empty by the system, and made so by a lens: it is folded at both ends. */
function withEmpty(lens: Lens): Lens {
  return chain([EMPTY_AS_NULL, lens, EMPTY_AS_NULL])
}
