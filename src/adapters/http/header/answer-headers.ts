import { parseHttpDate } from './http-date.ts'

/** Header names in lower case to their values; one that was repeated has several. */
export type AnswerHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** The value of a header, by its name in any case; repeated ones are joined as RFC 9110 5.3 says. */
export function headerOf(headers: AnswerHeaders, name: string): string | undefined {
  const key = name.toLowerCase()
  const value = Object.hasOwn(headers, key) ? headers[key] : undefined
  return typeof value === 'string' || value === undefined ? value : value.join(', ')
}

/**
 * The server's clock when it began to answer, at the latest: its `Date`, less the time the exchange took, so that
 * nothing it shows can have happened after. Milliseconds since 1970; `undefined` without a `Date`.
 */
export function serverTimeMs(headers: AnswerHeaders, elapsedMs: number): number | undefined {
  const dateMs = parseHttpDate(headerOf(headers, 'date'))
  return dateMs === undefined ? undefined : Math.floor(dateMs - elapsedMs)
}
