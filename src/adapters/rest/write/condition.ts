import type { Call } from '../call/call.ts'
import type { Condition } from '../../../core/operation.ts'
import type { RestCollectionConfig } from '../config.ts'
import { toHttpDate } from '../../http/header/http-date.ts'

/** What a condition adds to a request, or why it cannot be held: it is never dropped (W3). */
export type Guarding =
  | {
      readonly ok: true
      readonly headers: Readonly<Record<string, string>>
      readonly token?: string | undefined
    }
  | { readonly ok: false; readonly why: string }

/** How one kind of write is made conditional. */
export interface Guard {
  readonly kind: 'token' | 'stamp' | 'none'
  readonly apply: (condition: Condition) => Guarding
}

const UNGUARDED: Guarding = { ok: true, headers: {} }

/** Compiles how an update or a delete is made conditional: by its own template, else by a header. */
export function compileGuard(config: RestCollectionConfig, call: Call): Guard {
  const inTemplate = call.uses.has('token')
  const header = inTemplate ? undefined : conditionHeader(config)
  const offered = inTemplate || header !== undefined
  const kind = !offered ? 'none' : config.token === undefined ? 'stamp' : 'token'
  return {
    kind,
    apply: (condition) => {
      if (condition.kind === 'none') return UNGUARDED
      if (condition.kind !== kind)
        return { ok: false, why: `it cannot be written on the condition "${condition.kind}"` }
      if (header === undefined) return { ok: true, headers: {}, token: condition.token }
      const value = headerValue(config, header, condition.token)
      return value === undefined
        ? { ok: false, why: `the stamp ${JSON.stringify(condition.token)} cannot be read` }
        : { ok: true, headers: { [header]: value } }
    },
  }
}

/** A stamp is a condition only where it is the record's version. */
function conditionHeader({ token, stamp }: RestCollectionConfig): string | undefined {
  const name =
    token === undefined
      ? stamp?.send
      : (token.send ?? (token.header === undefined ? undefined : 'If-Match'))
  return name?.toLowerCase()
}

/** Tokens go back as they came, weak ones too. */
function headerValue(
  { token, stamp }: RestCollectionConfig,
  header: string,
  text: string,
): string | undefined {
  if (token !== undefined || stamp === undefined || header !== 'if-unmodified-since') return text
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : toHttpDate(ms)
}
