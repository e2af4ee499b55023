import type { Value } from '../../core/value.ts'
import type { Lens } from '../lens.ts'
import type { Result } from '../problem.ts'

/** One argument of a catalogue entry. An argument by position goes to the first parameter left that accepts it. */
export interface Parameter {
  readonly name: string
  /** What is wanted, as it follows "has to be": `a whole number from 0 to 20`. */
  readonly wants: string
  readonly accepts: (value: Value) => boolean
  readonly required?: boolean | undefined
  /** It is on or off: given by its bare name, or as `name: true`. */
  readonly flag?: boolean | undefined
}

/** Arguments by parameter name; every one was accepted by its parameter. */
export type Arguments = ReadonlyMap<string, Value>

/** Why arguments do not make a lens, and what would. */
export interface Unmade {
  readonly ok: false
  readonly reason: string
  readonly suggestion?: string | undefined
}

/** A lens, or why these arguments do not make one. */
export type Made = { readonly ok: true; readonly lens: Lens } | Unmade

/**
 * How much a lens preserves: `iso` one to one; `canon` many spellings, one meaning;
 * `part` some values cannot be represented and are refused.
 */
export type LensClass = 'iso' | 'canon' | 'part'

/** One entry of the catalogue of lenses; the documentation is generated from it. */
export interface Entry {
  readonly name: string
  readonly class: readonly LensClass[]
  /** One sentence. */
  readonly meaning: string
  /** A step as a user would write it in `as:`; it parses. */
  readonly example: string
  readonly parameters: readonly Parameter[]
  /** In the form `{ name: argument }` the argument goes whole to the first parameter, whatever its shape. */
  readonly whole?: boolean | undefined
  /** `inner` reads a lens chain within an argument. */
  readonly make: (given: Arguments, inner: (as: Value) => Result<Lens>) => Made
}

/** A lens that could be made. */
export function made(lens: Lens): Made {
  return { ok: true, lens }
}

/** Arguments that make no lens, and why. */
export function unmade(reason: string, suggestion?: string): Unmade {
  return { ok: false, reason, suggestion }
}

/** A parameter that is on when its name is given: `text(trim)`. */
export function flag(name: string): Parameter {
  const accepts = (value: Value): boolean => value === name || value === true
  return { name, wants: `the word ${name}`, accepts, flag: true }
}

/** Whether a flag was given. */
export function hasFlag(given: Arguments, name: string): boolean {
  return given.has(name)
}

/** An argument that is text, if it was given. */
export function textOf(given: Arguments, name: string): string | undefined {
  const value = given.get(name)
  return typeof value === 'string' ? value : undefined
}

/** An argument that is a number, if it was given. */
export function numberOf(given: Arguments, name: string): number | undefined {
  const value = given.get(name)
  return typeof value === 'number' ? value : undefined
}

/** A parameter for a whole number within bounds. */
export function count(name: string, least: number, most: number): Parameter {
  return {
    name,
    wants: `a whole number from ${least} to ${most}`,
    accepts: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
  }
}

/** Whether an argument can be one spelling of something: a text, a number or a boolean. */
export function isSpelling(value: Value): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** An argument that is one spelling of something, if it was given. */
export function spellingOf(given: Arguments, name: string): string | number | boolean | undefined {
  const value = given.get(name)
  return value !== undefined && isSpelling(value) ? value : undefined
}
