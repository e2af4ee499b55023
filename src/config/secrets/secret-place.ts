import type { KeyPath } from '../source/key-path.ts'

/** Parts of `auth` that are no secret: who asks and where, not the proof. */
const OPEN_PARTS: ReadonlySet<string> = new Set([
  'basic.user',
  'oauth2.token',
  'oauth2.clientId',
  'oauth2.scope',
  'oauth2.send',
])

const CREDENTIAL_NAME =
  /authori[sz]ation|credential|passw(?:or)?d|secret|signature|(?:api|access|auth|private|session)[-_.]?(?:key|token)/i

/** Headers are named more freely, and hold less else. */
const CREDENTIAL_HEADER = /cookie|(?:^|[-_])(?:auth|key|token)$/i

const CREDENTIAL_VALUE =
  /^(?:Bearer|Basic|Token)\s+[\w.~+/=-]{8,}$|^(?:gh[opsu]_|github_pat_|glpat-|sk_live_|sk-|xox[abprs]-|AKIA|pat-)[\w-]{8,}|^eyJ[\w-]{8,}\.[\w-]+\.|-----BEGIN [A-Z ]*PRIVATE KEY/

const USERINFO = /^[a-z][a-z\d+.-]*:\/\/[^/?#\s]*@/i

/** Whether what stands at this path is a secret by its place: a proof under a system's `auth`, or in its headers. */
export function isSecretPlace(path: KeyPath): boolean {
  const [root, , part, ...within] = path
  if (root !== 'systems') return false
  if (part === 'headers') return isCredentialName(path)
  return part === 'auth' && !OPEN_PARTS.has(within.join('.')) && within[1] !== 'parameters'
}

/** Whether a request carries this in a header, or in its address, under a name that credentials have. */
export function isCredentialName(path: KeyPath): boolean {
  const name = path.at(-1)
  const around = path.at(-2)
  if (path[0] !== 'systems' || typeof name !== 'string') return false
  if (around === 'query') return CREDENTIAL_NAME.test(name)
  if (around !== 'headers' || /idempotency/i.test(name)) return false
  return CREDENTIAL_NAME.test(name) || CREDENTIAL_HEADER.test(name)
}

/** Whether a text looks like a credential wherever it stands: a well-known form of token, or a key. */
export function looksSecret(text: string): boolean {
  return CREDENTIAL_VALUE.test(text)
}

/** Whether an address carries a user or a password, which would be shown with it. */
export function hasUserinfo(text: string): boolean {
  return USERINFO.test(text)
}

/** The reference somebody would write instead of a secret: `${env:CRM_TOKEN}`. */
export function suggestReference(path: KeyPath): string {
  const system = path[0] === 'systems' ? [path[1]] : []
  const last = path.at(-1)
  const part = last === 'bearer' || last === 'auth' || typeof last !== 'string' ? 'token' : last
  const words = [...system, part].join('_').replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
  return `\${env:${words.toUpperCase().replaceAll(/[^A-Z\d]+/g, '_')}}`
}
