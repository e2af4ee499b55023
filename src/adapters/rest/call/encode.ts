const UNRESERVED_ONLY = /[!'()*]/g
/** Steps upwards in a path, in every spelling a server may understand as one. */
const DOTS = /^(?:\.|%2e){1,2}$/i

/**
 * Percent-encodes a value for any part of a URL: only letters, digits and `-_.~` stand for themselves. `undefined` for
 * text that has no UTF-8.
 */
export function encodePart(text: string): string | undefined {
  if (!text.isWellFormed()) return undefined
  return encodeURIComponent(text).replace(UNRESERVED_ONLY, escapeByte)
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

/**
 * Whether a path that was filled in still points where its template says: a segment `.` or `..` would be taken as a
 * step, encoded or not, and the request would reach another record or all of them.
 */
export function isSafePath(path: string): boolean {
  return path.split('/').every((segment) => !DOTS.test(segment))
}
