import type { Found, NativeRecord } from '../../adapter.ts'
import type { GetParts, GetRecord } from './get.ts'
import { LIST_MEANINGS, compilePage } from './page.ts'
import { BilateralError } from '../../../errors.ts'
import type { RestBatchCall } from '../config.ts'
import { compileCall } from '../call/call.ts'
import { statusesOf } from '../call/meaning.ts'

/** Reads several records. */
export type GetRecords = (ids: readonly string[], signal: AbortSignal) => Promise<readonly Found[]>

/**
 * Compiles reads of several records in one request. What an answer leaves out is read alone: a batch that is silent
 * about a record proves nothing. Throws what `HttpClient.read` does.
 */
export function compileGetMany(
  config: RestBatchCall,
  { client, reader, place }: GetParts,
  get: GetRecord,
): GetRecords {
  const kind = { operation: 'get', reads: true, expects: statusesOf(config.when) }
  const call = compileCall(config, kind, place)
  const readPage = compilePage(client, config, LIST_MEANINGS.list)
  const readBatch = async (
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly Found[]> => {
    const rendering = call.render({ items: ids })
    if (!rendering.ok)
      throw new BilateralError('CONFIG_INVALID', `${client.system}: ${rendering.why}`)
    const page = await readPage(rendering.request, signal)
    const shown = new Map<string, NativeRecord>()
    for (const item of page.items) {
      const record = reader.read(item)
      if (record !== undefined) shown.set(record.id, record)
    }
    const { serverTimeMs } = page
    const found = (record: NativeRecord | undefined): Found | undefined =>
      record?.state === 'live'
        ? { kind: 'found', record, ...(serverTimeMs === undefined ? {} : { serverTimeMs }) }
        : undefined
    return Promise.all(ids.map(async (id) => found(shown.get(id)) ?? get(id, signal)))
  }
  return async (ids, signal) => {
    const answers: Found[] = []
    for (let at = 0; at < ids.length; at += config.batch)
      answers.push(...(await readBatch(ids.slice(at, at + config.batch), signal)))
    return answers
  }
}
