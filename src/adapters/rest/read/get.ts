import type { Call, CallPlace } from '../call/call.ts'
import type { RestCall, RestMeaning } from '../config.ts'
import { compileMeanings, statusesOf } from '../call/meaning.ts'
import { isSuccess, misread, readJsonOf } from './page.ts'
import type { Answer } from '../../http/exchange.ts'
import type { Found } from '../../adapter.ts'
import type { HttpClient } from '../../http/client.ts'
import type { HttpRequest } from '../../http/request.ts'
import type { RecordReader } from './record.ts'
import { compileCall } from '../call/call.ts'
import { compilePath } from '../../http/json/path.ts'
import { isWebPage } from '../call/read-body.ts'
import { problemOf } from '../call/problem.ts'
import { serverTimeMs } from '../../http/header/answer-headers.ts'
import type { Value } from '../../../core/value.ts'

/** Reads one record. */
export type GetRecord = (id: string, signal: AbortSignal) => Promise<Found>

const USUAL: Readonly<Record<number, RestMeaning>> = {
  403: 'hidden',
  404: 'not-found',
  410: 'gone',
}

/** What single reads share. */
export interface GetParts {
  readonly client: HttpClient
  readonly reader: RecordReader
  readonly place: CallPlace
}

/** Compiles the fresh read of one record. Throws what `HttpClient.read` does. */
export function compileGet(config: RestCall, { client, reader, place }: GetParts): GetRecord {
  const kind = { operation: 'get', reads: true, expects: statusesOf(config.when) }
  const call: Call = compileCall(config, kind, place)
  const configured = compileMeanings(config.when)
  const readResult = compilePath(config.result ?? '')
  return async (id, signal) => {
    const rendering = call.render({ id })
    if (!rendering.ok) return { kind: 'hidden', why: rendering.why }
    const { request } = rendering
    const answer = await client.read(request, signal)
    const told = configured(answer)
    const meaning = told ?? (isSuccess(config, answer.status) ? 'written' : USUAL[answer.status])
    if (meaning !== 'written')
      return absenceOf(client, request, { answer, meaning, sure: told !== undefined })
    const item = readResult(readJsonOf(client, request, answer)) ?? null
    return foundOf({ client, reader, request, answer }, id, item)
  }
}

interface Told {
  readonly answer: Answer
  readonly meaning: RestMeaning | undefined
  /** Whether the configuration says so. */
  readonly sure: boolean
}

/** A web page that says 404 is a gateway's or a wrong address, and proves no absence. */
function absenceOf(client: HttpClient, request: HttpRequest, told: Told): Found {
  const { answer, meaning, sure } = told
  const { message } = problemOf(answer, client)
  const doubtful = !sure && isWebPage(answer.body, answer.headers)
  if (meaning === 'not-found' || meaning === 'absent')
    return doubtful ? { kind: 'hidden', why: `${message}, a web page` } : { kind: 'not-found' }
  if (meaning === 'gone')
    return doubtful ? { kind: 'hidden', why: `${message}, a web page` } : { kind: 'gone' }
  if (meaning === 'hidden' || meaning === 'forbidden') return { kind: 'hidden', why: message }
  throw misread(client, request, answer, meaning)
}

interface Read {
  readonly client: HttpClient
  readonly reader: RecordReader
  readonly request: HttpRequest
  readonly answer: Answer
}

function foundOf({ client, reader, request, answer }: Read, id: string, item: Value): Found {
  const record = reader.read(item, answer.headers)
  if (record === undefined)
    throw client.fault(
      'SYSTEM_ANSWER',
      request,
      `answers with a record that has no id: ${client.quote(answer.body)}; it only reads`,
    )
  const movedTo = reader.movedTo(item) ?? record.id
  if (movedTo !== id) return { kind: 'moved', to: movedTo }
  if (record.state === 'deleted') return { kind: 'gone' }
  const time = serverTimeMs(answer.headers, answer.elapsedMs)
  return { kind: 'found', record, ...(time === undefined ? {} : { serverTimeMs: time }) }
}
