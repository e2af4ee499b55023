import type { Answer, Exchange } from '../exchange.ts'
import type { HttpRequest, WaitNotice } from '../request.ts'
import type { BilateralError, ErrorCode } from '../../../errors.ts'
import type { Backoff } from './backoff.ts'
import type { Clock } from '../clock.ts'
import type { RetryRules } from './backoff.ts'
import type { Trouble } from './trouble.ts'
import { judge } from './trouble.ts'
import { retryAfterMs } from '../header/retry-after.ts'
import { startBackoff } from './backoff.ts'

/** What a patient read needs of its client. */
export interface ReadTools {
  readonly system: string
  readonly origin: string
  readonly clock: Clock
  readonly retry: RetryRules
  readonly onWait: (notice: WaitNotice) => void
  send(request: HttpRequest, signal: AbortSignal): Promise<Exchange>
  fault(code: ErrorCode, request: HttpRequest, what: string): BilateralError
  quote(body: Buffer): string
  clean(text: string): string
}

/** Sends a read until it is answered, or its patience ends. Throws as `HttpClient.read` says. */
export async function readPatiently(
  tools: ReadTools,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const { clock, system } = tools
  const backoff = startBackoff(tools.retry, clock)
  for (;;) {
    const result = await tools.send(request, signal)
    const judged = judge(result, tools.origin, request.expects)
    if (judged.kind === 'answer') return judged
    if (signal.aborted) throw tools.fault('INTERRUPTED', request, 'was stopped; it only reads')
    const askedMs = result.kind === 'answer' ? retryAfterMs(result.headers, clock.nowMs()) : 0
    const delayMs = judged.again ? backoff.next(askedMs) : undefined
    if (delayMs === undefined) throw giveUp(tools, request, { judged, result, backoff })
    tools.onWait({ system, delayMs, why: tools.clean(judged.what) })
    // When the wait is cut short, the next sending fails as stopped.
    await clock.sleep(delayMs, signal).catch(() => undefined)
  }
}

interface LastTry {
  readonly judged: Trouble
  readonly result: Exchange
  readonly backoff: Backoff
}

function giveUp(tools: ReadTools, request: HttpRequest, last: LastTry): BilateralError {
  const { judged, result, backoff } = last
  const tries = backoff.attempts > 1 ? `, ${backoff.attempts} times` : ''
  const answered = result.kind === 'answer' && result.body.length > 0
  const words = answered ? ` (${tools.quote(result.body)})` : ''
  return tools.fault(judged.code, request, `${judged.what}${tries}${words}; it only reads`)
}
