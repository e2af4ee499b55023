import { principalOf, secretsOf } from '../http/auth/auth.ts'
import { BilateralError } from '../../errors.ts'
import type { CollectionParts } from './collection.ts'
import type { IdentityFact } from '../../core/journal.ts'
import type { RestCollectionConfig, RestSystemConfig, RestTenantCall } from './config.ts'
import type { Value } from '../../core/value.ts'
import { canonicalText } from '../../core/value.ts'
import { compileCall } from './call/call.ts'
import { compileSource } from './call/source.ts'
import { hash } from 'node:crypto'
import { isSuccess, misread, readJsonOf } from './read/page.ts'

/** Digits of a fingerprint: enough to notice a change, too few to find out what was fingerprinted. */
export const FINGERPRINT_DIGITS = 5

/** Tells who answers (O5). Throws what `HttpClient.read` does. */
export type Identify = (signal: AbortSignal) => Promise<IdentityFact>

/**
 * Compiles the identity of a system: the tenant as it says or as configured, and as scope what the credential and the
 * declarations let us see. The scope names its parts, so that a change can be told.
 */
export function compileIdentity({ client, system, basePath }: CollectionParts): Identify {
  const scope = scopeOf(system)
  const { tenant = system.url } = system
  if (typeof tenant === 'string') return async () => ({ tenant, scope })
  const where = `${client.system}.tenant`
  const call = compileCall(tenant, { operation: 'identify', reads: true }, { basePath, where })
  const read = compileTenant(tenant)
  return async (signal) => {
    const rendering = call.render({})
    if (!rendering.ok) throw new BilateralError('CONFIG_INVALID', `${where}: ${rendering.why}`)
    const { request } = rendering
    const answer = await client.read(request, signal)
    if (!isSuccess(tenant, answer.status)) throw misread(client, request, answer, undefined)
    const fact = read(readJsonOf(client, request, answer), answer.headers)
    if (fact === undefined)
      throw client.fault(
        'SYSTEM_ANSWER',
        request,
        `answers without a tenant at ${JSON.stringify(tenant.path)}; it only reads`,
      )
    return { ...fact, scope }
  }
}

function compileTenant(
  config: RestTenantCall,
): (
  ...answer: Parameters<ReturnType<typeof compileSource>>
) => Omit<IdentityFact, 'scope'> | undefined {
  const readTenant = compileSource(config.path)
  const readIncarnation =
    config.incarnation === undefined ? undefined : compileSource(config.incarnation)
  return (body, headers) => {
    const tenant = textOf(readTenant(body, headers))
    if (tenant === undefined) return undefined
    const incarnation = textOf(readIncarnation?.(body, headers))
    return incarnation === undefined ? { tenant } : { tenant, incarnation }
  }
}

function textOf(value: Value | undefined): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  return typeof value === 'object' ? canonicalText(value) : String(value)
}

function scopeOf(system: RestSystemConfig): string {
  const collections = Object.entries(system.collections).map(
    ([name, config]) => `${name}=${fingerprint(canonicalText(visibleBy(config)))}`,
  )
  return [...collections.sort(), `as=${actorOf(system)}`].join(' ')
}

/** What of a declaration decides which records are seen. */
function visibleBy({ id, list, deleted }: RestCollectionConfig): Value {
  const { request, query = {}, body = null, items = '' } = list
  return { id, request, query, body, items, deleted: deleted?.path ?? null }
}

function actorOf({ actor, auth, url }: RestSystemConfig): string {
  const known = actor ?? principalOf(auth)
  if (known !== undefined) return known
  const secrets = secretsOf(auth).map((secret) => secret.reveal())
  return fingerprint(canonicalText([url, ...secrets]))
}

function fingerprint(text: string): string {
  return hash('sha256', text).slice(0, FINGERPRINT_DIGITS)
}
