import type { Auth, OAuth2, SecretHeaders } from './auth.ts'
import type { Redactor } from '../redact.ts'
import type { TokenSource } from './oauth2.ts'
import { basicProof } from './auth.ts'

/** Proves who asks. */
export interface Authorizer {
  /** The headers of the proof. Throws `SYSTEM_AUTH`, or `SYSTEM_UNAVAILABLE` when none can be fetched now. */
  headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>>
  /** Lets go of a refused proof, and tells whether there may be another. */
  renew(refused: Readonly<Record<string, string>>): boolean
  close(): Promise<void>
}

/** Turns configured credentials into proofs. Their secrets are hidden from then on. */
export function authorizerOf(
  auth: Auth | undefined,
  redactor: Redactor,
  openSource: (oauth2: OAuth2) => TokenSource,
): Authorizer {
  const named = namedHeaders(auth?.headers ?? {}, redactor)
  if (auth !== undefined && 'oauth2' in auth) return renewing(openSource(auth.oauth2), named)
  const headers = Promise.resolve({ ...named, ...fixedProof(auth, redactor) })
  return { headers: () => headers, renew: () => false, close: () => Promise.resolve() }
}

function namedHeaders(
  headers: SecretHeaders,
  redactor: Redactor,
): Readonly<Record<string, string>> {
  const named = Object.entries(headers)
  return Object.fromEntries(
    named.map(([name, secret]) => [name.toLowerCase(), redactor.reveal(secret)]),
  )
}

function fixedProof(
  auth: Exclude<Auth, { readonly oauth2: OAuth2 }> | undefined,
  redactor: Redactor,
): Readonly<Record<string, string>> {
  if (auth === undefined) return {}
  if ('bearer' in auth) return { authorization: `Bearer ${redactor.reveal(auth.bearer)}` }
  if (!('basic' in auth)) return {}
  return { authorization: basicProof(auth.basic.user, auth.basic.password, redactor) }
}

function renewing(source: TokenSource, named: Readonly<Record<string, string>>): Authorizer {
  return {
    headers: async (signal) => ({ ...named, authorization: await bearerOf(source, signal) }),
    renew: ({ authorization = '' }) => source.forget(authorization.slice(BEARER.length)),
    close: () => source.close(),
  }
}

const BEARER = 'Bearer '

async function bearerOf(source: TokenSource, signal: AbortSignal): Promise<string> {
  return BEARER + (await source.token(signal))
}
