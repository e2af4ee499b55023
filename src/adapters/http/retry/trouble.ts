import type { ErrorCode } from '../../../errors.ts'
import type { Answer, Exchange } from '../exchange.ts'
import { FAILURES } from '../exchange.ts'
import { redirectTarget } from '../redirect.ts'

/** What is wrong with the answer to a read. */
export interface Trouble {
  readonly kind: 'trouble'
  readonly code: ErrorCode
  /** Whether asking again may help. */
  readonly again: boolean
  /** Completes a sentence that begins with the request. */
  readonly what: string
}

/** They pass: too early, too often, overloaded, or something between us and the system. */
const TEMPORARY: ReadonlySet<number> = new Set([
  408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524,
])

/** Failures that say something about the answer, and would say it again. */
const UNREADABLE: ReadonlySet<string> = new Set([
  FAILURES.tooLarge,
  FAILURES.encoding,
  'REDIRECTS',
  'UND_ERR_HEADERS_OVERFLOW',
  'HTTPParserError',
])

/** Failures to reach the system that waiting does not mend: names and certificates. */
const LASTING = /^(ENOTFOUND$|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_SSL_)/

/** What became of a read: an answer its caller can interpret, or what is wrong. */
export function judge(
  result: Exchange,
  origin: string,
  expects?: ReadonlySet<number>,
): Answer | Trouble {
  if (result.kind === 'failure') return troubleOfFailure(result.code, result.message)
  const { status } = result
  if (expects?.has(status) === true) return result
  if (status === 401)
    return trouble('SYSTEM_AUTH', false, 'is refused: the credentials are not accepted (401)')
  if (TEMPORARY.has(status)) return trouble('SYSTEM_UNAVAILABLE', true, `answers ${status}`)
  if (status < 300 || status >= 400) return result
  const target = redirectTarget(result, origin)
  return target !== undefined && target.origin !== origin
    ? trouble('SYSTEM_ANSWER', false, elsewhere(target.origin))
    : trouble('SYSTEM_ANSWER', false, `answers ${status}`)
}

/** Why a redirect or a link is not followed. */
export function elsewhere(origin: string): string {
  return `points to ${origin}, another origin, and is not followed; if the API is there, put that address in \`url\``
}

function trouble(code: ErrorCode, again: boolean, what: string): Trouble {
  return { kind: 'trouble', code, again, what }
}

function troubleOfFailure(code: string, message: string): Trouble {
  const what = `fails: ${message}`
  if (code === FAILURES.stopped) return trouble('INTERRUPTED', false, 'was stopped')
  if (code === FAILURES.paused) return trouble('SYSTEM_UNAVAILABLE', false, what)
  if (code === 'UND_ERR_INVALID_ARG') return trouble('CONFIG_INVALID', false, what)
  if (UNREADABLE.has(code)) return trouble('SYSTEM_ANSWER', false, what)
  return trouble('SYSTEM_UNAVAILABLE', !LASTING.test(code), what)
}
