import type { Dispatcher } from 'undici'
import type { AnswerHeaders } from './header/answer-headers.ts'
import type { Clock } from './clock.ts'
import { headerOf } from './header/answer-headers.ts'

/** One request as it goes over the wire. */
export interface Outgoing {
  readonly method: string
  /** Path and query, percent-encoded. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** How long each part of an exchange may take, and how much it may bring. */
export interface ExchangeLimits {
  readonly headersMs: number
  /** Between two pieces of the body. */
  readonly idleMs: number
  /** From asking to the last byte, however steadily they drip. */
  readonly totalMs: number
  readonly bodyBytesMax: number
}

/** An answer that arrived whole. */
export interface Answer {
  readonly kind: 'answer'
  readonly status: number
  readonly headers: AnswerHeaders
  readonly body: Buffer
  readonly elapsedMs: number
}

/** No whole answer. Only `sent: false` is certain to have done nothing. */
export interface Failure {
  readonly kind: 'failure'
  /** Whether any byte of the request may have left. */
  readonly sent: boolean
  readonly code: string
  readonly message: string
  /** How long the system still wants nothing to be sent, where that is why nothing was. */
  readonly afterMs?: number | undefined
}

/** What became of one request. */
export type Exchange = Answer | Failure

/** Codes of the failures made here; all others are the driver's. */
export const FAILURES = {
  stopped: 'STOPPED',
  paused: 'PAUSED',
  tooSlow: 'TOO_SLOW',
  tooLarge: 'TOO_LARGE',
  encoding: 'ENCODING',
} as const

/** What carries requests, and whose time limits them. */
export interface Wire {
  readonly dispatcher: Dispatcher
  readonly clock: Clock
}

interface Ending {
  readonly settle: (exchange: Exchange) => void
  /** Ends the exchange from our side. */
  readonly stop: (code: string, message: string) => void
}

/** Sends one request and collects its answer. Never rejects, never repeats. */
export function exchange(
  { dispatcher, clock }: Wire,
  outgoing: Outgoing,
  limits: ExchangeLimits,
  signal: AbortSignal,
): Promise<Exchange> {
  const { promise, resolve } = Promise.withResolvers<Exchange>()
  let controller: Dispatcher.DispatchController | undefined
  let over: Error | undefined
  const settle = (result: Exchange): void => {
    cancel()
    signal.removeEventListener('abort', onAbort)
    resolve(result)
  }
  const stop = (code: string, message: string): void => {
    over ??= new Error(message)
    const sent = controller !== undefined
    settle({ kind: 'failure', sent, code, message })
    controller?.abort(over)
  }
  const onAbort = (): void => stop(FAILURES.stopped, 'it was stopped')
  const cancel = clock.after(limits.totalMs, () =>
    stop(FAILURES.tooSlow, `it took longer than ${limits.totalMs} ms`),
  )
  if (signal.aborted) {
    onAbort()
    return promise
  }
  signal.addEventListener('abort', onAbort, { once: true })
  dispatcher.dispatch(optionsOf(outgoing, limits), {
    ...collector(limits.bodyBytesMax, clock, { settle, stop }),
    onRequestStart: (started) => {
      if (over === undefined) controller = started
      else started.abort(over)
    },
    onResponseError: (_, error) =>
      settle({ kind: 'failure', sent: controller !== undefined, ...describeError(error) }),
  })
  return promise
}

function optionsOf(outgoing: Outgoing, limits: ExchangeLimits): Dispatcher.DispatchOptions {
  const { method, path, headers, body = null } = outgoing
  const timeouts = { headersTimeout: limits.headersMs, bodyTimeout: limits.idleMs }
  return { method, path, headers, body, ...timeouts }
}

/** Collects status, headers and body up to a limit. */
function collector(
  bodyBytesMax: number,
  clock: Clock,
  { settle, stop }: Ending,
): Pick<
  Required<Dispatcher.DispatchHandler>,
  'onResponseStart' | 'onResponseData' | 'onResponseEnd'
> {
  const startedMs = clock.nowMs()
  const tooLarge = (): void =>
    stop(FAILURES.tooLarge, `its answer is larger than ${bodyBytesMax} bytes`)
  const chunks: Buffer[] = []
  let bytes = 0
  let status = 0
  let headers: AnswerHeaders = {}
  return {
    onResponseStart: (_, statusCode, answered) => {
      status = statusCode
      headers = answered
      if (Number(headerOf(headers, 'content-length') ?? 0) > bodyBytesMax) tooLarge()
    },
    onResponseData: (_, chunk) => {
      bytes += chunk.length
      if (bytes > bodyBytesMax) tooLarge()
      else chunks.push(chunk)
    },
    onResponseEnd: () => {
      const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
      settle({ kind: 'answer', status, headers, body, elapsedMs: clock.nowMs() - startedMs })
    },
  }
}

/** Only code and sentence of the driver's error are kept: the rest of it may quote what was sent or answered. */
function describeError(error: Error): Pick<Failure, 'code' | 'message'> {
  const { code } = error as { readonly code?: unknown }
  const reasons = error instanceof AggregateError ? error.errors.map(reasonOf) : [error.message]
  return {
    code: typeof code === 'string' ? code : error.name,
    message: reasons.filter((reason) => reason !== '').join('; ') || String(code),
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
