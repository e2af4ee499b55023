import type { RestWriteCall } from '../config.ts'
import type { WriteOptions, WriteOutcome } from '../../adapter.ts'
import { compileWrite, refuse } from './compile-write.ts'
import type { Fields } from '../../../core/value.ts'
import type { Scope } from '../call/substitution.ts'
import type { WriteParts } from './compile-write.ts'
import { compileGuard } from './condition.ts'
import { compileNativeBody } from './native-body.ts'

/** Updates and deletes of one collection, and how they are made conditional. */
export interface GuardedWrite {
  readonly condition: 'token' | 'stamp' | 'none'
  readonly write: (
    id: string,
    body: Fields | undefined,
    options: WriteOptions,
  ) => Promise<WriteOutcome>
}

/** Compiles updates or deletes. */
export function compileGuardedWrite(
  verb: 'update' | 'delete',
  config: RestWriteCall,
  parts: WriteParts,
): GuardedWrite {
  const { call, send } = compileWrite(verb, config, parts)
  const guard = compileGuard(parts.config, call)
  const toNative = compileNativeBody(parts.config)
  return {
    condition: guard.kind,
    write: async (id, body, { condition, op, signal }) => {
      const guarding = guard.apply(condition)
      if (!guarding.ok) return refuse('unsupported', guarding.why)
      const set = body && toNative(body)
      const scope: Scope = { id, op, set, token: guarding.token }
      return send({ scope, headers: guarding.headers, id, signal })
    },
  }
}
