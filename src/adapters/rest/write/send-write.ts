import type { Answer, Failure } from '../../http/exchange.ts'
import { landed } from './landed.ts'
import type { HttpClient } from '../../http/client.ts'
import type { HttpRequest } from '../../http/request.ts'
import type { LandingRules } from './landed.ts'
import type { ReadMeaning } from '../call/meaning.ts'
import type { RefusalKind } from '../../../core/operation.ts'
import type { RestCall } from '../config.ts'
import type { WriteMeaning } from './outcome.ts'
import type { WriteOutcome } from '../../adapter.ts'
import { meaningOfWrite } from './outcome.ts'
import { problemOf } from '../call/problem.ts'
import { retryAfterMs } from '../../http/header/retry-after.ts'

/** How soon to come back to a system that does not say. */
export const LATER_DEFAULT_MS = 1_000

/** How a write is sent and its answer understood. */
export interface WriteRules {
  readonly client: HttpClient
  readonly config: RestCall
  readonly configured: ReadMeaning
  readonly landing: LandingRules
}

/** Sends one write, once. Throws only `SYSTEM_AUTH`, when nothing was done because nobody was let in. */
export async function sendWrite(
  rules: WriteRules,
  request: HttpRequest,
  id: string | undefined,
  signal: AbortSignal,
): Promise<WriteOutcome> {
  const { client } = rules
  const result = await client.send(request, signal)
  const said = (what: string, so: string): string =>
    client.fault('SYSTEM_ANSWER', request, `${what}; ${so}`).message
  if (result.kind === 'failure') return outcomeOfFailure(result, said)
  const meaning = meaningOf(rules, request, result)
  if (meaning !== 'written') return outcomeOfAnswer(client, result, meaning, said)
  const outcome = landed(rules.landing, result, id)
  if (outcome.kind !== 'unknown') return outcome
  return { kind: 'unknown', message: said(`answers ${result.status} ${outcome.message}`, MAYBE) }
}

const NOTHING = 'nothing was written'
const MAYBE = 'it may have been written'

/** Makes the sentence of an outcome: what happened, and what was written. */
type Said = (what: string, so: string) => string

function outcomeOfFailure({ sent, code, message, afterMs }: Failure, said: Said): WriteOutcome {
  if (sent) return { kind: 'unknown', message: said(`fails: ${message}`, MAYBE) }
  const words = said(`cannot be sent: ${message}`, NOTHING)
  return code === 'UND_ERR_INVALID_ARG'
    ? { kind: 'refused', why: 'invalid', message: words }
    : { kind: 'later', afterMs: afterMs ?? LATER_DEFAULT_MS, message: words }
}

function meaningOf(
  { client, config, configured, landing }: WriteRules,
  request: HttpRequest,
  answer: Answer,
): WriteMeaning {
  const told = configured(answer)
  if (told === undefined && answer.status === 401)
    throw client.fault(
      'SYSTEM_AUTH',
      request,
      `is refused: the credentials are not accepted (401); ${NOTHING}`,
    )
  if (told === undefined && config.ok?.includes(answer.status) === true) return 'written'
  const meaning = meaningOfWrite(landing.verb, answer, told)
  const unexpected = told === undefined && meaning === 'written' && config.ok !== undefined
  return unexpected ? 'unknown' : meaning
}

function outcomeOfAnswer(
  client: HttpClient,
  answer: Answer,
  meaning: RefusalKind | 'later' | 'unknown',
  said: Said,
): WriteOutcome {
  const { message, field } = problemOf(answer, client)
  if (meaning === 'unknown') return { kind: 'unknown', message: said(message, MAYBE) }
  const words = said(message, NOTHING)
  if (meaning !== 'later') return { kind: 'refused', why: meaning, message: words, field }
  const afterMs = retryAfterMs(answer.headers, client.clock.nowMs()) ?? LATER_DEFAULT_MS
  return { kind: 'later', afterMs, message: words }
}
