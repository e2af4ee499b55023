import { Secret } from '../../core/secret.ts'
import type { Complaint } from '../source/complaint.ts'
import type { KeyPath } from '../source/key-path.ts'
import { cutAtReferences, followReference } from './reference.ts'
import type { Surroundings } from './reference.ts'
import {
  hasUserinfo,
  isCredentialName,
  isSecretPlace,
  looksSecret,
  suggestReference,
} from './secret-place.ts'

/** The data with every reference followed: a `Secret` in the place of each secret, text elsewhere. */
export interface Resolved {
  readonly tree: unknown
  /** Every secret that was found, for those who hide them from what they show. */
  readonly secrets: readonly Secret[]
  readonly complaints: readonly Complaint[]
}

/** What is done about a secret that is named and not there. */
export type MissingSecrets = 'refuse' | 'ignore'

/** What stands in for a secret that is not there and not needed. */
const ABSENT = new Secret('not set')

interface Walk extends Surroundings {
  readonly missing: MissingSecrets
  readonly secrets: Secret[]
  readonly complaints: Complaint[]
}

/**
 * Follows `${env:NAME}`, `${env:NAME:-default}` and `${file:path}` in every text. A secret that stands in the file
 * itself is refused, wherever it stands (C8); complaints never quote one.
 */
export function resolveReferences(
  tree: unknown,
  surroundings: Surroundings,
  missing: MissingSecrets,
): Resolved {
  const walk: Walk = { ...surroundings, missing, secrets: [], complaints: [] }
  const resolved = resolve(walk, tree, [])
  return { tree: resolved, secrets: walk.secrets, complaints: walk.complaints }
}

function resolve(walk: Walk, node: unknown, path: KeyPath): unknown {
  if (Array.isArray(node))
    return node.map((item: unknown, index) => resolve(walk, item, [...path, index]))
  if (typeof node !== 'object' || node === null) return resolveScalar(walk, node, path)
  const data = Object.create(null) as Record<string, unknown>
  for (const [key, value] of Object.entries(node)) data[key] = resolve(walk, value, [...path, key])
  return data
}

function resolveScalar(walk: Walk, value: unknown, path: KeyPath): unknown {
  if (value === null) return null
  if (isSecretPlace(path)) return resolveSecret(walk, value, path)
  return typeof value === 'string' ? resolveText(walk, value, path) : value
}

function resolveSecret(walk: Walk, value: unknown, path: KeyPath): Secret {
  const text = typeof value === 'string' ? value : ''
  if (cutAtReferences(text).references.length === 0) {
    complain(walk, path, literalReason(text, path))
    return ABSENT
  }
  const followed = follow(walk, text, path, true)
  return followed === undefined ? ABSENT : new Secret(followed)
}

function resolveText(walk: Walk, text: string, path: KeyPath): string {
  const named = isCredentialName(path)
  if (named && path.at(-2) === 'headers') {
    complain(walk, path, 'a header that proves who asks stands under auth.headers of the system')
    return text
  }
  if (!text.includes('${') && (named || looksSecret(text)))
    complain(walk, path, literalReason(text, path))
  const followed = follow(walk, text, path, named) ?? text
  if (hasUserinfo(followed))
    complain(walk, path, 'an address with a user or a password in it is shown with both; use auth')
  return followed
}

/** The text with its references replaced; nothing when one of them stands for nothing. */
function follow(walk: Walk, text: string, path: KeyPath, isSecret: boolean): string | undefined {
  const { literals, references } = cutAtReferences(text)
  const referents = references.map((reference) => followReference(reference, walk, isSecret))
  const texts = referents.flatMap((referent) => (referent.ok ? [referent.text] : []))
  if (isSecret) walk.secrets.push(...texts.map((found) => new Secret(found)))
  if (texts.length === references.length)
    return literals.map((literal, at) => literal + (texts[at] ?? '')).join('')
  if (isSecret && walk.missing === 'ignore') return undefined
  for (const referent of referents)
    if (!referent.ok) walk.complaints.push({ path, reason: referent.reason, secret: isSecret })
  return undefined
}

function complain(walk: Walk, path: KeyPath, reason: string): void {
  walk.complaints.push({ path, reason, secret: true })
}

/** A variable somebody named as a shell would; anything else is never quoted. */
const SHELL = /^\$\{?([A-Za-z_]\w*)\}?$/

function literalReason(text: string, path: KeyPath): string {
  const variable = SHELL.exec(text)?.[1]
  if (variable !== undefined) return `is no reference; write "\${env:${variable}}"`
  return `a secret stands in the file; write "${suggestReference(path)}" or "\${file:/path}" and keep it there`
}
