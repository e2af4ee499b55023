import type { Value } from '../core/value.ts'

/** How much of a text a reason repeats. */
const QUOTED_LENGTH_MAX = 60

/** Shows a value inside a reason: texts in quotes and cut, lists and objects only by name. */
export function quote(value: Value | undefined): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value !== 'string') return String(value)
  return JSON.stringify(
    value.length > QUOTED_LENGTH_MAX ? `${value.slice(0, QUOTED_LENGTH_MAX)}…` : value,
  )
}

/** Says what a value is, as it follows "is": `a text`. */
export function nameKind(value: Value): string {
  if (value === null) return 'empty'
  if (typeof value === 'string') return 'a text'
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object'
  return `a ${typeof value}`
}

/** Says that a value is not of the kind that is wanted: `5 is a number, not a text`, `a list is not a text`. */
export function denyKind(value: Value, wanted: string): string {
  const [shown, kind] = [quote(value), nameKind(value)]
  return shown === kind ? `${kind} is not ${wanted}` : `${shown} is ${kind}, not ${wanted}`
}
