import type { Value } from '../core/value.ts'

/** What a native value means: its shared value, or the reason in the user's words why it has none. */
export type Reading =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string }

/** How a shared value is spelled natively, or the reason why it cannot be (M3). */
export type Building = Reading

/**
 * What a step of a chain hands to the next one, so that a chain that can never work is refused when
 * the configuration is read: `any`, `text`, `boolean`, `list`, `set`, `decimal(2)`, `date`, `datetime(PT1S)`.
 */
export type Kind = string

/**
 * One field's translation on one side. It only reads and builds: whether an old spelling is kept is
 * decided by `put`, never here. Pure, and total: a value it does not understand is refused, not thrown.
 */
export interface Lens {
  /** As a user would write it: `text(trim, max=100)`. */
  readonly name: string
  /** Absent reads as `null` unless the lens gives it a meaning of its own. */
  readonly get: (native: Value | undefined) => Reading
  readonly build: (shared: Value) => Building
  /** The form in which shared values are compared; without it they are compared as they are. */
  readonly fold?: ((shared: Value) => Value) | undefined
  /** The shared value a record is created with where it would have `null`. */
  readonly initial?: Value | undefined
  /** The kinds of value `get` understands; without it, every kind. */
  readonly takes?: readonly Kind[] | undefined
  /** The kind of value `get` gives; without it, the kind it was given. */
  readonly gives?: Kind | undefined
  /** Set when the lens may not stand on one side alone: the reason why. */
  readonly bothSides?: string | undefined
}

/** The reading of a field that is empty. */
export const EMPTY: Reading = Object.freeze({ ok: true, value: null })

/** Tells that a value was understood. */
export function accept(value: Value): Reading {
  return { ok: true, value }
}

/** Tells why a value was not understood; the reason is a sentence without a full stop. */
export function refuse(reason: string): Reading {
  return { ok: false, reason }
}

/** What a lens for values that are not empty says about itself. */
export interface ValueLens extends Omit<Lens, 'get' | 'build'> {
  readonly get: (native: Value) => Reading
  readonly build: (shared: Value) => Building
}

/** Makes a lens of one that knows only values: absent and `null` pass it as `null`, both ways. */
export function onValues({ get, build, ...about }: ValueLens): Lens {
  return {
    ...about,
    get: (native) => (native === undefined || native === null ? EMPTY : get(native)),
    build: (shared) => (shared === null ? EMPTY : build(shared)),
  }
}
