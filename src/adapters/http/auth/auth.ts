import type { Redactor } from '../redact.ts'
import type { Secret } from '../../../core/secret.ts'

/** How a system is shown who asks: one way, and headers beside it where a system wants both. */
export type Auth =
  | { readonly bearer: Secret; readonly headers?: SecretHeaders | undefined }
  | {
      readonly basic: { readonly user: string; readonly password: Secret }
      readonly headers?: SecretHeaders | undefined
    }
  | { readonly oauth2: OAuth2; readonly headers?: SecretHeaders | undefined }
  | { readonly headers: SecretHeaders }

/** Headers that prove who asks, such as `X-Api-Key`. */
export type SecretHeaders = Readonly<Record<string, Secret>>

/** The OAuth 2.0 client credentials grant (RFC 6749 4.4). */
export interface OAuth2 {
  /** Address of the token endpoint; may be of another origin than the system. */
  readonly token: string
  readonly clientId: string
  readonly clientSecret: Secret
  readonly scope?: string | undefined
  /** Where the client shows its secret: HTTP Basic (default) or the form. */
  readonly send?: 'basic' | 'form' | undefined
  /** More members of the form, such as `audience`. */
  readonly parameters?: Readonly<Record<string, string>> | undefined
}

/** Who asks, where that is no secret: stays the same when a credential is replaced. */
export function principalOf(auth: Auth | undefined): string | undefined {
  if (auth === undefined) return 'nobody'
  if ('basic' in auth) return auth.basic.user
  return 'oauth2' in auth ? auth.oauth2.clientId : undefined
}

/** Everything secret in a credential, in a fixed order. */
export function secretsOf(auth: Auth | undefined): readonly Secret[] {
  if (auth === undefined) return []
  const { headers = {} } = auth
  const named = Object.keys(headers).sort()
  return [...mainSecretOf(auth), ...named.flatMap((name) => headers[name] ?? [])]
}

function mainSecretOf(auth: Auth): readonly Secret[] {
  if ('bearer' in auth) return [auth.bearer]
  if ('basic' in auth) return [auth.basic.password]
  return 'oauth2' in auth ? [auth.oauth2.clientSecret] : []
}

/** The `Authorization` of HTTP Basic (RFC 7617). Its encoded form is hidden as well. */
export function basicProof(user: string, password: Secret, redactor: Redactor): string {
  const encoded = Buffer.from(`${user}:${redactor.reveal(password)}`).toString('base64')
  redactor.hide(encoded)
  return `Basic ${encoded}`
}
