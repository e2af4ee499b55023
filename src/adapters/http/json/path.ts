import type { Value } from '../../../core/value.ts'

/** Reads one place of a JSON value; `undefined` where there is nothing. */
export type ReadPath = (value: Value) => Value | undefined

/**
 * Compiles a dotted path such as `paging.next.after` or `errors.0.code`; the empty path is the value itself. A member
 * whose own name is the whole rest of the path comes first, so `@odata.nextLink` needs no quoting. Only own members
 * are read: `__proto__` and `constructor` are names like any other.
 */
export function compilePath(path: string): ReadPath {
  if (path === '') return (value) => value
  const dot = path.indexOf('.')
  if (dot < 0) return (value) => memberOf(value, path)
  const first = path.slice(0, dot)
  const rest = compilePath(path.slice(dot + 1))
  return (value) => {
    const whole = memberOf(value, path)
    if (whole !== undefined) return whole
    const inner = memberOf(value, first)
    return inner === undefined ? undefined : rest(inner)
  }
}

/** Reads one place of a JSON value once. */
export function valueAt(value: Value, path: string): Value | undefined {
  return compilePath(path)(value)
}

function memberOf(value: Value, key: string): Value | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Readonly<Record<string, Value>>)[key]
}
