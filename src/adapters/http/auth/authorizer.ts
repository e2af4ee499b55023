import type { Auth, OAuth2 } from './auth.ts'
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
  if (auth !== undefined && 'oauth2' in auth) return renewing(openSource(auth.oauth2))
  const headers = Promise.resolve(fixedHeaders(auth, redactor))
  return { headers: () => headers, renew: () => false, close: () => Promise.resolve() }
}

function fixedHeaders(
  auth: Exclude<Auth, { readonly oauth2: OAuth2 }> | undefined,
  redactor: Redactor,
): Readonly<Record<string, string>> {
  if (auth === undefined) return {}
  if ('bearer' in auth) return { authorization: `Bearer ${redactor.reveal(auth.bearer)}` }
  if ('basic' in auth)
    return { authorization: basicProof(auth.basic.user, auth.basic.password, redactor) }
  const named = Object.entries(auth.headers)
  return Object.fromEntries(
    named.map(([name, secret]) => [name.toLowerCase(), redactor.reveal(secret)]),
  )
}

function renewing(source: TokenSource): Authorizer {
  return {
    headers: async (signal) => ({ authorization: `Bearer ${await source.token(signal)}` }),
    renew: ({ authorization = '' }) => source.forget(authorization.slice('Bearer '.length)),
    close: () => source.close(),
  }
}
