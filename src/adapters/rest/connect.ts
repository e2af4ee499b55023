import type { ExchangeLimits } from '../http/exchange.ts'
import { BilateralError } from '../../errors.ts'
import type { Clock } from '../http/clock.ts'
import type { HttpClient } from '../http/client.ts'
import type { OAuth2 } from '../http/auth/auth.ts'
import type { PoolOptions } from '../http/pool.ts'
import type { Redactor } from '../http/redact.ts'
import type { RestSystemConfig } from './config.ts'
import { Secret } from '../../core/secret.ts'
import type { Tally } from '../http/tally.ts'
import type { TokenSource } from '../http/auth/oauth2.ts'
import type { WaitNotice } from '../http/request.ts'
import { authorizerOf } from '../http/auth/authorizer.ts'
import { exchange } from '../http/exchange.ts'
import { openClient } from '../http/client.ts'
import { openLimiter } from '../http/limiter.ts'
import { openPool } from '../http/pool.ts'
import { openRedactor } from '../http/redact.ts'
import { openTokenSource } from '../http/auth/oauth2.ts'
import { openTally } from '../http/tally.ts'
import { systemClock } from '../http/clock.ts'

/** Largest answer, unpacked, unless configured. */
export const BODY_BYTES_MAX = 33_554_432
/** All headers of an answer together. */
export const HEADER_BYTES_MAX = 65_536
/** To make a connection, unless configured. */
export const CONNECT_MS = 10_000
/** Until an answer begins, unless configured. */
export const HEADERS_MS = 30_000
/** Between two pieces of an answer, unless configured. */
export const IDLE_MS = 30_000
/** For one request with its whole answer, unless configured. */
export const TOTAL_MS = 120_000

/** What a system may be given besides its declaration. */
export interface RestOptions {
  readonly clock?: Clock | undefined
  /** Told before every wait: for a quota, or before a read is repeated. */
  readonly onWait?: ((notice: WaitNotice) => void) | undefined
  /** Opens connections to one origin; a simulation brings its own network. */
  readonly openPool?: typeof openPool | undefined
}

/** A client for a declared system, and what the path of every request begins with. */
export interface Connection {
  readonly client: HttpClient
  readonly basePath: string
}

/** Makes the client of a system. Nothing is sent yet. Throws `CONFIG_INVALID` or `CONFIG_SECRET`. */
export function connect(
  system: string,
  config: RestSystemConfig,
  options: RestOptions,
): Connection {
  const base = baseOf(system, 'url', config.url)
  const { clock = systemClock, openPool: open = openPool } = options
  const redactor = openRedactor()
  const tally = openTally()
  const limits = exchangeLimits(config)
  const pool = {
    connectMs: config.timeouts?.connect ?? CONNECT_MS,
    headerBytesMax: HEADER_BYTES_MAX,
  }
  const tell = options.onWait ?? (() => undefined)
  const onWait = (delayMs: number): void => tell({ system, delayMs, why: 'its rate limit' })
  const limiter = openLimiter({ ...config.limits, perMs: config.limits?.per }, { clock, onWait })
  const openSource = (oauth2: OAuth2): TokenSource =>
    tokenSource(oauth2, { system, clock, redactor, tally, limits, pool, open })
  const client = openClient({
    system,
    origin: base.origin,
    dispatcher: open(base.origin, { ...pool, connections: limiter.concurrency }),
    authorizer: authorizerOf(config.auth, redactor, openSource),
    limiter,
    redactor,
    tally,
    clock,
    limits,
    retry: retryRules(config.retry),
    headers: { ...USUAL_HEADERS, ...revealed(config.headers ?? {}, redactor) },
    compress: config.compress ?? false,
    onWait: tell,
  })
  return { client, basePath: base.pathname.replace(/\/+$/, '') }
}

/** No cache may stand between us and what is true now. */
const USUAL_HEADERS = { 'user-agent': 'bilateral', 'cache-control': 'no-cache' }

function exchangeLimits({ timeouts = {}, maxBody }: RestSystemConfig): ExchangeLimits {
  return {
    headersMs: timeouts.headers ?? HEADERS_MS,
    idleMs: timeouts.idle ?? IDLE_MS,
    totalMs: timeouts.total ?? TOTAL_MS,
    bodyBytesMax: maxBody ?? BODY_BYTES_MAX,
  }
}

function retryRules(retry: RestSystemConfig['retry']): Parameters<typeof openClient>[0]['retry'] {
  const { attempts, first, max, patience } = retry ?? {}
  return { attempts, firstMs: first, maxMs: max, patienceMs: patience }
}

/** The address of an API, or of a token endpoint. Throws `CONFIG_INVALID`, or `CONFIG_SECRET` for a password in it. */
function baseOf(system: string, member: string, address: string): URL {
  const url = URL.parse(address)
  const fail = (code: 'CONFIG_INVALID' | 'CONFIG_SECRET', why: string): BilateralError =>
    new BilateralError(code, `${system}.${member} ${why}; nothing was sent`, {
      next: 'bilateral check',
    })
  if (url === null || !/^https?:$/.test(url.protocol))
    throw fail('CONFIG_INVALID', 'is not an address that begins with https:// or http://')
  if (url.username !== '' || url.password !== '')
    throw fail('CONFIG_SECRET', 'holds a user or a password; they belong under "auth"')
  if (member === 'url' && (url.search !== '' || url.hash !== ''))
    throw fail('CONFIG_INVALID', 'holds a query or a fragment; a query belongs to a call')
  return url
}

function revealed(
  headers: Readonly<Record<string, string | Secret>>,
  redactor: Redactor,
): Readonly<Record<string, string>> {
  const named = Object.entries(headers)
  return Object.fromEntries(
    named.map(([name, value]) => [
      name.toLowerCase(),
      value instanceof Secret ? redactor.reveal(value) : value,
    ]),
  )
}

interface TokenParts {
  readonly system: string
  readonly clock: Clock
  readonly redactor: Redactor
  readonly tally: Tally
  readonly limits: ExchangeLimits
  readonly pool: Omit<PoolOptions, 'connections'>
  readonly open: typeof openPool
}

/** Tokens come from an origin of their own: nothing else is ever sent there. */
function tokenSource(oauth2: OAuth2, parts: TokenParts): TokenSource {
  const { system, clock, redactor, tally, limits } = parts
  const { origin } = baseOf(system, 'auth.oauth2.token', oauth2.token)
  const dispatcher = parts.open(origin, { ...parts.pool, connections: 1 })
  return openTokenSource(oauth2, {
    system,
    clock,
    redactor,
    send: (outgoing, signal) => {
      tally.count('auth')
      return exchange({ dispatcher, clock }, outgoing, limits, signal)
    },
    close: () => dispatcher.destroy(),
  })
}
