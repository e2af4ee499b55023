import type { Capabilities, Collection, WriteOutcome } from '../../adapter.ts'
import type { RestCollectionConfig, RestWriteCall } from '../config.ts'
import type { GuardedWrite } from './guarded-write.ts'
import type { Verb } from '../../../core/operation.ts'
import type { WriteParts } from './compile-write.ts'
import { compileCreate } from './create-write.ts'
import { compileGuardedWrite } from './guarded-write.ts'
import { refuse } from './compile-write.ts'

/** Every write of a collection, and what of them capabilities depend on. */
export interface Writes {
  readonly verbs: Pick<Collection, 'create' | 'update' | 'delete'>
  readonly clientId: boolean
  readonly update: Capabilities['update']['condition']
  readonly delete: Capabilities['delete']['condition']
}

/** Compiles the writes of a collection; those it does not offer are refused (A28). Throws `CONFIG_INVALID`. */
export function compileWrites(parts: WriteParts, name: string, readOnly: boolean): Writes {
  const {
    create,
    update,
    delete: erase,
  }: Partial<RestCollectionConfig> = readOnly ? {} : parts.config
  const refuseVerb = (verb: Verb) => async (): Promise<WriteOutcome> =>
    refuse('unsupported', `${parts.client.system}: ${name} offers no ${verb}`)
  const creates = create ? compileCreate(create, parts) : undefined
  const updates = guarded('update', update, parts) ?? unguarded(refuseVerb('update'))
  const deletes = guarded('delete', erase, parts) ?? unguarded(refuseVerb('delete'))
  return {
    verbs: {
      create: creates?.create ?? refuseVerb('create'),
      update: updates.write,
      delete: (id, options) => deletes.write(id, undefined, options),
    },
    clientId: creates?.clientId ?? false,
    update: updates.condition,
    delete: deletes.condition,
  }
}

function guarded(
  verb: 'update' | 'delete',
  config: RestWriteCall | undefined,
  parts: WriteParts,
): GuardedWrite | undefined {
  return config && compileGuardedWrite(verb, config, parts)
}

function unguarded(write: GuardedWrite['write']): GuardedWrite {
  return { condition: 'none', write }
}
