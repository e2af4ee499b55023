import { BilateralError } from '../../errors.ts'
import type { ProbedTarget } from '../compose.ts'
import type { Value } from '../../core/value.ts'
import { cutAtReferences } from '../secrets/reference.ts'

const COLLECTION = /^(?<system>[^:=]+):(?<name>[^=]+)=(?<path>.+)$/s
const AUTH = /^(?<system>[^=]+)=(?<kind>bearer|basic|header):(?<rest>.+)$/s

/** Reads `crm:accounts=/accounts`. Throws `USAGE`. */
export function parseCollection(text: string): {
  readonly system: string
  readonly target: ProbedTarget
} {
  const { system, name, path } = COLLECTION.exec(text)?.groups ?? {}
  if (system === undefined || name === undefined || path === undefined)
    throw refuse(`--collection ${text} cannot be read; write --collection crm:accounts=/accounts`)
  return { system, target: { name, path } }
}

/** How a system is shown who asks, as it stands in the file: secrets by reference only. */
export interface AuthOption {
  readonly system: string
  readonly declaration: Value
}

/**
 * Reads `crm=bearer:${env:TOKEN}`, `crm=basic:USER:${env:PASSWORD}` or `crm=header:X-Api-Key:${env:KEY}`. Throws `USAGE`,
 * and `CONFIG_SECRET` for a secret that stands there itself, which is not repeated (C8).
 */
export function parseAuth(text: string): AuthOption {
  const groups = AUTH.exec(text)?.groups
  if (groups === undefined)
    throw refuse(
      `--auth cannot be read; write --auth 'crm=bearer:\${env:CRM_TOKEN}', or basic:USER:…, or header:NAME:…`,
    )
  const { system = '', kind = '', rest = '' } = groups
  return { system, declaration: declare(system, kind, rest) }
}

function declare(system: string, kind: string, rest: string): Value {
  if (kind === 'bearer') return { bearer: reference(system, rest) }
  const [, first = '', secret = ''] = /^([^:]+):(.+)$/s.exec(rest) ?? []
  const proof = reference(system, secret)
  return kind === 'basic'
    ? { basic: { user: first, password: proof } }
    : { headers: { [first]: proof } }
}

function reference(system: string, text: string): string {
  if (cutAtReferences(text).references.length > 0) return text
  throw new BilateralError(
    'CONFIG_SECRET',
    `--auth of ${system} holds no reference; keep the secret in a variable and write '\${env:${system.toUpperCase()}_TOKEN}' in single quotes`,
    { next: 'bilateral init --help' },
  )
}

function refuse(message: string): BilateralError {
  return new BilateralError('USAGE', message, { next: 'bilateral init --help' })
}
