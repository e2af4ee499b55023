import type { Answer, Exchange, ExchangeLimits, Failure, Outgoing } from './exchange.ts'
import { BilateralError, isBilateralError } from '../../errors.ts'
import type { HttpRequest, WaitNotice } from './request.ts'
import { ACCEPTED_ENCODINGS, unpack } from './unpack.ts'
import { FAILURES, exchange } from './exchange.ts'
import type { Authorizer } from './auth/authorizer.ts'
import type { Clock } from './clock.ts'
import type { Dispatcher } from 'undici'
import type { ErrorCode } from '../../errors.ts'
import type { Limiter } from './limiter.ts'
import type { Redactor } from './redact.ts'
import type { RetryRules } from './retry/backoff.ts'
import type { Tally } from './tally.ts'
import type { Usage } from '../adapter.ts'
import { followed } from './redirect.ts'
import { quoteBody, toPlainLine } from './json/quote.ts'
import { readPatiently } from './retry/patience.ts'
import { retryAfterMs } from './header/retry-after.ts'

/** What a client is made of. */
export interface HttpParts {
  readonly system: string
  readonly origin: string
  readonly dispatcher: Dispatcher
  readonly authorizer: Authorizer
  readonly limiter: Limiter
  readonly redactor: Redactor
  readonly tally: Tally
  readonly clock: Clock
  readonly limits: ExchangeLimits
  readonly retry: RetryRules
  /** Sent with every request, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether to ask for compressed answers. */
  readonly compress: boolean
  readonly onWait: (notice: WaitNotice) => void
}

/** Talks to one origin within its limits, and never to any other. */
export interface HttpClient {
  readonly system: string
  readonly origin: string
  readonly clock: Clock
  /** Sends once, in its turn; only a refused proof is renewed, once. Throws only `SYSTEM_AUTH`: no proof to be had. */
  send(request: HttpRequest, signal: AbortSignal): Promise<Exchange>
  /**
   * Sends a read until it is answered or its patience ends. Throws `SYSTEM_UNAVAILABLE`, `SYSTEM_AUTH`,
   * `SYSTEM_ANSWER` or `INTERRUPTED`; 2xx, 4xx and what the request expects are answers.
   */
  read(request: HttpRequest, signal: AbortSignal): Promise<Answer>
  /** An error whose message leads with the system and the request, and is `clean`. */
  fault(code: ErrorCode, request: Outgoing, what: string): BilateralError
  /** The beginning of an answer, safe to show. */
  quote(body: Buffer): string
  /** A text as one line, without the secrets in it and what a terminal would obey. */
  clean(text: string): string
  usage(): Usage
  close(): Promise<void>
}

/** Puts a client together. Nothing is sent until something is asked for. */
export function openClient(parts: HttpParts): HttpClient {
  const { system, origin, clock, redactor } = parts
  const clean = (text: string): string => toPlainLine(redactor.clean(text))
  const send: HttpClient['send'] = (request, signal) => sendProved(parts, request, signal)
  const fault: HttpClient['fault'] = (code, request, what) =>
    new BilateralError(code, clean(`${system}: ${nameOf(request)} ${what}`), {
      next: NEXT_COMMANDS[code] ?? 'bilateral check',
    })
  const quote = (body: Buffer): string => quoteBody(body, clean)
  return {
    system,
    origin,
    clock,
    send,
    read: (request, signal) =>
      readPatiently({ ...parts, send, fault, quote, clean }, request, signal),
    fault,
    quote,
    clean,
    usage: parts.tally.usage,
    close: async () => {
      await Promise.all([parts.dispatcher.destroy(), parts.authorizer.close()])
    },
  }
}

const NEXT_COMMANDS: Readonly<Partial<Record<ErrorCode, string>>> = {
  SYSTEM_UNAVAILABLE: 'bilateral sync',
  INTERRUPTED: 'bilateral sync',
}

/** The request as people see it, without its query: that may hold what others should not read. */
function nameOf({ method, path }: Outgoing): string {
  return `${method} ${path.split('?', 1)[0] ?? path}`
}

/** A 401 is answered before any work is done, so a write may go out again with a fresh proof as well. */
async function sendProved(
  parts: HttpParts,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Exchange> {
  for (let renewed = false; ; renewed = true) {
    const proof = await proofOf(parts, signal)
    if ('failure' in proof) return proof.failure
    const result = await followed(parts.origin, request, (hop) =>
      sendOnce(parts, proved(parts, hop, proof.headers), signal),
    )
    const refused = result.kind === 'answer' && result.status === 401
    if (!refused || renewed || !parts.authorizer.renew(proof.headers)) return result
  }
}

type Proof = { readonly headers: Readonly<Record<string, string>> } | { readonly failure: Failure }

/** Without a proof for now the request is one that was never sent. */
async function proofOf({ authorizer }: HttpParts, signal: AbortSignal): Promise<Proof> {
  try {
    return { headers: await authorizer.headers(signal) }
  } catch (error) {
    if (!isBilateralError(error, 'SYSTEM_UNAVAILABLE')) throw error
    const { code, message } = error
    return { failure: { kind: 'failure', sent: false, code, message } }
  }
}

function proved(
  { headers, compress }: HttpParts,
  request: HttpRequest,
  proof: Readonly<Record<string, string>>,
): HttpRequest {
  const encoding = compress ? ACCEPTED_ENCODINGS : 'identity'
  const usual = { accept: 'application/json', 'accept-encoding': encoding }
  return { ...request, headers: { ...usual, ...headers, ...request.headers, ...proof } }
}

async function sendOnce(
  parts: HttpParts,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Exchange> {
  const { limiter, limits, clock, tally } = parts
  try {
    const afterMs = await limiter.acquire(signal)
    if (afterMs > 0) return unsent(FAILURES.paused, pauseText(afterMs), afterMs)
  } catch {
    return unsent(FAILURES.stopped, 'it was stopped before it was sent')
  }
  try {
    tally.count(request.operation)
    const result = await exchange(parts, request, limits, signal)
    if (result.kind === 'answer') {
      limiter.learn(result.headers)
      if (result.status === 429 || result.status === 503)
        limiter.pause(retryAfterMs(result.headers, clock.nowMs()) ?? 0)
    }
    return await unpack(result, limits.bodyBytesMax)
  } finally {
    limiter.release()
  }
}

function unsent(code: string, message: string, afterMs?: number): Failure {
  return { kind: 'failure', sent: false, code, message, afterMs }
}

function pauseText(afterMs: number): string {
  return `the system asked for nothing to be sent for ${Math.ceil(afterMs / 1000)} more seconds`
}
