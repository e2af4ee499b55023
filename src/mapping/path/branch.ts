import type { Scalar, Value } from '../../core/value.ts'

/** An object among values. */
export type Branch = Readonly<Record<string, Value>>

/** Tells an object from a list and from every scalar. */
export function isBranch(value: Value | undefined): value is Branch {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Tells a list from everything else. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

/** Whether nothing stands here yet, so that a parent may be made. */
export function isNothing(value: Value | undefined): value is null | undefined {
  return value === undefined || value === null
}

/** An object's own value of that name; what it inherits is nobody's data (M5). */
export function own(branch: Branch, key: string): Value | undefined {
  return Object.hasOwn(branch, key) ? branch[key] : undefined
}

/** Whether an element of a list is an object with this value under this key. */
export function matches(element: Value, key: string, value: Scalar): boolean {
  return isBranch(element) && own(element, key) === value
}
