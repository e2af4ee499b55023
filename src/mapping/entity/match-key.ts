import { bySide } from '../../core/side.ts'
import type { BySide, Side } from '../../core/side.ts'
import { assert } from '../../core/assert.ts'
import { canonicalText } from '../../core/value.ts'
import type { Fields, Value } from '../../core/value.ts'
import { lensOf } from '../notation/lens-chain.ts'
import type { LensChain } from '../notation/lens-chain.ts'
import type { Lens } from '../lens.ts'
import { parseLensChain } from '../notation/parse-lens-chain.ts'
import type { Path } from '../path/path.ts'
import { parsePath } from '../path/parse-path.ts'
import { compileReader } from '../path/read-path.ts'
import { all, describeProblem, failure } from '../problem.ts'
import type { Problem, Result } from '../problem.ts'

/** How many paths a key may be made of. */
export const KEY_PARTS_MAX = 8

/** What makes two unlinked records the same one: a path on each side, or as many in the same order. */
export interface KeySpec {
  readonly on: BySide<string | readonly string[]>
  /** The lens chain every part goes through, as it stands in the configuration. */
  readonly as?: Value | undefined
}

/** Makes the text under which records are matched; equal texts mean equal keys. */
export interface MatchKey {
  /** Where its parts stand in the records of each side, in order. */
  readonly paths: BySide<readonly string[]>
  /** Nothing if any part is empty or refused: such a record matches no other. */
  textOf(side: Side, native: Fields): string | undefined
}

/** Finds everything in a key that cannot work; `at` is where it stands in the configuration. */
export function checkKey(spec: KeySpec, sides: BySide<string>, at = 'match'): readonly Problem[] {
  const parsed = parseKey(spec, sides, at)
  return parsed.ok ? [] : parsed.problems
}

/** Compiles a key. The spec has passed `checkKey`: a problem here is a bug. */
export function compileKey(spec: KeySpec, sides: BySide<string>): MatchKey {
  const parsed = parseKey(spec, sides, 'match')
  assert(parsed.ok, parsed.ok ? '' : parsed.problems.map(describeProblem).join('; '))
  const { paths, steps } = parsed.value
  const parts = bySide((side) => paths[side].map((path) => compilePart(path, lensOf(steps, side))))
  return {
    paths: bySide((side) => paths[side].map(({ text }) => text)),
    textOf: (side, native) => join(parts[side], native),
  }
}

interface ParsedKey {
  readonly paths: BySide<readonly Path[]>
  readonly steps: LensChain
}

function parseKey({ on, as }: KeySpec, sides: BySide<string>, at: string): Result<ParsedKey> {
  const texts = bySide((side) => [on[side]].flat())
  if (texts.a.length !== texts.b.length)
    return failure(
      `${at}.on`,
      `${sides.a} has ${texts.a.length} parts and ${sides.b} ${texts.b.length}`,
    )
  if (texts.a.length === 0 || texts.a.length > KEY_PARTS_MAX)
    return failure(`${at}.on`, `a key has 1 to ${KEY_PARTS_MAX} parts`)
  const a = all(texts.a.map((text) => parsePath(text, `${at}.on.${sides.a}`)))
  const b = all(texts.b.map((text) => parsePath(text, `${at}.on.${sides.b}`)))
  const steps = parseLensChain(as, { sides, at: `${at}.as` })
  if (a.ok && b.ok && steps.ok)
    return { ok: true, value: { paths: { a: a.value, b: b.value }, steps: steps.value } }
  return {
    ok: false,
    problems: [a, b, steps].flatMap((result) => (result.ok ? [] : result.problems)),
  }
}

type Part = (native: Fields) => string | undefined

function compilePart(path: Path, lens: Lens): Part {
  const find = compileReader(path)
  return (native) => {
    const found = find(native)
    const reading = found.ok ? lens.get(found.value) : found
    return reading.ok ? textOf(lens.fold?.(reading.value) ?? reading.value) : undefined
  }
}

/** A number and its digits are one key: systems rarely agree on which of the two an id is. */
function textOf(value: Value): string | undefined {
  if (value === null || (Array.isArray(value) && value.length === 0)) return undefined
  const text = typeof value === 'string' ? value : canonicalText(value)
  return text.trim() === '' ? undefined : text
}

function join(parts: readonly Part[], native: Fields): string | undefined {
  const texts: string[] = []
  for (const part of parts) {
    const text = part(native)
    if (text === undefined) return undefined
    texts.push(text)
  }
  return texts.length === 1 ? texts[0] : JSON.stringify(texts)
}
