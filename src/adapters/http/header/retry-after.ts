import type { AnswerHeaders } from './answer-headers.ts'
import { headerOf } from './answer-headers.ts'
import { parseHttpDate } from './http-date.ts'

/** The longest wait that is believed. */
export const RETRY_AFTER_MAX_MS = 3_600_000

/** How long the server asks to be left alone, at most an hour; `undefined` when it does not say, or not readably. */
export function retryAfterMs(headers: AnswerHeaders, nowMs: number): number | undefined {
  const text = headerOf(headers, 'retry-after')?.trim()
  if (text === undefined) return undefined
  const ms = /^\d{1,15}$/.test(text) ? Number(text) * 1000 : untilDate(text, headers, nowMs)
  return ms === undefined ? undefined : Math.min(ms, RETRY_AFTER_MAX_MS)
}

/** A date is compared with the clock that wrote it. */
function untilDate(text: string, headers: AnswerHeaders, nowMs: number): number | undefined {
  const dateMs = parseHttpDate(text)
  if (dateMs === undefined) return undefined
  return Math.max(0, dateMs - (parseHttpDate(headerOf(headers, 'date')) ?? nowMs))
}
