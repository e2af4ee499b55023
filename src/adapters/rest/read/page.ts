import type { Answer } from '../../http/exchange.ts'
import type { AnswerHeaders } from '../../http/header/answer-headers.ts'
import type { BilateralError } from '../../../errors.ts'
import type { HttpClient } from '../../http/client.ts'
import type { HttpRequest } from '../../http/request.ts'
import type { RestCall, RestListCall, RestMeaning } from '../config.ts'
import type { Value } from '../../../core/value.ts'
import { compileMeanings } from '../call/meaning.ts'
import { compilePath } from '../../http/json/path.ts'
import { compileSource } from '../call/source.ts'
import { problemOf } from '../call/problem.ts'
import { readBody } from '../call/read-body.ts'
import { serverTimeMs } from '../../http/header/answer-headers.ts'

/** One page as it was answered. */
export interface RawPage {
  readonly body: Value
  readonly headers: AnswerHeaders
  readonly items: readonly Value[]
  readonly total: number | undefined
  /** The system's clock when it began to make the page, at the latest. */
  readonly serverTimeMs: number | undefined
}

/** Reads one page. Throws what `HttpClient.read` does, and `CURSOR_EXPIRED`. */
export type ReadPage = (request: HttpRequest, signal: AbortSignal) => Promise<RawPage>

/** What a status means to a listing where the configuration says nothing. */
export type ListMeanings = Readonly<Record<number, RestMeaning>>

/** The usual meanings, by what is listed. A 404 for a whole collection is never taken for an empty one. */
export const LIST_MEANINGS = {
  list: { 403: 'hidden' },
  changes: { 403: 'hidden', 410: 'cursor-expired' },
  find: { 403: 'hidden', 404: 'not-found' },
} as const satisfies Readonly<Record<string, ListMeanings>>

/** Compiles how the pages of a listing are read. */
export function compilePage(
  client: HttpClient,
  config: RestListCall,
  usual: ListMeanings,
): ReadPage {
  const configured = compileMeanings(config.when)
  const readItems = compilePath(config.items ?? '')
  const readTotal = config.total === undefined ? undefined : compileSource(config.total)
  return async (request, signal) => {
    const answer = await client.read(request, signal)
    const { headers, elapsedMs, status } = answer
    const page = { headers, serverTimeMs: serverTimeMs(headers, elapsedMs) }
    const meaning = configured(answer) ?? (isSuccess(config, status) ? 'written' : usual[status])
    if (meaning !== 'written' || answer.body.length === 0) {
      if (isNone(config, meaning, status))
        return { ...page, body: null, items: [], total: undefined }
      throw misread(client, request, answer, meaning)
    }
    const body = readJsonOf(client, request, answer)
    const items = readItems(body)
    if (!isList(items)) throw client.fault('SYSTEM_ANSWER', request, noList(config, body))
    return { ...page, body, items, total: toCount(readTotal?.(body, headers)) }
  }
}

/** Whether a status means that a request was carried out. */
export function isSuccess({ ok }: RestCall, status: number): boolean {
  return ok === undefined ? status >= 200 && status < 300 && status !== 202 : ok.includes(status)
}

/** The JSON of a successful answer. Throws `SYSTEM_ANSWER` for anything else. */
export function readJsonOf(client: HttpClient, request: HttpRequest, answer: Answer): Value {
  const reading = readBody(answer)
  if (reading.ok) return reading.value
  const words = answer.body.length === 0 ? '' : `: ${client.quote(answer.body)}`
  const what = `answers ${answer.status}, but the answer ${reading.why}${words}; it only reads`
  throw client.fault('SYSTEM_ANSWER', request, what)
}

/** The error of a read whose answer was understood and is none. */
export function misread(
  client: HttpClient,
  request: HttpRequest,
  answer: Answer,
  meaning: RestMeaning | undefined,
): BilateralError {
  const { message } = problemOf(answer, client)
  if (meaning === 'cursor-expired')
    return client.fault('CURSOR_EXPIRED', request, `${message}: everything must be read again`)
  if (meaning === 'hidden' || meaning === 'forbidden')
    return client.fault('SYSTEM_AUTH', request, `${message}: the credentials may not read this`)
  if (meaning === 'later') return client.fault('SYSTEM_UNAVAILABLE', request, message)
  const empty = isSuccessful(answer.status) && answer.body.length === 0
  const what = empty ? `answers ${answer.status} with nothing` : message
  return client.fault('SYSTEM_ANSWER', request, `${what}; it only reads`)
}

function isSuccessful(status: number): boolean {
  return status >= 200 && status < 300
}

/** A 204 shows nothing; that there is nothing only the configuration can say. */
function isNone({ ok }: RestCall, meaning: RestMeaning | undefined, status: number): boolean {
  if (meaning === 'not-found' || meaning === 'gone') return true
  return meaning === 'written' && status === 204 && ok?.includes(204) === true
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

function noList({ items = '' }: RestListCall, body: Value): string {
  const place = items === '' ? 'is no list' : `has no list at ${JSON.stringify(items)}`
  const shown =
    typeof body === 'object' && body !== null && !isList(body)
      ? `; it has ${Object.keys(body).slice(0, 8).join(', ') || 'nothing'}`
      : ''
  return `answers, but the answer ${place}${shown}; it only reads`
}

function toCount(value: Value | undefined): number | undefined {
  const count = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined
}
