import type { Exchange, Outgoing } from '../exchange.ts'
import { BilateralError } from '../../../errors.ts'
import type { Clock } from '../clock.ts'
import type { OAuth2 } from './auth.ts'
import type { Redactor } from '../redact.ts'
import type { Value } from '../../../core/value.ts'
import { basicProof } from './auth.ts'
import { readJson } from '../json/read-json.ts'
import { valueAt } from '../json/path.ts'

/** A token is no longer used this long before it expires. */
export const TOKEN_MARGIN_MS = 30_000
/** How long a token is used that does not say when it expires. */
export const TOKEN_LIFE_DEFAULT_MS = 300_000

/** Where access tokens come from. */
export interface TokenSource {
  /** A token that has not expired; fetched at most once, however many ask. Throws as `Authorizer.headers` does. */
  token(signal: AbortSignal): Promise<string>
  /** Lets go of a token that was refused, and tells whether the next one may be another. */
  forget(refused: string): boolean
  close(): Promise<void>
}

/** What a token source needs of the world. */
export interface TokenWorld {
  readonly system: string
  readonly clock: Clock
  readonly redactor: Redactor
  /** Sends to the origin of the token endpoint, without any credential but those given. */
  readonly send: (outgoing: Outgoing, signal: AbortSignal) => Promise<Exchange>
  readonly close: () => Promise<void>
}

interface Held {
  readonly token: string
  readonly untilMs: number
}

/** Opens the source of one client's tokens. Nothing is fetched until one is asked for. */
export function openTokenSource(oauth2: OAuth2, world: TokenWorld): TokenSource {
  let held: Held | undefined
  let fetching: Promise<Held> | undefined
  const fetchOnce = (signal: AbortSignal): Promise<Held> => {
    fetching ??= fetchToken(oauth2, world, signal).finally(() => (fetching = undefined))
    return fetching
  }
  return {
    token: async (signal) => {
      if (held === undefined || held.untilMs <= world.clock.nowMs()) held = await fetchOnce(signal)
      return held.token
    },
    forget: (refused) => {
      if (held?.token === refused) held = undefined
      return true
    },
    close: () => world.close(),
  }
}

async function fetchToken(oauth2: OAuth2, world: TokenWorld, signal: AbortSignal): Promise<Held> {
  const exchange = await world.send(requestOf(oauth2, world), signal)
  if (exchange.kind === 'failure')
    throw trouble(world, 'SYSTEM_UNAVAILABLE', `cannot be reached: ${exchange.message}`)
  const { status } = exchange
  if (status === 429 || status >= 500)
    throw trouble(world, 'SYSTEM_UNAVAILABLE', `answers ${status}`)
  const reading = readJson(exchange.body)
  const answer = reading.ok ? reading.value : null
  const token = valueAt(answer, 'access_token')
  if (status !== 200 || typeof token !== 'string' || token === '')
    throw trouble(world, 'SYSTEM_AUTH', `answers ${status} ${describe(answer)}`)
  world.redactor.hide(token)
  return { token, untilMs: world.clock.nowMs() + lifeMs(answer) }
}

function requestOf(oauth2: OAuth2, { redactor }: TokenWorld): Outgoing {
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...oauth2.parameters })
  if (oauth2.scope !== undefined) form.set('scope', oauth2.scope)
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  }
  const { pathname, search } = new URL(oauth2.token)
  const request = { method: 'POST', path: pathname + search }
  if (oauth2.send === 'form') {
    form.set('client_id', oauth2.clientId)
    form.set('client_secret', redactor.reveal(oauth2.clientSecret))
    return { ...request, headers, body: form.toString() }
  }
  const authorization = basicProof(oauth2.clientId, oauth2.clientSecret, redactor)
  return { ...request, headers: { ...headers, authorization }, body: form.toString() }
}

function lifeMs(answer: Value): number {
  const seconds = Number(valueAt(answer, 'expires_in') ?? Number.NaN)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : TOKEN_LIFE_DEFAULT_MS
  return Math.max(0, ms - Math.min(TOKEN_MARGIN_MS, ms / 2))
}

function describe(answer: Value): string {
  const parts = [valueAt(answer, 'error'), valueAt(answer, 'error_description')]
  const told = parts.filter((part) => typeof part === 'string').join(': ')
  return told === '' ? 'without a token' : told
}

function trouble(
  { system, redactor }: TokenWorld,
  code: 'SYSTEM_AUTH' | 'SYSTEM_UNAVAILABLE',
  what: string,
): BilateralError {
  return new BilateralError(
    code,
    redactor.clean(`${system}: the token endpoint ${what}; nothing was sent to ${system}`),
    { next: code === 'SYSTEM_AUTH' ? 'bilateral check' : 'bilateral sync' },
  )
}
