import type { Condition, Identification } from '../../../core/operation.ts'
import type { WriteOptions, WriteOutcome } from '../../adapter.ts'
import { compileNativeBody, putAt } from './native-body.ts'
import { compileWrite, refuse } from './compile-write.ts'
import type { Fields } from '../../../core/value.ts'
import type { RestCreateCall } from '../config.ts'
import type { WriteParts } from './compile-write.ts'

/** Creates of one collection, and how they can be recognised. */
export interface CreateWrite {
  /** Whether the id is ours to choose. */
  readonly clientId: boolean
  readonly create: (
    body: Fields,
    options: WriteOptions & { readonly identification: Identification },
  ) => Promise<WriteOutcome>
}

/** Compiles creates. */
export function compileCreate(config: RestCreateCall, parts: WriteParts): CreateWrite {
  const { call, send } = compileWrite('create', config, parts)
  const toNative = compileNativeBody(parts.config)
  const clientId = call.uses.has('id')
  const { externalKey } = parts.config
  return {
    clientId,
    create: async (body, { condition, identification, op, signal }) => {
      const why =
        refusedIdentification(identification, { clientId, externalKey, config }) ??
        refusedCondition(condition, config)
      if (why !== undefined) return refuse('unsupported', why)
      const id = identification.kind === 'client-id' ? identification.id : undefined
      const set = withKey(toNative(body), identification)
      const headers = createHeaders(config, identification, condition)
      return send({ scope: { id, op, set }, headers, id, signal })
    },
  }
}

interface Offered {
  readonly clientId: boolean
  readonly externalKey: string | undefined
  readonly config: RestCreateCall
}

/** Why a create cannot be recognised as asked; it is never sent without (W7). */
function refusedIdentification(asked: Identification, offered: Offered): string | undefined {
  const { clientId, externalKey, config } = offered
  if (clientId && asked.kind !== 'client-id') return 'its creates need an id of our choice'
  const known: Readonly<Record<Identification['kind'], boolean>> = {
    'client-id': clientId,
    'external-key': asked.kind === 'external-key' && asked.field === externalKey,
    'idempotency-key': config.idempotency !== undefined,
    none: true,
  }
  return known[asked.kind] ? undefined : `its creates are not recognised by ${asked.kind}`
}

function refusedCondition(condition: Condition, { ifAbsent }: RestCreateCall): string | undefined {
  if (condition.kind === 'none') return undefined
  return condition.kind === 'absent' && ifAbsent === true
    ? undefined
    : `its creates cannot depend on the condition "${condition.kind}"`
}

function createHeaders(
  { idempotency }: RestCreateCall,
  identification: Identification,
  condition: Condition,
): Readonly<Record<string, string>> {
  const key = identification.kind === 'idempotency-key' ? identification.key : undefined
  return {
    ...(key === undefined || idempotency === undefined ? {} : { [idempotency.toLowerCase()]: key }),
    ...(condition.kind === 'absent' ? { 'if-none-match': '*' } : {}),
  }
}

function withKey(fields: Fields, identification: Identification): Fields {
  return identification.kind === 'external-key'
    ? putAt(fields, identification.field, identification.value)
    : fields
}
